#!/usr/bin/env bash
# Prints what a student's phone downloads before it can choose, and fails if that is too much.
# It starts what was built on a free port, logs a student of the example event in, and asks for what the page asks for.
set -euo pipefail
cd "$(dirname "$0")/.."
limit_kB=330
data=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$data"' EXIT
workshops=target/release/workshops
key=$(RUST_LOG=error "$workshops" --data-dir "$data" init --example | awk '/^  / { print $1; exit }')
port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
RUST_LOG=error "$workshops" --data-dir "$data" serve --listen "127.0.0.1:$port" &
server=$!
node tools/first-load.mjs "http://127.0.0.1:$port" "$key" "$limit_kB"
