"""Props of the usage card: the month's sum and limit, eight weeks, what it went for, who wrote.

Everything on it is read from the ledger each time. Names of props are a contract with
``public/elements/UsageCard.jsx`` (see the README there).
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from agents.economics.reports import MEMORY, Part
from agents.inputs import shell_titles
from agents.products.account.spending import headline
from app.chat import runtime
from app.chat.cards import VERSION, Props, words
from app.chat.usage_rows import UsageBoard
from app.core.money import PAISE_PER_RUPEE
from app.core.variants import Variant
from integrations.languages.formats import rupees, short_date
from integrations.languages.messages import has, text

MOST_ROWS: Final = 5
_LABELS: Final = ("details", "save", "cancel", "seePlans")
_OWN_LABELS: Final = ("budget", "report", "table", "lift")
_FULL: Final = 100


def usage_card(
    owner: UUID,
    line: str,
    board: UsageBoard,
    talk: Variant,
    *,
    thread: str = "",
    stale: bool = False,
    error: str = "",
    typed: str = "",
) -> Props:
    """All that the card shows. ``typed``: a limit that could not be read; ``error``: why."""
    props: Props = {
        "v": VERSION,
        "id": str(owner),
        "thread": thread,
        "state": _state(board, stale=stale),
        "talk": talk,
        "title": text(talk, "usage.card.title"),
        "line": text(talk, "chat.card.stale") if stale else line,
        "t": {} if stale else _words(talk),
    }
    return props if stale else props | _figures(board, talk) | {"error": error, "typed": typed}


def _figures(board: UsageBoard, talk: Variant) -> Props:
    usage, is_now = board.usage, board.usage.month == board.now
    limit = board.limits.in_force if is_now else None
    address = f"/api/v1/usage/reports/{usage.month.name}"
    return {
        "month": usage.month.name,
        "head": headline(usage, board.limits, talk, now=board.now),
        "parts": _parts(board, talk),
        "bar": _bar(usage.spent_paise, limit),
        "note": _note(board, limit, talk),
        "weeks": _weeks(board, talk) if is_now and not usage.is_empty else None,
        "groups": _groups(board, talk),
        "limits": _limits(board, talk),
        "canSet": is_now,
        # Where no plan limits her, another one would change nothing here.
        "plans": is_now and board.limits.plan_paise is not None,
        "rupees": _whole_rupees(board.limits.month_paise),
        "ask": text(talk, "usage.card.ask_limit"),
        "pdf": f"{address}.pdf?lang={talk}",
        "csv": f"{address}.csv",
    }


def _state(board: UsageBoard, *, stale: bool) -> str:
    if stale:
        return "stale"
    limit = board.limits.in_force
    if board.usage.month == board.now and limit is not None and board.usage.spent_paise >= limit:
        return "over"
    return "empty" if board.usage.is_empty else "open"


def _words(talk: Variant) -> dict[str, str]:
    own = {name: text(talk, f"usage.label.{name}") for name in _OWN_LABELS}
    return words(talk, _LABELS) | own


def _parts(board: UsageBoard, talk: Variant) -> list[str]:
    usage, may = board.usage, board.allowance
    parts = [text(talk, "usage.card.messages", n=usage.drafts)]
    if may is not None and may.drafts is not None and usage.month == board.now:
        parts = [text(talk, "usage.card.quota", n=may.written, most=may.drafts)]
    if usage.remembered:
        parts.append(text(talk, "usage.card.memory", n=usage.remembered))
    if usage.saved_paise:
        parts.append(text(talk, "usage.card.saved", amount=rupees(usage.saved_paise, talk)))
    return parts


def _bar(spent: int, limit: int | None) -> int | None:
    """How full the month is, in percent; a little that was spent is seen, never more than full."""
    if limit is None:
        return None
    if limit == 0:
        return _FULL
    return min(_FULL, max(1 if spent else 0, spent * _FULL // limit))


def _note(board: UsageBoard, limit: int | None, talk: Variant) -> str:
    if limit is not None and board.usage.spent_paise >= limit:
        return text(talk, "usage.card.over")
    if board.usage.is_empty:
        return text(talk, "usage.card.empty")
    if limit is None:
        return ""
    last = board.now.back(-1).first - timedelta(days=1)
    left = rupees(limit - board.usage.spent_paise, talk)
    return text(talk, "usage.card.left", amount=left, day=short_date(last, talk))


def _weeks(board: UsageBoard, talk: Variant) -> Props:
    """Paise where something was paid in these weeks, else how many messages were written."""
    paid = any(week.paise for week in board.weeks)
    values = [week.paise if paid else week.drafts for week in board.weeks]
    most = max(values, default=0) or 1
    return {
        "title": text(talk, f"usage.card.weeks_{'paid' if paid else 'written'}"),
        "bars": [
            [
                f"{week.monday.day}/{week.monday.month}",
                _short(value) if paid else str(value),
                value * _FULL // most,
            ]
            for week, value in zip(board.weeks, values, strict=True)
        ],
    }


def _short(paise: int) -> str:
    """An amount as it fits above a bar: whole rupees, ``<₹1`` below one."""
    if 0 < paise < PAISE_PER_RUPEE:
        return "<₹1"
    return rupees(round(paise / PAISE_PER_RUPEE) * PAISE_PER_RUPEE, "en")


def _groups(board: UsageBoard, talk: Variant) -> list[Props]:
    usage = board.usage
    skills = _rows(usage.skills, lambda name: _skill(name, talk), talk)
    providers = _rows(usage.providers, lambda name: _provider(name, talk), talk)
    saved = [
        Part(each.skill, drafts=each.kept, paise=each.saved_paise)
        for each in board.cheaper_first
        if each.saved_paise > 0
    ]
    cheaper = _rows(saved, lambda name: _skill(name, talk), talk)
    named = (("skills", skills), ("providers", providers), ("cheaper_first", cheaper))
    return [
        {"key": key, "name": text(talk, f"usage.card.{key}"), "rows": rows}
        for key, rows in named
        if rows
    ]


def _rows(
    parts: Sequence[Part], name_of: Callable[[str], str], talk: Variant
) -> list[list[str | int]]:
    """``[name, amount, share]`` of the largest; the rest together."""
    shown, rest = list(parts[:MOST_ROWS]), parts[MOST_ROWS:]
    named = [(name_of(part.name), part) for part in shown]
    if rest:
        paise, drafts = sum(p.paise for p in rest), sum(p.drafts for p in rest)
        calls = sum(p.calls + p.remembered for p in rest)
        other = Part("", drafts=drafts, calls=calls, paise=paise)
        named.append((text(talk, "usage.card.other_name"), other))
    paid = any(part.paise for _, part in named)
    sizes = [part.paise if paid else _count(part) for _, part in named]
    most = max(sizes, default=0) or 1
    return [
        [name, f"{_count(part)} · {rupees(part.paise, talk)}", size * _FULL // most]
        for (name, part), size in zip(named, sizes, strict=True)
    ]


def _count(part: Part) -> int:
    return part.drafts or part.calls + part.remembered


def _skill(name: str, talk: Variant) -> str:
    registry = runtime.services().registry
    if name in registry:
        return shell_titles(registry.get(name).title, talk)
    return text(talk, "usage.card.other_name")


def _provider(name: str, talk: Variant) -> str:
    if name == MEMORY:
        return text(talk, "usage.card.memory_name")
    key = f"usage.card.provider_{name}"
    return text(talk, key if has(key, talk) else "usage.card.provider_model")


def _limits(board: UsageBoard, talk: Variant) -> list[str]:
    limits = board.limits
    named = (
        ("own_limit", limits.month_paise),
        ("own_day", limits.day_paise),
        ("own_task", limits.task_paise),
        ("plan_limit", limits.plan_paise),
    )
    return [
        text(talk, f"usage.card.{key}", amount=rupees(paise, talk))
        for key, paise in named
        if paise is not None
    ]


def _whole_rupees(paise: int | None) -> str:
    return "" if paise is None else str(paise // PAISE_PER_RUPEE)
