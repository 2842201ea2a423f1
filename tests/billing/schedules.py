"""Every way in which the callbacks of a payment with a refund can come, enumerated.

A schedule is a word: ``1`` the payment's callback, ``2`` and ``3`` those of the refund (accepted,
completed), each lost, once or twice, in every order; a forged one anywhere among them; and the
place at which the refund is asked for, so that callbacks of it may come before it exists.
"""

from collections.abc import Iterator
from itertools import product
from typing import Final

FORGERIES: Final = ("u", "f", "a", "r", "x")
"""Unproven; the payment failed; another amount; the refund is done; about nothing of ours."""


def words(counts: tuple[int, ...], letters: str = "123") -> Iterator[str]:
    """Every order of the letters with those multiplicities."""
    if not any(counts):
        yield ""
        return
    for index, left in enumerate(counts):
        if left:
            rest = (*counts[:index], left - 1, *counts[index + 1 :])
            for word in words(rest, letters):
                yield letters[index] + word


def schedules() -> list[tuple[str, int]]:
    """All of them: (word with a forgery in it, position of the refund)."""
    found: list[tuple[str, int]] = []
    for counts in product(range(3), repeat=3):
        for word in words(counts):
            for place in range(len(word) + 1):
                for forgery in FORGERIES:
                    whole = word[:place] + forgery + word[place:]
                    found.append((whole, len(found) % (len(whole) + 1)))
    return found
