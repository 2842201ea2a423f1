"""Props of the card of her shops: which she has, where she is, and a further one.

Read from the rows each time. Going to another shop is a form of the page (``/business``), not a
tap: the session changes with it. Names of props are a contract with
``public/elements/ShopsCard.jsx``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.billing.businesses import BusinessOf
from app.chat.cards import VERSION, Props, words
from app.core.variants import Variant
from integrations.languages.messages import text

_SENTENCES: Final = ("here", "name")


@dataclass(frozen=True)
class ShopList:
    """Her shops; ``most`` is how many her plan is for (None: any number), ``owns`` whether she may
    open another one from here."""

    shops: Sequence[BusinessOf]
    most: int | None
    owns: bool


def shops_card(
    owner: UUID,
    thread_id: UUID,
    known: ShopList,
    talk: Variant,
    *,
    stale: bool = False,
    error: str = "",
    note: str = "",
    typed: str = "",
    plans: bool = False,
) -> Props:
    """All that the card shows. ``plans``: the way to the plans stands beside the error."""
    several = len(known.shops) > 1
    line = text(talk, "shops.card.line" if several else "shops.card.one")
    owned = sum(each.role == "owner" for each in known.shops)
    room = "" if known.most is None else text(talk, "shops.card.room", owned=owned, most=known.most)
    return {
        "v": VERSION,
        "id": str(owner),
        "thread": str(thread_id),
        "state": "stale" if stale else "invalid" if error else "open",
        "talk": talk,
        "title": text(talk, "shops.card.title"),
        "line": text(talk, "chat.card.stale") if stale else line,
        "room": room,
        "note": note,
        "error": error,
        "typed": typed,
        "shops": [] if stale else [_row(each, talk) for each in known.shops],
        "buttons": [*(["newShop"] if known.owns else []), *(["seePlans"] if plans else [])],
        "t": words(talk, ("save", "cancel", "seePlans"))
        | {"newShop": text(talk, "shops.label.newShop")}
        | {name: text(talk, f"shops.card.{name}") for name in _SENTENCES},
    }


def _row(each: BusinessOf, talk: Variant) -> Props:
    name = each.name or text(talk, "shops.card.unnamed")
    return {"id": str(each.id), "name": name, "here": each.here}
