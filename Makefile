# The only way in: `make help` lists what there is.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run build test dev setup check unit kill-test crowd-test end2end bench try-api fuzz-api clean

# The tools that tools/setup.sh installs, in front of what the machine has.
TOOLS = PATH="$$(tools/setup.sh path):$$PATH"
DATA ?= data
ROUNDS ?= 100
LISTEN ?= 127.0.0.1:3000

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build ## set up what is missing, build, and serve the example event (DATA=folder LISTEN=address DATABASE_URL=url)
	@$(if $(filter command line,$(origin DATABASE_URL)),WORKSHOPS_DATABASE_URL="$(DATABASE_URL)") tools/run.sh "$(DATA)" "$(LISTEN)"

build: setup target/release/.built ## build target/release/workshops and target/site, and print a student's first load

# cargo-leptos shrinks and compresses anew at every call; this stamp spares that while nothing has changed.
SOURCES = $(shell find Cargo.toml Cargo.lock Leptos.toml rust-toolchain.toml .cargo app domain frontend server/Cargo.toml \
  server/build.rs server/src server/example migrations style public tools -type f)
target/release/.built: $(SOURCES) | setup
	$(TOOLS) cargo leptos build --release --split --precompress
	$(TOOLS) tools/first-load.sh
	touch $@

test: ## set up what is missing, and run everything that CI runs
	tools/setup.sh test
	$(MAKE) --no-print-directory check
	$(MAKE) --no-print-directory unit
	$(MAKE) --no-print-directory build
	$(MAKE) --no-print-directory end2end

dev: setup ## serve the example event and reload on change
	@rm -f target/release/.built # what is built here takes the place of the release's pages
	cargo run -p server -- --data-dir "$(DATA)" init --example
	$(TOOLS) cargo leptos watch -- --data-dir "$(DATA)"

setup: ## install what building needs and is missing
	@tools/setup.sh build

check: ## formatting, lints, documentation, what gets into the WASM
	cargo fmt --all --check
	tools/check-wasm-graph.sh
	cargo clippy --all-targets -- -D warnings
	cargo clippy -p frontend --target wasm32-unknown-unknown -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --quiet --document-private-items

unit: ## rules, store, HTTP, command line; the store on SQLite, PostgreSQL and MariaDB
	tools/with-databases.sh tools/unit.sh

kill-test: ## kill a server under load, ROUNDS times on each database, and check that nothing acknowledged is lost
	WORKSHOPS_TEST_KILLS="$(ROUNDS)" tools/with-databases.sh \
	  cargo test -p server --test processes -- --nocapture --test-threads=1 kill::

crowd-test: ## 200 students on 15 seats, ROUNDS times on each database, through one server and through three
	WORKSHOPS_TEST_ROUNDS="$(ROUNDS)" tools/with-databases.sh tools/crowd-test.sh

end2end: ## the browser tests, on what `make build` built
	tools/setup.sh test
	$(TOOLS) tools/end2end.sh

bench: build ## measure rules, pages, and a whole school on each database (BENCH=figures, or what tools/bench.sh lists)
	tools/setup.sh test
	$(TOOLS) tools/bench.sh

try-api: build ## use the REST API with the README's commands, then with input that is wrong, and print what it answers
	tools/try-api.sh

fuzz-api: build ## ask the REST API thousands of questions, right and wrong, as a student and as the administrator
	$(TOOLS) tools/fuzz-api.sh

clean: ## remove what was built (the tools in the cache stay)
	rm -rf target
