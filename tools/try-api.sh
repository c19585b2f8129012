#!/usr/bin/env bash
# Starts a server of its own on a free port, and uses its REST API with the README's commands and worse (end2end/api.py).
#   tools/try-api.sh     WORKSHOPS_BINARY
set -euo pipefail
cd "$(dirname "$0")/.."
workshops=${WORKSHOPS_BINARY:-target/release/workshops}
data=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$data"' EXIT
export WORKSHOPS_ADMIN_PASSWORD; WORKSHOPS_ADMIN_PASSWORD=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
RUST_LOG=error "$workshops" --data-dir "$data" init >"$data/init.log"
port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
RUST_LOG=error "$workshops" --data-dir "$data" serve --listen "127.0.0.1:$port" &
server=$!
curl --silent --fail --output /dev/null --retry 50 --retry-delay 0 --retry-connrefused "http://127.0.0.1:$port/readyz"
python3 end2end/api.py "http://127.0.0.1:$port" "$WORKSHOPS_ADMIN_PASSWORD" "$server"
"$workshops" --data-dir "$data" audit
