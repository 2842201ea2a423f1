"""Learning the router's weights: ridge regression in its dual form, some milliseconds of algebra.

With a few thousand examples and many more features the dual problem is small, its solution exact,
and each example's prediction by all the others (leave one out) comes with it for nothing: that is
what the temperature is fitted on, so that a probability is a frequency.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from integrations.languages.ngrams import LinearModel

_RIDGE: Final = 0.35
_TEMPERATURES: Final = tuple(0.03 * 1.12**step for step in range(40))
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """An utterance of a skill as hashed features."""

    skill: str
    features: list[int]


def train(examples: Sequence[Example], buckets: int) -> LinearModel:
    """A linear model of the examples. With a single skill it always names that one.

    Raises ValueError when there is no example at all.
    """
    skills = sorted({example.skill for example in examples})
    if not skills:
        msg = "no skill has examples to learn from; add definitions to skills/definitions"
        raise ValueError(msg)
    truth = np.array([skills.index(example.skill) for example in examples])
    target = np.where(truth[:, None] == np.arange(len(skills))[None, :], 1.0, 0.0)
    share = target.mean(axis=0)
    rows = _matrix([example.features for example in examples], buckets)
    gram = np.asarray((rows @ rows.T).todense(), dtype=np.float64)
    dual, diagonal = _solved(gram + _RIDGE * np.eye(len(examples)), target - share)
    # Leave-one-out: what all the other examples say of each.
    others = target - dual / diagonal[:, None]
    weights = np.asarray(rows.T @ dual)
    return LinearModel(
        tuple(skills),
        weights.astype(np.float32),
        share.astype(np.float32),
        _temperature(others, truth),
    )


def _solved(matrix: Matrix, wanted: Matrix) -> tuple[Matrix, Matrix]:
    """``inverse(matrix) @ wanted`` and the diagonal of the inverse, without the inverse itself.

    Half the work of inverting a symmetric, positive matrix. Single precision is enough: the ridge
    keeps it well conditioned, and weights are kept in 8 bits.
    """
    from scipy.linalg.lapack import spotrf, spotrs, strtri

    factor, failed = spotrf(matrix.astype(np.float32), lower=1, clean=1, overwrite_a=1)
    if not failed:
        found, failed = spotrs(factor, wanted.astype(np.float32), lower=1)
    if not failed:
        root, failed = strtri(factor, lower=1, overwrite_c=1)
    if failed:
        inverse = np.linalg.inv(matrix)
        return np.asarray(inverse @ wanted), np.asarray(np.diag(inverse))
    diagonal = np.einsum("ij,ij->j", root, root)
    return np.asarray(found, dtype=np.float64), np.asarray(diagonal, dtype=np.float64)


def _temperature(scores: Matrix, truth: NDArray[np.int64]) -> float:
    """At which temperature the probability of the truth is highest."""

    def loss(temperature: float) -> float:
        scaled = scores / temperature
        scaled = scaled - scaled.max(axis=1, keepdims=True)
        log_share = scaled - np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return float(-log_share[np.arange(len(truth)), truth].mean())

    return min(_TEMPERATURES, key=loss)


def _matrix(rows: Sequence[Sequence[int]], buckets: int) -> Any:
    from scipy.sparse import csr_matrix

    places = [np.array(row, dtype=np.uint32) % np.uint32(buckets) for row in rows]
    values = [np.full(len(row), 1 / max(1, len(row)) ** 0.5) for row in rows]
    starts = np.cumsum([0, *map(len, rows)])
    built = csr_matrix(
        (np.concatenate(values), np.concatenate(places), starts), shape=(len(rows), buckets)
    )
    built.sum_duplicates()
    return built
