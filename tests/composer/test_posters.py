"""Poster words: every line short, the figure alone on its line, the shop named, nothing sold to
those who mourn."""

import re
from dataclasses import replace

import pytest

from agents.checks import poster_lines
from agents.checks.base import Subject
from agents.providers.composer.compose import compose
from app.core.variants import VARIANTS, Variant
from memory.constitution import Constitution
from tests.composer.shops import MEDICAL, POSTERS, SWEETS, TODAY, Wish, composition

ATTEMPTS = 6
NAMES = r"kaju katli|காஜு கத்லி|కాజు కట్లి|काजू कतली"
MOURNING = Wish(
    "mourning", "poster_text", {"festival": "muharram", "discount_percent": 10}, MEDICAL, "muharram"
)

each_variant = pytest.mark.parametrize("variant", VARIANTS)


def poster(text: str, **changes: object) -> Subject:
    subject = Subject(
        text=text,
        language="en",
        skill="poster_text",
        today=TODAY,
        channel="poster",
        foundation=SWEETS,
        constitution=Constitution(),
    )
    return replace(subject, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("wish", POSTERS, ids=lambda wish: wish.name)
@each_variant
def test_lines_are_short_and_end_in_nothing(wish: Wish, variant: Variant) -> None:
    for attempt in range(ATTEMPTS):
        text = compose(composition(wish, variant, attempt)).text
        lines = [line for line in text.splitlines() if line]
        assert len(lines) <= 11
        for line in lines:
            assert len(line.split()) <= 8, text
            assert not line.endswith((".", "।", ",")), text
            assert "*" not in line
            assert "#" not in line
        assert len(set(lines)) == len(lines), text
        name = wish.foundation.get("business_name")
        assert name is None or name in lines, text
        phone = wish.foundation.get("phone")
        assert phone is None or phone in text


@each_variant
def test_the_product_stands_alone(variant: Variant) -> None:
    """No ending has to fit it, whatever it is."""
    for attempt in range(ATTEMPTS):
        made = composition(POSTERS[0], variant, attempt)
        lines = compose(made).text.splitlines()
        assert sum("20%" in line for line in lines) == 1
        assert any(
            re.fullmatch(r"kaju katli|காஜு கத்லி|కాజు కట్లి|काजू कतली", line.lower()) for line in lines
        )


@each_variant
def test_a_day_of_mourning_sells_nothing(variant: Variant) -> None:
    for attempt in range(ATTEMPTS):
        drafted = compose(composition(MOURNING, variant, attempt))
        assert drafted.angle == "respect"
        assert not re.search(r"\d|!|happy|mubarak|मुबारक|வாழ்த்து|శుభ", drafted.text.lower())


def test_the_check_finds_long_lines_full_stops_and_crowds() -> None:
    right = "Diwali special\nKaju katli\n20% off\n\nSharma Sweets\nCall: 9876543210"
    assert poster_lines.check(poster(right)).passed
    long = poster(right + "\nCome to our shop with all your family and friends this evening")
    assert poster_lines.check(long).key == "agents.finding.poster_lines"
    stop = poster("Kaju katli, 20% off.\nSharma Sweets")
    assert poster_lines.check(stop).key == "agents.finding.poster_lines.stop"
    crowd = poster("\n".join(f"Line {n}" for n in range(14)))
    assert poster_lines.check(crowd).params == {"count": 14, "max": 11}


def test_the_check_lets_her_own_words_be_as_long_as_they_are() -> None:
    name = "Sri Lakshmi Venkateswara Sweets and Savouries of Old Market Road"
    named = poster(name, foundation={"business_name": name})
    assert poster_lines.check(named).passed
    ruled = poster("Always", constitution=Constitution(always_say=("We are closed on Mondays.",)))
    assert poster_lines.check(replace(ruled, text="We are closed on Mondays.")).passed


def test_other_channels_have_lines_as_they_like() -> None:
    assert poster_lines.check(poster("One long line. " * 9, channel="whatsapp")).passed
