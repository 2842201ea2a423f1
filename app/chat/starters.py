"""The first screen: a greeting, and up to three things to tap; what waits for her comes first.

Chainlit shows a profile's description as the greeting. There is a profile a business; with one,
Chainlit shows no selector, with several its header tells where she is. Choosing another one there
is no chat of Chainlit's: the page goes to that business (``rf.js``), with a session of its own.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import structlog
from chainlit.types import ChatProfile, Starter
from chainlit.user import User
from sqlalchemy import func, select, true

from agents.products.muse.schemas import Actor
from agents.products.onboarding import flow as onboarding
from agents.products.onboarding.schemas import OnboardingView
from app.billing.businesses import BusinessOf, list_businesses
from app.chat import runtime
from app.chat.auth import actor_of
from app.chat.handlers import GO_ON, OPEN
from app.core.clock import today_ist
from app.core.errors import RaptorError
from app.core.tables import Conversation, Draft, Question, Turn
from app.core.variants import Shell, Variant, as_shell
from integrations.languages.messages import text
from memory.foundation_store import Foundation, FoundationStore

log = structlog.get_logger(__name__)

MOST: Final = 3
DAYS_AHEAD: Final = 45
GREAT_LEAD_DAYS: Final = 10
# Each language in its own letters, whatever the page speaks; rf.js takes the links.
_SWITCH: Final = "[English](#lang-en) · [हिन्दी](#lang-hi) · [தமிழ்](#lang-ta) · [తెలుగు](#lang-te)"


async def chat_profiles(user: User | None, language: str | None) -> list[ChatProfile]:
    """The business of ``user`` in the page's language; her others beside it, by name."""
    shell: Shell = as_shell(language) or "en"
    facts = Foundation()
    waiting: list[Starter] = []
    begun = OnboardingView(status="done")
    hers: Sequence[BusinessOf] = ()
    try:
        actor = actor_of(user)
        facts = await _facts(actor)
        begun = await onboarding.status(runtime.services(), actor)
        waiting = await _waiting(actor, shell, begun)
        hers = await list_businesses(runtime.services(), actor.user_id, actor.tenant_id)
    except RaptorError as error:
        # A greeting without what waits is better than no page.
        log.warning("chat.greeting_bare", action="greet", code=error.code)
    shop = facts.value("business_name")
    greeting = (
        text(shell, "chat.greeting.shop", shop=_plain(shop))
        if isinstance(shop, str) and shop
        else text(shell, "chat.greeting.plain")
    )
    usual = _usual(shell, facts)
    if begun.status == "none" and not facts:
        # On a first visit: who she is can be told before anything is written.
        usual = [*usual[: MOST - 1], _starter(shell, "onboarding")]
    starters = [*waiting, *usual][:MOST]
    here = ChatProfile(
        name="business",
        markdown_description=f"{greeting}\n\n{_SWITCH}",
        icon="/public/logo.svg",
        default=True,
        starters=starters,
    )
    return [here] if len(hers) < 2 else [_profile(each, here, shell) for each in hers]


def _profile(each: BusinessOf, here: ChatProfile, shell: Shell) -> ChatProfile:
    name = each.name or text(shell, "shops.card.unnamed")
    if each.here:
        return replace(here, name=str(each.id), display_name=name)
    return ChatProfile(name=str(each.id), display_name=name, markdown_description=_plain(name))


async def _facts(actor: Actor) -> Foundation:
    services = runtime.services()
    async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
        return await FoundationStore(session, actor.tenant_id, services.clock).load()


async def _waiting(actor: Actor, shell: Variant, begun: OnboardingView) -> list[Starter]:
    """Drafts she has not decided on, a question she has not answered, the questions she left."""
    services = runtime.services()
    hers = (Conversation.user_id == actor.user_id, Conversation.deleted_at.is_(None))
    replaced = select(Draft.parent_id).where(Draft.parent_id.is_not(None))
    pending = (
        select(func.count(), func.max(Draft.updated_at))
        .join(Conversation, Conversation.id == Draft.conversation_id)
        .where(*hers, Draft.status == "pending", Draft.id.not_in(replaced))
    )
    newest = (
        select(Draft.conversation_id)
        .join(Conversation, Conversation.id == Draft.conversation_id)
        .where(*hers, Draft.status == "pending", Draft.id.not_in(replaced))
        .order_by(Draft.updated_at.desc())
        .limit(1)
    )
    asked = (
        select(Question.conversation_id)
        .join(Turn, Turn.id == Question.turn_id)
        .join(Conversation, Conversation.id == Question.conversation_id)
        .where(*hers, Question.status == "open", Turn.status == "waiting")
        .where(Turn.id != begun.turn_id if begun.turn_id else true())
        .order_by(Question.asked_at.desc())
        .limit(1)
    )
    async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
        count = (await session.execute(pending)).one()[0]
        draft_in = await session.scalar(newest) if count else None
        question_in = await session.scalar(asked)
    found: list[Starter] = []
    if draft_in:
        label = text(shell, "chat.starter.waiting", n=count)
        found.append(Starter(label=label, message=label, command=f"{OPEN}{draft_in}"))
    if question_in:
        label = text(shell, "chat.starter.question")
        found.append(Starter(label=label, message=label, command=f"{OPEN}{question_in}"))
    if begun.status in ("asking", "left"):
        label = text(shell, "chat.starter.onboardingOn", done=begun.done, total=begun.total)
        command = f"{GO_ON}{begun.conversation_id}"
        found.append(Starter(label=label, message=label, command=command))
    return found


def _usual(shell: Variant, facts: Foundation) -> list[Starter]:
    """The next festival of her state that one may sell on, then what is asked for every week."""
    services = runtime.services()
    state = facts.value("state")
    coming = services.calendar.upcoming(
        today_ist(services.clock), state if isinstance(state, str) else None, DAYS_AHEAD
    )
    days = [day for day in coming if day.sell]
    # The days that shops get ready for well ahead are the ones worth a first tap.
    great = [day for day in days if day.festival.lead_days >= GREAT_LEAD_DAYS]
    day = next(iter(great or days), None)
    usual = [_starter(shell, name) for name in ("offer", "review", "quote")]
    if day is None:
        return usual
    return [_starter(shell, "festival", festival=day.names[shell]), *usual]


def _starter(shell: Variant, name: str, **params: str) -> Starter:
    return Starter(
        label=text(shell, f"chat.starter.{name}", **params),
        message=text(shell, f"chat.starter.{name}Say", **params),
    )


def _plain(words: str) -> str:
    """A name as it is, though the greeting is Markdown."""
    return "".join(f"\\{mark}" if mark in r"\`*_[]()#<>!|~" else mark for mark in words)
