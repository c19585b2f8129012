#!/usr/bin/env bash
# Runs a command with a PostgreSQL and a MariaDB server of its own, and stops them when it is done, however it ends.
#
#   tools/with-databases.sh COMMAND...
#
# The command finds them at $WORKSHOPS_TEST_POSTGRES_URL and $WORKSHOPS_TEST_MYSQL_URL, as a user who may make
# databases and users.
# If both are set already, as where CI brings servers of its own, the command is run with those.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: tools/with-databases.sh COMMAND..." >&2; exit 2; }
if [ -n "${WORKSHOPS_TEST_POSTGRES_URL:-}" ] && [ -n "${WORKSHOPS_TEST_MYSQL_URL:-}" ]; then exec "$@"; fi

tools=$(cd "$(dirname "$0")" && pwd)
fail() { printf 'with-databases: %s\n' "$*" >&2; exit 1; }
programs=$("$tools/setup.sh" database-programs)
PATH=$programs:$PATH

folder=$(mktemp -d "${TMPDIR:-/tmp}/workshops-databases.XXXXXX")
chmod 711 "$folder"
postgres= mariadb=
stop() {
  trap - EXIT
  # INT tells PostgreSQL not to wait for its clients.
  [ -z "$postgres" ] || kill -INT "$postgres" 2>/dev/null || true
  [ -z "$mariadb" ] || kill -TERM "$mariadb" 2>/dev/null || true
  # Not those that the command left behind: they are its own.
  [ -z "$postgres" ] || wait "$postgres" 2>/dev/null || true
  [ -z "$mariadb" ] || wait "$mariadb" 2>/dev/null || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Both servers refuse to run as root. $1 is the user to be then; the program takes the place of this subshell, and ends
# with the script even if that is killed ($2 is the signal).
as() {
  local user=$1 signal=$2; shift 2
  if [ "$(id -u)" = 0 ]; then
    exec setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups --pdeathsig "$signal" -- "$@"
  fi
  exec setpriv --pdeathsig "$signal" -- "$@"
}
user_or_nobody() { if id -u "$1" >/dev/null 2>&1; then echo "$1"; else echo nobody; fi; }
own_folder() {
  mkdir -m 700 "$folder/$1"
  if [ "$(id -u)" = 0 ]; then chown "$2:" "$folder/$1"; fi
}

password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
read -r postgres_port mariadb_port < <(node -e '
  const net = require("node:net"), servers = [0, 0].map(() => net.createServer().listen(0, "127.0.0.1"));
  Promise.all(servers.map((server) => new Promise((done) => server.on("listening", done)))).then(() => {
    console.log(servers.map((server) => server.address().port).join(" "));
    servers.forEach((server) => server.close());
  })')

# Tests drop many databases, and each would be flushed; what is measured must flush (WORKSHOPS_TEST_FLUSH=on).
flush=${WORKSHOPS_TEST_FLUSH:-off}
start_postgres() {
  local user; user=$(user_or_nobody postgres)
  own_folder postgres "$user"
  (umask 077; printf '%s' "$password" >"$folder/postgres/password")
  if [ "$(id -u)" = 0 ]; then chown "$user:" "$folder/postgres/password"; fi
  # Dutch order, where the server can: what our columns say must win over it.
  local make=(initdb -D "$folder/postgres/data" -U workshops --auth=scram-sha-256 --pwfile="$folder/postgres/password"
    --encoding=UTF8 --locale=C.UTF-8)
  (cd "$folder" && as "$user" INT "${make[@]}" --locale-provider=icu --icu-locale=nl >"$folder/postgres.log" 2>&1) ||
    (rm -rf "$folder/postgres/data" && cd "$folder" && as "$user" INT "${make[@]}" >"$folder/postgres.log" 2>&1) ||
    { cat "$folder/postgres.log" >&2; fail "PostgreSQL can't make its files"; }
  (cd "$folder" && as "$user" INT postgres -D "$folder/postgres/data" -p "$postgres_port" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories= -c max_connections=400 -c fsync="$flush" -c full_page_writes="$flush" >>"$folder/postgres.log" 2>&1) &
  postgres=$!
}

start_mariadb() {
  local user; user=$(user_or_nobody mysql)
  own_folder mariadb "$user"
  (cd "$folder" && as "$user" TERM mariadb-install-db --no-defaults --datadir="$folder/mariadb/data" \
    --auth-root-authentication-method=normal --skip-test-db >"$folder/mariadb.log" 2>&1) ||
    { cat "$folder/mariadb.log" >&2; fail "MariaDB can't make its files"; }
  (umask 077; printf "create user workshops@'127.0.0.1' identified by '%s';\ngrant all on *.* to workshops@'127.0.0.1' with grant option;\n" \
    "$password" >"$folder/mariadb/init.sql")
  if [ "$(id -u)" = 0 ]; then chown "$user:" "$folder/mariadb/init.sql"; fi
  # Without the machine's settings, and so with a server whose texts are latin1: what our tables say must win over it.
  (cd "$folder" && as "$user" TERM mariadbd --no-defaults --datadir="$folder/mariadb/data" --bind-address=127.0.0.1 \
    --port="$mariadb_port" --socket="$folder/mariadb/socket" --pid-file="$folder/mariadb/pid" --skip-name-resolve \
    --max-connections=400 --init-file="$folder/mariadb/init.sql" >>"$folder/mariadb.log" 2>&1) &
  mariadb=$!
}

# $1 its name, $2 its process, $3 its log, the rest asks whether it is there.
await() {
  local name=$1 process=$2 log=$3; shift 3
  for _ in $(seq 600); do
    if "$@" >/dev/null 2>&1; then return; fi
    kill -0 "$process" 2>/dev/null || break
    sleep 0.1
  done
  cat "$log" >&2
  fail "$name doesn't start"
}

start_postgres
start_mariadb
await PostgreSQL "$postgres" "$folder/postgres.log" pg_isready -h 127.0.0.1 -p "$postgres_port"
await MariaDB "$mariadb" "$folder/mariadb.log" \
  mariadb-admin --no-defaults -h 127.0.0.1 -P "$mariadb_port" -u workshops -p"$password" ping

WORKSHOPS_TEST_POSTGRES_URL=postgres://workshops:$password@127.0.0.1:$postgres_port/postgres
WORKSHOPS_TEST_MYSQL_URL=mysql://workshops:$password@127.0.0.1:$mariadb_port/mysql
export WORKSHOPS_TEST_POSTGRES_URL WORKSHOPS_TEST_MYSQL_URL
"$@"
