"""What a card shows beside the text of its channel: SMS parts, a mail's subject, a button."""

from typing import Any

import pytest

from app.chat.cards import Props
from app.chat.draft_card import CardFrame, draft_card
from app.core.variants import VARIANTS, Variant
from tests.chat.scripts import wrong_letters
from tests.chat.stories import BEGAN, USER, Story, version


def card(
    talk: Variant, channel: str, words: str = "", status: str = "pending", **extras: Any
) -> Props:
    shown = version(1, talk, **({"text": words} if words else {})).model_copy(
        update={"extras": extras}
    )
    view = Story("card", talk).view(versions=[shown], channel=channel, status=status)
    return draft_card(view, CardFrame(talk, USER, BEGAN, 306))


@pytest.mark.parametrize("variant", VARIANTS)
def test_an_sms_says_its_parts_and_what_the_rules_want(variant: Variant) -> None:
    props = card(variant, "sms", "a" * 161)
    assert "2" in props["segments"]
    assert "145" in props["segments"]
    assert wrong_letters(props["segments"], variant) == set()
    assert wrong_letters(props["line"], variant) == set()
    assert card(variant, "sms", status="shown")["line"] == ""
    assert "segments" not in card(variant, "whatsapp")


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("button", ["call", "order", "book", "shop", "sign_up", "learn_more"])
def test_a_google_post_shows_its_button(variant: Variant, button: str) -> None:
    props = card(variant, "google_business", button=button)
    assert wrong_letters(props["segments"], variant) == set()
    assert "segments" not in card(variant, "google_business", button="smile")
    assert "segments" not in card(variant, "whatsapp", button=button)


def test_a_mail_shows_its_subject_and_preview() -> None:
    props = card("en", "email", subject="Kaju katli, 20% off", preview="Till 8 Nov.")
    assert (props["subject"], props["preview"]) == ("Kaju katli, 20% off", "Till 8 Nov.")
    assert card("en", "whatsapp")["subject"] is None


@pytest.mark.parametrize(
    ("channel", "filled"),
    [("whatsapp", "whatsapp"), ("reply", "whatsapp"), ("sms", "copy"), ("email", "copy")],
)
def test_what_goes_elsewhere_is_copied(channel: str, filled: str) -> None:
    """A chat answer opens WhatsApp; an SMS goes into the panel where its template is known."""
    assert card("en", channel, status="shown")["buttons"]["filled"] == filled
