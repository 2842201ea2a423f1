"""Which of the seven written variants a message is in, or ``und`` for anything else.

Native scripts are told by their Unicode block, Devanagari then Hindi from Marathi by a small
model; Latin letters by a linear model over hashed character n-grams (``data/latin.npz``, trained
by ``scripts/train_language.py``). No language can be named from two words with certainty: short
messages lean on what she wrote before.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, cast

import numpy as np
from numpy.typing import NDArray

from app.core.variants import VARIANTS, Variant, base_of
from integrations.languages.ngrams import LinearModel, softmax
from integrations.languages.text import fold

Named = Variant | Literal["und"]

UNSURE: Final = 0.55
_DATA: Final = Path(__file__).parent / "data"
_NATIVE_SHARE: Final = 0.3
_OTHER_SHARE: Final = 0.5
_LONGEST_READ: Final = 400
# What the last variant adds to its score, by the number of words that speak for themselves.
_HABIT: Final = (7.5, 7.5, 4.2, 2.8, 1.8, 1.2, 0.8)
_HABIT_LATER: Final = 0.4
_UND_FLOOR: Final = 0.55
# Grammar that no English sentence holds: one such word makes a row of English nouns hers.
_GRAMMAR_WORDS: Final = """
hi-Latn se ko ka ke pe tak mein hai hain wala wali wale chahiye karo likho
ta-Latn ku kku varaikkum varai mudhal lerundhu venum podunga mattum nga
te-Latn meeda nunchi nundi varaku kosam kavali rayandi pettandi matrame
"""
_GRAMMAR: Final = {line.split()[0]: line.split()[1:] for line in _GRAMMAR_WORDS.split("\n") if line}
_GRAMMAR_WEIGHT: Final = 1.2
_PLAIN_WEIGHT: Final = 2.4
_MOST_TOLD: Final = 2
_SHORT: Final = 4
# Said alike in all seven: alone they name no language, whatever the model has heard them in.
_ANYWHERE_WORDS: Final = "ok okay okk k namaste namasthe namaskar ji jee sir madam"
_ANYWHERE: Final = frozenset(_ANYWHERE_WORDS.split())
_TOLD_NOTHING: Final = 0.5
_NEIGHBOUR: Final = 0.6
_NEIGHBOUR_AFTER_HINDI: Final = 0.95
_WORDS: Final = re.compile(r"[^\W\d_]+(?:[\u0900-\u0dff]+[^\W\d_]*)*")
_BLOCKS: Final[tuple[tuple[int, int, str], ...]] = (
    (0x0041, 0x024F, "latin"),
    (0x0900, 0x097F, "hi"),
    (0x0B80, 0x0BFF, "ta"),
    (0x0C00, 0x0C7F, "te"),
)


@dataclass(frozen=True, slots=True)
class Identification:
    """The variant, how sure we are (0 to 1), and each script's share of the letters.

    Under ``UNSURE`` the caller keeps the last talk language; ``identify`` has already done so
    when it was given ``previous``.
    """

    variant: Named
    confidence: float
    scripts: dict[str, float]


@cache
def _model(name: str) -> LinearModel:
    return LinearModel.load(_DATA / f"{name}.npz")


@cache
def _classes() -> tuple[tuple[str, ...], NDArray[np.intp], NDArray[np.intp]]:
    """What Latin letters can be, and where the model has these and all their neighbours.

    A class of all neighbours together would sound like none of them; each has its own, and what
    is told is that it is one of them.
    """
    known = _model("latin").classes
    ours = [name for name in known if name in VARIANTS]
    places = [known.index(name) for name in ours]
    others = [place for place, name in enumerate(known) if name not in VARIANTS]
    return (*ours, "und"), np.array(places), np.array(others)


def _latin_scores(words: list[str]) -> NDArray[np.float32]:
    """The logit of each of ``_classes``."""
    _, ours, others = _classes()
    scores = _model("latin").scores(words)
    neighbours = scores[others]
    top = neighbours.max()
    one_of_them = top + np.log(np.exp(neighbours - top).sum())
    return np.append(scores[ours], np.float32(one_of_them))


def latin_words(text: str) -> list[str]:
    """The words of a text as the models see them: folded, figures and marks left out."""
    return _WORDS.findall(fold(text[:_LONGEST_READ]))


def identify(text: str, previous: Variant | None = None) -> Identification:
    """Name the variant of ``text``; ``previous`` decides when the text alone does not.

    Never raises. Only the beginning of a long text is read: it names its language early.
    """
    return _identify(text[:_LONGEST_READ], previous)


@lru_cache(maxsize=512)
def _identify(text: str, previous: Variant | None) -> Identification:
    scripts = _script_shares(text)
    if not scripts:
        return Identification(previous or "und", 0.0, {})
    native = max(("hi", "ta", "te"), key=lambda name: scripts.get(name, 0.0))
    if scripts.get("other", 0.0) >= _OTHER_SHARE:
        return Identification("und", scripts["other"], scripts)
    if scripts.get(native, 0.0) >= _NATIVE_SHARE:
        return _native(text, native, scripts, previous)
    return _latin(text, scripts, previous)


def _script_shares(text: str) -> dict[str, float]:
    counts: dict[str, int] = {}
    for char, times in Counter(text).items():
        if name := _script_of(char):
            counts[name] = counts.get(name, 0) + times
    total = sum(counts.values())
    return {name: count / total for name, count in counts.items()}


@lru_cache(maxsize=4096)
def _script_of(char: str) -> str:
    """The block of a character, ``other`` for letters of none; empty for marks and figures."""
    code = ord(char)
    name = next((name for low, high, name in _BLOCKS if low <= code <= high), None)
    if name is not None and name != "latin":
        return name
    return (name or "other") if char.isalpha() else ""


def _native(
    text: str, name: str, scripts: dict[str, float], previous: Variant | None
) -> Identification:
    variant = cast(Variant, name)
    if name != "hi":
        return Identification(variant, min(1.0, 0.6 + scripts[name] * 0.4), scripts)
    model = _model("devanagari")
    words = [word for word in latin_words(text) if not word.isascii()]
    shares = softmax(model.scores(words))
    hindi = float(shares[model.classes.index("hi")])
    # A neighbour has to prove itself: shop Hindi full of English words is far likelier here.
    floor = _NEIGHBOUR_AFTER_HINDI if previous == "hi" else _NEIGHBOUR
    if 1 - hindi > floor:
        return Identification("und", 1 - hindi, scripts)
    return Identification("hi", max(hindi, 0.5), scripts)


def _latin(text: str, scripts: dict[str, float], previous: Variant | None) -> Identification:
    classes = _classes()[0]
    words = [word for word in latin_words(text) if word.isascii()]
    alone = _latin_scores(words)
    english = classes[_best(classes, softmax(alone))] == "en"
    for variant, grammar in _GRAMMAR.items():
        # A short one, ka or la or ki, is grammar in several.
        telling = [word for word in words if word in grammar and (english or len(word) > _SHORT)]
        weights = (_PLAIN_WEIGHT if len(word) > _SHORT else _GRAMMAR_WEIGHT for word in telling)
        told = sum(sorted(weights, reverse=True)[:_MOST_TOLD])
        alone[classes.index(variant)] += np.float32(told)
    scores = alone.copy()
    if previous:
        habit = _HABIT[len(words)] if len(words) < len(_HABIT) else _HABIT_LATER
        typed = previous if previous in classes else f"{base_of(previous)}-Latn"
        scores[classes.index(typed)] += np.float32(habit)
    shares = softmax(scores)
    best = _best(classes, shares)
    confidence = float(shares[best])
    if _ANYWHERE.issuperset(words):
        confidence = min(confidence, _TOLD_NOTHING)
    by_habit = previous is not None and best != _best(classes, softmax(alone))
    if previous and (confidence < UNSURE or by_habit):
        return Identification(previous, confidence, scripts)
    return Identification(cast(Named, classes[best]), confidence, scripts)


def _best(classes: Sequence[str], shares: NDArray[np.float32]) -> int:
    """The likeliest class; ``und`` must be plainly so: it is rarer here than in training."""
    order = np.argsort(-shares)
    first = int(order[0])
    unlikely = classes[first] == "und" and shares[first] < _UND_FLOOR
    return int(order[1]) if unlikely else first
