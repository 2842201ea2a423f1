"""One composition in, one draft out: plan, choose, realise, fit. Pure; about a millisecond."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from agents.providers.composer.choose import Chooser
from agents.providers.composer.decorate import hashtags, mark
from agents.providers.composer.facts import Facts, gather
from agents.providers.composer.fit import Draft, Sentence, aim, fit
from agents.providers.composer.plan import outline
from agents.providers.composer.realise import embolden, join, polish, slots_of
from agents.providers.composer.review import read_review
from app.core.variants import is_native
from integrations.languages.formats import native_digits
from skills.composition import Composition
from skills.wordlists import cue, find_named, word_list

_MOST_TRIES: Final = 8
_TOO_LIKE: Final = 0.6
_APART: Final = 16  # line numbers leave room for lines of the constitution between two of the plan
_WORD: Final = re.compile(r"[^\W\d_]+[\u0900-\u0dff]*", re.UNICODE)
_SPACE: Final = re.compile(r"\s+")
# Short numbers; not those of a phone, a link, an address to pay to, nor of a model such as M14.
_FIGURES: Final = (
    r"(?<![A-Za-z0-9@/.,#&=_-])(?:\d{1,3}(?:,\d{2,3})+|\d{1,7})(?:\.\d+)?(?![A-Za-z0-9@/])"
)
_WRITTEN: Final = frozenset({"subject", "preview"})


@dataclass(frozen=True, slots=True)
class Composed:
    """A draft. ``sources`` lists each fact it states as {phrase, field}."""

    text: str
    angle: str
    extras: dict[str, Any] = field(default_factory=dict)
    sources: list[dict[str, str]] = field(default_factory=list)


def compose(composition: Composition) -> Composed:
    """Write the draft of a composition, clearly different from every text in ``avoid``.

    The same composition gives the same draft on every machine. Where all that could be said is
    close to something in ``avoid``, the least close is returned.
    """
    facts = gather(composition)
    best: tuple[float, Composed] | None = None
    for step in range(_MOST_TRIES if composition.avoid else 1):
        composed = _write(composition, facts, composition.attempt + step)
        likeness = max(
            (alike(composed.text, other, facts) for other in composition.avoid), default=0.0
        )
        if best is None or likeness < best[0]:
            best = (likeness, composed)
        if likeness < _TOO_LIKE:
            break
    assert best is not None  # noqa: S101  the loop runs at least once
    return best[1]


_WARM: Final = threading.Event()


def warm() -> None:
    """Read every word list and pattern that the first draft would wait for. Safe to call often."""
    for name in ("emoji", "festivals", "hashtags", "units", "categories"):
        word_list(name)
    for name in ("products", "places"):
        find_named(name, "warm")
    for flag in word_list("cues"):
        cue(flag, "")
    read_review("warm")
    _WARM.set()


def is_warm() -> bool:
    """Whether ``warm`` has run in this process."""
    return _WARM.is_set()


def alike(one: str, other: str, facts: Facts) -> float:
    """Shared words over all words (Jaccard), facts left out: how alike two drafts are told."""
    mine, theirs = (_own_words(text, facts) for text in (one, other))
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 1.0


def _own_words(text: str, facts: Facts) -> set[str]:
    folded = text.casefold()
    for value in sorted(facts.values.values(), key=len, reverse=True):
        if value:
            folded = folded.replace(value.casefold(), " ")
    return set(_WORD.findall(folded))


def _write(composition: Composition, facts: Facts, attempt: int) -> Composed:
    skill, plan = composition.skill, composition.skill.plan
    tone = composition.tone or composition.inputs.get("tone")
    chooser = Chooser(composition.seed, attempt, composition.never_say, tone)
    shape = outline(plan, facts, chooser, composition.findings)
    sentences, apart = _set_apart(_sentences(composition, facts, chooser, shape.lines), plan.apart)
    gaps = frozenset(index * _APART for index, line in enumerate(shape.lines) if not line)
    texts = embolden([(sentence.kind, sentence.text) for sentence in sentences], plan.bold)
    for sentence, (_, text) in zip(sentences, texts, strict=True):
        sentence.text = text
    if plan.emoji:
        festival_id = getattr(composition.festival, "id", None) or ""
        mark(sentences, facts, composition.emoji, str(festival_id))
    body = " ".join(sentence.text for sentence in sentences)
    tags = hashtags(facts, attempt, body) if plan.hashtags else []
    draft = Draft(plan.layout, facts.variant, sentences, gaps, tags)
    limits = [limit for limit in (composition.max_chars, skill.max_chars) if limit]
    if plan.aim:
        limits.append(aim(draft, plan, plan.aim[is_native(facts.variant)]))
    text = polish(fit(draft, plan, min(limits, default=None)), facts)
    extras: dict[str, Any] = {"hashtags": list(draft.tags)} if draft.tags else {}
    extras |= {
        name: polish(join([sentence.text for sentence in said], facts.variant), facts)
        for name, said in apart.items()
    }
    extras |= {
        name: [polish(s.text, facts) for s in draft.sentences if s.kind in kinds]
        for name, kinds in plan.listed.items()
    }
    for name, picks in plan.picks.items():
        picked = next((pick.value for pick in picks if pick.fits(facts.values)), None)
        extras |= {name: picked} if picked else {}
    if plan.choices:
        extras["choices"] = [pick.value for pick in plan.choices if pick.fits(facts.values)]
    extras |= facts.beside
    stated = [*draft.sentences, *(sentence for said in apart.values() for sentence in said)]
    composed = Composed(text, shape.angle, extras, _sources(stated, facts, f"{text}\n{extras}"))
    if cue("native_digits", str(composition.inputs.get("request") or "")):
        return _in_own_digits(composed, facts)
    return composed


def _in_own_digits(composed: Composed, facts: Facts) -> Composed:
    """The draft with the digits of its script, as she wished; what is dialled or tapped stays."""
    kept = [re.escape(facts.values[name]) for name in ("phone", "vpa") if facts.values.get(name)]
    figures = re.compile("|".join([*kept, f"(?P<figure>{_FIGURES})"]))

    def said(text: str) -> str:
        return figures.sub(
            lambda match: native_digits(match[0], facts.variant) if match["figure"] else match[0],
            text,
        )

    extras = {
        name: said(value) if isinstance(value, str) and name in _WRITTEN else value
        for name, value in composed.extras.items()
    }
    sources = [{**source, "phrase": said(source["phrase"])} for source in composed.sources]
    return replace(composed, text=said(composed.text), extras=extras, sources=sources)


def _set_apart(
    sentences: list[Sentence], apart: Mapping[str, tuple[str, ...]]
) -> tuple[list[Sentence], dict[str, list[Sentence]]]:
    """The sentences of the text, and by name those that stand beside it, as a mail's subject."""
    beside = {name: [s for s in sentences if s.kind in kinds] for name, kinds in apart.items()}
    away = {kind for kinds in apart.values() for kind in kinds}
    return [s for s in sentences if s.kind not in away], {n: s for n, s in beside.items() if s}


def _sentences(
    composition: Composition,
    facts: Facts,
    chooser: Chooser,
    lines: tuple[tuple[tuple[str, ...], ...], ...],
) -> list[Sentence]:
    plan = composition.skill.plan
    sentences: list[Sentence] = []
    for index, line in enumerate(lines):
        for kinds in line:
            before = sentences[-1].text if sentences else ""
            chosen = chooser.sentence(plan, kinds, facts, before)
            if chosen is None:
                continue
            kind, phrase, text = chosen
            slots = tuple(slots_of(phrase))
            sentences.append(Sentence(kind, text, index * _APART, slots, kind in plan.must))
    tail = (len(lines) - len(plan.tail)) * _APART
    place = next((i for i, s in enumerate(sentences) if s.line >= tail), len(sentences))
    said = " ".join(sentence.text for sentence in sentences).casefold()
    missing = [_SPACE.sub(" ", rule).strip() for rule in composition.always_say]
    missing = [rule for rule in missing if rule and rule.casefold() not in said]
    sentences[place:place] = [
        Sentence("always", rule, tail - _APART + 1 + row, (), must=True)
        for row, rule in enumerate(missing[: _APART - 2])
    ]
    return sentences


def _sources(sentences: list[Sentence], facts: Facts, text: str) -> list[dict[str, str]]:
    stated = dict.fromkeys(name for sentence in sentences for name in sentence.slots)
    return [
        {"phrase": facts.values[name], "field": facts.fields[name]}
        for name in stated
        if name in facts.fields and facts.values[name] in text
    ]
