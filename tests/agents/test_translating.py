"""A draft is found again in its plan, and comes out in another language with all its figures."""

import pytest

from agents.checks import translation_kept
from agents.checks.base import Subject
from agents.checks.translation_kept import lost_figures
from agents.providers.composer.compose import compose
from agents.translating import plan_of
from app.core.variants import VARIANTS, Variant
from tests.composer.shops import CAPTIONS, OFFERS, POSTERS, QUOTES, REELS, TODAY, Wish, composition

WISHES = (OFFERS[0], OFFERS[1], OFFERS[3], CAPTIONS[0], POSTERS[0], REELS[1], QUOTES[0])


def texts(wish: Wish, attempt: int, language: Variant, into: Variant) -> tuple[str, str]:
    text = compose(composition(wish, language, attempt)).text
    made = composition(wish, into)
    plan = plan_of(text, language, made)
    assert plan is not None, text
    return text, compose(composition(wish, into, plan.attempt)).text


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish.name)
@pytest.mark.parametrize("language", VARIANTS)
@pytest.mark.parametrize("attempt", [0, 3])
def test_every_figure_goes_along(wish: Wish, language: Variant, attempt: int) -> None:
    into = VARIANTS[(VARIANTS.index(language) + 3) % len(VARIANTS)]
    before, after = texts(wish, attempt, language, into)
    assert lost_figures(before, after) == []


@pytest.mark.parametrize("language", VARIANTS)
def test_there_and_back_is_the_same_draft(language: Variant) -> None:
    """The plan is the draft: nothing wears off on the way."""
    into: Variant = "te" if language != "te" else "hi"
    before, after = texts(OFFERS[0], 1, language, into)
    back = plan_of(after, into, composition(OFFERS[0], language))
    assert back is not None
    assert compose(composition(OFFERS[0], language, back.attempt)).text == before


def test_what_was_shortened_stays_short() -> None:
    limit = 180
    made = composition(OFFERS[0], "hi", 2, max_chars=limit)
    short = compose(made).text
    assert len(short) < len(compose(composition(OFFERS[0], "hi", 2)).text)
    plan = plan_of(short, "hi", composition(OFFERS[0], "ta"))
    assert plan is not None
    assert plan.max_chars is not None
    assert plan.max_chars < 2 * limit


def test_an_edited_draft_has_no_plan() -> None:
    text = compose(composition(OFFERS[0], "hi")).text
    assert plan_of(text + " जी", "hi", composition(OFFERS[0], "ta")) is None
    assert plan_of(text, "en", composition(OFFERS[0], "ta")) is None


def subject(before: str, after: str) -> Subject:
    return Subject(
        text=after,
        language="ta",
        skill="translate_copy",
        today=TODAY,
        inputs={translation_kept.FROM: before},
    )


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ("Lunch ₹99 till 8 Nov", "மதிய சாப்பாடு ₹99, நவம்பர் 8 வரை", None),
        ("Lunch ₹99", "மதிய சாப்பாடு ₹999", "₹99"),
        ("20% off", "20 சதவீதம் தள்ளுபடி", None),
        ("20% off", "தள்ளுபடி", "20%"),
        ("Call 98765 43210", "கால்: 9876543210", None),
        ("Call 98765 43210", "கால்: 9876543219", "98765 43210"),
        ("See https://lotus.example/a?b=1", "பாருங்க: https://lotus.example/a?b=1", None),
        ("See https://lotus.example/a", "பாருங்க: lotus", "https://lotus.example/a"),
        ("Pay to asha@okbank", "asha@okbank க்கு அனுப்புங்க", None),
    ],
)
def test_the_check_sees_what_is_gone(before: str, after: str, lost: str | None) -> None:
    finding = translation_kept.check(subject(before, after))
    assert finding.passed is (lost is None)
    assert finding.params.get("words") == lost
