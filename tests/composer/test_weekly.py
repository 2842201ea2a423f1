"""A day of every week is said as such, seven ways, and is never taken for one date."""

from dataclasses import replace
from typing import Final

import pytest

from agents.checks import number_supported, offer_end
from agents.checks.base import Subject
from agents.figures import read_figures
from agents.providers.composer.compose import compose
from agents.providers.composer.facts import gather
from app.core.variants import VARIANTS, Variant
from integrations.languages.dates import read_days
from integrations.languages.text import read
from skills.composition import Composition
from skills.wordlists import word_list
from tests.composer.asking import TODAY, composition_of

ASKED: Final[dict[Variant, str]] = {
    "en": "every tuesday 10% off on facial, whatsapp message",
    "hi": "हर मंगलवार फेशियल पर 10% छूट, व्हाट्सएप मैसेज",
    "ta": "ஒவ்வொரு செவ்வாய்க்கிழமையும் ஃபேஷியலுக்கு 10% தள்ளுபடி, வாட்ஸ்அப் மெசேஜ்",
    "te": "ప్రతి మంగళవారం ఫేషియల్ మీద 10% తగ్గింపు, వాట్సాప్ మెసేజ్",
    "hi-Latn": "har mangalwar facial par 10% off, whatsapp message",
    "ta-Latn": "ovvoru sevvai kizhamai facial ku 10% off, whatsapp message",
    "te-Latn": "prathi mangalavaram facial meeda 10% off, whatsapp message",
}


def asked(skill_id: str, language: Variant, attempt: int = 0) -> Composition:
    """What the composer is given for her message."""
    made = composition_of(skill_id, ASKED[language], language, attempt)
    assert made.inputs["weekly"] == 1, made.inputs
    return made


@pytest.mark.parametrize("language", VARIANTS)
@pytest.mark.parametrize("skill", ["whatsapp_broadcast", "instagram_caption"])
def test_the_draft_says_every_tuesday(skill: str, language: Variant) -> None:
    said = word_list("weekly")[language][1].casefold()
    drafts = [compose(asked(skill, language, attempt)).text for attempt in range(6)]
    assert any(said in draft.casefold() for draft in drafts), drafts
    for draft in drafts:
        days = [d for d in read_days(read(draft), language, TODAY) if d.weekly]
        assert all((day.role, day.day.weekday()) == ("every", 1) for day in days), draft


@pytest.mark.parametrize("language", VARIANTS)
def test_what_is_written_is_read_back(language: Variant) -> None:
    for weekday, said in enumerate(word_list("weekly")[language]):
        (day,) = read_days(read(said), language, TODAY)
        assert (day.role, day.day.weekday()) == ("every", weekday), said
        assert [figure.value for figure in read_figures(said)] == [str(weekday)], said


@pytest.mark.parametrize("language", VARIANTS)
def test_a_date_is_said_before_a_day_of_the_week(language: Variant) -> None:
    made = asked("whatsapp_broadcast", language)
    dated = replace(made, inputs={**made.inputs, "date": "2026-10-20"})
    values = gather(dated).values
    assert "date" in values
    assert "weekly" not in values


@pytest.mark.parametrize("language", VARIANTS)
def test_the_checks_let_it_stand_and_no_other_day(language: Variant) -> None:
    said = word_list("weekly")[language]
    subject = Subject(
        text=f"10% off {said[1]}", language=language, skill="whatsapp_broadcast", today=TODAY,
        slots={"discount_percent": 10, "weekly": 1},
    )  # fmt: skip
    assert number_supported.check(subject).passed
    assert offer_end.check(subject).passed
    assert not number_supported.check(replace(subject, text=f"10% off {said[4]}")).passed
