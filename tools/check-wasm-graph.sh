#!/usr/bin/env bash
# No database, server or password code may get into the browser: the WASM's dependencies hold none of these crates.
set -euo pipefail
cd "$(dirname "$0")/.."
banned='sqlx|sqlx-core|libsqlite3-sys|tokio|axum|hyper|argon2|jsonwebtoken|csv|rust_xlsxwriter'
graph=$(cargo tree -p frontend --target wasm32-unknown-unknown --edges normal --prefix none --format '{p}' | cut -d' ' -f1 | sort -u)
if found=$(grep -xE "$banned" <<<"$graph"); then
  printf 'the WASM must not depend on: %s\n' $found >&2
  exit 1
fi
printf 'the WASM has %s crates, and none of %s\n' "$(wc -l <<<"$graph")" "$banned"
