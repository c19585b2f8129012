#!/usr/bin/env bash
# Serves the example event on what `make build` built, and says how to get in.
#   tools/run.sh DATA LISTEN
set -euo pipefail
cd "$(dirname "$0")/.."
data=$1 listen=$2
workshops=target/release/workshops
# The example's password is kept beside the example's data, so that a second run can print it too.
note=$data/example-password.txt
mkdir -p "$data" && chmod 700 "$data"
# With another database than the file, nothing here tells whether it is new.
if [ ! -e "$note" ] && [ ! -e "$data/workshops.db" ] && [ -z "${WORKSHOPS_ADMIN_PASSWORD:-}" ]; then
  (umask 077; od -An -N9 -tx1 /dev/urandom | tr -d ' \n' >"$note")
fi
[ -e "$note" ] && export WORKSHOPS_ADMIN_PASSWORD="${WORKSHOPS_ADMIN_PASSWORD:-$(cat "$note")}"
keys=$("$workshops" --data-dir "$data" init --example | grep '^  ')
printf '\n'
printf 'Students        http://%s/\n' "$listen"
printf '%s\n' "$keys"
printf 'Administrator   http://%s/manage\n' "$listen"
if [ -e "$note" ]; then
  printf '  password      %s (unless it was changed since)\n' "$(cat "$note")"
else
  printf '  password      as set; "%s --data-dir %s set-admin-password" makes a new one\n' "$workshops" "$data"
fi
printf '\nCtrl-C stops it.\n\n'
unset WORKSHOPS_ADMIN_PASSWORD
exec "$workshops" --data-dir "$data" serve --listen "$listen"
