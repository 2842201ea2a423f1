"""A link and QR for her own customer: asked for, made, shown, and her UPI id kept."""

from urllib.parse import parse_qs, urlsplit

import pytest

from agents import events as ev
from app.chat.draft_card import CardFrame, draft_card
from app.core.clock import SystemClock
from app.core.variants import Variant, is_native
from tests.acceptance.talk import Talk

ASKS: dict[Variant, str] = {
    "en": "upi link for 500",
    "hi": "500 का यूपीआई लिंक बना दो",
    "ta": "500 ரூபாய்க்கு யுபிஐ லிங்க் வேணும்",
    "te": "500కి యూపీఐ లింక్ కావాలి",
    "hi-Latn": "500 ka upi link bana do",
    "ta-Latn": "500 ku upi link venum",
    "te-Latn": "500 ki upi link kavali",
}
LATIN_WORDS = {"UPI", "QR", "Sharma", "Sweets", "sharma", "okaxis"}


def query(link: str) -> dict[str, str]:
    assert link.startswith("upi://pay?")
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


@pytest.mark.parametrize("variant", ASKS)
async def test_a_link_in_seven_ways(talk: Talk, variant: Variant) -> None:
    await talk.know(business_name="Sharma Sweets")
    heard = await talk.say(ASKS[variant])
    assert heard.last(ev.RouteChosen).skill == "upi_payment_link"
    assert heard.question.field == "vpa"
    heard = await talk.say("sharma@okaxis")
    draft = heard.draft
    assert draft.language == variant
    assert query(draft.extras["upi_link"]) == {
        "pa": "sharma@okaxis",
        "pn": "Sharma Sweets",
        "am": "500.00",
        "cu": "INR",
    }
    assert "₹500" in draft.text
    assert "sharma@okaxis" in draft.text
    checked = heard.last(ev.DraftCriticised)
    assert [finding.key for finding in checked.findings if not finding.passed] == []
    if is_native(variant):
        words = "".join(c if c.isascii() and c.isalpha() else " " for c in draft.text).split()
        assert set(words) <= LATIN_WORDS
    fact = (await talk.facts())["vpa"]
    assert (fact.value, fact.said) == ("sharma@okaxis", "sharma@okaxis")
    card = draft_card(
        await talk.view(draft.draft_id),
        CardFrame(talk=variant, viewer=talk.business.user_id, now=SystemClock().now()),
    )
    assert card["pay"]["link"] == draft.extras["upi_link"]
    assert card["pay"]["qr"].startswith("data:image/png;base64,")
    assert {"saveQr", "copyLink", "qr", "payLine"} <= card["t"].keys()


async def test_the_id_in_the_message_is_taken_and_not_asked_for_again(talk: Talk) -> None:
    heard = await talk.say("ramesh ko 1250 ka payment link bhejna hai, upi id sharma@ybl hai")
    link = query(heard.draft.extras["upi_link"])
    assert (link["pa"], link["am"]) == ("sharma@ybl", "1250.00")
    assert (await talk.facts()).value("vpa") == "sharma@ybl"
    assert "Ramesh" in heard.draft.text
    assert "tn" not in link
    again = await talk.say("cake order ka 350 ka qr banao")
    link = query(again.draft.extras["upi_link"])
    assert (link["am"], link["tn"]) == ("350.00", "cake")


async def test_an_id_that_cannot_be_is_asked_for_with_the_reason(talk: Talk) -> None:
    heard = await talk.say("500 ka upi link bana do, meri upi id sharma@gmail.com")
    assert heard.question.field == "vpa"
    assert heard.question.why != "Paise isi par aayenge."
    done = await talk.say("sharma@okaxis")
    assert query(done.draft.extras["upi_link"])["pa"] == "sharma@okaxis"


async def test_without_an_amount_the_payer_types_it(talk: Talk) -> None:
    await talk.know(vpa="sharma@okaxis", business_name="Sharma Sweets")
    heard = await talk.say("dukaan ke payment ka qr code")
    assert heard.question.field == "amount_inr"
    done = await talk.say("skip")
    assert "am" not in query(done.draft.extras["upi_link"])
    assert "{" not in done.draft.text


async def test_without_an_id_there_is_no_link(talk: Talk) -> None:
    await talk.say("500 ka upi link bana do")
    heard = await talk.say("chhod do")
    assert heard.all(ev.DraftWritten) == []
    assert "UPI id" in heard.reply.text
    talk.asks = False
    told = await talk.say("upi link for 500")
    assert told.status == "done"
    assert "Write it here" in told.reply.text


async def test_another_one_is_another_message_with_the_same_link(talk: Talk) -> None:
    await talk.know(vpa="sharma@okaxis", business_name="Sharma Sweets")
    first = (await talk.say("upi link for 500")).draft
    second = (await talk.another(first)).draft
    assert second.text != first.text
    assert second.extras == first.extras
