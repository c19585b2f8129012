#!/usr/bin/env bash
# All tests but the browsers': everything on SQLite, the store's on each database, and on the two servers what matters
# most over HTTP. tools/with-databases.sh brings the servers; WORKSHOPS_TEST_DATABASE=postgres (or mysql) cargo test
# --test api, within it, runs all of HTTP on one.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo test
for database in postgres mysql; do
  printf '==> registering and permissions over HTTP, on %s\n' "$database" >&2
  WORKSHOPS_TEST_DATABASE=$database cargo test -p server --test api -- promises permissions registering
done
