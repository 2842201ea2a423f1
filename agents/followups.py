"""Messages about what is on the screen: which draft they mean, and what to make of it."""

from collections.abc import Sequence
from typing import Any, Final

from agents.figures import read_figures
from agents.products.account.followup import as_meant
from agents.queen_router import CHANNEL_SKILLS
from agents.translating import SKILL as TRANSLATES
from agents.translating import target, wants_ours
from agents.turn import Turn
from agents.turn_context import Change
from agents.turn_rows import Ancestor, DraftHead, TurnRows
from agents.understanding.answers import read_answer
from agents.understanding.edits import read_edits, wants_it_too, without_the_one
from agents.understanding.formats import channels_in
from agents.understanding.intents import Intent, only_asks_to_change, read_intent
from agents.understanding.ordinals import LAST, read_counted
from agents.understanding.renaming import Renaming, read_renaming, renamed
from agents.understanding.slot_changes import changed
from agents.understanding.slots import Slots
from agents.understanding.tongues import languages_together
from app.core.variants import Variant, as_variant

MOST_WORDS_OF_A_CHANGE: Final = 7
UNSURE_ROUTE: Final = 0.6
CHAT: Final = "general_help"
_CHANGES: Final[dict[str, Change]] = {
    "another": "another",
    "shorter": "shorter",
    "longer": "longer",
    "language": "language",
    "correct": "correct",
}
_CHANGING_SLOTS: Final = frozenset(
    {
        *("discount_percent", "amount_inr", "amount_is", "spend_inr", "product", "pack", "per"),
        *("duration_days", "date", "date_from", "date_until", "weekly", "tone", "customer_name"),
        "emoji",
    }
)
_OF_ONE: Final = frozenset({*_CHANGES, "approve", "yes", "reject"})
_CORRECTED_FACTS: Final = ("city",)


def about_draft(turn: Turn, slots: Slots) -> Change | None:
    """What the message changes on a draft, None when it is no such message."""
    if turn.request.regenerate is not None:
        return turn.request.regenerate.change
    if turn.choice == "shorter":
        return "shorter"
    kind = turn.intent.kind
    if kind == "language" and turn.intent.talk:
        return None
    if turn.drafts and _is_one_more(turn, slots):
        return "also"
    if _counted(turn):
        return _CHANGES.get(turn.intent.kind)
    if turn.drafts and _in_several(turn, slots):
        return "language"
    if pointed := _pointed(turn, slots):
        turn.pointed, turn.intent = pointed
        turn.slots_said.pop("channel", None)
        return _CHANGES[turn.intent.kind]
    if kind in _CHANGES:
        return _CHANGES[kind] if turn.drafts else None
    if kind in ("request", "correct", "reject", "no") and (named := _renaming(turn)):
        turn.renaming = named
        return "correct"
    if wants_ours(turn, slots):
        return "language"
    return "correct" if kind == "request" and _is_small_change(turn, slots) else None


def _pointed(turn: Turn, slots: Slots) -> tuple[str, Intent] | None:
    """ "whatsapp wala chhota karo": which of several drafts, and what of it, apart."""
    if len(turn.live) < 2 or len(turn.request.text.split()) > MOST_WORDS_OF_A_CHANGE:
        return None
    channel, heard = slots.channel, slots.heard.get("channel")
    if channel is None or heard is None or channel not in [draft.channel for draft in turn.live]:
        return None
    intent = read_intent(without_the_one(turn.request.text, heard), turn.talk)
    return (channel, intent) if intent.kind in _CHANGES else None


def _in_several(turn: Turn, slots: Slots) -> bool:
    """ "tamil aur telugu dono mein" under a draft: it, in each of them."""
    short = len(turn.request.text.split()) <= MOST_WORDS_OF_A_CHANGE
    own = set(turn.slots_said) - {"target_language"}
    return (
        short
        and not own
        and slots.channel is None
        and len(languages_together(turn.request.text)) > 1
    )


def _counted(turn: Turn) -> bool:
    """ "pehla wala approve", "second one shorter": which of several by its number, and what of it.

    Kept in ``turn.meant`` and the intent. They are counted as they came, also after a later change.
    """
    counted = read_counted(turn.request.text) if len(turn.live) > 1 else None
    if counted is None or not counted.rest:
        return False
    intent = read_intent(counted.rest, turn.talk)
    if intent.kind == "request" and only_asks_to_change(counted.rest):
        intent = Intent("correct")
    if intent.kind not in _OF_ONE or intent.talk:
        return False
    waiting = sorted(turn.live, key=lambda draft: _place(turn, draft))
    place = counted.number - 1 if counted.number != LAST else len(waiting) - 1
    if place >= len(waiting):
        return False
    turn.meant, turn.intent = waiting[place], intent
    return True


def _place(turn: Turn, draft: DraftHead) -> int:
    """Where it stands in the talk; a changed draft keeps the place of what it was made from."""
    known = {one.id: one for one in turn.drafts}
    while draft.parent_id in known:
        draft = known[draft.parent_id]
    return draft.place


def _is_one_more(turn: Turn, slots: Slots) -> bool:
    """ "insta ke liye bhi": the same matter once more, for a channel without a draft of it."""
    text = turn.request.text
    named = [name for name in channels_in(text) if name in CHANNEL_SKILLS]
    if len(text.split()) > MOST_WORDS_OF_A_CHANGE or len(named) != 1 or slots.not_channels:
        return False
    if set(turn.slots_said) - {"channel"} or turn.drafts[0].channel == named[0]:
        return False
    if wants_it_too(text):
        turn.slots_said["channel"] = named[0]
        return True
    return False


def _renaming(turn: Turn) -> Renaming | None:
    """A name in the draft above that is put right: the shop's, or a customer's."""
    if not turn.live:
        return None
    draft = turn.live[0]
    found = read_renaming(turn.request.text, draft.text)
    if found is None:
        return None
    shop = str(turn.facts.value("business_name") or "")
    of_shop = renamed(shop, found) is not None
    return found if of_shop or found.named or draft.channel == "review" else None


def _is_small_change(turn: Turn, slots: Slots) -> bool:
    """ "10% karo" right under a draft: a few words, only figures, and no task of their own."""
    if "emoji" in turn.slots_said and turn.live and set(turn.slots_said) == {"emoji"}:
        return True
    shown = turn.last_shown
    under_draft = shown is not None and shown.name.startswith(("draft.", "approval."))
    named = set(turn.slots_said) - {"channel"}
    small = len(turn.request.text.split()) <= MOST_WORDS_OF_A_CHANGE
    if not (under_draft and turn.live and small):
        return False
    if phone_in(turn.request.text):
        return True
    if not named or not named <= _CHANGING_SLOTS:
        return False
    route = turn.services.router.route(turn.request.text, variant=turn.talk, slots=slots)
    route = as_meant(turn, route)
    if route.skill == TRANSLATES and slots.target_language is None:
        return True  # "change it" is a word of translating too, but into no language
    return route.confidence < UNSURE_ROUTE or route.skill in (turn.live[0].skill, CHAT)


def candidates(turn: Turn) -> list[DraftHead]:
    """The drafts the message may mean: those that wait, else the last one."""
    if turn.request.regenerate is not None:
        wanted = turn.request.regenerate.draft_id
        return [draft for draft in turn.drafts if draft.id == wanted]
    if turn.pointed:
        return [draft for draft in turn.live if draft.channel == turn.pointed]
    if turn.change == "also":
        return turn.live[:1] or turn.drafts[:1]
    if turn.choice and turn.choice.startswith("draft:"):
        return [draft for draft in turn.drafts if f"draft:{draft.id}" == turn.choice]
    if turn.meant is not None:
        return [turn.meant]
    return turn.live or turn.drafts[:1]


async def load_base(turn: Turn, base: DraftHead) -> None:
    """Fetch what the draft was made from: the first request, its answers, all its texts."""
    tenant, user = turn.request.tenant_id, turn.request.user_id
    async with turn.services.database.transaction(tenant, user) as session:
        rows = TurnRows(session, tenant)
        ancestry = await rows.ancestry(base.id)
        texts = await rows.texts(base.id)
        questions = await rows.questions_of(*(ancestor.id for ancestor in ancestry))
        if ancestry:
            ancestry[0] = await rows.in_its_plan(ancestry[0], base.skill)
    turn.base = base
    turn.base_text = ancestry[0].text if ancestry else ""
    turn.earlier = [text for _, text, _ in texts]
    turn.base_edited = bool(texts) and texts[-1][2] == "owner"
    turn.hear([(ancestor.text, ancestor.created_at) for ancestor in ancestry])
    for question in questions:
        if question.status == "answered" and question.answer:
            turn.answers.setdefault(question.field, turn.answered(question))
            turn.hear([(str(question.answer.get("said") or ""), turn.started)])
    turn.slots = {**inherited(ancestry), **turn.slots}


def inherited(ancestry: Sequence[Ancestor]) -> dict[str, Any]:
    """The slots a draft was made with: what was said later goes over what was said first."""
    slots: dict[str, Any] = {}
    for ancestor in ancestry:
        slots |= ancestor.slots
    return slots


def phone_in(text: str) -> str | None:
    """The telephone number a message gives."""
    return next((f.value for f in read_figures(text) if f.kind == "phone"), None)


def slots_of(slots: Slots, text: str) -> dict[str, Any]:
    """The slots of a message, and its small wishes; half of a phone number is no amount."""
    said = {**slots.known(), **read_edits(text)}
    phone = phone_in(text)
    if phone and str(said.get("amount_inr", "")) in phone:
        for name in ("amount_inr", "amount_is", "per"):
            said.pop(name, None)
    return said


def merge_slots(turn: Turn, slots: Slots) -> None:
    """What she now says goes over what the draft was made from."""
    said = dict(turn.slots_said)
    if turn.change == "language":
        said.pop("target_language", None)
    if turn.renaming is not None:
        for name in ("product", "customer_name"):
            said.pop(name, None)
        if renamed(str(turn.facts.value("business_name") or ""), turn.renaming) is None:
            said["customer_name"] = turn.renaming.new
        turn.slots_said = said
    merged = changed(turn.slots, said)
    if merged.get("channel") in slots.not_channels:
        others = [name for name in slots.channels if name not in slots.not_channels]
        merged["channel"] = others[0] if others else None
    turn.slots = {name: value for name, value in merged.items() if value is not None}


def corrected_facts(turn: Turn) -> dict[str, Any]:
    """Facts that a correction changes ("nahi, Nashik"), by field, with state where it follows."""
    if turn.renaming is not None:
        name = renamed(str(turn.facts.value("business_name") or ""), turn.renaming)
        return {"business_name": name} if name else {}
    if turn.change != "correct" or turn.slots_said:
        return {}
    if phone := phone_in(turn.request.text):
        return {"phone": phone}
    for field in _CORRECTED_FACTS:
        reading = read_answer(field, turn.request.text, turn.talk)
        if reading.values and not reading.problem_key and not reading.is_request:
            return reading.values
    return {}


def draft_language(turn: Turn) -> Variant:
    """The way the draft is to be written."""
    ref = turn.request.regenerate
    if turn.change == "language":
        if turn.plan and (planned := as_variant(str(turn.slots.get("target_language")))):
            return planned
        wanted = ref.language if ref is not None else turn.intent.language or target(turn)
        if wanted is not None:
            return wanted
    if turn.base is not None:
        return turn.base_language
    return turn.slots.get("target_language") or target(turn) or turn.talk
