#!/bin/sh
# Runs every test: first the ones that may run side by side, then those that own the machine
# (browsers, killed servers). ARGS go to pytest: `make test ARGS="-k festival"`.
set -u
cd "$(dirname "$0")/.."

if browser=$(sh scripts/browser.sh); then
    export CHROMIUM="$browser"
elif [ "${CI:-}" = true ]; then
    exit 1 # the gate never passes by leaving the browser tests out
else
    echo "Browser tests will be skipped." >&2
fi

if node=$(sh scripts/typescript.sh); then
    export NODE="$node"
elif [ "${CI:-}" = true ]; then
    exit 1 # likewise
else
    echo "TypeScript tests will be skipped." >&2
fi

marks="not browser and not crash and not proof"
alone="(browser or crash) and not proof"
if [ -n "${PROOF:-}" ]; then
    marks="not browser and not crash"
    alone="browser or crash"
fi

# shellcheck disable=SC2086  # ARGS is a list of words
.venv/bin/pytest -q -n 2 --dist loadfile -m "$marks" ${ARGS:-}
first=$?
# shellcheck disable=SC2086
.venv/bin/pytest -q -p no:xdist -m "$alone" ${ARGS:-}
second=$?

# 5 means that no test was chosen, which is fine for one half, never for both.
if [ "$first" -eq 5 ] && [ "$second" -eq 5 ]; then exit 5; fi
[ "$first" -eq 0 ] || [ "$first" -eq 5 ] || exit "$first"
[ "$second" -eq 0 ] || [ "$second" -eq 5 ] || exit "$second"
