"""Message catalogs: every sentence the product says, in gettext ``.po`` files read by Babel.

A key such as ``chat.card.approve`` lives in the domain ``chat``: the file
``locales/<variant>/LC_MESSAGES/chat.po``, whose msgid is the whole key. Parameters are
``{named}`` fields. Catalogs are read once per process, on the first use of a variant and domain.
"""

from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po

from app.core.variants import Variant, base_of

LOCALES: Final = Path(__file__).parent / "locales"
SHELL_ONLY_DOMAINS: Final = frozenset({"account"})


@cache
def catalog(variant: Variant, domain: str) -> dict[str, str]:
    """All messages of a domain in a variant, by key; empty when the file does not exist."""
    path = LOCALES / variant.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=None)
    return {str(message.id): str(message.string) for message in messages if message.id}


@cache
def _lookup(variant: Variant, key: str) -> str | None:
    domain = key.partition(".")[0]
    found = catalog(variant, domain).get(key)
    if found is None and domain in SHELL_ONLY_DOMAINS:
        found = catalog(base_of(variant), domain).get(key)
    return found or None


def has(key: str, variant: Variant = "en") -> bool:
    """Whether the key can be said in the variant."""
    return _lookup(variant, key) is not None


def text(variant: Variant, key: str, /, **params: object) -> str:
    """The sentence of ``key`` in ``variant`` with its parameters filled in.

    Raises KeyError when the catalog does not have it: a sentence in the wrong language would be
    worse than a failing test.
    """
    found = _lookup(variant, key)
    if found is None:
        msg = f"no message {key!r} in {variant}; add it to the domain's .po file"
        raise KeyError(msg)
    return found.format(**params) if params or "{" in found else found
