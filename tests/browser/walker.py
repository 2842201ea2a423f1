"""Reads a page as she does, and as a screen reader does, and finds words in the wrong script."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Page

# Latin that stands everywhere (journey, section 2), and the units the product writes after figures.
ALLOWED = frozenset({"UPI", "GST", "PDF", "QR", "PIN", "SMS", "OK"})
SCRIPTS = {
    "hi": re.compile(r"[\u0900-\u0963\u0966-\u097f]+"),
    "ta": re.compile(r"[\u0b80-\u0bff]+"),
    "te": re.compile(r"[\u0c00-\u0c7f]+"),
}
LATIN = re.compile(r"[A-Za-z]{2,}")

# Outside: the draft itself, what she wrote, and the names of the languages, which are their own.
COLLECT = """() => {
  const SKIP = '[data-testid="bubble"], [data-step-type="user_message"], a[href*="#lang-"], '
    + '[data-act="language"], [data-act="lang"], script, style, noscript, textarea, kbd';
  const found = [];
  const shown = (node) => node.checkVisibility({ visibilityProperty: true });
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest(SKIP) || !shown(parent)) continue;
    found.push(['text', node.textContent.trim()]);
  }
  for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
    for (const node of document.querySelectorAll(`[${name}]`)) {
      const value = node.getAttribute(name).trim();
      if (value && !node.matches('[data-act="language"]')) found.push([name, value]);
    }
  }
  return found;
}"""


@dataclass(frozen=True)
class Stray:
    """A word in a script that has no place there."""

    where: str
    word: str
    said: str


async def read(page: Page) -> list[tuple[str, str]]:
    """Everything that can be read on the page: where it stands, and the words."""
    rows: list[list[Any]] = await page.evaluate(COLLECT)
    return [(str(where), str(said)) for where, said in rows]


def strays(rows: list[tuple[str, str]], variant: str, names: frozenset[str]) -> list[Stray]:
    """The words that a reader of ``variant`` should not meet. ``names``: her own Latin words."""
    base = variant.partition("-")[0]
    native = variant in SCRIPTS
    found: list[Stray] = []
    for where, said in rows:
        if native:
            latin = LATIN.findall(said)
            found += [Stray(where, word, said) for word in latin if word not in ALLOWED | names]
        for script, pattern in SCRIPTS.items():
            if not (native and script == base):
                found += [Stray(where, word, said) for word in pattern.findall(said)]
    return found


async def check(page: Page, variant: str, *names: str) -> None:
    """Fail with the list of strays, if there are any."""
    rows = await read(page)
    assert rows, "nothing to read on the page"
    found = strays(rows, variant, frozenset(names))
    assert not found, "\n".join(f"{s.where}: {s.word!r} in {s.said!r}" for s in found)
