"""The line she reads while we work, and the lines inside it: what each stage says when it is done.

Words come from the ``chat`` catalog in the variant of the turn; findings from ``agents``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid5

from agents.events import FindingRecord
from app.chat.turn_state import TurnState
from app.core.clock import IST
from app.core.variants import Variant, as_variant
from integrations.languages.amount_words import said_rupees
from integrations.languages.formats import rupees, short_date
from integrations.languages.messages import has, text

FestivalName = Callable[[str, Variant], str | None]

_RUNNING: Final = {
    "reading": ("chat.step.reading", "queen"),
    "recall": ("chat.step.recall", "swarm"),
    "writing": ("chat.step.writing", "swarm"),
    "checking": ("chat.step.checking", "critic"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A step in words: its line, what is folded inside it, and whose avatar stands beside it."""

    id: UUID
    name: str
    avatar: str
    inside: str = ""


def head(turn: TurnState, festival_name: FestivalName) -> Line:
    """The one line of the turn that she reads when everything is folded."""
    if turn.status == "running":
        key, avatar = _RUNNING.get(turn.phase, _RUNNING["reading"])
        name = (
            text(turn.talk, key, cost=_quoted(turn))
            if turn.phase == "writing"
            else text(turn.talk, key)
        )
        return Line(turn.turn_id, name, avatar)
    if turn.status == "waiting":
        return Line(turn.turn_id, _understood(turn, festival_name), "queen")
    if turn.failed:
        key = "chat.step.stopped" if turn.status == "cancelled" else "chat.step.halted"
        return Line(turn.turn_id, text(turn.talk, key), "overseer")
    ready = text(turn.talk, "chat.step.ready", cost=rupees(turn.actual, turn.talk))
    return Line(turn.turn_id, turn.changed or ready, "overseer")


def children(turn: TurnState, festival_name: FestivalName) -> list[Line]:
    """What is done so far, in order: understood, recalled, written, checked."""
    done: list[Line] = []
    if turn.plan:
        return [_planned(turn, festival_name), *_parts(turn)]
    if turn.understood and turn.routed:
        done.append(_line(turn, "queen", _understood(turn, festival_name)))
    if recalled := _recalled(turn):
        inside = "\n\n".join(turn.facts or ())
        done.append(_line(turn, "swarm", recalled, inside, "recall"))
    if turn.written:
        done.append(_line(turn, "swarm", _wrote(turn), "", "write"))
    if turn.findings:
        done.append(_line(turn, "critic", _checked(turn), _looked_at(turn)))
    return done


def _planned(turn: TurnState, festival_name: FestivalName) -> Line:
    """What will be written one after the other; inside, what it is made from."""
    what = ", ".join(step.title for step in turn.plan)
    name = text(turn.talk, "chat.step.planned", n=len(turn.plan), what=what)
    inside = [_understood(turn, festival_name), _recalled(turn), *(turn.facts or ())]
    return _line(turn, "queen", name, "\n\n".join(line for line in inside if line), "plan")


def _parts(turn: TurnState) -> list[Line]:
    """One line for each draft of the plan that is written: what it is, and how it was checked."""
    titles = {step.skill: step.title for step in turn.plan}
    lines = []
    for draft, paper in turn.papers.items():
        what = text(turn.talk, "chat.step.written")
        if paper.checked:
            what = score_label(paper.checked.findings, turn.talk)
        name = f"{titles.get(paper.written.skill, '')}: {what}"
        lines.append(
            _line(turn, "critic" if paper.checked else "swarm", name, "", f"write {draft}")
        )
    return lines


def _line(turn: TurnState, avatar: str, name: str, inside: str = "", part: str = "") -> Line:
    return Line(uuid5(turn.turn_id, part or avatar), name, avatar, inside)


def _quoted(turn: TurnState) -> str:
    low, high = (rupees(paise, turn.talk) for paise in turn.quoted)
    if turn.ceiling > turn.quoted[1]:
        most = rupees(turn.ceiling, turn.talk)
        return text(turn.talk, "chat.step.costCeiling", low=low, high=high, most=most)
    return low if low == high else text(turn.talk, "chat.step.costRange", low=low, high=high)


def _understood(turn: TurnState, festival_name: FestivalName) -> str:
    what = ", ".join(understood(turn.slots, turn.talk, festival_name))
    if not what:
        return text(turn.talk, "chat.step.understoodPlain")
    return text(turn.talk, "chat.step.understood", what=what)


def understood(slots: dict[str, Any], talk: Variant, festival_name: FestivalName) -> list[str]:
    """The slots worth repeating, as she would say them: festival, offer, channel, language."""
    said: list[str | None] = []
    if festival := slots.get("festival"):
        said.append(festival_name(str(festival), talk))
    if percent := slots.get("discount_percent"):
        said.append(text(talk, "chat.offer.percent", percent=f"{percent:g}"))
    elif amount := slots.get("amount_inr"):
        said.append(said_rupees(round(float(amount) * 100), talk))
    if (channel := slots.get("channel")) and has(f"chat.via.{channel}", talk):
        said.append(text(talk, f"chat.via.{channel}"))
    wanted = as_variant(str(slots.get("target_language") or ""))
    if wanted and wanted != talk:
        said.append(text(talk, f"chat.language.{wanted}"))
    return [part for part in said if part]


def _recalled(turn: TurnState) -> str:
    """What was looked up for her; empty when nothing was."""
    parts: list[str] = []
    if n := len(turn.facts or ()):
        parts.append(text(turn.talk, "chat.step.recalled", n=n))
    if turn.calendar_day:
        day = short_date(turn.calendar_day, turn.talk)
        parts.append(text(turn.talk, "chat.step.calendar", date=day))
    return "; ".join(parts)


def _wrote(turn: TurnState) -> str:
    """That it is written, or from which day's approved message it comes, for nothing."""
    if turn.reused_of is None:
        return text(turn.talk, "chat.step.written")
    day = short_date(turn.reused_of.astimezone(IST).date(), turn.talk)
    return text(turn.talk, "chat.step.writtenFrom", date=day, cost=rupees(0, turn.talk))


def _checked(turn: TurnState) -> str:
    if turn.fixed:
        return text(turn.talk, "chat.step.fixed", what=finding_text(turn.fixed[0], turn.talk))
    return score_label(turn.findings or [], turn.talk)


def _looked_at(turn: TurnState) -> str:
    lines = [score_label(turn.findings or [], turn.talk)] if turn.fixed else []
    lines += [f"✓ {finding_text(finding, turn.talk)}" for finding in turn.fixed]
    open_ones = [f for f in turn.findings or [] if f.severity in ("look", "stop")]
    lines += [f"! {finding_text(finding, turn.talk)}" for finding in open_ones]
    return "\n\n".join(line for line in lines if line.strip("✓! "))


def score_label(findings: list[FindingRecord], talk: Variant) -> str:
    """``12 of 12 right``."""
    right = sum(finding.passed for finding in findings)
    return text(talk, "chat.step.checked", right=right, total=len(findings))


def finding_text(finding: FindingRecord, talk: Variant) -> str:
    """What a check says, in plain words; empty when its sentence is not in the catalog."""
    if not finding.key or not has(finding.key, talk):
        return ""
    return text(talk, finding.key, **finding.params)
