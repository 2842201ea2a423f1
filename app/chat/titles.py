"""What a conversation is called in the list: what it is about and where it goes, never her raw
words."""

from app.chat import runtime
from app.chat.history import festival_name
from app.chat.turn_state import TurnState
from app.core.variants import shell_of
from integrations.languages.messages import has, text


def title_of(turn: TurnState) -> str | None:
    """``Diwali · WhatsApp``, else the name of the skill; None while neither is known."""
    talk, slots = turn.talk, turn.slots
    parts: list[str | None] = []
    if festival := slots.get("festival"):
        parts.append(festival_name(str(festival), talk))
    if (channel := slots.get("channel")) and has(f"chat.via.{channel}", talk):
        parts.append(text(talk, f"chat.via.{channel}" if parts else f"chat.channel.{channel}"))
    said = [part for part in parts if part]
    if said:
        return " · ".join(said)
    registry = runtime.services().registry
    if turn.skill is None or turn.skill not in registry:
        return None
    # Skills have titles in four languages; who types a romanised one reads the English.
    return registry.get(turn.skill).title[shell_of(talk)]
