"""``POST /webhooks/phonepe``: proven, kept, answered. Nothing is asked or moved in the request."""

from typing import Final

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.billing.inbox import Inbox
from app.core.config import Settings
from app.core.errors import InputError, NotFound, NotSignedIn
from app.core.platform import Platform
from app.observability import metrics
from integrations.payments.phonepe_simulator_local import simulator_callback_secrets
from integrations.payments.phonepe_verification import CallbackSecrets, verify
from integrations.payments.schemas import read_callback

router: Final = APIRouter()

log = structlog.get_logger(__name__)


@router.post("/webhooks/phonepe", include_in_schema=False)
async def phonepe(request: Request) -> Response:
    """Keep a callback. 404 while no secret is set, 401 unproven, 422 unreadable."""
    platform: Platform = request.app.state.platform
    secrets: CallbackSecrets = request.app.state.callback_secrets
    body = await request.body()
    proof = verify(request.headers, body, secrets)
    if proof is None:
        metrics.CALLBACKS.labels("unproven").inc()
        if not CallbackSecrets.of(platform.settings):
            raise NotFound("not_found", detail="set PHONEPE_WEBHOOK_USERNAME and …_PASSWORD")
        log.warning("callback.unproven", action="receive")
        raise NotSignedIn("callback_unproven", detail="the callback is not proven to be PhonePe's")
    try:
        callback = read_callback(body)
    except ValueError as error:
        raise InputError("invalid_request", detail=str(error)) from error
    inbox: Inbox = request.app.state.inbox
    fresh = await inbox.receive(callback, body, proof)
    metrics.CALLBACKS.labels("fresh" if fresh else "repeated").inc()
    log.info("callback.received", action="receive", event_name=callback.event, fresh=fresh)
    return Response(status_code=204)


def callback_secrets(settings: Settings) -> CallbackSecrets:
    """What callbacks are held to in this process.

    The simulator beside us proves itself with generated secrets: only for it is there a route then.
    """
    if settings.phonepe_environment == "simulator" and not settings.is_production:
        return simulator_callback_secrets(settings)
    return CallbackSecrets.of(settings)
