#!/usr/bin/env bash
# A MariaDB server for tests: an ordinary user's, on a free port of this machine, in a folder that is thrown away.
# Usage: mariadb.sh start FOLDER [SETTING...] (prints the URL of its database "test") | stop FOLDER
#        crash FOLDER (ends it at once, and keeps it) | again FOLDER (starts what has crashed, on its port)
# Each SETTING is a line of the server's section in my.cnf: 'max_connections = 10'
set -euo pipefail

folder=${2:?usage: mariadb.sh start|crash|again|stop FOLDER}
settings=("${@:3}")

server_user=mysql
. "$(dirname "$0")/test_server.sh"

port_of() { sed -n 's/^port = //p' "$folder/my.cnf"; }

launch() {
  as_ordinary setsid mariadbd --defaults-file="$folder/my.cnf" >"$folder/server.log" 2>&1 </dev/null &
  local tried
  for tried in $(seq 300); do
    if mariadb --no-defaults -h 127.0.0.1 -P "$(port_of)" -u openspc -e 'SELECT 1' >/dev/null 2>&1; then
      echo "mariadb://openspc@127.0.0.1:$(port_of)/test"
      return
    fi
    sleep 0.1
  done
  tail -20 "$folder/server.log" >&2
  echo "mariadb.sh: the server did not start" >&2
  exit 1
}

start() {
  mkdir -p "$folder"
  folder=$(cd "$folder" && pwd)
  # Tests that kill the machine are not run against it: no flush is waited for unless that is measured.
  cat >"$folder/my.cnf" <<CONF
[mariadbd]
datadir = $folder/data
socket = $folder/socket
pid-file = $folder/pid
bind-address = 127.0.0.1
port = $(free_port)
innodb_flush_log_at_trx_commit = 0
innodb_flush_method = nosync
innodb_doublewrite = 0
debug-no-sync = 1
skip-stack-trace
innodb_log_file_size = 64M
innodb_buffer_pool_size = 256M
max_connections = 300
skip-name-resolve
performance_schema = off
CONF
  [ ${#settings[@]} = 0 ] || printf '%s\n' "${settings[@]}" >>"$folder/my.cnf"
  as_ordinary mariadb-install-db --defaults-file="$folder/my.cnf" --auth-root-authentication-method=normal \
    --skip-test-db >"$folder/install.log" 2>&1
  # Members of nothing sign in as they are; a test that wants passwords makes users of its own.
  cat >"$folder/init.sql" <<SQL
CREATE USER IF NOT EXISTS 'openspc'@'%';
GRANT ALL PRIVILEGES ON *.* TO 'openspc'@'%' WITH GRANT OPTION;
CREATE DATABASE IF NOT EXISTS test CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
SQL
  echo "init-file = $folder/init.sql" >>"$folder/my.cnf"
  launch
}

end_at_once() {
  local pid
  pid=$(cat "$folder/pid" 2>/dev/null) || return 0
  kill -KILL "$pid" 2>/dev/null || return 0
  while kill -0 "$pid" 2>/dev/null; do sleep 0.02; done
}

case "${1:-}" in
  start) start ;;
  crash) end_at_once ;;
  again) launch ;;
  stop)
    end_at_once
    rm -rf "$folder"
    ;;
  *) echo "usage: mariadb.sh start|crash|again|stop FOLDER" >&2 && exit 2 ;;
esac
