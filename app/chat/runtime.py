"""What the chat stands on while it serves: Chainlit loads its file with no arguments, so the
application that mounted it has to be found from here."""

from fastapi import FastAPI

from agents.services import Services
from agents.turn_runner import TurnRunner
from app.billing.desk import Billing
from app.core.errors import Unavailable

_app: FastAPI | None = None


def bind(app: FastAPI) -> None:
    """Make the application known whose ``state`` holds ``services`` and ``runner``."""
    global _app
    _app = app


def services() -> Services:
    """The services of the running application. Raises Unavailable before it has started."""
    found = getattr(_app.state, "services", None) if _app else None
    if not isinstance(found, Services):
        raise Unavailable("starting", detail="the application has not started yet; try again")
    return found


def billing() -> Billing:
    """What takes money. Raises Unavailable before the application has started."""
    found = getattr(_app.state, "billing", None) if _app else None
    if not isinstance(found, Billing):
        raise Unavailable("starting", detail="the application has not started yet; try again")
    return found


def runner() -> TurnRunner:
    """The runner of turns. Raises Unavailable before the application has started."""
    found = getattr(_app.state, "runner", None) if _app else None
    if not isinstance(found, TurnRunner):
        raise Unavailable("starting", detail="the application has not started yet; try again")
    return found
