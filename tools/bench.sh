#!/usr/bin/env bash
# Measures what `make build` built, on this machine, and prints the figures. Timings depend on what else the machine does.
# BENCH says how and what, such as BENCH=figures or BENCH='quick rules streams':
#
#   quick     one run of each load at one size
#   figures   medians of three at the sizes that something is asked of, and whether it is reached; without either,
#             every size on every database
#
#   rules     judging, offering, and a batch of 64 on SQLite, by themselves
#   pages     importing, the choosing page, a whole school that registers through the forms
#   manage    what an administrator waits for
#   school    a whole school that clicks, on each database, beside the bare loop that writes the same rows
#   servers   three processes on one database, beside one
#   writers   SQLite while others flush the same disk
#   crowd     all want one workshop
#   streams   10,000 open pages while seats change
#   idle      the memory of a server that nobody asks anything
#
# Without a part, all of them.
set -euo pipefail
cd "$(dirname "$0")/.."
mode=() parts=() loads=()
for word in ${BENCH:-}; do
  case $word in
    quick | figures) mode=("$word") ;;
    rules | pages | manage) parts+=("$word") ;;
    school | servers | writers | crowd | streams | idle) parts+=("$word") loads+=("$word") ;;
    *) printf 'bench: BENCH can hold what stands at the head of tools/bench.sh, not %s\n' "$word" >&2; exit 2 ;;
  esac
done
wanted() { [ ${#parts[@]} = 0 ] || [[ " ${parts[*]} " == *" $1 "* ]]; }
# Open pages are open files, on both sides.
ulimit -n "$(ulimit -Hn)"
# What is built for measuring stays apart: cargo links the server's program along, in another way than `make build` does.
built=$PWD/target/bench

if wanted rules; then
  CARGO_TARGET_DIR=$built cargo bench --package domain --package server --bench rules --bench batch
fi
if wanted pages; then node tools/bench.mjs target/release/workshops; fi
if wanted manage; then
  # Node.js looks for packages beside the script that asks for them.
  ln -sfn "$(tools/setup.sh node-modules)" tools/node_modules
  node tools/bench-manage.mjs target/release/workshops
fi
if [ ${#parts[@]} = 0 ] || [ ${#loads[@]} != 0 ]; then
  CARGO_TARGET_DIR=$built cargo build --release --package load --package server --bin load --example floor
  export WORKSHOPS_TEST_FLUSH=on
  tools/with-databases.sh node tools/bench-load.mjs target/release/workshops "$built/release/load" \
    "$built/release/examples/floor" "${mode[@]}" "${loads[@]}"
fi
