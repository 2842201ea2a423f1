"""Notices by mail, where ``SMTP_URL`` is set; the inbox in the app holds them in any case."""

import asyncio
import smtplib
import ssl
from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit
from uuid import UUID

import structlog
from sqlalchemy import text as sql
from sqlalchemy import update

from app.billing.desk import Billing
from app.billing.notices import say
from app.billing.terms import shell_of_business
from app.core.database import Database
from app.core.errors import Unavailable
from app.core.tables import Notice
from app.security.members import members_of
from integrations.languages.messages import text

Send = Callable[[EmailMessage], Awaitable[None]]
BATCH: Final = 100
TIMEOUT_SECONDS: Final = 20

log = structlog.get_logger(__name__)


async def mail_notices(billing: Billing, send: Send | None = None) -> int:
    """Mail what was not mailed yet; how many went out. Nothing happens without ``SMTP_URL``.

    A crash between sending and noting it sends a mail again, under the same Message-ID.

    Raises:
        Unavailable: ``mail_away``; what was not sent is sent next time.
    """
    address = billing.settings.smtp_url
    if address is None:
        return 0
    send = send or _sender(address.get_secret_value())
    async with billing.database.transaction(None) as session:
        found = await session.execute(sql("SELECT * FROM unmailed_notices(:n)"), {"n": BATCH})
        waiting = [(row.tenant_id, row.id) for row in found]
    sent = 0
    for tenant_id, notice_id in waiting:
        to = await _address(billing.database, tenant_id)
        async with billing.database.transaction(tenant_id) as session:
            notice = await session.get(Notice, notice_id)
            if notice is None:
                continue
            language = await shell_of_business(session, tenant_id)
            words = say(notice.key, notice.params, language)
        if to is not None:
            mail = EmailMessage()
            mail["To"], mail["From"] = to, _sender_of(billing)
            mail["Subject"] = text(language, "billing.card.title") + " · RaptorFlow"
            mail["Message-ID"] = f"<{notice_id}@raptorflow>"
            mail.set_content(f"{words}\n\n{billing.settings.base_url}\n")
            await send(mail)
            sent += 1
        async with billing.database.transaction(tenant_id) as session:
            done = update(Notice).where(Notice.id == notice_id)
            await session.execute(done.values(mailed_at=billing.clock.now()))
    return sent


async def _address(database: Database, tenant_id: UUID) -> str | None:
    """The owner's e-mail address, if she signs in with one."""
    members = await members_of(database, tenant_id)
    owners = [member.login for member in members if member.role == "owner" and member.login]
    return next((login for login in owners if "@" in login), None)


def _sender_of(billing: Billing) -> str:
    host = urlsplit(billing.settings.base_url).hostname or "localhost"
    return f"RaptorFlow <no-reply@{host}>"


def _sender(url: str) -> Send:
    parts = urlsplit(url)
    host, user = parts.hostname or "localhost", unquote(parts.username or "")
    secret = unquote(parts.password or "")

    def deliver(mail: EmailMessage) -> None:
        context = ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or 465, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(host, parts.port or 587, timeout=TIMEOUT_SECONDS)
        with server:
            if parts.scheme != "smtps" and server.has_extn("starttls"):
                server.starttls(context=context)
            if user:
                server.login(user, secret)
            server.send_message(mail)

    async def send(mail: EmailMessage) -> None:
        try:
            await asyncio.to_thread(deliver, mail)
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable("mail_away", detail=f"the mail server refuses: {error}") from error

    return send
