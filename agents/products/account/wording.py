"""Facts and rules as she reads them: her script, her digits, her words for days and hours."""

from datetime import datetime, time
from typing import Any, Final

from agents.products.account.schemas import FactChange, RuleChange
from agents.providers.composer.values import place
from agents.understanding.opening_hours import WEEKDAYS
from app.core.clock import IST
from app.core.variants import Variant, base_of, is_native
from integrations.languages.formats import clock_time
from integrations.languages.messages import has, text
from integrations.languages.regional_languages import language

_NOW: Final = datetime(2026, 1, 1, tzinfo=IST)
_PLACES: Final = frozenset({"city", "state"})


def fact_line(change: FactChange, talk: Variant) -> str:
    """ "Phone: 98400 12345 (earlier 90030 11223)"."""
    label = text(talk, f"agents.fact.label.{change.field}")
    old, new = (said(change.field, value, talk) for value in (change.before, change.after))
    if change.after in (None, ""):
        return text(talk, "agents.fact.gone", label=label, old=old)
    if change.before in (None, ""):
        return text(talk, "agents.fact.noted", label=label, new=new)
    if change.same:
        return text(talk, "agents.fact.same", label=label, new=new)
    return text(talk, "agents.fact.changed", label=label, old=old, new=new)


def said(field: str, value: Any, talk: Variant) -> str:
    """A value as it is said."""
    match field:
        case "phone":
            return f"{str(value)[:5]} {str(value)[5:]}"
        case "closed_on":
            days = [_weekday(str(day), talk) for day in value or ()]
            return ", ".join(days) or text(talk, "agents.fact.open_daily")
        case "hours":
            return _hours(str(value), talk)
    if field in _PLACES:
        return place(str(value), talk) or str(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return str(value)


def _weekday(day: str, talk: Variant) -> str:
    if day not in WEEKDAYS:
        return day
    # Chat in Latin letters says Sunday, whichever language it is.
    native = is_native(talk)
    name = language(base_of(talk) if native else "en").weekdays[WEEKDAYS.index(day)]
    return name.first(native=native).capitalize()


def _hours(value: str, talk: Variant) -> str:
    opens, _, closes = value.partition("-")
    ends = [_clock(each, talk) if each else "?" for each in (opens, closes)]
    if not opens:
        return text(talk, "agents.fact.until", time=ends[1])
    return text(talk, "agents.fact.since", time=ends[0]) if not closes else " – ".join(ends)


def _clock(value: str, talk: Variant) -> str:
    try:
        at = time.fromisoformat(value)
    except ValueError:
        return value
    return clock_time(_NOW.replace(hour=at.hour, minute=at.minute), talk)


def rule_line(rule: RuleChange, talk: Variant) -> str:
    """The rule in our words, with the sentence that made it below."""
    if rule.gone:
        return text(talk, "agents.rule.gone", value=_named(rule.kind, rule.value, talk))
    line = rule_in_words(rule.kind, rule.value, talk)
    if not rule.sentence:
        return line
    return f"{line}\n{text(talk, 'agents.rule.said', sentence=rule.sentence)}"


def rule_in_words(kind: str, value: Any, talk: Variant) -> str:
    """What the rule does."""
    if kind in ("emoji", "approval"):
        return text(talk, f"agents.rule.{kind}.{value}")
    return text(talk, f"agents.rule.{kind}", value=_named(kind, value, talk))


def _named(kind: str, value: Any, talk: Variant) -> str:
    if kind == "tone":
        key = f"agents.rule.tone_name.{value}"
        return text(talk, key) if has(key, talk) else str(value)
    if kind == "discount_cap_percent":
        return f"{value:g}%" if value is not None else ""
    return str(value)
