#!/bin/sh
# Compiles the three locks. `--upgrade` as first argument takes newer versions where allowed.
#
# uv is a tool for this target alone, so it is not in the locks. The environment's own index is
# used and never written down: --no-emit-index-url, and a check reads the result.
set -eu
cd "$(dirname "$0")/.."

[ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
compile() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-annotate "$@"
}

# The others are held to the first one's versions, so that tests see what users get.
compile "$@" --custom-compile-command "make lock" pyproject.toml -o requirements.lock
compile "$@" --custom-compile-command "make lock" --constraint requirements.lock --extra dev \
    pyproject.toml -o requirements-dev.lock
compile "$@" --custom-compile-command "make lock" --constraint requirements.lock --extra vertex \
    pyproject.toml -o requirements-vertex.lock
.venv/bin/python scripts/check_locks.py
