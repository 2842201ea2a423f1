"""Chainlit's front end as far as messages go: the same rules as its react-client 2.12.0."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

Step = dict[str, Any]


class Front:
    """What a page shows: a tree of messages, and elements by id in order of arrival."""

    def __init__(self) -> None:
        self.messages: list[Step] = []
        self.elements: dict[str, dict[str, Any]] = {}
        self.heard: list[tuple[str, Any]] = []

    def hear(self, event: str, data: Any) -> None:
        """Take one event from the server."""
        self.heard.append((event, data))
        data = deepcopy(data)
        match event:
            case "new_message" | "stream_start":
                self._add(data)
            case "update_message":
                found = self._find(data["id"], self.messages)
                if found is not None:
                    found.update(data)
            case "delete_message":
                self.messages = _without(data["id"], self.messages)
            case "stream_token":
                found = self._find(data["id"], self.messages)
                assert found is not None, "a token for a message that is not there is lost"
                found["output"] += data["token"]
            case "element":
                self.elements[data["id"]] = data
            case "resume_thread":
                self.messages, self.elements = [], {}
                for step in data["steps"]:
                    self._add(step)
                self.elements = {card["id"]: card for card in data["elements"]}

    def shown(self) -> list[Any]:
        """What is seen, top down: kind, words, card; nothing of instants and folding."""
        return [_seen(message, self.elements) for message in self.messages]

    def _add(self, step: Step) -> None:
        found = self._find(step["id"], self.messages)
        if found is not None:
            found.update(step)
            return
        parent = self._find(step["parentId"], self.messages) if step.get("parentId") else None
        (parent.setdefault("steps", []) if parent else self.messages).append(step)

    def _find(self, name: str | None, among: list[Step]) -> Step | None:
        for message in among:
            if message["id"] == name:
                return message
            if found := self._find(name, message.get("steps", [])):
                return found
        return None


def _without(name: str, among: list[Step]) -> list[Step]:
    kept = [message for message in among if message["id"] != name]
    for message in kept:
        if "steps" in message:
            message["steps"] = _without(name, message["steps"])
    return kept


def _seen(message: Step, elements: dict[str, Any]) -> Any:
    cards = [
        (card["name"], card["props"])
        for card in elements.values()
        if card["forId"] == message["id"]
    ]
    # The page makes the bubble of her own words itself; who wrote it is not shown.
    hers = message["type"] == "user_message"
    return (
        message["id"],
        message["type"],
        "" if hers else message["name"],
        message["output"],
        message["streaming"],
        bool(message["end"]),
        {} if hers else message["metadata"],
        cards,
        [_seen(child, elements) for child in message.get("steps", [])],
    )
