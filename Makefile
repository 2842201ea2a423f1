# RaptorFlow. `make help` lists what can be made; the two that matter are run and test.
#
# Needs Python 3.11-3.13, make and a package index, nothing else. Every target may be repeated;
# with everything installed none of run, test, lint, format and bench needs a network.

.DEFAULT_GOAL := help
.PHONY: help run test proof bench lint format lock install install-dev clean

BIN := .venv/bin

# PORT, HOST and DATA_DIR reach the app through the environment: make passes on what was given,
# and the app's own defaults (or .env) stand otherwise.

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: install ## install what is missing and serve the chat (PORT, HOST, DATA_DIR)
	@exec $(BIN)/raptorflow serve

test: install-dev ## every test, browser tests included, sampled counts (about 10 minutes)
	@sh scripts/test.sh

proof: install-dev ## every test at full counts, then the benchmarks into docs/benchmarks.md
	@PROOF=1 HYPOTHESIS_PROFILE=proof sh scripts/test.sh
	@$(BIN)/raptorflow bench all --write docs/benchmarks.md

bench: install ## short benchmarks: one turn, the second start, a small load
	@$(BIN)/raptorflow bench all --short

lint: install-dev ## formatting, style, types, layers, locks
	@sh scripts/lint.sh

format: install-dev ## put the code into form, settings pages and generated types up to date
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .
	@$(BIN)/python scripts/settings_docs.py
	@$(BIN)/raptorflow skills types

lock: install-dev ## pin the newest allowed versions again, with hashes and no index address
	@sh scripts/lock.sh

install: ## what `make run` needs, into .venv
	@sh scripts/install.sh requirements.lock

install-dev: ## what `make test` needs, into .venv
	@sh scripts/install.sh requirements-dev.lock

clean: ## remove the environment and caches; your data in .data stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results node_modules
