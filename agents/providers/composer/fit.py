"""Fit: the least important sentences go until the text is inside its limit."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from agents.providers.composer.realise import join
from agents.providers.composer.shots import timed
from app.core.variants import Variant
from skills.plan import Plan

FEWEST_TAGS: Final = 5


@dataclass(slots=True)
class Sentence:
    """A realised sentence: its kind, the line it stands on, and whether it must stay."""

    kind: str
    text: str
    line: int
    slots: tuple[str, ...] = ()
    must: bool = False
    mark: str = ""
    bullet: bool = False


@dataclass(slots=True)
class Draft:
    """A draft in sentences. ``gaps`` are lines that are left empty; ``tags`` close a caption."""

    layout: str
    variant: Variant
    sentences: list[Sentence]
    gaps: frozenset[int]
    tags: list[str]

    def text(self) -> str:
        """The draft as one text; empty lines only between blocks that still exist."""
        if self.layout == "paragraph":
            return join([sentence.text for sentence in self.sentences], self.variant)
        if self.layout == "shots":
            return timed(self._shots(), self.variant)
        rows: list[str] = []
        last = -1
        for line in sorted({sentence.line for sentence in self.sentences}):
            if rows and any(last < gap < line for gap in self.gaps):
                rows.append("")
            rows.append(self._row([s for s in self.sentences if s.line == line]))
            last = line
        if self.tags:
            rows += ["", " ".join(self.tags)]
        return "\n".join(rows)

    def _shots(self) -> list[list[tuple[str, str]]]:
        """The sentences shot by shot."""
        lines = sorted({sentence.line for sentence in self.sentences})
        return [[(s.kind, s.text) for s in self.sentences if s.line == line] for line in lines]

    def _row(self, sentences: list[Sentence]) -> str:
        said = join([sentence.text for sentence in sentences], self.variant)
        mark = next((sentence for sentence in sentences if sentence.mark), None)
        if mark is None:
            return said
        return f"{mark.mark} {said}" if mark.bullet else f"{said} {mark.mark}"


def fit(draft: Draft, plan: Plan, limit: int | None) -> str:
    """The draft's text in at most ``limit`` characters; ``draft`` keeps only what is in it."""
    text = draft.text()
    while limit is not None and len(text) > limit and _shorten(draft, plan):
        text = draft.text()
    return text if limit is None or len(text) <= limit else _cut(text, limit)


def aim(draft: Draft, plan: Plan, sizes: Sequence[int]) -> int:
    """Which of the sizes to fit the draft to: the first that holds all that must stay."""
    for size in sizes:
        trial = replace(draft, sentences=list(draft.sentences), tags=list(draft.tags))
        while len(trial.text()) > size and (victim := _least(trial.sentences, plan)) is not None:
            trial.sentences.remove(victim)
        if len(trial.text()) <= size:
            return size
    return sizes[-1]


def _shorten(draft: Draft, plan: Plan) -> bool:
    """Take the least important thing out. False when nothing is left that may go."""
    if len(draft.tags) > FEWEST_TAGS:
        draft.tags.pop()
        return True
    victim = _least(draft.sentences, plan)
    if victim is not None:
        draft.sentences.remove(victim)
        return True
    if any(sentence.mark for sentence in draft.sentences):
        for sentence in draft.sentences:
            sentence.mark = ""
        return True
    if draft.tags:
        draft.tags.clear()
        return True
    if len(draft.sentences) > 1:
        # Even what must stay cannot all stay; what is said first matters most.
        draft.sentences.pop()
        return True
    return False


def _least(sentences: Sequence[Sentence], plan: Plan) -> Sentence | None:
    for kind in plan.drop:
        for sentence in reversed(sentences):
            if sentence.kind == kind and not sentence.must:
                return sentence
    free = [sentence for sentence in sentences if not sentence.must]
    return free[-1] if free and len(sentences) > 1 else None


def _cut(text: str, limit: int) -> str:
    """The first ``limit`` characters, without half a letter or half a word at the end."""
    kept = text[:limit]
    while kept and unicodedata.category(text[len(kept) : len(kept) + 1] or " ").startswith("M"):
        kept = kept[:-1]
    head, space, _ = kept.rpartition(" ")
    return (head if space and len(head) > limit // 2 else kept).rstrip()
