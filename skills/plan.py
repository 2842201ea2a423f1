"""The compose plan of a skill: which sentences a draft needs, in which order, and what may go."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.core.variants import Variant
from skills.phrasebook import Phrase, PhraseBank, read_conditions

Layout = Annotated[str, StringConstraints(pattern=r"^(lines|caption|paragraph)$")]
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
    choices: tuple[str, ...] = ()
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
        return named


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
class Plan:
    """A compiled compose plan with all its phrases.

    ``flags`` hold in every draft of the skill. ``tail`` kinds close every draft, in this order.
    ``must`` kinds are never dropped to fit a limit; ``drop`` kinds go first, in this order.
    ``bold`` says which kind keeps its ``*bold*`` phrase. ``fixes`` maps a failed check to the
    kinds that mend it. ``emoji`` False keeps them out whatever the constitution allows.
    ``reply``: what is composed is said to the owner and is no draft; ``choices`` are skills that
    are offered below it.
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
    choices: tuple[str, ...]
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
        choices=source.choices,
        phrases=phrases,
    )
