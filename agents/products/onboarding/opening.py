"""How a message reaches a run of onboarding that waits: as an answer, or as the wish to go on."""

from collections.abc import Callable

from agents.events import TurnResumed
from agents.guard import HER_SHOP, guard
from agents.hearing import Task
from agents.products.onboarding.conversation import take
from agents.products.onboarding.doors import door_in
from agents.products.onboarding.hearing import listen
from agents.products.onboarding.store import OnboardingRows, told_of
from agents.products.onboarding.topics import ONBOARDING, RULE_KINDS
from agents.replies import reply
from agents.restoring import Restorer
from agents.turn import Turn
from agents.turn_context import TurnRequest
from agents.turn_rows import QuestionRow, TurnRow
from agents.understanding.intents import asks_for_something, read_intent
from app.core.variants import Variant, as_variant
from integrations.languages.identify import UNSURE, identify

_ABOUT_A_DRAFT = frozenset({"approve", "reject", "another", "shorter", "longer", "language"})


def is_run(row: TurnRow) -> bool:
    """Whether the turn asks about her shop."""
    return row.skill == ONBOARDING


async def left_run(restorer: Restorer, turn: Turn) -> Turn | None:
    """The unfinished run of this conversation, going on, when the message asks for it."""
    request = turn.request
    if not request.asks or request.answer is not None or request.regenerate is not None:
        return None
    by_word = request.skill is None and door_in(request.text) in ("begin", "go_on")
    if not (by_word or request.skill == ONBOARDING):
        return None
    for run in await OnboardingRows(restorer.session, restorer.tenant_id).runs():
        if run.conversation_id == request.conversation_id and run.unfinished:
            break
    else:
        return None
    row = await restorer.rows.turn(run.turn_id)
    if row is None or row.status == "running":
        return None
    going = await restorer.stored(row)
    going.path = "chosen"
    going.talk = going.stored_talk = _talk(going, request.text)
    again = reply(
        going,
        "onboarding.again",
        kind="noted",
        said=request.text or None,
        client_message_id=request.client_message_id,
    )
    going.opened.append(going.note(again))
    going.opened.append(going.note(TurnResumed(**going.ids, attempt=0)))
    return going


async def typed(
    restorer: Restorer,
    turn: Turn,
    question: QuestionRow,
    asker: TurnRow,
    task: Callable[[Turn, str], Task],
) -> Turn | None:
    """The run going on, when what she typed is about its question; None when it is not."""
    said = guard(turn.request.text, turn.facts, HER_SHOP).text
    talk = turn.conversation.talk_language or turn.request.talk_hint
    if turn.live and read_intent(said, talk).kind in _ABOUT_A_DRAFT:
        return None
    if door_in(said) == "show":
        return None
    told = told_of(turn.facts, turn.rules)
    # A rule speaks of writing and of messages too: there only a named channel makes a task.
    tasks = {"named"} if question.field in RULE_KINDS else {"named", "likely"}
    is_task = asks_for_something(said) and task(turn, said) in tasks
    heard = listen(question.field, said, talk, told, is_task=is_task)
    if heard.kind == "other":
        return None
    waiting = await restorer.stored(asker)
    waiting.stored_talk = _talk(waiting, said)
    take(waiting, question, heard, said, turn.request.client_message_id)
    return waiting


def tapped(turn: Turn, question: QuestionRow, request: TurnRequest) -> None:
    """A tap on the question's card: its chip read as what it says, or a skip."""
    answer = request.answer
    value = answer.value if answer else None
    said = guard(request.text or value or "", turn.facts, HER_SHOP).text
    words = "skip" if answer is None or answer.skip or value is None else value
    # How she wrote last, which may be another way than that of the message it began with.
    talk = turn.stored_talk = turn.conversation.talk_language or turn.stored_talk
    heard = listen(question.field, words, talk, told_of(turn.facts, turn.rules))
    take(turn, question, heard, said, request.client_message_id)


def _talk(turn: Turn, said: str) -> Variant:
    """How she writes now; a word or two keep what is in use."""
    before = turn.conversation.talk_language or turn.stored_talk or turn.request.shell
    found = identify(said, before)
    variant = as_variant(found.variant)
    sure = found.confidence >= UNSURE and len(said.split()) > 2
    return variant if variant and sure else before
