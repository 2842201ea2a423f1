"""The compose plan of a skill: which sentences a draft needs, in which order, and what may go."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from app.core.variants import Variant
from skills.phrasebook import Phrase, PhraseBank, read_conditions

Layout = Annotated[str, StringConstraints(pattern=r"^(lines|caption|paragraph|shots)$")]
Kinds = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\|[a-z][a-z0-9_]*)*$")]

BLANK: Final[tuple[str, ...]] = ()


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ShapeSource(_Strict):
    """One way to build the text: its angle, when it fits, and its lines of sentence kinds.

    A line is a list of kinds spoken in one breath; an empty line is a gap between blocks.
    ``a|b`` takes the first kind that has something to say.
    """

    angle: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    when: tuple[str, ...] = ()
    lines: Annotated[tuple[tuple[Kinds, ...], ...], Field(min_length=1)]


class PickSource(_Strict):
    """A value that is taken when its conditions hold."""

    value: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    when: tuple[str, ...] = ()


def _as_pick(value: object) -> object:
    return {"value": value} if isinstance(value, str) else value


class AimSource(_Strict):
    """Sizes a draft is fitted to: the first that holds all it must, never above the last."""

    latin: Annotated[tuple[int, ...], Field(min_length=1)]
    native: Annotated[tuple[int, ...], Field(min_length=1)]


class PlanSource(_Strict):
    """The YAML of a ``# Compose`` section."""

    uses: Annotated[tuple[str, ...], Field(min_length=1)]
    layout: Layout = "lines"
    flags: tuple[str, ...] = ()
    shapes: Annotated[tuple[ShapeSource, ...], Field(min_length=1)]
    tail: tuple[Kinds, ...] = ()
    must: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    bold: tuple[str, ...] = ()
    fixes: dict[str, tuple[str, ...]] = {}
    hashtags: bool = False
    emoji: bool = True
    reply: bool = False
    choices: tuple[Annotated[PickSource, BeforeValidator(_as_pick)], ...] = ()
    gsm: bool = False
    aim: AimSource | None = None
    most: dict[str, Annotated[int, Field(ge=1)]] = {}
    apart: dict[str, tuple[str, ...]] = {}
    listed: dict[str, tuple[str, ...]] = {}
    picks: dict[str, tuple[PickSource, ...]] = {}
    phrases: dict[str, Any] = {}

    def kinds(self) -> dict[str, tuple[object, ...]]:
        """Every kind the plan names, with the path of its first mention."""
        named: dict[str, tuple[object, ...]] = {}
        for index, shape in enumerate(self.shapes):
            for row, line in enumerate(shape.lines):
                for column, kinds in enumerate(line):
                    for kind in kinds.split("|"):
                        named.setdefault(kind, ("shapes", index, "lines", row, column))
        for index, kinds in enumerate(self.tail):
            for kind in kinds.split("|"):
                named.setdefault(kind, ("tail", index))
        for finding, fixing in self.fixes.items():
            for index, kind in enumerate(fixing):
                named.setdefault(kind, ("fixes", finding, index))
        for kind, at in self._kinds_of_extras():
            named.setdefault(kind, at)
        return named

    def _kinds_of_extras(self) -> Iterator[tuple[str, tuple[object, ...]]]:
        for key, lists in (("apart", self.apart), ("listed", self.listed)):
            for name, kinds in lists.items():
                for index, kind in enumerate(kinds):
                    yield kind, (key, name, index)
        for kind in self.most:
            yield kind, ("most", kind)

    def conditions(self) -> list[tuple[str, tuple[object, ...]]]:
        """Every name a shape, a pick or a choice depends on, with its path."""
        shapes = [(("shapes", i, "when"), shape.when) for i, shape in enumerate(self.shapes)]
        picks = [
            (("picks", name, i, "when"), pick.when)
            for name, listed in self.picks.items()
            for i, pick in enumerate(listed)
        ]
        choices = [(("choices", i, "when"), each.when) for i, each in enumerate(self.choices)]
        return [
            (name, (*path, row))
            for path, when in (*shapes, *picks, *choices)
            for row, condition in enumerate(when)
            for name in condition.removeprefix("!").split("|")
        ]


@dataclass(frozen=True, slots=True)
class Shape:
    """A compiled shape; ``all_of`` and ``none_of`` are its conditions as in a phrase."""

    angle: str
    lines: tuple[tuple[tuple[str, ...], ...], ...]
    all_of: tuple[tuple[str, ...], ...]
    none_of: tuple[str, ...]

    def fits(self, facts: Mapping[str, object]) -> bool:
        """Whether the facts allow this shape."""
        return all(any(name in facts for name in group) for group in self.all_of) and not any(
            name in facts for name in self.none_of
        )


@dataclass(frozen=True, slots=True)
class Pick:
    """A value and its conditions as in a phrase."""

    value: str
    all_of: tuple[tuple[str, ...], ...]
    none_of: tuple[str, ...]

    def fits(self, facts: Mapping[str, object]) -> bool:
        """Whether the facts allow this value."""
        return all(any(name in facts for name in group) for group in self.all_of) and not any(
            name in facts for name in self.none_of
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled compose plan with all its phrases.

    ``flags`` hold in every draft of the skill. ``tail`` kinds close every draft, in this order.
    ``must`` kinds are never dropped to fit a limit; ``drop`` kinds go first, in this order.
    ``bold`` says which kind keeps its ``*bold*`` phrase. ``fixes`` maps a failed check to the
    kinds that mend it. ``emoji`` False keeps them out whatever the constitution allows.
    ``reply``: what is composed is said to the owner and is no draft; ``choices`` are skills that
    are offered below it.

    ``gsm``: a Latin draft keeps to the letters of an SMS in GSM-7. ``aim`` are the sizes (Latin,
    native) it is fitted to in turn. ``most`` is the longest a sentence of a kind may be. What is
    said in ``apart`` kinds stands in the extra of that name instead of the text; ``listed`` kinds
    stand in both. ``picks`` give an extra the first value whose conditions hold.
    """

    layout: str
    flags: tuple[str, ...]
    shapes: tuple[Shape, ...]
    tail: tuple[tuple[str, ...], ...]
    must: frozenset[str]
    drop: tuple[str, ...]
    bold: tuple[str, ...]
    fixes: Mapping[str, tuple[str, ...]]
    hashtags: bool
    emoji: bool
    reply: bool
    choices: tuple[Pick, ...]
    gsm: bool
    aim: tuple[tuple[int, ...], tuple[int, ...]] | None
    most: Mapping[str, int]
    apart: Mapping[str, tuple[str, ...]]
    listed: Mapping[str, tuple[str, ...]]
    picks: Mapping[str, tuple[Pick, ...]]
    phrases: PhraseBank

    def phrases_of(self, kind: str, variant: Variant) -> tuple[Phrase, ...]:
        """Every way to say ``kind`` in ``variant``, whether or not the facts allow it."""
        return self.phrases.get(kind, {}).get(variant, ())


def compile_plan(source: PlanSource, phrases: PhraseBank) -> Plan:
    """The plan of a valid source, with the phrases of the files it uses and its own."""
    shapes = []
    for shape in source.shapes:
        wanted, barred = read_conditions(shape.when, [])
        lines = tuple(tuple(tuple(kinds.split("|")) for kinds in line) for line in shape.lines)
        shapes.append(Shape(shape.angle, lines, tuple(wanted), tuple(barred)))
    return Plan(
        layout=source.layout,
        flags=source.flags,
        shapes=tuple(shapes),
        tail=tuple(tuple(kinds.split("|")) for kinds in source.tail),
        must=frozenset(source.must),
        drop=source.drop,
        bold=source.bold,
        fixes=dict(source.fixes),
        hashtags=source.hashtags,
        emoji=source.emoji,
        reply=source.reply,
        choices=tuple(map(_pick, source.choices)),
        gsm=source.gsm,
        aim=(source.aim.latin, source.aim.native) if source.aim else None,
        most=dict(source.most),
        apart=dict(source.apart),
        listed=dict(source.listed),
        picks={name: tuple(map(_pick, listed)) for name, listed in source.picks.items()},
        phrases=phrases,
    )


def _pick(source: PickSource) -> Pick:
    wanted, barred = read_conditions(source.when, [])
    return Pick(source.value, tuple(wanted), tuple(barred))
