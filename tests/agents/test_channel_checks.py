"""Checks of one channel: each finds its own fault, and passes what the channel takes."""

from typing import Any

import pytest

from agents.ad_text import in_step, read_ad
from agents.checks import CHECKS
from agents.checks.base import Finding
from app.core.variants import VARIANTS, Variant
from tests.agents.subjects import right

SMS: dict[Variant, str] = {
    "en": "Sharma Sweets: kaju katli 20% off till 8 Nov. Call 9876543210. Opt out: STOP",
    "hi": "Sharma Sweets: काजू कतली 20% छूट, 8 नवंबर तक। कॉल: 9876543210। बंद: STOP",
    "ta": "Sharma Sweets: காஜு கத்லி 20% தள்ளுபடி, நவம்பர் 8 வரை. கால்: 9876543210",
    "te": "Sharma Sweets: కాజు కట్లి 20% తగ్గింపు, నవంబర్ 8 వరకు. కాల్: 9876543210",
    "hi-Latn": "Sharma Sweets: kaju katli 20% off, 8 Nov tak. Call: 9876543210",
    "ta-Latn": "Sharma Sweets: kaju katli 20% off, Nov 8 varaikkum. Call: 9876543210",
    "te-Latn": "Sharma Sweets: kaju katli 20% off, Nov 8 varaku. Call: 9876543210",
}
AD = "Kaju Katli 20% Off\nSharma Sweets Lucknow\nTill 8 Nov\n\nFresh boxes every day.\nCome to us."


def run(name: str, text: str, variant: Variant = "en", **changes: Any) -> Finding:
    return CHECKS[name].check(right(variant, text=text, **changes))


@pytest.mark.parametrize("variant", VARIANTS)
def test_an_sms_that_fits_passes(variant: Variant) -> None:
    assert run("sms_parts", SMS[variant], variant).passed


def test_an_sms_is_counted_in_parts_and_its_dear_letters_are_named() -> None:
    long = run("sms_parts", "a" * 307)
    assert (long.params, long.mendable) == ({"count": 3, "max": 2}, True)
    assert run("sms_parts", "a" * 200, params={"most": 1}).params["count"] == 2
    dear = run("sms_parts", "Kaju katli ₹640")
    assert (dear.key, dear.params) == ("agents.finding.sms_parts.letters", {"words": "₹"})
    hers = run("sms_parts", "₹one Store: come", foundation={"business_name": "₹one Store"})
    assert not hers.passed
    assert not hers.mendable
    assert run("sms_parts", "₹640 किलो", "hi").passed


def test_a_google_post_has_a_button_and_no_number() -> None:
    button = {"button": "call"}
    assert run("google_post", "Fresh laddu today.", extras=button).passed
    assert run("google_post", "Fresh laddu.", extras={}).key.endswith(".button")
    assert run("google_post", "Fresh laddu.", extras={"button": "smile"}).key.endswith(".button")
    assert run("google_post", "Call 98765 43210.", extras=button).key.endswith(".phone")
    assert run("google_post", "Fresh #laddu", extras=button).params == {"words": "#laddu"}
    assert run("google_post", "Fresh laddu 🪔", extras=button).params == {"words": "🪔"}


def test_an_ad_is_read_by_its_empty_line() -> None:
    ad = read_ad(AD)
    assert ad.headlines == ("Kaju Katli 20% Off", "Sharma Sweets Lucknow", "Till 8 Nov")
    assert ad.extras()["descriptions"] == ["Fresh boxes every day.", "Come to us."]
    assert read_ad("One\nTwo").descriptions == ()


def test_an_edited_ad_says_the_same_beside_its_text() -> None:
    old = {"headlines": ["Old"], "descriptions": ["Old"], "note": 1}
    assert in_step("ad", old, "New\n\nText")["headlines"] == ["New"]
    assert in_step("ad", {}, "New\n\nText")["descriptions"] == ["Text"]
    assert in_step("whatsapp", old, "New") == old


def test_every_line_of_an_ad_fits_its_place() -> None:
    assert run("ad_limits", AD).passed
    long = run("ad_limits", AD.replace("Till 8 Nov", "T" * 31))
    assert (long.severity, long.params["count"], long.params["max"]) == ("stop", 31, 30)
    assert run("ad_limits", AD + "x" * 90).params["max"] == 90
    assert run("ad_limits", AD.replace("Nov\n", "Nov!\n")).params == {"words": "Till 8 Nov!"}
    assert run("ad_limits", f"{AD} 98765 43210").key.endswith(".marks")
    assert run("ad_limits", "One\nTwo\n\nThree").key.endswith(".few")
    # Tamil vowel signs are letters to the network too.
    assert not run("ad_limits", AD.replace("Till 8 Nov", "கா" * 16), "ta").passed


def test_a_mail_has_a_subject_that_keeps_the_rules() -> None:
    good = {"subject": "Kaju katli, 20% off", "preview": "Till 8 Nov."}
    assert run("email_parts", "Dear all", extras=good).passed
    assert run("email_parts", "Dear all", extras={}).key.endswith(".missing")
    assert run("email_parts", "x", extras={"subject": "s" * 46}).params == {"count": 46, "max": 45}
    dear = run("email_parts", "x", extras={"subject": "Laddu ₹480"})
    assert (dear.severity, dear.params) == ("stop", {"words": "₹480"})
    boast = run("email_parts", "x", extras={**good, "preview": "The best in town"})
    assert boast.key.endswith(".wrong")
    assert not run("email_parts", "x", extras={**good, "preview": "p" * 91}).passed
