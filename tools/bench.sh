#!/usr/bin/env bash
# Measures what `make build` built, on this machine, and prints the figures: importing, the choosing page, a whole
# school that registers through the forms, and what an administrator waits for. Timings depend on what else the machine
# does.
set -euo pipefail
cd "$(dirname "$0")/.."
node tools/bench.mjs target/release/workshops
# Node.js looks for packages beside the script that asks for them.
ln -sfn "$(tools/setup.sh node-modules)" tools/node_modules
exec node tools/bench-manage.mjs target/release/workshops
