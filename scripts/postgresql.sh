#!/usr/bin/env bash
# A PostgreSQL server for tests: an ordinary user's, on a free port of this machine, in a folder that is thrown away.
# Usage: postgresql.sh start FOLDER [SETTING...] (prints the URL of its database "postgres") | stop FOLDER
#        postgresql.sh standby FOLDER PRIMARY (a copy that follows the server of that folder, by the name "standby"; prints
#        its URL) | crash FOLDER (ends it at once, and keeps it) | promote FOLDER
# Each SETTING is a line of postgresql.conf: 'max_connections = 10'
set -euo pipefail

folder=${2:?usage: postgresql.sh start|standby|crash|promote|stop FOLDER}
settings=("${@:3}")
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)

server_user=postgres
. "$(dirname "$0")/test_server.sh"

launch() { # PORT
  as_ordinary "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/data/server.log" start >"$folder/start.log"
  echo "postgresql://openspc@127.0.0.1:$1/postgres"
}

standby() {
  local primary port
  primary=$(sed -n 's/^port = //p' "${settings[0]}/data/postgresql.conf")
  port=$(free_port)
  mkdir -p "$folder"
  as_ordinary "$bin/pg_basebackup" -D "$folder/data" -R -X stream -c fast \
    -d "host=127.0.0.1 port=$primary user=openspc application_name=standby" >"$folder/copy.log"
  printf '%s\n' "port = $port" "synchronous_standby_names = ''" >>"$folder/data/postgresql.conf"
  launch "$port"
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
  launch "$port"
}

end_at_once() { as_ordinary "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null; }

case "${1:-}" in
  start) start ;;
  standby) standby ;;
  crash) end_at_once ;;
  promote) as_ordinary "$bin/pg_ctl" -D "$folder/data" -w promote >/dev/null ;;
  stop)
    [ ! -f "$folder/data/postmaster.pid" ] || end_at_once
    rm -rf "$folder"
    ;;
  *) echo "usage: postgresql.sh start|standby|crash|promote|stop FOLDER" >&2 && exit 2 ;;
esac
