# A private PostgreSQL for one run of the suite: its own cluster in a temporary folder, on a free port of loopback,
# with a random password and without the flushes that durability costs. Sourced after common.sh.

postgres_dir=

want_postgres() {
  [ -n "$(postgres_bin)" ] || missing_packages+=(postgresql)
}

# The folder with initdb and postgres. Debian keeps them out of PATH, one folder per version; the newest is taken.
postgres_bin() {
  local initdb
  initdb=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb | sort --version-sort | tail -n 1)
  [ -x "$initdb" ] || initdb=$(command -v initdb) || return 0
  dirname "$initdb"
}

# Starts the cluster and sets TEST_DATABASE_URL. The caller's exit trap must call stop_postgres.
start_postgres() {
  postgres_dir=$(mktemp -d "${TMPDIR:-/tmp}/kinora-postgres.XXXXXX") || return 1
  local bin password port
  bin=$(postgres_bin)
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '%s\n' "$password" >"$postgres_dir/password"
  own_postgres_dir || return 1

  as_postgres "$bin/initdb" --pgdata=data --username=postgres --pwfile=password --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$postgres_dir/initdb.log" 2>&1 ||
    { cat "$postgres_dir/initdb.log" >&2; return 1; }
  {
    printf '%s\n' "listen_addresses = '127.0.0.1'" "unix_socket_directories = '$postgres_dir'" "max_connections = 300" \
      "fsync = off" "synchronous_commit = off" "full_page_writes = off" "wal_level = minimal" "max_wal_senders = 0"
  } >>"$postgres_dir/data/postgresql.conf"

  # The port was free a moment ago; another program may have been quicker.
  for _ in 1 2 3 4 5; do
    port=$(free_port)
    if as_postgres "$bin/pg_ctl" start --wait --silent --pgdata=data --log=server.log --options="-p $port" >/dev/null 2>&1; then
      export TEST_DATABASE_URL="postgres://postgres:$password@127.0.0.1:$port/postgres"
      return 0
    fi
  done
  cat "$postgres_dir/server.log" >&2
  return 1
}

stop_postgres() {
  [ -n "$postgres_dir" ] || return 0
  if [ -f "$postgres_dir/data/postmaster.pid" ]; then
    as_postgres "$(postgres_bin)/pg_ctl" stop --mode=immediate --wait --silent --pgdata=data >/dev/null 2>&1 || true
  fi
  rm -rf "$postgres_dir"
  postgres_dir=
}

# PostgreSQL refuses to run as root, so root lends the folder to another user.
as_postgres() {
  (
    cd "$postgres_dir" || exit
    if [ "$(id -u)" -eq 0 ]; then
      exec runuser -u "$(postgres_user)" -- "$@"
    fi
    exec "$@"
  ) </dev/null
}

own_postgres_dir() {
  [ "$(id -u)" -ne 0 ] || chown -R "$(postgres_user)" "$postgres_dir"
}

postgres_user() {
  if getent passwd postgres >/dev/null; then echo postgres; else echo nobody; fi
}
