#!/usr/bin/env bash
# A PostgreSQL server for tests: an ordinary user's, on a free port of this machine, in a folder that is thrown away.
# Usage: postgresql.sh start FOLDER [SETTING...] (prints the URL of its database "postgres") | stop FOLDER
# Each SETTING is a line of postgresql.conf: 'max_connections = 10'
set -euo pipefail

folder=${2:?usage: postgresql.sh start|stop FOLDER}
settings=("${@:3}")
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)

# The server refuses to run as root. In a user namespace it takes root for somebody else, and needs no right to read
# what only root may; where there are none, it runs as the user that its package has made.
as_ordinary() {
  if [ "$(id -u)" != 0 ]; then
    "$@"
  elif unshare --user true 2>/dev/null; then
    unshare --user --map-user="$(id -u postgres)" --map-group="$(id -g postgres)" "$@"
  else
    chown -R postgres "$folder" && (cd / && runuser -u postgres -- "$@")
  fi
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start() {
  mkdir -p "$folder"
  as_ordinary "$bin/initdb" -D "$folder/data" -U openspc -A trust -E UTF8 --locale=C.UTF-8 >"$folder/initdb.log"
  local port
  port=$(free_port)
  # Members of this role, once a test makes it, sign in with a password; everybody else comes in as he is.
  sed -i '1i host all +demands_password all scram-sha-256' "$folder/data/pg_hba.conf"
  # Tests that kill the machine are not run against it: no flush is waited for unless that is measured.
  cat >>"$folder/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = ''
fsync = off
full_page_writes = off
max_connections = 300
max_locks_per_transaction = 256
log_min_messages = fatal
CONF
  [ ${#settings[@]} = 0 ] || printf '%s\n' "${settings[@]}" >>"$folder/data/postgresql.conf"
  as_ordinary "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/data/server.log" start >"$folder/start.log"
  echo "postgresql://openspc@127.0.0.1:$port/postgres"
}

case "${1:-}" in
  start) start ;;
  stop)
    [ ! -f "$folder/data/postmaster.pid" ] || as_ordinary "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null
    rm -rf "$folder"
    ;;
  *) echo "usage: postgresql.sh start|stop FOLDER" >&2 && exit 2 ;;
esac
