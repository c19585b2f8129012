#!/usr/bin/env bash
# Measures what `make build` built, on this machine, and prints the figures: importing, the choosing page, and a whole
# school that registers through the forms. Timings depend on what else the machine does.
set -euo pipefail
cd "$(dirname "$0")/.."
exec node tools/bench.mjs target/release/workshops
