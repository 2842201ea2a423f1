"""The faults that the datasets must notice: what a careless change could break in the product.

A skill is gone, two are exchanged, a language is not heard or not read any more, a slot or a figure
gets lost, a check, a recogniser or a reader of answers does nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from agents.checks.base import Finding, Subject, right
from agents.evaluation.critic import DEFECTS
from agents.evaluation.kinds import PlayTurn, Tools
from agents.evaluation.planting import Fault, Plant, in_place_of, instead
from agents.queen_router import QueenRouter, Route
from agents.understanding.slots import Slots
from app.core.variants import VARIANTS, Variant
from integrations.languages.identify import identify

ROUTING: Final = ("routing",)
READING: Final = ("slots", "routing")
_READS: Final = ("agents.evaluation.slots:read_slots", "agents.evaluation.routing:read_slots")
_SLOTS: Final = (
    "channel", "target_language", "festival", "discount_percent", "amount_inr", "gst_rate",
    "product", "duration_days", "customer_name", "tone", "date",
)  # fmt: skip
_NUMBERS: Final = ("discount_percent", "amount_inr", "gst_rate", "duration_days")
_FACTS: Final = (
    "business_name", "city", "phone", "products", "category", "price_range", "languages", "tone",
    "never_say", "discount_cap_percent", "approval",
)  # fmt: skip
_FIGURES: Final = ("amount", "percent", "phone", "date")
_PERSONAL: Final = ("phone", "aadhaar", "pan", "account", "card", "email", "upi")


def faults(tools: Tools) -> list[Fault]:
    """Every fault, in the order of their kinds."""
    skills = [skill.id for skill in tools.registry.all()]
    return [
        *(_removed(skill) for skill in skills),
        *_exchanged(skills),
        *(_language_gone(variant) for variant in VARIANTS),
        *_slots_lost(),
        *(_defect_missed(defect) for defect in dict.fromkeys(DEFECTS.values())),
        *(_answers_lost(field) for field in _FACTS),
        *(_figure_unseen(kind) for kind in _FIGURES),
        *(_identifier_unseen(kind) for kind in _PERSONAL),
        *_drafts_spoilt(),
    ]


def _removed(skill: str) -> Fault:
    def without(router: Any, text: str, variant: Variant | None, slots: Slots) -> Route:
        route = router.route(text, variant=variant, slots=slots)
        ranked = [(route.skill, route.confidence), *route.alternatives]
        left: list[tuple[str, float]] = [
            (name, share) for name, share in ranked if name != skill
        ] or [("none", 0.0)]
        return Route(left[0][0], left[0][1], left[1:])

    return Fault(f"skill removed: {skill}", ROUTING, _routed_by(without))


def _exchanged(skills: Sequence[str]) -> Iterator[Fault]:
    """Each skill with the next one of the library, so that every skill is exchanged twice."""
    for one, other in zip(skills, [*skills[1:], skills[0]], strict=True):
        names = {one: other, other: one}

        def swapped(
            router: Any,
            text: str,
            variant: Variant | None,
            slots: Slots,
            names: dict[str, str] = names,
        ) -> Route:
            route: Route = router.route(text, variant=variant, slots=slots)
            return replace(route, skill=names.get(route.skill, route.skill))

        yield Fault(f"skills exchanged: {one}, {other}", ROUTING, _routed_by(swapped))


def _routed_by(wrong: Any) -> Plant:
    class Wrong:
        def __init__(self, right: QueenRouter) -> None:
            self._right = right

        def route(self, text: str, *, variant: Variant | None, slots: Slots) -> Route:
            route: Route = wrong(self._right, text, variant, slots)
            return route

    return instead(lambda tools: replace(tools, router=Wrong(tools.router)))  # type: ignore[arg-type]


def _language_gone(variant: Variant) -> Fault:
    """A way of writing that is heard as another one."""
    other: Variant = "en" if variant != "en" else "hi-Latn"

    def deaf(heard: Any) -> Any:
        def identified(text: str, previous: Variant | None = None) -> Any:
            found = heard(text, previous)
            return replace(found, variant=other) if found.variant == variant else found

        return identified

    place = "agents.evaluation.language:identify"
    return Fault(f"language not heard: {variant}", ("language",), in_place_of(place, wrong=deaf))


def _slots_lost() -> Iterator[Fault]:
    for name in _SLOTS:
        yield Fault(f"slot lost: {name}", READING, _reading(lambda s, _, n=name: _without(s, n)))
    for name in _NUMBERS:
        yield Fault(
            f"number off by one: {name}", READING, _reading(lambda s, _, n=name: _off(s, n))
        )
    for variant in VARIANTS:
        unread = _reading(lambda s, v, gone=variant: Slots() if v == gone else s)
        yield Fault(f"language not read: {variant}", READING, unread)


def _reading(spoil: Any) -> Plant:
    def wrong(read: Any) -> Any:
        def reads(text: str, variant: Variant | None, today: Any) -> Slots:
            spoilt: Slots = spoil(read(text, variant, today), identify(text).variant)
            return spoilt

        return reads

    return in_place_of(*_READS, wrong=wrong)


def _without(slots: Slots, name: str) -> Slots:
    return slots.model_copy(update={name: None})


def _off(slots: Slots, name: str) -> Slots:
    value = getattr(slots, name)
    return slots if value is None else slots.model_copy(update={name: value + 1})


def _defect_missed(defect: str) -> Fault:
    """Every check that finds the defect says that all is well."""

    class Silent:
        NEEDS: frozenset[str] = frozenset()

        def __init__(self, name: str) -> None:
            self.NAME = name

        def check(self, subject: Subject) -> Finding:
            del subject
            return right(self.NAME)

    silent = {name: Silent(name) for name, its in DEFECTS.items() if its == defect}
    off = in_place_of("agents.critic:CHECKS", wrong=lambda checks: {**checks, **silent})
    return Fault(f"defect missed: {defect}", ("critic",), off)


def _answers_lost(field: str) -> Fault:
    """What she tells of the field is heard and not kept."""

    def wrong(listen: Any) -> Any:
        def listens(asked: str, text: str, *more: Any, **named: Any) -> Any:
            heard = listen(asked, text, *more, **named)
            facts, rules, derived = (
                {name: value for name, value in told.items() if name != field}
                for told in (heard.facts, heard.rules, heard.derived)
            )
            return replace(heard, facts=facts, rules=rules, derived=derived)

        return listens

    lost = in_place_of("agents.evaluation.onboarding:listen", wrong=wrong)
    return Fault(f"answers not kept: {field}", ("onboarding",), lost)


def _figure_unseen(kind: Any) -> Fault:
    def wrong(find: Any) -> Any:
        def finds(subject: Subject) -> Any:
            unseen = {(figure.start, figure.end) for figure in subject.unsupported(kind)}
            return [span for span in find(subject) if span not in unseen]

        return finds

    blind = in_place_of("agents.evaluation.grounding:unsupported", wrong=wrong)
    return Fault(f"figure not seen: {kind}", ("grounding",), blind)


def _identifier_unseen(kind: str) -> Fault:
    def wrong(mask: Any) -> Any:
        def masks(text: str, **more: Any) -> Any:
            found = mask(text, **more)
            return replace(found, entities=tuple(e for e in found.entities if e.kind != kind))

        return masks

    blind = in_place_of("agents.evaluation.pii:mask", wrong=wrong)
    return Fault(f"identifier not seen: {kind}", ("pii",), blind)


def _drafts_spoilt() -> Iterator[Fault]:
    """Faults of whole turns; they are only planted where turns can be played."""
    spoils: dict[str, Any] = {
        "figures lost from the draft": lambda text, _: "".join(c for c in text if not c.isdigit()),
        "the shop's name lost from the draft": lambda text, facts: text.replace(
            str(facts.get("business_name") or "\0"), ""
        ),
        "the draft ten times as long": lambda text, _: text * 10,
        "no draft": lambda _text, _facts: "",
    }
    for name, spoil in spoils.items():
        yield Fault(name, ("draft",), instead(partial(_played, spoil=spoil)))
    yield Fault("drafts in English only", ("draft",), instead(_in_english))


def _played(tools: Tools, spoil: Any) -> Tools:
    play = tools.play

    async def plays(text: str, facts: Any, rules: Any) -> dict[str, Any]:
        result = await play(text, facts, rules) if play else {}
        draft = result.get("draft")
        if draft:
            draft = {**draft, "text": spoil(str(draft["text"]), facts)}
        return {**result, "draft": draft}

    spoilt: PlayTurn = plays
    return replace(tools, play=spoilt)


def _in_english(tools: Tools) -> Tools:
    play = tools.play

    async def plays(text: str, facts: Any, rules: Any) -> dict[str, Any]:
        return {**(await play(text, facts, rules) if play else {}), "language": "en"}

    spoilt: PlayTurn = plays
    return replace(tools, play=spoilt)
