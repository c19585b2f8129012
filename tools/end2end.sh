#!/usr/bin/env bash
# Runs the browser tests. Their packages live in the cache, and are linked beside them for the time of the run.
set -euo pipefail
cd "$(dirname "$0")/.."
ln -sfn "$(tools/setup.sh node-modules)" end2end/node_modules
cd end2end
exec node_modules/.bin/playwright test "$@"
