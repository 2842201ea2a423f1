"""What has to be sent so that a browser that shows one screen comes to show another.

Pure; the same rules as Chainlit's front end (2.12.0, ``react-client``): ``new_message`` updates a
message that is there and appends one that is not, with the steps inside it, ``update_message``
merges, ``stream_token`` adds to ``output``, ``element`` replaces by id. Order on the page is order
of arrival, so whatever has to stand elsewhere is deleted and sent again.
"""

from typing import Any

from app.chat.render import ElementRow, Screen, StepRow

Emission = tuple[str, Any]


def changes(before: Screen, after: Screen) -> list[Emission]:
    """The events to emit, in order; none when nothing changed."""
    old = {step["id"]: step for step in before.steps}
    kept = _kept(before.steps, after.steps)
    out: list[Emission] = [
        ("delete_message", step)
        for step in before.steps
        if step["id"] not in kept and not _inside_deleted(step, old, kept)
    ]
    cards = {element["id"]: element for element in before.elements}
    fresh = [card for card in after.elements if cards.get(card["id"]) != card]
    on_message: dict[str, list[ElementRow]] = {}
    for card in fresh:
        on_message.setdefault(card["forId"], []).append(card)
    new: dict[str | None, StepRow] = {}
    for step in after.steps:
        cards_of_it = on_message.pop(step["id"], [])
        # The card first, then the text goes: the other way round the message would be empty.
        out += [("element", card) for card in cards_of_it]
        if step["id"] in kept:
            out += _step(old[step["id"]], step)
            continue
        row = new[step["id"]] = dict(step)
        parent = new.get(step["parentId"])
        if parent is not None and not cards_of_it:
            # Goes along inside its parent: a message to the page costs more than its content.
            parent.setdefault("steps", []).append(row)
        else:
            out.append(("new_message", row))
    return out


def _kept(before: list[StepRow], after: list[StepRow]) -> set[str]:
    """Messages that may stay where they are.

    What is sent arrives at the end, so they are the longest beginning of the new order that is
    there in the same order already; what stood in between goes.
    """
    wanted = {step["id"]: step["parentId"] for step in after}
    kept: set[str] = set()
    for parent in {step["parentId"] for step in after}:
        old = [s["id"] for s in before if parent == s["parentId"] == wanted.get(s["id"], "gone")]
        left = iter(old)
        for name in (step["id"] for step in after if step["parentId"] == parent):
            if not any(name == other for other in left):
                break
            kept.add(name)
    return {name for name in kept if wanted[name] is None or wanted[name] in kept}


def _inside_deleted(step: StepRow, old: dict[str, StepRow], kept: set[str]) -> bool:
    """Deleting a step takes what is nested in it along."""
    parent = step["parentId"]
    return parent in old and parent not in kept


def _step(old: StepRow, new: StepRow) -> list[Emission]:
    before, after = _bare(old), _bare(new)
    if before == after:
        return []
    if _grew(before, after):
        token = new["output"][len(old["output"]) :]
        grown = {"id": new["id"], "token": token, "isSequence": False, "isInput": False}
        return [("stream_token", grown)]
    return [("update_message", new)]


def _bare(step: StepRow) -> StepRow:
    """The step without what nobody sees: instants, and how it was folded when it came."""
    return {**step, "end": bool(step["end"]), "createdAt": "", "start": "", "defaultOpen": None}


def _grew(before: StepRow, after: StepRow) -> bool:
    """Whether only text was added at the end of a message that is being streamed."""
    if not (before["streaming"] and after["streaming"] and before["output"]):
        return False
    longer = after["output"].startswith(before["output"])
    return bool(longer and {**before, "output": after["output"]} == after)
