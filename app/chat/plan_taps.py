"""Taps on the plan card. The rows decide; the card is shown again as they then stand."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from app.billing import plan_desk, store
from app.billing.desk import Billing
from app.billing.kept_requests import repeated
from app.billing.payments import refresh
from app.billing.schemas import Order
from app.billing.subscriptions import Step
from app.chat import runtime
from app.chat.plan_card import plan_card
from app.chat.plan_rows import plan_board
from app.chat.render import card_row
from app.core.errors import Conflict, InputError, RaptorError, Unavailable
from app.core.variants import Variant, is_native
from integrations.india.state_codes import find
from integrations.languages.messages import has, text

if TYPE_CHECKING:
    from app.chat.approvals import Tap
    from app.chat.page import Page

_LONGEST_GSTIN: Final = 40
_OF_THE_BUYER: Final = frozenset({"gstin_wrong", "gstin_of_other_state", "state_unknown"})

Act = Callable[[Billing, "Tap"], Awaitable[dict[str, Any]]]


async def on_plan(tap: "Tap") -> dict[str, Any]:
    """A tap; what cannot be done now is said on the card, and nothing is lost."""
    billing = runtime.billing()
    act = _ACTS.get(str(tap.payload.get("act")))
    if act is None:
        raise InputError("bad_tap", detail="no such act")
    talk = tap.talk
    try:
        shown = await act(billing, tap)
    except (InputError, Conflict, Unavailable) as error:
        shown = {"error": _sentence(error, talk)}
        if error.code == "buyer_state_needed":
            shown = {"view": "buyer", "plan": tap.words("plan", 20) or ""}
        elif error.code in _OF_THE_BUYER:
            shown |= {
                "view": "buyer",
                "plan": tap.words("plan", 20) or "",
                "typed": tap.words("gstin", _LONGEST_GSTIN) or "",
                "suggestion": str(error.params.get("suggestion") or ""),
            }
    board = await plan_board(tap.actor)
    owner = tap.id()
    line = tap.words("line", 400) or ""
    props = plan_card(owner, line, board, talk, **shown)
    if tap.page is not None:
        thread_id = tap.page.conversation_id
        await tap.page.emit("element", card_row("PlanCard", owner, props, thread_id))
        await _show_kept(billing, tap, tap.page)
    return {"props": props, "applied": "error" not in shown}


async def _show_kept(billing: Billing, tap: "Tap", page: "Page") -> None:
    """What she had asked for is written by now, or just being written: show it below the card."""
    thread = page.conversation_id
    async with billing.database.transaction(tap.actor.tenant_id) as session:
        step = Step(session, billing.clock, billing.settings, tap.actor.tenant_id)
        turn = await repeated(step, thread)
    if turn is not None and turn not in page.desk.viewers and turn not in page.desk.screens:
        page.later(page.follow(turn))


async def _choose(billing: Billing, tap: "Tap") -> dict[str, Any]:
    await plan_desk.choose(billing, tap.actor, tap.words("plan", 20) or "")
    return {}


async def _state(billing: Billing, tap: "Tap") -> dict[str, Any]:
    """The State for the bill, perhaps a GSTIN; then the payment of the plan she had chosen."""
    await plan_desk.set_buyer(
        billing,
        tap.actor.tenant_id,
        state=tap.words("state", 60) or "",
        gstin=(tap.words("gstin", _LONGEST_GSTIN) or "").strip() or None,
    )
    return await _choose(billing, tap) if tap.words("plan", 20) else {}


async def _check(billing: Billing, tap: "Tap") -> dict[str, Any]:
    """Ask how the payment stands; a bank that has not answered is not asked for money again."""
    order = await _order(billing, tap)
    after = await refresh(billing, tap.actor.tenant_id, order.id)
    return {} if after.ended else {"error": text(tap.talk, "billing.card.pending")}


async def _stop(billing: Billing, tap: "Tap") -> dict[str, Any]:
    await plan_desk.cancel(billing, tap.actor)
    return {}


async def _keep(billing: Billing, tap: "Tap") -> dict[str, Any]:
    await plan_desk.keep(billing, tap.actor)
    return {}


async def _see(billing: Billing, tap: "Tap") -> dict[str, Any]:
    del billing
    view = str(tap.payload.get("view"))
    return {"view": view} if view in ("plans", "stop", "buyer") else {}


async def _order(billing: Billing, tap: "Tap") -> Order:
    order = await plan_desk.order_in_progress(billing, tap.actor.tenant_id)
    if order is not None:
        return order
    async with billing.database.transaction(tap.actor.tenant_id) as session:
        return await store.get(session, Order, UUID(tap.words("order", 40) or ""))


def _sentence(error: RaptorError, talk: Variant) -> str:
    """What cannot be done now, in her letters."""
    key, params = f"billing.error.{error.code}", error.params
    if error.code == "gstin_wrong":
        key = f"agents.answer.gstin_{params['reason']}"
    elif error.code == "gstin_of_other_state":
        key = "billing.card.gstin_other"
        params = {name: _state_name(str(said), talk) for name, said in params.items()}
    elif not has(key, talk) and (is_native(talk) or talk == "en"):
        key = error.message_key
    return text(talk, key if has(key, talk) else "chat.notice.general", **params)


def _state_name(name: str, talk: Variant) -> str:
    state = find(name)
    return state.name_in(talk) if state else name


_ACTS: Final[dict[str, Act]] = {
    "choose": _choose,
    "state": _state,
    "check": _check,
    "newQr": _choose,
    "stop": _stop,
    "keep": _keep,
    "see": _see,
}
