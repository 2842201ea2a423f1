"""Message catalogs: every sentence the product says, in gettext ``.po`` files read by Babel.

A key such as ``chat.card.approve`` lives in the domain ``chat``: the file
``locales/<variant>/LC_MESSAGES/chat.po``, whose msgid is the whole key. Parameters are
``{named}`` fields. Catalogs are read once per process, on the first use of a variant and domain.

A sentence about a number may have two forms, as gettext has them: ``msgid_plural`` is the key
again, ``msgstr[0]`` is said of one and ``msgstr[1]`` of all else, by CLDR's rule for the language.
The number is the first that the English sentence has, or the one a comment above it names:
``#. Counts {left}.``
"""

import re
import string
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po

from app.core.variants import Variant, base_of
from integrations.languages.plurals import is_one

LOCALES: Final = Path(__file__).parent / "locales"
_COUNTS: Final = re.compile(r"Counts \{(\w+)\}")
SHELL_ONLY_DOMAINS: Final = frozenset({"account", "cli"})


@cache
def _read(variant: Variant, domain: str) -> tuple[dict[str, str], dict[str, str]]:
    """The messages by key, and the forms said of one where there are two."""
    path = LOCALES / variant.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po"
    said: dict[str, str] = {}
    of_one: dict[str, str] = {}
    if path.exists():
        with path.open("rb") as file:
            for message in read_po(file, locale=None):
                if isinstance(message.id, str):
                    said[message.id] = str(message.string)
                else:
                    of_one[message.id[0]], said[message.id[0]] = list(message.string or ())[:2]
    said.pop("", None)
    return said, of_one


def catalog(variant: Variant, domain: str) -> dict[str, str]:
    """All messages of a domain in a variant, by key; empty when the file does not exist.

    Of two forms the one for several is here.
    """
    return _read(variant, domain)[0]


@cache
def _counted(domain: str) -> dict[str, tuple[str, ...]]:
    """By key, the fields of a sentence with two forms that may hold its number, likeliest first."""
    found: dict[str, tuple[str, ...]] = {}
    with (LOCALES / "en" / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        for message in read_po(file, locale=None):
            if isinstance(message.id, str):
                continue
            named = _COUNTS.search(" ".join(message.auto_comments))
            several = list(message.string or ())[1]
            fields = (field for _, field, _, _ in string.Formatter().parse(several) if field)
            found[message.id[0]] = (named[1],) if named else tuple(fields)
    return found


@cache
def _lookup(variant: Variant, key: str) -> str | None:
    domain = key.partition(".")[0]
    found = catalog(variant, domain).get(key)
    if found is None and domain in SHELL_ONLY_DOMAINS:
        found = catalog(base_of(variant), domain).get(key)
    return found or None


def _of_one(variant: Variant, key: str, params: Mapping[str, object]) -> str | None:
    """The form said of one, when there is one and one is counted."""
    domain = key.partition(".")[0]
    of_one = _read(variant, domain)[1]
    if not of_one and domain in SHELL_ONLY_DOMAINS:
        of_one = _read(base_of(variant), domain)[1]
    if key not in of_one:
        return None
    values = (params.get(field) for field in _counted(domain)[key])
    number = next((value for value in values if isinstance(value, int)), None)
    return of_one[key] if number is not None and is_one(number, variant) else None


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
    if not params:
        return found.format() if "{" in found else found
    return (_of_one(variant, key, params) or found).format(**params)
