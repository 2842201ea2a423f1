"""No draft calls the first day the last: every way the composer tells a day is read back."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agents.checks import offer_end
from agents.checks.base import Subject
from agents.providers.composer.facts import Facts
from agents.providers.composer.realise import say, slots_of
from app.core.variants import VARIANTS, Variant
from integrations.languages.formats import short_date
from skills.registry import SkillRegistry
from tests.agents.subjects import right

FIRST, LAST = date(2026, 11, 13), date(2026, 11, 15)
FROM = {"date": FIRST.isoformat(), "date_from": FIRST.isoformat()}
UNTIL = {"date": LAST.isoformat(), "date_until": LAST.isoformat()}
TILL: dict[Variant, str] = {
    "en": "20% off till {}.",
    "hi": "{} तक 20% छूट।",
    "ta": "{} வரை 20% தள்ளுபடி.",
    "te": "{} వరకు 20% తగ్గింపు.",
    "hi-Latn": "{} tak 20% off.",
    "ta-Latn": "{} varaikkum 20% off.",
    "te-Latn": "{} varaku 20% off.",
}
SINCE: dict[Variant, str] = {
    "en": "20% off from {}.",
    "hi": "{} से 20% छूट।",
    "ta": "{} முதல் 20% தள்ளுபடி.",
    "te": "{} నుంచి 20% తగ్గింపు.",
    "hi-Latn": "{} se 20% off.",
    "ta-Latn": "{} lerundhu 20% off.",
    "te-Latn": "{} nunchi 20% off.",
}


def draft(language: Variant, text: str, day: date, slots: dict[str, Any]) -> Subject:
    subject = right(language, text=text.format(short_date(day, language)), slots=slots)
    return replace(subject, festival=None)


@pytest.mark.parametrize("language", VARIANTS)
def test_a_first_day_told_as_the_last_stops_the_draft(language: Variant) -> None:
    finding = offer_end.check(draft(language, TILL[language], FIRST, FROM))
    assert (finding.severity, finding.key) == ("stop", "agents.finding.offer_end.begins")
    finding = offer_end.check(draft(language, SINCE[language], LAST, UNTIL))
    assert (finding.severity, finding.key) == ("stop", "agents.finding.offer_end.ends")


@pytest.mark.parametrize("language", VARIANTS)
def test_a_day_told_as_it_was_said_passes(language: Variant) -> None:
    assert offer_end.check(draft(language, TILL[language], LAST, UNTIL)).passed
    begun = draft(language, SINCE[language], FIRST, FROM)
    assert offer_end.check(begun).severity == "look"  # it begins, but till when?
    assert offer_end.check(replace(begun, slots={**FROM, "duration_days": 3})).passed


@pytest.mark.parametrize("language", VARIANTS)
def test_the_composers_own_sentences_are_never_read_the_other_way(language: Variant) -> None:
    plan = SkillRegistry.load().get("whatsapp_broadcast").plan
    facts = Facts(language)
    facts.put("till", short_date(LAST, language))
    facts.put("starts", short_date(FIRST, language))
    facts.put("days", "3")
    slots = {**UNTIL, "date_from": FIRST.isoformat()}
    told = [
        say(phrase, facts)
        for phrase in plan.phrases_of("till", language)
        if {"till", "starts"} & set(slots_of(phrase)) and "date" not in slots_of(phrase)
    ]
    assert len(told) >= 9
    for text in told:
        finding = offer_end.check(replace(right(language, text=text, slots=slots), festival=None))
        assert finding.severity != "stop", text
