# A browser for the browser tests. Sourced after common.sh.

# Debian packages Chromium; Ubuntu's package of that name is only a pointer to a snap, which a test cannot rely on.
want_chromium() {
  if [ -z "$(system_chromium)" ] && chromium_is_packaged; then
    missing_packages+=(chromium)
  fi
}

# Sets CHROMIUM, downloading Playwright's own build where the system has none.
find_chromium() {
  CHROMIUM=${CHROMIUM:-$(system_chromium)}
  if [ -z "$CHROMIUM" ]; then
    say "Downloading Chromium."
    as_root env PATH="$PATH" playwright install-deps chromium </dev/null || return 1
    playwright install --no-shell chromium </dev/null || return 1
    CHROMIUM=$(node -p 'require("@playwright/test").chromium.executablePath()')
  fi
  export CHROMIUM
}

system_chromium() {
  local name
  for name in chromium google-chrome google-chrome-stable; do
    command -v "$name" && return 0
  done
  return 0
}

chromium_is_packaged() {
  command -v apt-get >/dev/null && . /etc/os-release && [ "$ID" = debian ]
}
