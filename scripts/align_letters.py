"""Which letters of one spelling stand for which of another: expectation maximisation.

Each letter of the source gives 0 to ``longest`` letters of the target, in order. How often a letter
gives a piece is counted over all ways to cut all pairs, again and again, until it settles.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

Pair = tuple[str, str]
Shares = dict[str, dict[str, float]]

ROUNDS: Final = 7
_NEAR: Final = 0.45
# How likely a piece of that many letters is before anything is known.
_FIRST_GUESS: Final = (0.4, 1.0, 0.3, 0.05, 0.01)
_RARE: Final = 1e-4


def learn(pairs: Sequence[Pair], longest: int) -> Shares:
    """How often each letter of the sources gives each piece."""
    shares = _guess(pairs, longest)
    for _ in range(ROUNDS):
        counts: Shares = defaultdict(lambda: defaultdict(float))
        for source, target in pairs:
            _count(source, target, shares, longest, counts)
        shares = _normal(counts)
    return shares


def _guess(pairs: Sequence[Pair], longest: int) -> Shares:
    counts: Shares = defaultdict(lambda: defaultdict(float))
    for source, target in pairs:
        for place, letter in enumerate(source):
            for at in range(len(target) + 1):
                if abs(at / len(target) - place / len(source)) > _NEAR:
                    continue
                for size in range(min(longest, len(target) - at) + 1):
                    counts[letter][target[at : at + size]] += _FIRST_GUESS[size]
    return _normal(counts)


def _normal(counts: Shares) -> Shares:
    shares: Shares = {}
    for letter, pieces in counts.items():
        total = sum(pieces.values())
        shares[letter] = {p: n / total for p, n in pieces.items() if n > _RARE * total}
    return shares


def _count(source: str, target: str, shares: Shares, longest: int, counts: Shares) -> None:
    """Add the expected number of times each letter gave each piece in this pair."""
    size = len(target)
    ahead = [[0.0] * (size + 1) for _ in range(len(source) + 1)]
    ahead[0][0] = 1.0
    for place, letter in enumerate(source):
        given = shares[letter]
        for at, weight in enumerate(ahead[place]):
            if weight:
                for end in range(at, min(size, at + longest) + 1):
                    ahead[place + 1][end] += weight * given.get(target[at:end], 0.0)
    total = ahead[-1][size]
    if total <= 0:
        return
    back = [0.0] * size + [1.0]
    for place in range(len(source) - 1, -1, -1):
        given, counted = shares[source[place]], counts[source[place]]
        before = [0.0] * (size + 1)
        for at, weight in enumerate(ahead[place]):
            if not weight:
                continue
            for end in range(at, min(size, at + longest) + 1):
                worth = given.get(target[at:end], 0.0) * back[end]
                if worth:
                    before[at] += worth
                    counted[target[at:end]] += weight * worth / total
        back = before


def cut(
    source: str, target: str, shares: Mapping[str, Mapping[str, float]], longest: int
) -> list[str] | None:
    """The likeliest pieces of ``target``, one for each letter of ``source``, or None."""
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for letter in source:
        given = shares.get(letter, {})
        now: dict[int, tuple[float, int]] = {}
        for at, (score, _) in best[-1].items():
            for end in range(at, min(len(target), at + longest) + 1):
                share = given.get(target[at:end])
                if share and (end not in now or score + math.log(share) > now[end][0]):
                    now[end] = (score + math.log(share), at)
        best.append(now)
    if len(target) not in best[-1]:
        return None
    pieces: list[str] = []
    end = len(target)
    for place in range(len(source), 0, -1):
        at = best[place][end][1]
        pieces.append(target[at:end])
        end = at
    return pieces[::-1]
