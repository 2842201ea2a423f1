#!/bin/sh
# Makes .venv from one lock file: scripts/install.sh requirements.lock
#
# Repeating it costs nothing: a copy of the lock that is installed lies in the environment, and
# only a different lock makes pip run, so that the second start needs no network.
set -eu
cd "$(dirname "$0")/.."

lock=${1:?which lock file?}
venv=.venv

# Every candidate is run, not only looked up: a pyenv shim exists for versions that are not active,
# and Debian's python3 may come without venv. 3.12 and 3.11 first: for them the Redis server comes
# as a wheel.
find_python() {
    for candidate in ${PYTHON:-python3.12 python3.11 python3.13 python3}; do
        if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    echo "RaptorFlow needs Python 3.11, 3.12 or 3.13 with its venv module; set PYTHON=/path/to/python3." >&2
    exit 1
}

if ! "$venv/bin/python" -c '' >/dev/null 2>&1; then
    python=$(find_python)
    rm -rf "$venv"
    echo "Making $venv with $("$python" --version)" >&2
    "$python" -m venv "$venv"
fi

if ! cmp -s "$lock" "$venv/installed-$lock"; then
    echo "Installing $lock (a few minutes the first time)" >&2
    # --no-deps: the lock is the whole set, so nothing is left to resolve. Some pips, asked to
    # resolve, prefer an extra's newest release to the pin and then stop for want of a hash.
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes --no-deps --requirement "$lock"
    "$venv/bin/python" -m pip check --disable-pip-version-check >&2
    cp "$lock" "$venv/installed-$lock"
    # The development lock holds everything of the other one (a test says so).
    if [ "$lock" = requirements-dev.lock ]; then
        cp requirements.lock "$venv/installed-requirements.lock"
    fi
fi

"$venv/bin/python" scripts/link.py
