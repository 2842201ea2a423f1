"""What she says to one of our questions about her shop: pure, the same for chat, API and terminal.

An answer may tell more than it was asked for, correct what she told before, ask back, leave, or be
something else altogether. Only what is sure is taken beside the asked fact: a number, a UPI id, a
GSTIN, a website, a town where towns are spoken of.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from agents.products.onboarding.corrections import read_correction
from agents.products.onboarding.readings import COMBINED, contacts, derived
from agents.products.onboarding.topics import RULE_KINDS
from agents.understanding.answers import AnswerReading, read_answer
from agents.understanding.intents import asks_for_something, read_intent
from agents.understanding.places import read_place
from agents.understanding.rule_answers import read_cap
from agents.understanding.word_groups import has_any, phrases_of
from app.core.variants import Variant
from integrations.languages.text import latin_digits, read

Kind = Literal["answer", "skip", "leave", "problem", "correction", "question", "other"]
About = Literal["why", "meaning", "safe", "how_many", "must", "other"]

_ASKING: Final[tuple[About, ...]] = ("safe", "how_many", "must", "meaning", "why")
_LONGEST_QUESTION: Final = 14
_LONGEST_LEAVE: Final = 8
_TOWNS_TOLD_WITH: Final = frozenset({"business_name", "category", "phone", "gstin", "vpa"})


@dataclass(frozen=True, slots=True)
class Listened:
    """What the message is to the question.

    ``facts`` and ``rules`` are values in stored form, ``said`` the words of each; ``derived`` are
    facts that follow (a category from the shop's name). ``reading`` has the problem and its
    suggestion, ``about`` what is asked back, ``corrected`` the field that is changed.
    """

    kind: Kind
    facts: Mapping[str, Any] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)
    derived: Mapping[str, Any] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    reading: AnswerReading = field(default_factory=AnswerReading)
    about: About | None = None
    corrected: str | None = None

    @property
    def values(self) -> dict[str, Any]:
        """All that was told, by field."""
        return {**self.facts, **self.rules}


def listen(
    asked: str,
    text: str,
    talk: Variant | None,
    told: Mapping[str, Any],
    *,
    is_task: bool = False,
) -> Listened:
    """Read ``text`` with the question for ``asked`` in mind; ``told`` is all that is known so far.

    ``is_task``: a router who has never heard of the question would be sure what to write.
    """
    said = text.strip()
    if not any(char.isalnum() for char in said):
        return _problem(AnswerReading(problem_key="agents.answer.empty"))
    if _leaves(said):
        return Listened("leave")
    if (about := asks_back(said)) is not None:
        return Listened("question", about=about)
    intent = read_intent(said, talk)
    speaks = intent.kind == "language" and intent.talk and asked not in _OF_LANGUAGES
    if intent.kind in ("greet", "thanks") or speaks:
        return Listened("other")
    plain_no = intent.kind == "correct"
    if corrected := read_correction(asked, said, talk, told, plain_no=plain_no):
        return Listened(
            "correction",
            **_sorted(corrected.values),
            said=dict.fromkeys(corrected.values, said),
            corrected=corrected.field,
        )
    if intent.kind == "skip" or _is_nothing(asked, said) or _does_not_know(said):
        return Listened("skip")
    reading = read_answer(asked, said, talk)
    if reading.skipped and not _answers_with_no(asked, said, talk):
        return Listened("skip", reading=reading)
    if is_task or _is_about_a_review(said) or (reading.is_request and asked not in _OF_WORDS):
        return Listened("other", reading=reading)
    return _answer(asked, said, talk, reading)


def _is_about_a_review(text: str) -> bool:
    """``reply to this review: …``: whatever is asked, this is none of it."""
    words = {token.text for token in read(text).tokens}
    return bool(words & _REVIEW) and asks_for_something(text)


_REVIEW: Final = frozenset(
    ["review", "reviews", "रिव्यू", "ரிவ்யூ", "రివ్యూ", "ரிவ்யூக்கு", "రివ్యూకి", "complaint"]
)
_NUMBERED: Final = frozenset({"vpa", "gstin", "website", "phone"})
_OF_LANGUAGES: Final = frozenset({"languages", "tone"})
# Answers that speak of messages and discounts without asking for any.
_OF_WORDS: Final = frozenset({"never_say", "discount_cap_percent", "tone", "audience", "products"})


def asks_back(text: str) -> About | None:
    """What she asks about the question itself, or None when she does not ask."""
    message = read(text)
    words = [token for token in message.tokens if token.script != "other"]
    if len(words) > _LONGEST_QUESTION:
        return None
    marked = text.rstrip().endswith(("?", "？"))
    for about in _ASKING:
        hits = phrases_of(about).find(message)
        covered = sum(hit.after - hit.first for hit in hits)
        if hits and (marked or hits[0].first == 0 or covered * 2 >= len(words)):
            return about
    return "other" if marked and has_any(message, "question_word") else None


def _leaves(text: str) -> bool:
    """``baad mein karte hain``: nothing but leaving, and the small words around it."""
    message = read(text)
    words = [n for n, token in enumerate(message.tokens) if token.script != "other"]
    if len(words) > _LONGEST_LEAVE:
        return False
    hits = phrases_of("leave").find(message)
    if not hits:
        return False
    small = phrases_of("leave_filler").find(message)
    covered = {place for hit in [*hits, *small] for place in range(hit.first, hit.after)}
    return all(place in covered for place in words)


def _does_not_know(text: str) -> bool:
    message = read(text)
    words = [token for token in message.tokens if token.script != "other"]
    hits = phrases_of("dont_know").find(message)
    return bool(hits) and len(words) <= hits[0].after - hits[0].first + 2


def _is_nothing(asked: str, text: str) -> bool:
    """``kuch nahi`` to a question about rules, ``GST nahi hai`` to one for a number: none."""
    message = read(text)
    if asked in _NUMBERED:
        plain = latin_digits(text)
        return has_any(message, "none") and "@" not in plain and not any(map(str.isdigit, plain))
    if asked not in RULE_KINDS:
        return False
    hits = phrases_of("nothing").find(message)
    covered = {place for hit in hits for place in range(hit.first, hit.after)}
    words = [n for n, token in enumerate(message.tokens) if token.script != "other"]
    return bool(words) and all(place in covered for place in words)


def _answers_with_no(asked: str, said: str, talk: Variant | None) -> bool:
    """``no discount`` sets a limit of nothing."""
    return asked == "discount_cap_percent" and read_cap(said, talk, asked=True) is not None


def _problem(reading: AnswerReading) -> Listened:
    return Listened("problem", reading=reading)


def _answer(asked: str, said: str, talk: Variant | None, reading: AnswerReading) -> Listened:
    found = COMBINED[asked](said, talk) if asked in COMBINED else dict(reading.values)
    found |= {name: value for name, value in contacts(said).items() if name not in found}
    if asked in _TOWNS_TOLD_WITH and "city" not in found:
        place = read_place(said)
        if place and place.sure and _is_town_told(asked, said):
            found |= place.values()
    if not found:
        if reading.problem_key:
            return _problem(reading)
        return Listened("other", reading=reading)
    if reading.problem_key and asked in _CHECKED and asked not in found:
        return _problem(reading)
    words = {name: reading.said.get(name, said).strip(" ,") or said for name in found}
    return Listened(
        "answer",
        **_sorted(found),
        derived=derived(asked, said, talk, found),
        said=words,
        reading=reading,
    )


_CHECKED: Final = frozenset({"phone", "vpa", "gstin", "website"})
_ONLY_RULES: Final = RULE_KINDS - {"tone"}


def _sorted(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as facts and rules; the tone is both, for the writer and for the checks."""
    return {
        "facts": {name: value for name, value in values.items() if name not in _ONLY_RULES},
        "rules": {name: value for name, value in values.items() if name in RULE_KINDS},
    }


def _is_town_told(asked: str, said: str) -> bool:
    """A town in a shop's own name ("Salem Silks") is no place."""
    if asked != "business_name":
        return True
    return "city" in read_answer("business_name", said, None).values


def merged(listened: Listened, told: Mapping[str, Any]) -> Listened:
    """The rules that are lists added to those there are: she says one more, not another one."""
    lists = {
        kind: list(dict.fromkeys([*(told.get(kind) or ()), *value]))
        for kind, value in listened.rules.items()
        if kind in ("never_say", "always_say")
    }
    return replace(listened, rules={**listened.rules, **lists}) if lists else listened
