"""How onboarding is asked for in words: to begin, to go on, to see what is known. Pure."""

from typing import Final, Literal

from agents.understanding.word_groups import phrases_of
from integrations.languages.text import Message, read

Door = Literal["begin", "go_on", "show"]

_DOORS: Final[tuple[Door, ...]] = ("begin", "go_on", "show")
_LONGEST: Final = 10
_TELLING: Final = ("shop_noun", "details_noun", "i_tell", "tell_filler", "door_filler")


def door_in(text: str) -> Door | None:
    """Which door the message names, when it is made of nothing else."""
    message = read(text.strip())
    words = [n for n, token in enumerate(message.tokens) if token.script != "other"]
    if not words or len(words) > _LONGEST:
        return None
    for door in _DOORS:
        hits = phrases_of(door).find(message)
        if not hits:
            continue
        small = phrases_of("door_filler").find(message)
        covered = {place for hit in (*hits, *small) for place in range(hit.first, hit.after)}
        if all(place in covered for place in words):
            return door
    return "begin" if _offers_to_tell(message, words) else None


def _offers_to_tell(message: Message, words: list[int]) -> bool:
    """ "kadai vivaram solren", "apni dukan ke bare me batati hu": and no fact told yet."""
    found = {group: phrases_of(group).find(message) for group in _TELLING}
    if not (found["shop_noun"] and found["details_noun"] and found["i_tell"]):
        return False
    covered = {
        place for hits in found.values() for hit in hits for place in range(hit.first, hit.after)
    }
    return all(place in covered for place in words)
