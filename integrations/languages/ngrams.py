"""Words as hashed character n-grams: the features of our small linear text models.

A model is one number per (n-gram, class). N-grams are hashed with CRC-32 into a fixed table, so a
model needs no vocabulary; training (scripts/) and serving share exactly this code.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

LONGEST: Final = 5


@lru_cache(maxsize=20_000)
def word_grams(word: str, longest: int = LONGEST) -> tuple[int, ...]:
    """CRC-32 of the word itself and of its 1- to ``longest``-grams, its ends marked."""
    padded = f"_{word}_"
    pieces = [f"={word}"]
    for size in range(1, longest + 1):
        pieces += [padded[at : at + size] for at in range(len(padded) - size + 1)]
    return tuple(zlib.crc32(piece.encode()) for piece in pieces)


@lru_cache(maxsize=20_000)
def _pair_gram(first: str, second: str) -> int:
    return zlib.crc32(f"{first}~{second}".encode())


def grams(words: Sequence[str], longest: int = LONGEST) -> list[int]:
    """The features of a text: those of its words, and each pair of neighbours."""
    found: list[int] = []
    for word in words:
        found += word_grams(word, longest)
    found += [_pair_gram(a, b) for a, b in pairwise(words)]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class LinearModel:
    """Classes and weights: ``weights`` is (buckets, classes), ``bias`` (classes,).

    The value of a feature is its count over the root of the number of features; the softmax is
    taken at ``temperature``, fitted on held-out text so that a probability is a frequency.
    """

    classes: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float

    def scores(self, words: Sequence[str]) -> NDArray[np.float32]:
        """The logit of each class for the words of a text."""
        if not words:
            return self.bias
        sums = [_word_sum(self, word) for word in words]
        pairs = [_pair_gram(first, second) for first, second in pairwise(words)]
        features = len(pairs) + sum(len(word_grams(word)) for word in words)
        return self._scored(np.add.reduce(sums) + self._sum(pairs), features)

    def scores_of(self, features: Sequence[int]) -> NDArray[np.float32]:
        """The logit of each class for hashed features."""
        return self._scored(self._sum(features), len(features)) if features else self.bias

    def _sum(self, features: Sequence[int]) -> NDArray[np.float32]:
        places = np.array(features, dtype=np.uint32) % np.uint32(len(self.weights))
        total: NDArray[np.float32] = np.add.reduce(self.weights[places], axis=0)
        return total

    def _scored(self, total: NDArray[np.float32], features: int) -> NDArray[np.float32]:
        mean = total / np.float32(features**0.5)
        scored: NDArray[np.float32] = (mean + self.bias) / np.float32(self.temperature)
        return scored

    def save(self, path: Path) -> None:
        """Write the model as one compressed file; weights in 8 bits."""
        scale = float(np.abs(self.weights).max()) / 127 or 1.0
        np.savez_compressed(
            path,
            classes=np.array(self.classes),
            weights=np.round(self.weights / scale).astype(np.int8),
            scale=np.float32(scale),
            bias=self.bias,
            temperature=np.float32(self.temperature),
        )

    @classmethod
    def load(cls, path: Path) -> "LinearModel":
        """Read what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            parts: dict[str, Any] = {name: stored[name] for name in stored.files}
        return cls(
            tuple(str(name) for name in parts["classes"]),
            parts["weights"].astype(np.float32) * parts["scale"],
            parts["bias"].astype(np.float32),
            float(parts["temperature"]),
        )


@lru_cache(maxsize=20_000)
def _word_sum(model: LinearModel, word: str) -> NDArray[np.float32]:
    """What a word adds by itself; shops use few words, and each has some thirty features."""
    return model._sum(word_grams(word))


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities of logits."""
    raised = np.exp(scores - scores.max())
    shares: NDArray[np.float32] = raised / raised.sum()
    return shares
