"""Names carried across scripts as people spell them: ``सुनीता`` = ``sunita``, ``Ramesh`` = ``ரமேஷ்``.

Usual names are listed (``data/names.txt``). For the rest there is a trained model for each language
and direction (``transducer``), read from disk when first used: call ``warm`` in a thread
beforehand. A word with a letter that no model knows goes by rule.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, cast

from app.core.variants import SHELLS, Shell
from integrations.languages.spelling_rules import latin_by_rule, native_by_rule
from integrations.languages.text import latin_digits, script_of
from integrations.languages.transducer import Transducer

Direction = Literal["native", "latin"]

_DATA: Final = Path(__file__).parent / "data"
_LATIN: Final = re.compile(r"[A-Za-z]+")
_INDIC: Final = re.compile(r"[\u0900-\u0963\u0970-\u097f]+|[\u0b80-\u0be5]+|[\u0c00-\u0c65]+")
_JOINERS: Final = str.maketrans("", "", "\u200c\u200d")


@cache
def _model(base: Shell, direction: Direction) -> Transducer:
    return Transducer.load(_DATA / f"{base}.{direction}.npz")


@cache
def _listed(base: Shell, direction: Direction) -> dict[str, str]:
    """The names listed; of several Latin spellings of one the first is written."""
    column = SHELLS.index(base)
    found: dict[str, str] = {}
    for line in (_DATA / "names.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            cells = unicodedata.normalize("NFC", line).split(" | ")
            latin, native = cells[0].lower(), cells[column].translate(_JOINERS)
            found.setdefault(
                *((latin, cells[column]) if direction == "native" else (native, latin))
            )
    return found


def warm() -> None:
    """Read all models; some tenths of a second, to be spent in a thread."""
    for base in SHELLS:
        if base != "en":
            to_latin(to_native("raja", base))


def to_latin(text: str) -> str:
    """Indic words in Latin letters, small ones: ``काजू कतली`` is ``kaju katli``; the rest stays."""
    plain = latin_digits(unicodedata.normalize("NFC", text).translate(_JOINERS))
    return _INDIC.sub(lambda match: _latin_word(match[0]), plain)


def to_native(name: str, base: Shell) -> str:
    """A name typed in Latin letters, in the script of ``base``; for English it stays as it is."""
    if base == "en":
        return name
    plain = "".join(map(_without_accent, name))
    return _LATIN.sub(lambda match: _native_word(match[0].capitalize(), base), plain)


def _without_accent(char: str) -> str:
    """The plain letter of é; nothing for a Latin letter that has none."""
    if char.isascii() or script_of(char) != "latin":
        return char
    return "".join(part for part in unicodedata.normalize("NFKD", char) if part.isascii())


@lru_cache(maxsize=4096)
def _latin_word(word: str) -> str:
    base = cast(Shell, script_of(word[0]))
    listed = _listed(base, "latin").get(word)
    return listed or _model(base, "latin").best(word) or latin_by_rule(word)


@lru_cache(maxsize=4096)
def _native_word(word: str, base: Shell) -> str:
    listed = _listed(base, "native").get(word.lower())
    return listed or _model(base, "native").best(word) or native_by_rule(word, base)
