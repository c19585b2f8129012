#!/usr/bin/env bash
# Installs what building and testing need and is missing, and nothing twice.
#
#   tools/setup.sh build   the WASM target, cargo-leptos, wasm-bindgen, wasm-opt, sass
#   tools/setup.sh test    those, Chromium, the browser tests' packages, Python (with which one of them locks a database),
#                          PostgreSQL, MariaDB
#   tools/setup.sh fuzz    schemathesis; prints the folder of its Python environment
#   tools/setup.sh path    prints the folders to put in front of PATH
#   tools/setup.sh databases   PostgreSQL and MariaDB alone; their services are left stopped
#   tools/setup.sh database-programs   prints the folders of their programs
#
# Everything downloaded lives in $WORKSHOPS_CACHE (default ~/.cache/workshops), outside the source tree.
set -euo pipefail
cd "$(dirname "$0")/.."

cache=${WORKSHOPS_CACHE:-$HOME/.cache/workshops}
cargo_tools=$cache/tools
node_version=22.23.3
cargo_leptos_version=0.3.10 # the newest that builds with the pinned compiler
say() { printf '==> %s\n' "$*" >&2; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# The CLI and the library must speak the same schema, so the version comes from the lock file.
bindgen_version() { awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[",]/, ""); print $3 }' Cargo.lock; }

# A folder for each state of the lock file, so that a newer lock never meets older packages.
node_folder() { printf '%s/npm/%s-%s' "$cache" "$1" "$(sha256sum "$1/package-lock.json" | cut -c1-12)"; }

need() { command -v "$1" >/dev/null || fail "$1 is missing; $2"; }

# $1 the crate, $2 its version, $3 the program, the rest goes to cargo.
cargo_tool() {
  local crate=$1 version=$2 program=$3; shift 3
  if [ "$(cat "$cargo_tools/$crate.version" 2>/dev/null)" = "$version" ] && [ -x "$cargo_tools/bin/$program" ]; then return; fi
  say "installing $crate $version (once; this takes some minutes)"
  # These programs run for seconds, so a quick build of them is worth more than a fast program.
  CARGO_PROFILE_RELEASE_LTO=false CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
    CARGO_TARGET_DIR="$cache/tools-build" \
    cargo install --locked --quiet --force --root "$cargo_tools" "$crate@$version" "$@"
  printf '%s\n' "$version" >"$cargo_tools/$crate.version"
  rm -rf "$cache/tools-build"
}

# $1 the folder whose package-lock.json is installed.
node_packages() {
  local folder; folder=$(node_folder "$1")
  if [ -f "$folder/.complete" ]; then return; fi
  say "installing the packages of $1 from npm"
  mkdir -p "$folder"
  cp "$1/package.json" "$1/package-lock.json" "$folder/"
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
  touch "$folder/.complete"
}

# sass and Playwright want Node.js 20.19; where the machine's is older, as Debian 12's is, npm has a newer one.
node_is_old() { ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(Number(a < 20 || (a === 20 && b < 19)))'; }
newer_node() {
  if ! node_is_old || [ -x "$cache/node/node_modules/node/bin/node" ]; then return; fi
  say "installing Node.js $node_version beside the machine's $(node --version)"
  npm install --prefix "$cache/node" --no-audit --no-fund --loglevel=error "node@$node_version" >&2
}

build_tools() {
  need cargo "install Rust from rustup.rs"
  need cc "install a C compiler (Debian: apt-get install build-essential)"
  need rustup "install Rust from rustup.rs: the WASM target comes by it"
  need npm "install Node.js (Debian: apt-get install nodejs npm)"
  newer_node
  if ! rustup target list --installed 2>/dev/null | grep -qx wasm32-unknown-unknown; then
    say "adding the WASM target"
    rustup target add wasm32-unknown-unknown >&2
  fi
  node_packages tools
  cargo_tool wasm-bindgen-cli "$(bindgen_version)" wasm-bindgen
  cargo_tool cargo-leptos "$cargo_leptos_version" cargo-leptos --features no_downloads
}

# Debian keeps PostgreSQL's programs out of PATH, a folder for each version.
postgres_programs() {
  if command -v initdb >/dev/null; then dirname "$(command -v initdb)"; return; fi
  ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1
}

databases() {
  local missing=()
  [ -x "$(postgres_programs)/initdb" ] || missing+=(postgresql)
  [ -x "$(command -v mariadbd || echo /usr/sbin/mariadbd)" ] || missing+=(mariadb-server)
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "${missing[*]} not found; install PostgreSQL and MariaDB, or name servers in \
WORKSHOPS_TEST_POSTGRES_URL and WORKSHOPS_TEST_MYSQL_URL"
  say "installing ${missing[*]}"
  as_root apt-get update -qq >&2
  # The tests start servers of their own: the machine's are not to start because they were installed.
  local policy=/usr/sbin/policy-rc.d made=
  if [ ! -e "$policy" ]; then
    made=1
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
  fi
  local outcome=0
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 || outcome=$?
  if [ -n "$made" ]; then as_root rm -f "$policy"; fi
  return "$outcome"
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

test_tools() {
  node_packages end2end
  if ! command -v "${WORKSHOPS_CHROMIUM:-chromium}" >/dev/null; then
    command -v apt-get >/dev/null || fail "no chromium found; install it, or name one in WORKSHOPS_CHROMIUM"
    say "installing Chromium"
    as_root apt-get update -qq >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >&2
  fi
  # Node.js has SQLite of its own only from 22.13 on, later than what the rest wants.
  if ! python3 -c 'import sqlite3' 2>/dev/null; then
    command -v apt-get >/dev/null || fail "no python3 with sqlite3 found; install Python 3"
    say "installing Python"
    as_root apt-get update -qq >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3 >&2
  fi
}

# A folder for each list of versions, as for Node.js; pip needs venv, which Debian has apart from Python.
fuzz_tools() {
  local list=tools/fuzz-api/requirements.txt folder
  folder=$cache/python/fuzz-api-$(sha256sum "$list" | cut -c1-12)
  if [ ! -f "$folder/.complete" ]; then
    need python3 "install Python 3.11 or newer (Debian: apt-get install python3)"
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
      command -v apt-get >/dev/null || fail "Python has no venv; install it"
      say "installing Python's venv"
      as_root apt-get update -qq >&2
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >&2
    fi
    say "installing schemathesis from PyPI"
    python3 -m venv --clear "$folder" >&2
    "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$list" >&2
    touch "$folder/.complete"
  fi
  printf '%s' "$folder"
}

case "${1:-}" in
  build) build_tools ;;
  test) build_tools; test_tools; databases ;;
  databases) databases ;;
  database-programs)
    databases
    printf '%s:/usr/sbin' "$(postgres_programs)"
    ;;
  fuzz) fuzz_tools ;;
  path)
    printf '%s/bin:%s/node_modules/.bin' "$cargo_tools" "$(node_folder tools)"
    if node_is_old; then printf ':%s/node/node_modules/node/bin' "$cache"; fi
    ;;
  node-modules) printf '%s/node_modules' "$(node_folder end2end)" ;;
  *) fail "usage: tools/setup.sh build|test|databases|path|database-programs|node-modules|fuzz" ;;
esac
