#!/usr/bin/env bash
# Asks the API thousands of questions that schemathesis makes up from its description, as a student and as the
# administrator, on a server of its own with the example event; fails if one answer is a 5xx or isn't as described, or
# if the data don't hold afterwards.
#   tools/fuzz-api.sh [schemathesis' own options]     WORKSHOPS_BINARY, FUZZ_EXAMPLES (for each call, kind and phase)
set -euo pipefail
cd "$(dirname "$0")/.."
workshops=$(realpath "${WORKSHOPS_BINARY:-target/release/workshops}")
environment=$(tools/setup.sh fuzz)
least=5000
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$folder"' EXIT

export WORKSHOPS_ADMIN_PASSWORD; WORKSHOPS_ADMIN_PASSWORD=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
key=$(RUST_LOG=error "$workshops" --data-dir "$folder/data" init --example | awk '/^  / { print $1; exit }')
port=$("$environment/bin/python" -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
RUST_LOG=error "$workshops" --data-dir "$folder/data" serve --listen "127.0.0.1:$port" >"$folder/log" 2>&1 &
server=$!
export PYTHONDONTWRITEBYTECODE=1 WORKSHOPS_API=http://127.0.0.1:$port/api/v1
curl --silent --fail --output /dev/null --retry 50 --retry-delay 0 --retry-connrefused "http://127.0.0.1:$port/readyz"

# $1 the path, $2 the method, $3 the body: what the API answers the administrator.
ask() {
  curl --silent --fail-with-body --request "$2" --header "Authorization: Bearer ${WORKSHOPS_ADMIN_TOKEN:-}" \
    --header 'Content-Type: application/json' --data "$3" "$WORKSHOPS_API$1"
}
member() { "$environment/bin/python" -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
student=$(ask /auth/login POST "{\"credential\": \"$key\", \"login_type\": \"user\"}")
WORKSHOPS_ADMIN_TOKEN=$(ask /auth/login POST "{\"credential\": \"$WORKSHOPS_ADMIN_PASSWORD\", \"login_type\": \"admin\"}" | member token)
export WORKSHOPS_ADMIN_TOKEN WORKSHOPS_EVENT_FILE=server/example/event.json WORKSHOPS_STUDENTS_FILE=server/example/students.csv
# Students can register only while the event is open.
ask "/events/$(member event_id <<<"$student")" PATCH '{"availability": {"state": "open"}}' >/dev/null

# $1 the role, $2 its token.
as() {
  printf '\n##### as %s\n' "$1"
  WORKSHOPS_TOKEN=$2 WORKSHOPS_COUNTS_FILE=$folder/$1.json "$environment/bin/schemathesis" \
    --config-file tools/fuzz-api/schemathesis.toml run "http://127.0.0.1:$port/api/openapi.json" \
    --checks all --max-examples "${FUZZ_EXAMPLES:-60}" "${options[@]}" || failed="$failed $1"
}
options=("$@")
failed=
# The student first: the administrator's requests destroy what there is.
as student "$(member token <<<"$student")"
as admin "$WORKSHOPS_ADMIN_TOKEN"

kill "$server"; wait "$server" || true; server=
printf '\n'
"$workshops" --data-dir "$folder/data" audit || failed="$failed audit"
if [ -n "$failed" ] && [ -s "$folder/log" ]; then printf '\nthe end of the log:\n'; tail -20 "$folder/log"; fi
"$environment/bin/python" tools/fuzz-api/count.py "$least" "$folder/student.json" "$folder/admin.json" || failed="$failed count"
if [ -n "$failed" ]; then printf 'failed:%s\n' "$failed"; exit 1; fi
