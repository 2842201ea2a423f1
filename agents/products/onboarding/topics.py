"""The questions of onboarding: at most eight, each about a few facts or rules that go together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

ONBOARDING: Final = "onboarding"
"""What a turn of onboarding has in place of a skill."""
MOST_QUESTIONS: Final = 8
RULE_KINDS: Final = frozenset(
    {"never_say", "always_say", "tone", "emoji", "discount_cap_percent", "approval"}
)


@dataclass(frozen=True, slots=True)
class Topic:
    """One question. ``field`` is what it is stored under and read as first.

    ``also`` are what the same answer may tell; ``known_by`` what makes asking needless: one of
    them is enough. ``chips`` are answers to tap, by value.
    """

    field: str
    also: tuple[str, ...] = ()
    known_by: tuple[str, ...] = ()
    chips: tuple[str, ...] = ()


TOPICS: Final[tuple[Topic, ...]] = (
    Topic("business_name", ("category",), ("business_name",)),
    Topic("city", ("state", "area"), ("city",)),
    Topic("phone", (), ("phone",)),
    Topic("products", ("price_range",), ("products",)),
    Topic("audience", ("usp",), ("audience", "usp")),
    Topic(
        "tone",
        ("languages", "emoji"),
        ("tone",),
        ("friendly", "formal", "funny", "devotional"),
    ),
    Topic(
        "discount_cap_percent",
        ("approval",),
        ("discount_cap_percent", "approval"),
        ("10", "20", "30", "always", "risky_only"),
    ),
    Topic("never_say", ("always_say",), ("never_say", "always_say")),
)
_CATEGORY: Final = Topic("category", (), ("category",))
BY_FIELD: Final[Mapping[str, Topic]] = {topic.field: topic for topic in (*TOPICS, _CATEGORY)}


def remaining(known: Collection[str], asked: Collection[str]) -> list[Topic]:
    """What is still to be asked, in order.

    ``known`` are the facts and kinds of rules that are there, ``asked`` the fields of questions
    she answered or skipped already: none is asked twice.
    """
    left: list[Topic] = []
    for topic in TOPICS:
        wanted = topic
        if topic.field == "business_name" and "business_name" in known:
            # Named before, in a message: only what it sells is open.
            wanted = _CATEGORY
        done = wanted.field in asked or any(name in known for name in wanted.known_by)
        if wanted is _CATEGORY and "business_name" in asked:
            done = True
        if not done:
            left.append(wanted)
    return left[: max(0, MOST_QUESTIONS - len(asked))]


def progress(asked: Sequence[str], left: Sequence[Topic]) -> tuple[int, int]:
    """Which question comes now, and of how many."""
    return len(asked) + 1, len(asked) + len(left)
