"""The card of what is known: her letters, its size, its rows, and taps that change it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from agents.products.onboarding.flow import FACTS, RULES
from agents.products.onboarding.schemas import Edited, KnownFact, KnownRule, Summary
from app.chat.foundation_card import foundation_card
from app.core.variants import VARIANTS, Variant
from tests.chat.conftest import OpenPage
from tests.chat.scripts import said, wrong_letters
from tests.fixtures.platform import Business

AT = datetime(2026, 11, 3, 5, 0, tzinfo=UTC)
MOST_WORDS = 4096
VALUES = {
    "category": "sweet_shop",
    "city": "Nashik",
    "state": "Maharashtra",
    "phone": "9876543210",
    "products": ["1"],
    "languages": ["hi", "ta-Latn"],
}
RULES_SET = {
    "never_say": ["1"],
    "tone": "formal",
    "emoji": "few",
    "discount_cap_percent": 20,
    "approval": "risky_only",
}


def known(*, told: bool) -> Summary:
    """All rows, with values or without."""
    values, rules = (VALUES, RULES_SET) if told else ({}, {})
    return Summary(
        facts=[
            KnownFact(field=f, value=values.get(f), source_kind="said", observed_at=AT)
            for f in FACTS
        ],
        rules=[KnownRule(kind=k, value=rules.get(k), sentence="20", created_at=AT) for k in RULES],
    )


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("told", [True, False])
def test_it_keeps_to_her_letters_and_its_size(variant: Variant, told: bool) -> None:
    props = foundation_card(uuid4(), "", known(told=told), variant)
    assert len(json.dumps(props["t"], ensure_ascii=False).encode()) <= MOST_WORDS
    spoken = [
        (path, words)
        for path, words in said(props)
        if not path.endswith((".text", ".field", ".key", ".kind"))
        and not (".options" in path and path.endswith("[0]"))
    ]
    assert {path: words for path, words in spoken if wrong_letters(words, variant)} == {}
    shop, rules = props["groups"]
    assert [row["field"] for row in rules["rows"]] == list(RULES)
    assert {"business_name", "city", "phone", "gstin"} <= {row["field"] for row in shop["rows"]}
    assert all(row["told"] is told for row in rules["rows"] if row["field"] in RULES_SET)


@pytest.mark.parametrize("variant", VARIANTS)
def test_an_edit_that_cannot_be_used_says_why(variant: Variant) -> None:
    edited = Edited(
        field="gstin",
        applied=False,
        problem_key="agents.answer.gstin_check",
        params={"found": "V"},
        suggestion="27AAPFU0939F1ZV",
    )
    props = foundation_card(
        uuid4(), "", known(told=True), variant, edited=edited, typed="27AAPFU9039F1ZV"
    )
    assert props["state"] == "invalid"
    assert "'V'" in props["problem"]["text"]
    assert props["problem"]["typed"] == "27AAPFU9039F1ZV"


async def test_a_row_is_changed_and_the_page_comes_back_to_it(
    open_page: OpenPage, tenant: Business
) -> None:
    page = await open_page(tenant)
    await page.say("meri dukaan ki jaankari")
    card = page.cards("FoundationCard")[0]
    tap = {"id": card["id"], "act": "edit", "field": "city", "text": "Nashik"}
    body = {"sessionId": page.session_id, "action": {"name": "foundation", "payload": tap}}
    answer = await page.post("/project/action", body)
    assert answer["response"]["applied"] is True
    again = await open_page(tenant, thread_id=page.thread_id)
    rows = {
        row["field"]: row["value"]
        for group in again.cards("FoundationCard")[0]["groups"]
        for row in group["rows"]
    }
    assert (rows["city"], rows["state"]) == ("Nashik", "Maharashtra")
    await again.say("meri dukaan ki jaankari")
    assert [one["state"] for one in again.cards("FoundationCard")] == ["stale", "open"]
    third = await open_page(tenant, thread_id=page.thread_id)
    assert [one["state"] for one in third.cards("FoundationCard")] == ["stale", "open"]


async def test_a_row_that_is_not_there_is_refused(open_page: OpenPage, tenant: Business) -> None:
    page = await open_page(tenant)
    for tap in ({"act": "edit", "field": "shoe_size", "text": "7"}, {"act": "forget"}):
        payload = {"id": str(uuid4()), **tap}
        body = {"sessionId": page.session_id, "action": {"name": "foundation", "payload": payload}}
        assert (await page.post("/project/action", body))["status"] == 422


async def test_the_questions_are_a_starter_until_they_are_answered(
    open_page: OpenPage, tenant: Business
) -> None:
    page = await open_page(tenant)
    settings = await page.get("/project/settings?language=hi")
    first = settings["chatProfiles"][0]["starters"]
    assert first[-1]["message"] == "मेरी दुकान के बारे में पूछो"
    await page.say(first[-1]["message"])
    await page.say("शर्मा स्वीट्स, नासिक")
    fresh = await open_page(tenant)
    settings = await fresh.get("/project/settings?language=hi")
    going_on = settings["chatProfiles"][0]["starters"][0]
    assert going_on["label"] == "1/7 हो गया: आगे?"
    await fresh.say(going_on["message"], command=going_on["command"])
    assert fresh.cards("AskCard")[-1]["state"] == "open"
    assert fresh.cards("AskCard")[-1]["position"] == 2
