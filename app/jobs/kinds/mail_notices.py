"""Every five minutes: messages about plans, by mail where a mail server is set."""

from collections.abc import Mapping
from typing import Any, Final

from app.billing.notice_mail import mail_notices
from app.jobs.context import JobContext

NAME: Final = "billing.mail_notices"
SCHEDULE: Final = "*/5 * * * *"


async def run(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Mail what waits; the payload is empty."""
    del payload
    await mail_notices(context.billing)
