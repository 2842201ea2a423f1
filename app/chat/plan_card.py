"""Props of the plan card: the plans, the State for the bill, the payment, the bill, and stopping.

Everything on it is read from rows each time, so it is the same after a reload and a restart. Names
of props are a contract with ``public/elements/PlanCard.jsx`` (see the README there).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from agents.standing import in_force
from app.billing import notices
from app.billing.held import BACK
from app.billing.invoices import Issued, list_issued
from app.billing.offers import Offer, offers
from app.billing.plan_desk import mandate_limit
from app.billing.profiles import Profile, get_profile
from app.billing.schemas import Order
from app.billing.seller import is_practice
from app.billing.subscription_state import Subscription
from app.billing.subscriptions import Step, load
from app.chat.cards import VERSION, Props, words
from app.core.clock import IST
from app.core.plans import plan_named
from app.core.variants import Variant, base_of, is_native
from integrations.india.state_codes import find, places
from integrations.india.upi import qr_data_uri
from integrations.languages.formats import clock_time, long_date, rupees, short_date
from integrations.languages.messages import text
from integrations.payments.endpoints import script_of

_LABELS: Final = (
    "choose", "payUpi", "checkPay", "newQr", "invoice", "stopPlan", "keepPlan", "seePlans", "later",
    "edit", "save", "cancel",
)  # fmt: skip


@dataclass(frozen=True)
class PlanBoard:
    """What the card shows: read in one transaction."""

    sub: Subscription
    order: Order | None
    profile: Profile | None
    bill: Issued | None
    offered: list[Offer]
    practice: bool
    city_state: str | None
    told_gstin: str | None = None
    script: str | None = None
    covered_by: str | None = None


async def read_plan_board(
    step: Step,
    order: Order | None,
    city_state: str | None = None,
    told_gstin: str | None = None,
) -> PlanBoard:
    """The rows behind the card; ``order`` is the payment she is at, if any."""
    sub, _ = await load(step)
    bills = await list_issued(step.session)
    today = step.now.astimezone(IST).date()
    holds = await in_force(step.session, step.tenant_id, step.now)
    return PlanBoard(
        sub=sub,
        order=order,
        profile=await get_profile(step.session, step.tenant_id),
        bill=bills[0] if bills else None,
        offered=list(offers(today, step.settings.seller_sac)),
        practice=is_practice(step.settings),
        city_state=city_state,
        told_gstin=told_gstin,
        script=script_of(step.settings),
        covered_by=holds.plan if holds.covered else None,
    )


def plan_card(
    owner: UUID,
    line: str,
    board: PlanBoard,
    talk: Variant,
    *,
    view: str = "",
    plan: str = "",
    stale: bool = False,
    error: str = "",
    typed: str = "",
    suggestion: str = "",
) -> Props:
    """All that the card shows. ``view`` is what she asked to see: ``plans``, ``buyer`` or ``stop``;
    without it the card shows what matters now: a payment under way, her plan, else the plans.
    ``typed`` is a GSTIN that could not be used, ``suggestion`` the likely correction."""
    found: Props = {
        "v": VERSION,
        "id": str(owner),
        "state": "stale" if stale else view or _view(board),
        "talk": talk,
        "title": text(talk, "billing.card.title"),
        "line": text(talk, "chat.card.stale") if stale else line,
        "stops": "" if stale else _stops(view, board, talk),
        "practice": text(talk, "billing.card.practice") if board.practice and not stale else "",
        "error": error,
        "now": _now(board, talk),
        "plan": plan,
        "plans": [],
        "billFor": _bill_for(board.profile, talk),
        "buyer": None,
        "pay": None,
        "timeline": [],
        "bill": None,
        "t": words(talk, _LABELS),
    }
    match found["state"]:
        case "plans":
            found["plans"] = [_offer(each, board, talk) for each in board.offered]
            if board.order is not None and board.order.status in ("failed", "held"):
                found["timeline"] = _timeline(board.order, None, talk)
        case "buyer":
            found["buyer"] = _buyer(board, talk, typed, suggestion)
        case "pay" if board.order is not None:
            found["pay"] = _pay(board, board.order, talk)
            found["timeline"] = _timeline(board.order, None, talk)
        case "live" | "stop":
            found["bill"] = _bill(board.bill, talk)
            found["timeline"] = _timeline(board.order, board.bill, talk)
    return found


def _stops(view: str, board: PlanBoard, talk: Variant) -> str:
    """Before she stops a plan: what stopping does, and from which day."""
    if view != "stop" or board.sub.period is None:
        return ""
    until = short_date(board.sub.period.end.astimezone(IST).date(), talk)
    return text(talk, "billing.card.stops", until=until)


def _view(board: PlanBoard) -> str:
    waits = board.order is not None and board.order.status in ("created", "pending")
    if waits:
        return "pay"
    return "live" if board.sub.is_live else "plans"


def _now(board: PlanBoard, talk: Variant) -> str:
    sub = board.sub
    if board.covered_by is not None and not sub.is_live:
        return text(talk, "shops.card.covered", plan=plan_name(board.covered_by, talk))
    if not sub.is_live or sub.period is None:
        return text(talk, "billing.card.free")
    key = "stops" if sub.cancel_at_end else "live"
    until = short_date(sub.period.end.astimezone(IST).date(), talk)
    return text(talk, f"billing.card.{key}", plan=plan_name(sub.plan, talk), until=until)


def plan_name(plan: str, talk: Variant) -> str:
    """What the plan is called, in her letters."""
    shell = base_of(talk) if is_native(talk) else "en"
    return text(shell, f"account.invoice.plan_name.{plan}")


def _offer(each: Offer, board: PlanBoard, talk: Variant) -> Props:
    holds, total = each.plan.holds, rupees(each.total_paise, talk)
    drafts = (
        text(talk, "billing.card.drafts_any")
        if holds.drafts is None
        else text(talk, "billing.card.drafts", n=holds.drafts)
    )
    lines = [drafts, text(talk, "billing.card.channels", n=len(holds.channels))]
    if (holds.businesses or 0) > 1:
        lines.append(text(talk, "billing.card.businesses", n=holds.businesses))
    elif (holds.seats or 0) > 1:
        lines.append(text(talk, "billing.card.seats", n=holds.seats))
    sold = each.plan.is_sold
    return {
        "id": each.plan.id,
        "name": plan_name(each.plan.id, talk),
        "price": text(talk, "billing.card.price", price=rupees(each.price_paise, talk)),
        "tax": f"+ GST {rupees(each.tax_paise, talk)} = {total}" if sold else "",
        "lines": lines,
        "has": board.sub.plan == each.plan.id,
        "sold": sold and not (board.sub.plan == each.plan.id and not board.sub.cancel_at_end),
    }


def _bill_for(profile: Profile | None, talk: Variant) -> str:
    """Whom the next bill is made out to: her State and GSTIN."""
    if profile is None:
        return ""
    who = [profile.state.name_in(talk)]
    if profile.gstin:
        who.append(f"GST {profile.gstin}")
    return text(talk, "billing.card.bill_for", who=", ".join(who))


def _buyer(board: PlanBoard, talk: Variant, typed: str, suggestion: str) -> Props:
    likely = board.profile.state if board.profile else None
    if likely is None and board.city_state:
        likely = find(board.city_state)
    known = board.profile.gstin if board.profile else board.told_gstin
    return {
        "question": text(talk, "billing.card.which_state"),
        "why": text(talk, "billing.card.state_why"),
        "chips": [[likely.code, likely.name_in(talk)]] if likely else [],
        "all": [[state.code, state.name_in(talk)] for state in places() if state.pins],
        "gstin": typed or known or "",
        "gstinLabel": text(talk, "billing.card.gstin"),
        "gstinWhy": text(talk, "billing.card.gstin_why"),
        "suggestion": suggestion,
    }


def _pay(board: PlanBoard, order: Order, talk: Variant) -> Props:
    payment = board.sub.payment
    total = rupees(order.amount_paise, talk)
    plan = plan_named(payment.terms.plan if payment else str(order.details.get("plan")))
    month = next(each for each in board.offered if each.plan.id == plan.id)
    terms = text(talk, "billing.card.no_auto_pay")
    if order.kind == "mandate_setup":
        price = payment.terms.price_paise if payment else month.price_paise
        limit = mandate_limit(plan, order.amount_paise, price)
        terms = text(
            talk,
            "billing.card.auto_pay",
            total=total,
            month=rupees(month.total_paise, talk),
            limit=rupees(limit, talk),
        )
    until = clock_time(order.expires_at, talk) if order.expires_at else ""
    return {
        "what": plan_name(plan.id, talk),
        "plan": plan.id,
        "amount": total,
        "terms": terms.split("\n"),
        "url": order.page_url,
        # The vendor's page opens over ours by its script, and shows its own QR; elsewhere it fails.
        "script": board.script,
        "byLink": text(talk, "billing.card.by_link") if board.script else "",
        "qr": qr_data_uri(order.page_url) if order.page_url and not board.script else None,
        "qrName": text(talk, "billing.card.qr", amount=total),
        "until": text(talk, "billing.card.waiting", time=until),
        "order": str(order.id),
    }


def _timeline(order: Order | None, bill: Issued | None, talk: Variant) -> list[str]:
    """What happened to a payment, oldest first, with the reason where it came to nothing."""
    if order is None:
        return []
    rows = []
    if order.kind != "debit":  # nobody chose that one, it was taken by auto-pay
        rows.append(text(talk, "billing.card.chosen", time=_hour(order.created_at, talk)))
    at = _hour(order.closed_at or order.created_at, talk)
    if order.status == "failed":
        why = notices.why(order.error_code, talk)
        rows.append(text(talk, "billing.card.failed_at", time=at, why=why))
        rows.append(text(talk, "billing.card.again"))
    elif order.status == "held":
        back = order.error_code == BACK
        rows.append(text(talk, f"billing.card.{'returning' if back else 'held_at'}", time=at))
    if order.paid_at:
        rows.append(text(talk, "billing.card.paid_at", time=_hour(order.paid_at, talk)))
    if order.paid_at and bill is not None:
        rows.append(text(talk, "billing.card.bill_ready", number=bill.number))
    return rows


def _hour(at: datetime, talk: Variant) -> str:
    return clock_time(at, talk)


def _bill(bill: Issued | None, talk: Variant) -> Props | None:
    if bill is None:
        return None
    name = bill.number.replace("/", "-")
    return {
        "number": bill.number,
        "amount": rupees(bill.total_paise, talk),
        "day": long_date(date.fromisoformat(bill.document["date"]), talk),
        "href": f"/api/v1/invoices/{name}.pdf",
    }
