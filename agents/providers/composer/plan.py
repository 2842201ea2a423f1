"""Plan: which sentences this draft has, in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.providers.composer.choose import Chooser
from agents.providers.composer.facts import Facts
from skills.plan import Plan, Shape


@dataclass(frozen=True, slots=True)
class Outline:
    """The angle and the lines of a draft: each line is sentence kinds, each with alternatives."""

    angle: str
    lines: tuple[tuple[tuple[str, ...], ...], ...]


def outline(plan: Plan, facts: Facts, chooser: Chooser, findings: Sequence[str]) -> Outline:
    """The shape for this attempt, with what the findings ask for added and the tail at its end."""
    fitting = [shape for shape in plan.shapes if shape.fits(facts.values)]
    shape = _turn(fitting, chooser) if fitting else plan.shapes[0]
    lines = list(shape.lines)
    present = {kind for line in lines for kinds in line for kind in kinds}
    for kind in fixes(plan, findings):
        if kind not in present:
            present.add(kind)
            lines.append(((kind,),))
    lines.extend((kinds,) for kinds in plan.tail)
    return Outline(shape.angle, tuple(lines))


def _turn(shapes: list[Shape], chooser: Chooser) -> Shape:
    ordered = chooser.order("shape", [shape.angle for shape in shapes])
    return shapes[ordered[chooser.attempt % len(shapes)]]


def fixes(plan: Plan, findings: Sequence[str]) -> list[str]:
    """Kinds that mend the checks which failed; a finding may carry more than the check's name."""
    return [
        kind
        for finding in findings
        for check, kinds in plan.fixes.items()
        if check in finding
        for kind in kinds
    ]
