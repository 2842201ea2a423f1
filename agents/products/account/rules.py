"""Her rules changed in her own words: each becomes one the checks and the overseer execute.

What was understood is said back with her sentence; it can be taken back with one tap, by saying so
right after, or later by naming it ("remove the rule about cheap").
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents.events import Event, QuestionAsked, ReplySent, ToolCalled
from agents.products.account.flow import sources_of
from agents.products.account.schemas import RULE, UNDO, RuleChange
from agents.products.account.store import AccountStore
from agents.products.account.wording import rule_in_words, rule_line, said
from agents.replies import reply
from agents.turn import Turn
from agents.understanding.told_facts import read_told
from agents.understanding.told_rules import ToldRule, read_rules, speaks_of_rules
from agents.understanding.told_words import own_words
from integrations.languages.messages import text
from integrations.languages.text import squeeze
from memory.constitution import Constitution, ConstitutionStore

TOOL: Final = "change_rules"
ASK: Final = "rule"
_LISTS: Final = ("never_say", "always_say")
_MOST_ROWS: Final = 5


async def change_rules(turn: Turn) -> AsyncIterator[Event]:
    """Do what the message says of her rules; else show them and say how to set one."""
    choice = turn.choice or ""
    if choice == UNDO:
        async for event in take_back(turn, turn.id):
            yield event
        return
    if turn.skipped:
        yield turn.end(reply(turn, "reply.ok"))
        return
    told = _dropped(turn, choice) if choice.startswith(RULE) else _told(turn)
    if not told:
        for event in _show(turn):
            yield event
        return
    changes = _apply(turn, told)
    for event in _say(turn, changes):
        yield event


def _told(turn: Turn) -> list[ToldRule]:
    rules = turn.rules
    words = str(turn.answers.get(ASK) or own_words(turn.request.text))
    found = read_rules(words, turn.talk, never=rules.never_say, always=rules.always_say)
    if not found and ASK in turn.answers:
        # She was asked for a word to keep out and wrote just that.
        found = [ToldRule("never_say", "add", words.strip(), words)]
    return [_resolved(turn, rule) for rule in found]


def _resolved(turn: Turn, rule: ToldRule) -> ToldRule:
    """ "always add our number" means the number, not the words."""
    if rule.kind != "always_say" or rule.change != "add":
        return rule
    spoken = read_told(rule.value, turn.talk)
    known = [name for name in spoken.about if turn.facts.value(name)]
    if spoken.values or len(known) != 1:
        return rule
    value = said(known[0], turn.facts.value(known[0]), turn.talk)
    return ToldRule(rule.kind, rule.change, value, rule.said)


def _dropped(turn: Turn, choice: str) -> list[ToldRule]:
    """The rule of a row she tapped, to be dropped."""
    kind, _, words = choice.removeprefix(RULE).partition(":")
    value = getattr(turn.rules, kind, None)
    if kind in _LISTS:
        found = [each for each in value or () if squeeze(each)[:40] == words]
        return [ToldRule(kind, "remove", each, "") for each in found]  # type: ignore[arg-type]
    return [ToldRule(kind, "clear", value, "")] if value is not None else []  # type: ignore[arg-type]


def _apply(turn: Turn, told: Sequence[ToldRule]) -> list[RuleChange]:
    """Write the rules with the next flush; the turn's own are changed at once."""
    values = turn.rules.plain()
    sentences = dict(turn.rules.sentences)
    changes, touched = [], []
    for rule in told:
        kind, value = rule.kind, rule.value
        gone = rule.change in ("remove", "clear")
        changes.append(
            RuleChange(kind, value if value is not None else values[kind], rule.said, gone)
        )
        if kind in _LISTS:
            kept = [each for each in values[kind] if squeeze(each) != squeeze(str(value))]
            values[kind] = kept if gone else [*kept, value]
            lines = [line for line in sentences.get(kind, "").splitlines() if line != rule.said]
            sentences[kind] = "\n".join(lines if gone else [*lines, rule.said])
        else:
            values[kind] = None if gone else value
            sentences[kind] = "" if gone else rule.said
        touched.append(kind)
    turn.rules = Constitution.of(values, {k: v for k, v in sentences.items() if v})
    tenant, clock, source = turn.request.tenant_id, turn.services.clock, turn.id

    async def put(session: AsyncSession) -> None:
        store = ConstitutionStore(session, tenant, clock)
        inforce = {rule.kind: rule.value for rule in await store.rules()}
        for kind in dict.fromkeys(touched):
            value = values[kind] if values[kind] is not None else _DEFAULTS.get(kind)
            if inforce.get(kind) != value:
                await store.put(kind, value, sentences.get(kind) or None, source)

    turn.journal.also(put)
    return changes


_DEFAULTS: Final[dict[str, Any]] = {
    "never_say": [],
    "always_say": [],
    "emoji": "few",
    "approval": "always",
}


def _say(turn: Turn, changes: Sequence[RuleChange]) -> list[Event]:
    result = {"rules": [{"kind": c.kind, "value": c.value, "gone": c.gone} for c in changes]}
    called = ToolCalled(**turn.ids, tool=TOOL, arguments={"text": turn.request.text}, result=result)
    lines = [rule_line(change, turn.talk) for change in changes]
    words = "\n".join([text(turn.talk, "agents.rule.head"), *lines])
    said = ReplySent(**turn.ids, key=None, text=words)
    if not turn.request.asks:
        return [turn.note(called), turn.end(said)]
    choices = [(UNDO, text(turn.talk, "agents.choice.undo"))]
    right = reply(turn, "rule.is_it_right", kind="choose", choices=choices)
    return [turn.note(called), turn.note(said), turn.end(right, waits=True)]


def _show(turn: Turn) -> list[Event]:
    """Her rules as they stand, each row a way to drop it; what could not be read is said so."""
    rows = _rows(turn.rules, turn)
    lines = [line for _, line in rows]
    known = speaks_of_rules(turn.request.text)
    head = ("rule.list" if lines else "rule.none") if known else "rule.unread"
    words = [text(turn.talk, f"agents.{head}"), *(lines if known else [])]
    words.append(text(turn.talk, "agents.rule.how"))
    said = ReplySent(**turn.ids, key=None, text="\n".join(words))
    if not turn.request.asks:
        return [turn.end(said)]
    if known and rows:
        choose = reply(turn, "rule.drop_which", kind="choose", choices=rows[:_MOST_ROWS])
        return [turn.note(said), turn.end(choose, waits=True)]
    return [turn.note(said), _ask(turn)]


def _rows(rules: Constitution, turn: Turn) -> list[tuple[str, str]]:
    values = rules.plain()
    rows = []
    for kind in _LISTS:
        rows += [
            (f"{RULE}{kind}:{squeeze(each)[:40]}", rule_in_words(kind, each, turn.talk))
            for each in values[kind]
        ]
    for kind in ("discount_cap_percent", "tone"):
        if values[kind] is not None:
            rows.append((f"{RULE}{kind}", rule_in_words(kind, values[kind], turn.talk)))
    for kind in ("emoji", "approval"):
        if values[kind] != _DEFAULTS[kind]:
            rows.append((f"{RULE}{kind}", rule_in_words(kind, values[kind], turn.talk)))
    return rows


def _ask(turn: Turn) -> Event:
    spec = turn.skill.fields.get(ASK) if turn.skill else None
    return turn.end(
        QuestionAsked(
            **turn.ids,
            question_id=turn.child_id(f"question:{ASK}:{turn.asked}"),
            field=ASK,
            position=1,
            total=1,
            question=spec.ask[turn.talk] if spec and spec.ask else "",
            why=text(turn.talk, "agents.rule.why"),
        ),
        waits=True,
    )


async def take_back(turn: Turn, turn_id: UUID) -> AsyncIterator[Event]:
    """Put back the rules that those of a turn took the place of."""
    tenant = turn.request.tenant_id
    sources = await sources_of(turn, turn_id)
    async with turn.services.database.transaction(tenant) as session:
        kinds = await AccountStore(session, tenant, turn.services.clock).take_back_rules(sources)
        turn.rules = await ConstitutionStore(session, tenant, turn.services.clock).load()
    if not kinds:
        yield turn.end(reply(turn, "fact.nothing_to_undo"))
        return
    arguments = {"undo": str(turn_id)}
    yield turn.note(ToolCalled(**turn.ids, tool=TOOL, arguments=arguments, result={"kinds": kinds}))
    lines = [line for _, line in _rows(turn.rules, turn)]
    head = "rule.undone" if lines else "rule.undone_none"
    words = "\n".join([text(turn.talk, f"agents.{head}"), *lines])
    yield turn.end(ReplySent(**turn.ids, key=None, text=words))
