#!/bin/sh
# Prints the path of a Chromium for the browser tests, installing one when the machine has none.
#
# Exit 1 with a reason on stderr when there is none and none could be installed.
set -eu
cd "$(dirname "$0")/.."

look() {
    if [ -n "${CHROMIUM:-}" ] && [ -x "$CHROMIUM" ]; then
        echo "$CHROMIUM"
        return 0
    fi
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name" >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    for app in "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        if [ -x "$app" ]; then
            echo "$app"
            return 0
        fi
    done
    own=$(.venv/bin/python - <<'PYTHON' 2>/dev/null || true
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
PYTHON
    )
    if [ -n "$own" ] && [ -x "$own" ]; then
        echo "$own"
        return 0
    fi
    return 1
}

look && exit 0
echo "No Chromium here: installing one" >&2
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2 && apt-get install -y -qq --no-install-recommends \
        chromium fonts-noto-core fonts-noto-color-emoji >&2 || true
    look && exit 0
fi
.venv/bin/python -m playwright install chromium >&2 || true
look && exit 0
echo "No browser could be installed. Install Chromium, or set CHROMIUM=/path/to/chromium." >&2
exit 1
