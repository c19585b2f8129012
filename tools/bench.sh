#!/usr/bin/env bash
# Measures what `make build` built, on this machine, and prints the figures: importing, the choosing page, a whole
# school that registers through the forms, what an administrator waits for, and a load on each database. Timings depend on what else the machine
# does.
set -euo pipefail
cd "$(dirname "$0")/.."
node tools/bench.mjs target/release/workshops
# Node.js looks for packages beside the script that asks for them.
ln -sfn "$(tools/setup.sh node-modules)" tools/node_modules
node tools/bench-manage.mjs target/release/workshops
# The load, from a process of its own; BENCH=quick for one run of each at one size.
cargo build --release --package load --package server --bin load --example floor
export WORKSHOPS_TEST_FLUSH=on
exec tools/with-databases.sh node tools/bench-load.mjs target/release/workshops target/release/load \
  target/release/examples/floor ${BENCH:-}
