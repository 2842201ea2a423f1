"""Choose: one phrase for each kind of sentence, by seed and attempt and nothing else."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from agents.providers.composer.facts import Facts
from agents.providers.composer.realise import say
from integrations.languages.across_scripts import said_across
from skills.phrasebook import Phrase
from skills.plan import Plan

_ENDLESS: Final = 100_000


@lru_cache(maxsize=2048)
def _order(seed: str, name: str, texts: tuple[str, ...]) -> tuple[int, ...]:
    """Places of ``texts`` in an order that every machine and Python finds alike."""
    keys = [
        (blake2b(f"{seed}\0{name}\0{text}".encode(), digest_size=8).digest(), place)
        for place, text in enumerate(texts)
    ]
    return tuple(place for _, place in sorted(keys))


class Chooser:
    """Takes phrases in turn: attempt n never takes what attempt n - 1 took while others are left.

    Once all have had their turn the order moves on by one, so that a shape that comes again does
    not meet the phrases it had. ``never`` are texts no sentence may hold, folded.
    """

    def __init__(self, seed: str, attempt: int, never: Sequence[str], tone: str | None) -> None:
        self.attempt = attempt
        self._seed = seed
        self._never = tuple(text.casefold() for text in never if text.strip())
        self._tone = tone

    def order(self, name: str, texts: Sequence[str]) -> tuple[int, ...]:
        """Places of ``texts`` in this seed's order for ``name``."""
        return _order(self._seed, name, tuple(texts))

    def sentence(
        self, plan: Plan, kinds: Sequence[str], facts: Facts, before: str = ""
    ) -> tuple[str, Phrase, str] | None:
        """The first kind that has something to say: kind, phrase and realised text.

        ``before`` is what was said last; a sentence that begins with its last word waits its turn.
        """
        for kind in kinds:
            fitting = self._fitting(plan.phrases_of(kind, facts.variant), facts.values)
            if not fitting:
                continue
            places = self.order(kind, [phrase.text for phrase in fitting])
            start = self.attempt + self.attempt // len(fitting)
            most = plan.most.get(kind, _ENDLESS)
            echo: tuple[str, Phrase, str] | None = None
            for step in range(len(fitting)):
                phrase = fitting[places[(start + step) % len(fitting)]]
                text = say(phrase, facts)
                if not text or len(text) > most or not self.allows(text, facts):
                    continue
                if not _echoes(before, text):
                    return kind, phrase, text
                echo = echo or (kind, phrase, text)
            if echo is not None:
                return echo
        return None

    def _fitting(self, phrases: Sequence[Phrase], known: Mapping[str, str]) -> list[Phrase]:
        fitting = [phrase for phrase in phrases if phrase.fits(known)]
        toned = [phrase for phrase in fitting if phrase.tone == self._tone is not None]
        return toned or [phrase for phrase in fitting if phrase.tone is None]

    def allows(self, text: str, facts: Facts) -> bool:
        """Whether nothing she never says is in it; her shop's own name is beyond her rules."""
        if not self._never:
            return True
        folded = text.casefold()
        for name in ("business", "phone"):
            if value := facts.values.get(name):
                # As a word of its own: a shop named A does not hide the a in every word.
                folded = re.sub(rf"(?<!\w){re.escape(value.casefold())}(?!\w)", " ", folded)
        return not any(term in folded or said_across(term, folded) for term in self._never)


def _echoes(before: str, text: str) -> bool:
    last = before.rstrip(".।!?:* ").rpartition(" ")[2].strip("*").casefold()
    return bool(last) and text.partition(" ")[0].strip("*:,.").casefold() == last
