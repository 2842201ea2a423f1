#!/bin/sh
# What must hold before a change lands. Runs everything, then fails if any of it failed.
set -u
cd "$(dirname "$0")/.."
failed=""

step() {
    echo "== $*" >&2
    ".venv/bin/$@" || failed="$failed $1"
}

step ruff format --check --quiet .
step ruff check --quiet .
step mypy
step lint-imports --no-cache
step python scripts/check_locks.py

if [ -n "$failed" ]; then
    echo "lint failed:$failed" >&2
    exit 1
fi
echo "lint: all good" >&2
