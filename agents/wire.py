"""Events as others see them: their names and types outside, and how a client reads them back."""

import json
from collections.abc import Mapping
from typing import Any

from agents.events import EVENT_TYPES, Event
from app.core.event_names import EventName
from skills.codegen.definitions import Definitions, reference
from skills.codegen.typescript import guard_name, literal
from skills.values import read_json


def to_wire(event: Event) -> dict[str, Any]:
    """The event as one JSON object, as the API streams it and ``ask --stream`` prints it."""
    return {"name": event.name.value, **event.model_dump(mode="json")}


def read_event(text: str | bytes) -> Event:
    """The event of one JSON object, held to its type: nothing is coerced.

    Raises ValueError for what is no event. The generated guard takes the same objects.
    """
    value = read_json(text)
    if not isinstance(value, dict):
        msg = "an event is an object"
        raise ValueError(msg)
    name = EventName(value.pop("name", None))
    if name not in EVENT_TYPES:
        msg = f"{name} is never streamed"
        raise ValueError(msg)
    kind = EVENT_TYPES[name]
    return kind.model_validate_json(json.dumps(value), strict=True)


def define(definitions: Definitions) -> dict[EventName, str]:
    """Put the schemas of all events among the definitions; returns what their types are called."""
    return {
        name: definitions.add(EVENT_TYPES[name].__name__, _schema(name))
        for name in EventName
        if name in EVENT_TYPES
    }


def _schema(name: EventName) -> dict[str, Any]:
    schema = EVENT_TYPES[name].model_json_schema()
    schema["properties"] = {"name": {"const": name.value}, **schema["properties"]}
    schema["required"] = ["name", *schema["required"]]
    return schema


def typescript(types: Mapping[EventName, str]) -> str:
    """Types and guards by the name of the event, and the union of all."""
    rows = "".join(f"  {literal(name.value)}: {kind};\n" for name, kind in types.items())
    guards = "".join(
        f"  {literal(name.value)}: {guard_name(kind)},\n" for name, kind in types.items()
    )
    return (
        f"/** The events of a turn by name; transient ones are streamed and never stored. */\n"
        f"export interface EventTypes {{\n{rows}}}\n\n"
        f"export type EventName = keyof EventTypes;\n\n"
        f"export type RaptorEvent = EventTypes[EventName];\n\n"
        f"export const eventGuards: {{ readonly [K in EventName]: Guard<EventTypes[K]> }} = {{\n"
        f"{guards}}};\n\n"
        f"export const isRaptorEvent: Guard<RaptorEvent> = (value): value is RaptorEvent => {{\n"
        f"  const name = isObject(value) ? value.name : undefined;\n"
        f'  if (typeof name !== "string" || !has(eventGuards, name)) return false;\n'
        f"  return eventGuards[name as EventName](value);\n"
        f"}};\n"
    )


def table(types: Mapping[EventName, str]) -> dict[str, dict[str, str]]:
    """Which definition is which event's, for the JSON Schema document."""
    return {name.value: reference(kind) for name, kind in types.items()}
