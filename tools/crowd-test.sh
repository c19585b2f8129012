#!/usr/bin/env bash
# 200 students on 15 seats, on each database: through one server by the page's own call, and through three servers over
# the REST API. WORKSHOPS_TEST_ROUNDS says how often; tools/with-databases.sh brings the database servers.
set -euo pipefail
cd "$(dirname "$0")/.."
name=two_hundred_students_on_fifteen_seats
for database in sqlite postgres mysql; do
  WORKSHOPS_TEST_DATABASE=$database cargo test --quiet -p server --test api -- --nocapture --exact \
    "promises::${name}_are_exactly_fifteen_and_the_rest_keep_theirs"
done
cargo test --quiet -p server --test processes -- --nocapture --test-threads=1 "attack::$name"
