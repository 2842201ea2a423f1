"""Realise: slots into words, and words into lines as the channel shows them."""

import re
import unicodedata
from typing import Final

from agents.providers.composer.facts import Facts
from agents.providers.composer.morphology import inflect
from app.core.variants import Variant, is_native
from skills.phrasebook import Phrase, Slot

_BOLD: Final = re.compile(r"\*([^*\n]+)\*")
_SENTENCE_START: Final = re.compile(r"(^|[.?!]\s+|\n)([^\w\n]*)([a-z])")
_DOUBLED_STOP: Final = re.compile(r"([.।!?])\s*([.।])")


def say(phrase: Phrase, facts: Facts) -> str:
    """The phrase with its slots filled, each in the grammatical form the phrase asks for."""
    said = []
    for part in phrase.parts:
        if isinstance(part, Slot):
            value = facts.values[part.name]
            said.append(inflect(value, part.form, facts.variant) if part.form else value)
        else:
            said.append(part)
    return _DOUBLED_STOP.sub(r"\1", "".join(said)).strip()


def slots_of(phrase: Phrase) -> list[str]:
    """Names of the slots a phrase fills."""
    return [part.name for part in phrase.parts if isinstance(part, Slot)]


def join(sentences: list[str], variant: Variant) -> str:
    """Sentences of one line; what follows a comma goes on in small letters."""
    line = ""
    for sentence in sentences:
        if line.endswith(",") and not is_native(variant) and _begins_small(sentence):
            sentence = sentence[0].lower() + sentence[1:]
        elif line and (_is_of_word(line[-1]) or line.endswith(("*", ")"))):
            line += "।" if variant == "hi" else "."
        line = f"{line} {sentence}" if line else sentence
    return line


def _begins_small(sentence: str) -> bool:
    """Whether the first letter is only large because it begins a sentence."""
    if sentence.startswith("Rs "):
        return False
    return sentence[1:2].islower() or sentence.startswith("A ")


def _is_of_word(char: str) -> bool:
    """A letter, a figure, or a sign that stands on a letter: no full stop is there yet."""
    return char.isalnum() or unicodedata.category(char).startswith("M")


def polish(text: str, facts: Facts) -> str:
    """Capital letters at sentence starts where the script has them; one cry a message.

    A shop's name keeps its own letters wherever it stands.
    """
    variant, business = facts.variant, facts.values.get("business", "\n")

    def capital(match: re.Match[str]) -> str:
        if text.startswith(business, match.start(3)):
            return match[0]
        return match[1] + match[2] + match[3].upper()

    if not is_native(variant):
        text = _SENTENCE_START.sub(capital, text)
    head, cry, rest = text.partition("!")
    full_stop = "।" if variant == "hi" else "."
    return head + cry + rest.replace("!", full_stop)


def embolden(lines: list[tuple[str, str]], order: tuple[str, ...]) -> list[tuple[str, str]]:
    """(kind, text) pairs with one *bold* phrase left: that of the first kind in ``order``."""
    chosen = next(
        (
            index
            for kind in order
            for index, (name, text) in enumerate(lines)
            if name == kind and _BOLD.search(text)
        ),
        None,
    )
    return [
        (kind, _one_bold(text) if index == chosen else _BOLD.sub(r"\1", text))
        for index, (kind, text) in enumerate(lines)
    ]


def _one_bold(text: str) -> str:
    match = _BOLD.search(text)
    if match is None:
        return text
    return text[: match.end()] + _BOLD.sub(r"\1", text[match.end() :])
