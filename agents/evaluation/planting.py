"""Planting a fault: a part of the product replaced by one that is wrong, for as long as a block."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from agents.evaluation.kinds import Tools

Plant = Callable[[Tools], AbstractContextManager[Tools]]
Wrong = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. ``kinds`` are those of the datasets that have to notice it."""

    name: str
    kinds: tuple[str, ...]
    plant: Plant


def in_place_of(*places: str, wrong: Wrong) -> Plant:
    """A fault at the seams named ``module:attribute``; ``wrong`` makes the faulty part of the right
    one.
    """

    @contextmanager
    def planted(tools: Tools) -> Iterator[Tools]:
        with ExitStack() as undo:
            for place in places:
                module_name, _, attribute = place.partition(":")
                module = import_module(module_name)
                right = getattr(module, attribute)
                undo.callback(setattr, module, attribute, right)
                setattr(module, attribute, wrong(right))
            yield tools

    return planted


def instead(change: Callable[[Tools], Tools]) -> Plant:
    """A fault in what the kinds are given: ``change`` makes the faulty tools of the right ones."""

    @contextmanager
    def planted(tools: Tools) -> Iterator[Tools]:
        yield change(tools)

    return planted
