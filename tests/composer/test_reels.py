"""Reel scripts: shots that follow one another, figures in words where they are said."""

import re
from dataclasses import replace

import pytest

from agents.checks import reel_shots
from agents.checks.base import Subject
from agents.providers.composer.compose import compose
from agents.providers.composer.spoken import aloud
from app.core.variants import VARIANTS, Variant
from tests.composer.shops import MEDICAL, REELS, TODAY, Wish, composition

ATTEMPTS = 6
MOURNING = Wish(
    "mourning", "reel_script", {"festival": "muharram", "discount_percent": 10}, MEDICAL, "muharram"
)

each_variant = pytest.mark.parametrize("variant", VARIANTS)


def reel(text: str) -> Subject:
    return Subject(text=text, language="en", skill="reel_script", today=TODAY, channel="reel")


@pytest.mark.parametrize("wish", REELS, ids=lambda wish: wish.name)
@each_variant
def test_shots_follow_one_another_and_each_is_spoken(wish: Wish, variant: Variant) -> None:
    for attempt in range(ATTEMPTS):
        text = compose(composition(wish, variant, attempt)).text
        shots = text.split("\n\n")
        assert 3 <= len(shots) <= 7, text
        end = "0:00"
        for shot in shots:
            clock, show, say, *screen = shot.splitlines()
            begin, _, until = clock.partition("-")
            assert begin == end, text
            end = until
            assert "“" not in show
            assert re.search("“[^”]+”$", say), text
            assert len(screen) <= 1
        assert reel_shots.check(reel(text)).passed


@each_variant
def test_figures_are_said_in_words_and_shown_in_digits(variant: Variant) -> None:
    for attempt in range(ATTEMPTS):
        text = compose(composition(REELS[0], variant, attempt)).text
        said = " ".join(re.findall("“([^”]+)”", text))
        assert not re.search(r"\d|%|₹", said), text
        assert text.count("20%") == 1
        assert "9876543210" in text
        assert "9876543210" not in said


@each_variant
def test_a_day_of_mourning_is_three_quiet_shots(variant: Variant) -> None:
    for attempt in range(ATTEMPTS):
        drafted = compose(composition(MOURNING, variant, attempt))
        assert drafted.angle == "respect"
        assert drafted.text.count("\n\n") == 2
        assert "%" not in drafted.text
        assert not re.search(r"!|happy|mubarak|मुबारक|வாழ்த்து|శుభ", drafted.text.lower())


@pytest.mark.parametrize(
    ("value", "variant", "words"),
    [
        ("20%", "en", "twenty percent"),
        ("₹640 किलो", "hi", "छह सौ चालीस रुपये किलो"),
        ("₹2,000", "ta", "ரெண்டாயிரம் ரூபாய்"),
        ("₹2,000", "te", "రెండు వేల రూపాయలు"),
        ("₹2,000", "te-Latn", "rendu vela rupayalu"),
        ("up to 50%", "en", "up to fifty percent"),
        ("12.5%", "hi-Latn", "12.5%"),
        ("₹99.50", "hi-Latn", "₹99.50"),
        ("3", "ta", "மூணு"),
    ],
)
def test_a_figure_aloud(value: str, variant: Variant, words: str) -> None:
    assert aloud(value, variant) == words


SHOT = "0:00-0:03\nShow: the tray\nSay: “Look here.”"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (f"{SHOT}\n\n0:03-0:06\n“b”\n\n0:06-0:09\n“c”", None),
        ("Show the tray and say hello", "count"),
        (f"{SHOT}\n\n0:04-0:06\n“b”\n\n0:06-0:09\n“c”", "gap"),
        (f"{SHOT}\n\n0:03-0:02\n“b”\n\n0:06-0:09\n“c”", "gap"),
        (f"{SHOT}\n\n0:03-0:50\n“b”\n\n0:50-0:59\n“c”", ""),
        (f"{SHOT}\n\n0:03-0:06\n“b”\n\n0:06-0:09\n“{'so many words ' * 5}”", "breath"),
    ],
)
def test_the_check_finds_what_cannot_be_shot(text: str, key: str | None) -> None:
    finding = reel_shots.check(reel(text))
    assert finding.passed is (key is None)
    if key is not None:
        assert finding.key == "agents.finding.reel_shots" + (f".{key}" if key else "")
    assert reel_shots.check(replace(reel(text), channel="whatsapp")).passed
