"""Facts of her shop changed in her own words: read, checked, kept with their source, told back.

A fact she names without telling it is asked for; what was changed can be taken back with one tap
for as long as the card stands, and by saying so right after.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Final
from uuid import UUID

from agents.answering import keep
from agents.events import Event, QuestionAsked, ReplySent, ToolCalled
from agents.products.account.schemas import FACT, UNDO, FactChange
from agents.products.account.store import AccountStore
from agents.products.account.wording import fact_line
from agents.replies import reply
from agents.turn import Turn
from agents.turn_rows import TurnRows
from agents.understanding.opening_hours import WEEKDAYS
from agents.understanding.told_facts import Told, read_told
from agents.understanding.told_words import own_words
from app.core.errors import OurBug
from integrations.languages.messages import text
from integrations.languages.phonetics import phonetic_key, sounds_like

TOOL: Final = "change_facts"
# Asked for under a name of their own: what she answers is read like a message, not kept as it is.
READ_AS: Final = {"place": "shop {}", "timings": "timing {}", "new_product": "we sell {}"}
ASKED: Final = ("phone", "place", "timings", "business_name", "new_product", "vpa", "gstin")
_FROM_NOTHING: Final = ("closed_on", "products")


async def change_facts(turn: Turn) -> AsyncIterator[Event]:
    """Do what the message says of her shop, or ask for what it leaves out."""
    choice = turn.choice or ""
    if choice == UNDO:
        async for event in take_back(turn, turn.id):
            yield event
        return
    if turn.skipped:
        yield turn.end(reply(turn, "reply.ok"))
        return
    if choice.startswith(FACT):
        yield ask_for(turn, choice.removeprefix(FACT), Told())
        return
    told = _told(turn)
    changes = await _changes(turn, told)
    known = [name for name in told.about if turn.facts.value(name)]
    if not changes and told.asks and known:
        now = [FactChange(name, None, turn.facts.value(name)) for name in known]
        yield turn.end(_line(turn, "\n".join(fact_line(each, turn.talk) for each in now)))
        return
    if not changes:
        wanted = told.problem_of or next(iter(told.about), None)
        yield ask_for(turn, wanted, told) if wanted else _which(turn)
        return
    for event in _say(turn, changes):
        yield event
    if told.problem_of and turn.request.asks and not turn.answers:
        turn.ended = None
        yield ask_for(turn, told.problem_of, told)


def _told(turn: Turn) -> Told:
    """What the message tells, with what her answer to our question adds."""
    told = read_told(own_words(turn.request.text), turn.talk)
    for name, answer in turn.answers.items():
        if name in READ_AS:
            more = read_told(READ_AS[name].format(answer), turn.talk)
            if name == "place" and not more.values:
                more.put("area", str(answer).strip(), str(answer))
            for field, value in more.values.items():
                told.put(field, value, str(answer))
        told.problem_of = None
    return told


async def _changes(turn: Turn, told: Told) -> list[FactChange]:
    """Keep what is new; say of each field what it was."""
    values = _merged(turn, told)
    answered = {name: value for name, value in turn.answers.items() if name not in READ_AS}
    sources = await sources_of(turn, turn.id)
    own = {str(source) for source in sources}
    changes = []
    async with turn.services.database.transaction(turn.request.tenant_id) as session:
        store = AccountStore(session, turn.request.tenant_id, turn.services.clock)
        for field in dict.fromkeys([*values, *answered]):
            known = turn.facts.get(field)
            again = known is not None and known.source_id in own
            # Kept already: by her answer, or by this turn before it had to start anew.
            old = await store.before(field, sources) if again else turn.facts.value(field)
            new = values.get(field, answered.get(field))
            if old is None and field in _FROM_NOTHING and not new:
                old = new
            changes.append(FactChange(field, old, new))
    fresh = {change.field: change.after for change in changes if not change.same}
    kept = {field: value for field, value in fresh.items() if field in values}
    keep(turn, kept, told.said, turn.request.text, turn.id)
    return changes


def _merged(turn: Turn, told: Told) -> dict[str, Any]:
    """The new values in full: lists with what she added or took away, hours with both ends."""
    values = dict(told.values)
    if "open_on" in values:
        opened = values.pop("open_on")
        closed = turn.facts.value("closed_on") or []
        values["closed_on"] = [day for day in WEEKDAYS if day in closed and day not in opened]
        told.said["closed_on"] = told.said["open_on"]
    if "hours" in values:
        old = str(turn.facts.value("hours") or "-").partition("-")
        new = values["hours"].partition("-")
        values["hours"] = f"{new[0] or old[0]}-{new[2] or old[2]}"
    listed = [str(each) for each in turn.facts.value("products") or ()]
    if "products" in values:
        values["products"] = [*listed, *(p for p in values["products"] if not _same(p, listed))]
    if told.gone:
        gone = [found for each in told.gone for found in _same(each, listed) or _near(each, listed)]
        values["products"] = [each for each in listed if each not in gone]
    moved = any(
        name in values and turn.facts.value(name) not in (None, values[name])
        for name in ("city", "area")
    )
    for name in ("area", "address") if moved else ():
        # A street of the old place is no street of the new one.
        if name not in values and turn.facts.value(name):
            values[name] = ""
            told.said[name] = turn.request.text
    return {name: value for name, value in values.items() if name not in turn.answers}


def _same(product: str, listed: list[str]) -> list[str]:
    """Those of the list that it is, however it is spelt: काजू कतली is kaju kathli."""
    key = phonetic_key(product)
    plain = product.casefold()
    return [each for each in listed if each.casefold() == plain or phonetic_key(each) == key != ""]


def _near(product: str, listed: list[str]) -> list[str]:
    """The one that it nearly sounds like; of several none, for nobody knows which she means."""
    found = [each for each in listed if sounds_like(product, each)]
    return found if len(found) == 1 else []


def _say(turn: Turn, changes: list[FactChange]) -> list[Event]:
    lines = [fact_line(change, turn.talk) for change in changes if change.field != "state"]
    done = [change for change in changes if not change.same]
    result = {c.field: {"before": c.before, "after": c.after} for c in changes}
    called = ToolCalled(**turn.ids, tool=TOOL, arguments={"fields": list(result)}, result=result)
    head = "fact.head" if done else "fact.nothing_new"
    said = "\n".join([text(turn.talk, f"agents.{head}"), *lines])
    events: list[Event] = [turn.note(called)]
    if not done:
        return [*events, turn.end(_line(turn, said))]
    if not turn.request.asks:
        return [*events, turn.end(_line(turn, said))]
    return [*events, turn.note(_line(turn, said)), _offer_undo(turn, done)]


def _offer_undo(turn: Turn, done: list[FactChange]) -> Event:
    choices = [(UNDO, text(turn.talk, "agents.choice.undo"))]
    fields = [change.field for change in done if change.field in ASKED]
    if fields:
        choices.append((f"{FACT}{fields[0]}", text(turn.talk, "agents.choice.tell_again")))
    return turn.end(reply(turn, "fact.is_it_right", kind="choose", choices=choices), waits=True)


def _line(turn: Turn, said: str) -> Event:
    return ReplySent(**turn.ids, key=None, text=said)


def _which(turn: Turn) -> Event:
    choices = [
        (f"{FACT}{field}", text(turn.talk, f"agents.fact.row.{field}")) for field in ASKED[:5]
    ]
    event = reply(turn, "fact.which", kind="choose", choices=choices)
    return turn.end(event, waits=True)


def ask_for(turn: Turn, field: str, told: Told) -> Event:
    """Ask for the fact; where nobody waits for an answer, say what to write."""
    skill = turn.skill
    if skill is None:
        raise OurBug("skill_missing", detail="route comes before change_facts in the pipeline")
    spec = skill.fields.get(field)
    question = spec.ask[turn.talk] if spec and spec.ask else text(turn.talk, "agents.fact.which")
    why = text(turn.talk, "agents.fact.why")
    if told.problem_of == field and told.problem_key:
        why = text(turn.talk, told.problem_key, **told.params)
    if not turn.request.asks:
        return turn.end(_line(turn, f"{why}\n{question}"))
    chips = [(told.suggestion, told.suggestion)] if told.suggestion else []
    return turn.end(
        QuestionAsked(
            **turn.ids,
            question_id=turn.child_id(f"question:{field}:{turn.asked}"),
            field=field,
            position=1,
            total=1,
            chips=chips,
            question=question,
            why=why,
        ),
        waits=True,
    )


async def sources_of(turn: Turn, turn_id: UUID) -> list[UUID]:
    """The ids under which a turn keeps facts: its own, and those of its questions."""
    async with turn.services.database.transaction(turn.request.tenant_id) as session:
        questions = await TurnRows(session, turn.request.tenant_id).questions_of(turn_id)
    return [turn_id, *(question.id for question in questions)]


async def take_back(turn: Turn, turn_id: UUID) -> AsyncIterator[Event]:
    """Put back what the facts of a turn took the place of."""
    sources = await sources_of(turn, turn_id)
    async with turn.services.database.transaction(turn.request.tenant_id) as session:
        store = AccountStore(session, turn.request.tenant_id, turn.services.clock)
        undone = await store.take_back_facts(sources)
    if not undone:
        yield turn.end(reply(turn, "fact.nothing_to_undo"))
        return
    result: Mapping[str, Any] = {c.field: {"before": c.before, "after": c.after} for c in undone}
    yield turn.note(
        ToolCalled(**turn.ids, tool=TOOL, arguments={"undo": str(turn_id)}, result=dict(result))
    )
    lines = [fact_line(change, turn.talk) for change in undone if change.field != "state"]
    said = "\n".join([text(turn.talk, "agents.fact.undone"), *lines])
    yield turn.end(_line(turn, said))
