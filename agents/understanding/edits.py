"""Small wishes about the draft on the screen that no slot of a request holds."""

from typing import Any, Final

from agents.understanding.words import markers
from integrations.languages.text import Message, Token, bare_forms, fold, read

_NEAR: Final = 3


def read_edits(text: str) -> dict[str, Any]:
    """``emoji``: ``none`` ("emoji hatao", "without emojis") or ``many`` ("add more emojis")."""
    message = read(text)
    for place, token in enumerate(message.tokens):
        if not _is(token, "emoji"):
            continue
        beside = [
            *message.tokens[place + 1 : place + 1 + _NEAR],
            *reversed(message.tokens[max(0, place - _NEAR) : place]),
        ]
        for other in beside:
            if _is(other, "take_out"):
                return {"emoji": "none"}
            if _is(other, "put_in"):
                return {"emoji": "many"}
    return {}


def wants_it_too(text: str) -> bool:
    """Whether the words ask for one more beside what is there: "insta ke liye bhi", "fb also"."""
    message = read(text)
    return any(_is(token, "too_for") or _joined_too(token) for token in message.tokens)


def _joined_too(token: Token) -> bool:
    """Tamil says it with an ending: instavukkum, இன்ஸ்டாவுக்கும்."""
    return token.text.endswith(("ukkum", "kkum", "க்கும்"))


def asks_to_change(message: Message) -> bool:
    """Whether something is to be put in, taken out or changed."""
    return any(_is(token, "take_out") or _is(token, "put_in") for token in message.tokens)


def _is(token: Token, group: str) -> bool:
    return any(form in markers(group) for form in bare_forms(token.text, token.script))


def without_the_one(text: str, named: str) -> str:
    """The text without the words that point at one of several: "whatsapp wala chhota karo"."""
    before, _, behind = text.partition(named)
    words = behind.split()
    while words and fold(words[0]) in markers("the_one"):
        words.pop(0)
    lead = before.split()
    while lead and fold(lead[-1]) in markers("the_one"):
        lead.pop()
    return " ".join([*lead, *words])


def means_all(text: str) -> bool:
    """Whether the words are about all that is there: "dono pakka", "approve both"."""
    return any(_is(token, "both") or _is(token, "all") for token in read(text).tokens)
