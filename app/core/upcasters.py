"""Reading old events: each upcaster lifts a payload from one schema number to the next.

``tests/data/events/<name>.v<schema>.json`` keeps one sample of every schema ever written.
"""

from collections.abc import Callable
from typing import Any, Final

from app.core.errors import OurBug
from app.core.event_names import EventName

Payload = dict[str, Any]
Upcaster = Callable[[Payload], Payload]

CURRENT_SCHEMA: Final[dict[EventName, int]] = dict.fromkeys(EventName, 1)
"""What is written now; raise the number together with an upcaster and a new sample."""

UPCASTERS: Final[dict[tuple[EventName, int], Upcaster]] = {}
"""(name, schema) → the function that lifts that schema to the next."""


def upcast(name: EventName, schema: int, payload: Payload) -> Payload:
    """The payload in the current schema of that name.

    Raises:
        OurBug: ``event_schema_unknown`` when it is newer than this program or a step is missing.
    """
    current = CURRENT_SCHEMA[name]
    while schema < current:
        lift = UPCASTERS.get((name, schema))
        if lift is None:
            raise OurBug("event_schema_unknown", detail=f"no upcaster from {name} v{schema}")
        payload, schema = lift(payload), schema + 1
    if schema > current:
        raise OurBug("event_schema_unknown", detail=f"{name} v{schema} is newer than this program")
    return payload
