"""Props of the summary card: what is known of her shop and her rules, to be changed in place.

Names of props are a contract with ``public/elements/FoundationCard.jsx`` (see the README there).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from agents.products.onboarding.schemas import Edited, KnownFact, KnownRule, Summary
from agents.products.onboarding.wording import value_in_words
from app.chat.cards import VERSION, Props, words
from app.core.clock import IST
from app.core.variants import VARIANTS, Variant
from integrations.languages.formats import short_date
from integrations.languages.messages import has, text

# Shown though they were never told: what a message needs first, and what only she can add.
_ALWAYS_SHOWN: Final = frozenset(
    {"business_name", "category", "city", "phone", "products", "audience", "vpa", "gstin"}
)
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "tone": ("friendly", "formal", "funny", "devotional"),
    "emoji": ("none", "few", "many"),
    "approval": ("always", "risky_only"),
}
_LONG: Final = frozenset({"products", "audience", "usp", "never_say", "always_say"})
_SHORTEST_SENTENCE: Final = 60


def foundation_card(
    owner: UUID,
    line: str,
    summary: Summary,
    talk: Variant,
    *,
    edited: Edited | None = None,
    typed: str = "",
    stale: bool = False,
    good: bool = False,
) -> Props:
    """All that the card shows; ``edited`` is what became of her last edit, ``typed`` its words."""
    if stale:
        return _stub(owner, talk)
    problem = edited if edited is not None and not edited.applied else None
    saved = edited.field if edited is not None and edited.applied else ""
    name = _name(saved, talk) if saved else ""
    return {
        "v": VERSION,
        "id": str(owner),
        "state": "invalid" if problem else "saved" if saved else "good" if good else "open",
        "talk": talk,
        "title": text(talk, "chat.foundation.title"),
        "line": line,
        "note": text(talk, "chat.foundation.saved", name=name) if saved
        else text(talk, "chat.foundation.good") if good else "",
        "groups": [
            {
                "key": "shop",
                "name": text(talk, "chat.foundation.shop"),
                "rows": [
                    _fact(fact, talk)
                    for fact in summary.facts
                    if fact.field != "tone" and (fact.value or fact.field in _ALWAYS_SHOWN)
                ],
            },
            {
                "key": "rules",
                "name": text(talk, "chat.foundation.rules"),
                "rows": [_rule(rule, talk) for rule in summary.rules],
            },
        ],
        "problem": _problem(problem, typed, talk),
        "buttons": [] if good else ["allGood"],
        "t": words(talk, ["edit", "save", "cancel", "allGood"]),
    }  # fmt: skip


def _stub(owner: UUID, talk: Variant) -> Props:
    """The one line that is left of a summary when a newer one stands below."""
    return {
        "v": VERSION,
        "id": str(owner),
        "state": "stale",
        "talk": talk,
        "title": text(talk, "chat.foundation.title"),
        "line": text(talk, "chat.card.stale"),
        "note": "",
        "groups": [],
        "problem": None,
        "buttons": [],
        "t": words(talk, []),
    }


def _name(field: str, talk: Variant) -> str:
    key = f"chat.fact.{field}"
    return text(talk, key if has(key, talk) else f"chat.rule.{field}")


def _fact(fact: KnownFact, talk: Variant) -> Props:
    source = ""
    if fact.value is not None and fact.observed_at is not None:
        key = "follows" if fact.source_kind == "derived" else "you"
        source = text(talk, f"chat.foundation.{key}", date=_day(fact.observed_at, talk))
    return _row(fact.field, text(talk, f"chat.fact.{fact.field}"), fact.value, source, talk)


def _rule(rule: KnownRule, talk: Variant) -> Props:
    source = ""
    if rule.value is not None and rule.created_at is not None:
        source = text(talk, "chat.foundation.you", date=_day(rule.created_at, talk))
    row = _row(rule.kind, text(talk, f"chat.rule.{rule.kind}"), rule.value, source, talk)
    if rule.value is not None:
        said = _short((rule.sentence or "").splitlines()[-1:] or [""])
        told = [text(talk, "chat.foundation.said", sentence=said)] if said else []
        check = text(talk, f"chat.ruleCheck.{rule.kind}")
        row["more"] = [*told, text(talk, "chat.foundation.check", check=check)]
    return row


def _short(lines: list[str]) -> str:
    line = lines[0]
    return line if len(line) <= _SHORTEST_SENTENCE else f"{line[: _SHORTEST_SENTENCE - 1]}…"


def _row(field: str, name: str, value: Any, source: str, talk: Variant) -> Props:
    shown = value_in_words(field, value, talk)
    row: Props = {
        "field": field,
        "name": name,
        "value": shown or text(talk, "chat.foundation.notTold"),
        "told": bool(shown),
        "source": source,
    }
    if field in _CHOICES:
        row["kind"] = "choice"
        row["options"] = [
            [option, text(talk, f"agents.onboarding.chip.{option}")] for option in _CHOICES[field]
        ]
        return row
    row["kind"] = "long" if field in _LONG else "text"
    typed = _as_typed(field, value, shown)
    if typed != row["value"]:
        row["text"] = typed
    return row


def _as_typed(field: str, value: Any, shown: str) -> str:
    """What stands in the box when she edits the row."""
    if value is None:
        return ""
    if field == "always_say" and isinstance(value, list):
        return "\n".join(str(line) for line in value)
    if field == "discount_cap_percent":
        return f"{float(value):g}"
    if field == "languages" and isinstance(value, list):
        return ", ".join(
            text("en", f"agents.language.{each.replace('-', '_')}")
            for each in value
            if each in VARIANTS
        )
    return shown


def _problem(edited: Edited | None, typed: str, talk: Variant) -> Props | None:
    if edited is None:
        return None
    key = edited.problem_key or "agents.answer.empty"
    return {
        "field": edited.field,
        "typed": typed,
        "text": text(talk, key, **edited.params),
        "suggestion": edited.suggestion,
    }


def _day(at: datetime, talk: Variant) -> str:
    return short_date(at.astimezone(IST).date(), talk)
