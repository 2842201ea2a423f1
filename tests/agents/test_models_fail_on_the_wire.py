"""The model client over real HTTP, vendor by vendor and fault by fault, without a turn."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

import pytest

from agents.breaker_state import ATTEMPTS
from agents.model_calls import (
    BreakerMoved,
    Exchange,
    ModelAnswer,
    ModelFailure,
    ModelReset,
    ModelRetry,
    ModelUsed,
    ModelWantsTools,
    ToolAnswer,
    ToolSpec,
)
from agents.model_usage import MOST_TOKENS_PER_CHAR
from app.core.variants import Variant
from tests.agents.fake_vendors import Fault, Vendors
from tests.agents.wire import (
    CHEAP,
    DEAR,
    LANGUAGES,
    PATIENT,
    PHONE,
    QUICK,
    SHOP,
    VENDORS,
    WORDS,
    call_for,
    client,
    heard,
    of,
    shown,
)


@pytest.fixture(autouse=True)
def well(fake: Vendors) -> None:
    fake.reset()


OUTCOMES: dict[str, tuple[str, str]] = {
    "429": ("failed", "http_429"),
    "500": ("failed", "http_500"),
    "cut": ("cut", ""),
    "empty": ("failed", "empty"),
    "garbage": ("failed", ""),
    "unfinished": ("cut", "cut"),
    "slow": ("failed", "timeout"),
    "safety": ("refused", ""),
    "blocked": ("refused", ""),
    "no_candidate": ("failed", "empty"),
    "too_long": ("cut", "too_long"),
}


def test_every_fault_is_tried() -> None:
    assert {*OUTCOMES, "none", "usage"} == set(get_args(Fault))


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", OUTCOMES)
async def test_each_fault_ends_in_a_whole_draft_and_one_bill(
    fake: Vendors, vendor: str, language: Variant, fault: Fault
) -> None:
    fake.text, fake.fault = WORDS[language], fault
    waits = QUICK if fault == "slow" else PATIENT
    chunks = await heard(client(fake, vendor, timeouts=waits), call_for(language))
    outcome, reason = OUTCOMES[fault]
    [used] = [chunk.usage for chunk in of(ModelUsed, chunks)]
    assert len(fake.asked) == 1
    assert used.outcome == outcome
    assert reason in used.reason
    assert [failure.provider for failure in of(ModelFailure, chunks)] == [vendor]
    answer = chunks[-1]
    assert isinstance(answer, ModelAnswer)
    assert answer.provider == "offline"
    assert shown(chunks) == answer.text
    paid = used.input_tokens + used.output_tokens
    # An error is not billed; whatever was begun, or hung up on, is.
    assert (paid == 0) is (fault in ("429", "500", "garbage"))


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_told_of_tokens_is_believed_only_when_it_can_be(
    fake: Vendors, vendor: str, language: Variant
) -> None:
    fake.text = WORDS[language]
    models = client(fake, vendor)
    right = of(ModelUsed, await heard(models, call_for(language)))[0].usage
    assert not right.estimated
    assert right.output_tokens == len(WORDS[language]) // 3
    fake.fault = "usage"
    wrong = of(ModelUsed, await heard(models, call_for(language)))[0].usage
    assert wrong.estimated
    assert wrong.input_tokens > len(WORDS[language])
    assert wrong.output_tokens <= 2048
    prompt = json.dumps(fake.asked[-1]["body"], ensure_ascii=False)
    assert wrong.input_tokens <= len(prompt) * MOST_TOKENS_PER_CHAR
    assert wrong.first_token_ms is not None
    assert wrong.first_token_ms <= wrong.latency_ms


async def test_a_vendor_that_asks_for_rest_is_not_asked_again(fake: Vendors) -> None:
    fake.fault = "429"
    models = client(fake, "openai")
    first = await heard(models, call_for("en"))
    assert [(move.model, move.to) for move in of(BreakerMoved, first)] == [("gpt-4o", "opened")]
    second = await heard(models, call_for("en"))
    assert [failure.reason for failure in of(ModelFailure, second)] == ["open"]
    assert len(fake.asked) == 1


@pytest.mark.parametrize("vendor", VENDORS)
async def test_however_many_ask_a_sick_vendor_is_asked_twice(fake: Vendors, vendor: str) -> None:
    fake.fault = "500"
    models = client(fake, vendor)
    for _ in range(12):
        chunks = await heard(models, call_for("hi"))
        assert isinstance(chunks[-1], ModelAnswer)
    assert len(fake.asked) == ATTEMPTS


async def test_a_model_cut_off_is_taken_over_by_the_next(fake: Vendors) -> None:
    fake.text = WORDS["te"]
    fake.by_model[CHEAP] = ("cut", "")
    chunks = await heard(client(fake, "vertex", "openai"), call_for("te"))
    assert [used.usage.outcome for used in of(ModelUsed, chunks)] == ["cut", "answered"]
    assert len({used.usage.call_id for used in of(ModelUsed, chunks)}) == 2
    assert len(of(ModelReset, chunks)) == 1
    assert shown(chunks) == WORDS["te"].replace(PHONE, SHOP["phone"])


def passes(text: str, extras: Mapping[str, Any]) -> bool:
    del extras
    return "20%" in text


@pytest.mark.parametrize(("cheap", "asked"), [(WORDS["en"], [CHEAP]), ("Buy!", [CHEAP, DEAR])])
async def test_a_cheaper_model_is_kept_when_the_checks_pass_it(
    fake: Vendors, cheap: str, asked: list[str]
) -> None:
    fake.text = WORDS["en"]
    fake.by_model[CHEAP] = ("none", cheap)
    call = replace(call_for("en", "reel_script", keeps=passes), tier="balanced")
    chunks = await heard(client(fake, "vertex"), call)
    assert [each["model"] for each in fake.asked] == asked
    outcomes = [used.usage.outcome for used in of(ModelUsed, chunks)]
    assert outcomes == ["rejected", "answered"][2 - len(asked) :]
    assert shown(chunks) == WORDS["en"].replace(PHONE, SHOP["phone"])
    assert not of(ModelFailure, chunks)


async def test_a_draft_that_is_mended_goes_to_the_tier_the_skill_names(fake: Vendors) -> None:
    fake.text = WORDS["en"]
    call = call_for("en", "reel_script", keeps=passes)
    mended = replace(call.composition, findings=("price_supported",))
    await heard(client(fake, "vertex"), replace(call, tier="balanced", composition=mended))
    assert [each["model"] for each in fake.asked] == [DEAR]


async def test_what_may_not_be_spent_is_not_asked(fake: Vendors) -> None:
    asked: list[tuple[str, str, int, int]] = []

    def never(*about: Any) -> bool:
        asked.append(about)
        return False

    chunks = await heard(client(fake, "vertex", "openai"), call_for("en", may_spend=never))
    assert not fake.asked
    assert [failure.reason for failure in of(ModelFailure, chunks)] == ["budget", "budget"]
    assert [(name, model, most) for name, model, _, most in asked] == [
        ("vertex", CHEAP, 2048),
        ("openai", "gpt-4o", 2048),
    ]
    assert all(chars > 500 for _, _, chars, _ in asked)


MAIL = json.dumps({"subject": "Diwali", "preview": "20% off", "text": "Come in.\nSTOP"})
LONG = json.dumps({"subject": "Diwali " * 20, "text": "Come in.\nSTOP"})


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("wrong", [LONG, '{"subject": "Diwali", "text": ', '{"subject": "x"}'])
async def test_an_answer_that_does_not_fit_is_repaired_once(
    fake: Vendors, monkeypatch: pytest.MonkeyPatch, vendor: str, wrong: str
) -> None:
    answers = iter([wrong, MAIL])
    monkeypatch.setattr(fake, "pieces", lambda: [next(answers)])
    chunks = await heard(client(fake, vendor), call_for("en", "email_campaign"))
    answer = chunks[-1]
    assert isinstance(answer, ModelAnswer)
    assert (answer.text, answer.extras) == (
        "Come in.\nSTOP",
        {"subject": "Diwali", "preview": "20% off"},
    )
    assert [used.usage.outcome for used in of(ModelUsed, chunks)] == ["invalid", "answered"]
    assert of(ModelRetry, chunks) == [ModelRetry(vendor, "invalid")]
    assert shown(chunks) == answer.text
    again = json.dumps(fake.asked[1]["body"], ensure_ascii=False)
    assert "could not be used" in again


async def test_an_answer_that_never_fits_is_left_to_the_next(fake: Vendors) -> None:
    fake.text = MAIL
    fake.by_model[CHEAP] = ("none", LONG)
    chunks = await heard(client(fake, "vertex", "openai"), call_for("en", "email_campaign"))
    outcomes = [(used.usage.provider, used.usage.outcome) for used in of(ModelUsed, chunks)]
    assert outcomes == [("vertex", "invalid"), ("vertex", "invalid"), ("openai", "answered")]
    assert of(ModelFailure, chunks) == [ModelFailure("vertex", "invalid")]


LOOK_UP = ToolSpec("look_up", "d", {"type": "object", "properties": {"phone": {"type": "string"}}})


@pytest.mark.parametrize("vendor", VENDORS)
async def test_tools_are_asked_for_and_answered(fake: Vendors, vendor: str) -> None:
    fake.text, fake.tools = WORDS["hi"], (("look_up", {"phone": PHONE}), ("look_up", {}))
    models, call = client(fake, vendor), call_for("hi", tools=(LOOK_UP,))
    chunks = await heard(models, call)
    wants = chunks[-1]
    assert isinstance(wants, ModelWantsTools)
    assert [(ask.name, dict(ask.arguments)) for ask in wants.calls] == [
        ("look_up", {"phone": SHOP["phone"]}),
        ("look_up", {}),
    ]
    assert of(ModelUsed, chunks)[0].usage.outcome == "answered"
    fake.tools = ()
    answers = tuple(ToolAnswer(ask.id, ask.name, f"found {SHOP['phone']}") for ask in wants.calls)
    exchange = Exchange(vendor, wants.calls, answers, wants.message)
    for told in (exchange, replace(exchange, provider="another")):
        answer = (await heard(models, replace(call, exchanges=(told,))))[-1]
        assert isinstance(answer, ModelAnswer)
        sent = json.dumps(fake.asked[-1]["body"], ensure_ascii=False)
        assert f"found {PHONE}" in sent
        assert SHOP["phone"] not in sent
