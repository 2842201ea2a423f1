"""A word rewritten letter by letter: each letter gives nothing, one or a few letters of the other.

What a letter gives is decided by a linear model from the letters around it and from what has been
written so far; a small beam keeps the likeliest beginnings. The weights (``data/*.npz``) are made
by ``scripts/train_transliteration.py``, which shares the features below.
"""

import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

BEAM: Final = 4
LONGEST: Final = 40
_EDGE: Final = "^^^^^^"
_END: Final = "$$$$"
_WINDOWS: Final = tuple((l_, r) for l_ in range(5) for r in range(5) if l_ + r <= 6)
_NAME_RUN: Final = 3
# No sign of a vowel stands on another one, on a whole vowel, or alone.
_VOWEL_SIGNS: Final = "ािीुूृेैोौॉॅாிீுூெேைொோௌాిీుూృెేైొోౌ"
_SIGNS: Final = frozenset(f"{_VOWEL_SIGNS}्்్")
_WHOLE_VOWELS: Final = "अआइईउऊऋएऐओऔऑऍஅஆஇஈஉஊஎஏஐஒஓஔఅఆఇఈఉఊఋఎఏఐఒఓఔ"
_NEEDS_A_CONSONANT: Final = frozenset(("", *_VOWEL_SIGNS, *_WHOLE_VOWELS, *"्்్ंँం"))
_WRITTEN: Final = (1, 2, 3, 4, 6)


def hashes(features: Iterable[str]) -> list[int]:
    """CRC-32 of each feature."""
    return [zlib.crc32(feature.encode()) for feature in features]


def around(word: str, place: int, *, name: bool = False) -> list[str]:
    """Every run of letters of ``word`` that covers ``place``, up to four letters either side.

    In a name the short runs count once more: names are spelt by habits of their own.
    """
    padded, at = f"^^^^{word}{_END}", place + 4
    runs = [f"{left}{padded[at - left : at + right + 1]}" for left, right in _WINDOWS]
    if name:
        runs += [
            f"N{l_}{padded[at - l_ : at + r + 1]}" for l_, r in _WINDOWS if l_ + r <= _NAME_RUN
        ]
    return runs


def behind(word: str, place: int, written: str) -> list[str]:
    """The end of what is written so far, with the letter and with those after it."""
    one, two, three = (word[place : place + size] for size in (1, 2, 3))
    ends = _EDGE + written
    return [
        *(f"o{one}{ends[-size:]}" for size in _WRITTEN),
        *(f"p{two}|{ends[-size:]}" for size in (1, 2, 3)),
        *(f"q{three}|{ends[-size:]}" for size in (1, 2)),
    ]


@dataclass(frozen=True, slots=True)
class Transducer:
    """``pieces`` are what each letter may give; ``bias`` holds a number for each of them.

    ``keys`` (sorted) are the hashes of features and ``weights`` (features, widest choice) what
    each adds to the choices of its letter, in steps of ``scale``.
    """

    pieces: dict[str, tuple[str, ...]]
    bias: dict[str, NDArray[np.float32]]
    keys: NDArray[np.uint32]
    weights: NDArray[np.int8]
    scale: float

    def best(self, word: str) -> str | None:
        """The likeliest writing of ``word``, or None when a letter of it is unknown.

        A word with a large first letter is spelt as a name.
        """
        ranked = self.ranked(word)
        return ranked[0] if ranked else None

    def ranked(self, word: str) -> list[str]:
        """The likeliest writings of ``word``, best first; none when a letter of it is unknown."""
        name, word = word[:1].isupper(), word.lower()
        if not word or len(word) > LONGEST or any(letter not in self.pieces for letter in word):
            return []
        beam = [(0.0, "")]
        for place, letter in enumerate(word):
            pieces = self.pieces[letter]
            if len(pieces) == 1:
                beam = [(score, written + pieces[0]) for score, written in beam]
                continue
            ahead = self.bias[letter] + self._sum(around(word, place, name=name), len(pieces))
            grown: dict[str, float] = {}
            for score, written in beam:
                shares = ahead + self._sum(behind(word, place, written), len(pieces))
                shares = shares - shares.max()
                shares -= math.log(float(np.exp(shares).sum()))
                for choice in np.argsort(-shares)[:BEAM]:
                    if pieces[choice][:1] in _SIGNS and written[-1:] in _NEEDS_A_CONSONANT:
                        continue
                    longer, worth = written + pieces[choice], score + float(shares[choice])
                    known = grown.get(longer)
                    grown[longer] = worth if known is None else float(np.logaddexp(known, worth))
            if not grown:
                return []
            beam = sorted(((worth, text) for text, worth in grown.items()), reverse=True)[:BEAM]
        return [written for _, written in beam if written]

    def _sum(self, features: Sequence[str], width: int) -> NDArray[np.float32]:
        wanted = np.array(hashes(features), dtype=np.uint32)
        places = np.searchsorted(self.keys, wanted)
        places[places == len(self.keys)] = 0
        rows = self.weights[places[self.keys[places] == wanted], :width]
        summed: NDArray[np.float32] = rows.sum(axis=0, dtype=np.int32).astype(np.float32)
        return summed * np.float32(self.scale)

    def save(self, path: Path) -> None:
        """Write the model as one compressed file."""
        letters = sorted(self.pieces)
        widest = max(map(len, self.pieces.values()))
        bias = np.zeros((len(letters), widest), np.float32)
        for row, letter in enumerate(letters):
            bias[row, : len(self.pieces[letter])] = self.bias[letter]
        np.savez_compressed(
            path,
            pieces=np.array(["\t".join((letter, *self.pieces[letter])) for letter in letters]),
            bias=bias,
            gaps=np.diff(self.keys, prepend=np.uint32(0)),
            weights=self.weights[:, :widest],
            scale=np.float32(self.scale),
        )

    @classmethod
    def load(cls, path: Path) -> "Transducer":
        """Read what ``save`` wrote; some 30 ms."""
        with np.load(path, allow_pickle=False) as stored:
            rows = [str(row).split("\t") for row in stored["pieces"]]
            bias = stored["bias"].astype(np.float32)
            keys = np.cumsum(stored["gaps"], dtype=np.uint32)
            weights, scale = stored["weights"].astype(np.int8), float(stored["scale"])
        pieces = {letter: tuple(given) for letter, *given in rows}
        each = {
            letter: bias[row, : len(given)] for row, (letter, given) in enumerate(pieces.items())
        }
        return cls(pieces, each, keys, weights, scale)
