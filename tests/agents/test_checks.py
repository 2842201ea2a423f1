"""Each check finds its own fault, in every variant, and nothing in a draft that is right."""

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from agents.checks import CHECKS
from agents.checks.base import Finding, Subject
from app.core.variants import VARIANTS, Variant
from integrations.india.festival_calendar import FestivalCalendar
from integrations.languages.messages import has, text
from memory.constitution import Constitution
from tests.agents.subjects import DIWALI, FOUNDATION, RIGHT, SLOTS, plus, right

FOLDER = Path(__file__).parents[2] / "agents" / "checks"

# Looked for only where a skill's rubric asks: a WhatsApp draft need not be right for them.
OF_ONE_CHANNEL = {
    *("hashtags", "sell_free", "sms_parts", "google_post", "ad_limits", "email_parts"),
}


def run(name: str, subject: Subject) -> Finding:
    finding = CHECKS[name].check(subject)
    assert finding.check == name
    if not finding.passed:
        assert text(subject.language, finding.key, **finding.params)
    return finding


def test_at_least_twelve_checks_with_names_of_their_own() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "base", "words"}
    assert files == set(CHECKS)
    assert len(CHECKS) >= 12


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", [name for name in CHECKS if name not in OF_ONE_CHANNEL])
def test_finds_nothing_in_a_draft_that_is_right(name: str, variant: Variant) -> None:
    finding = run(name, right(variant))
    assert finding.passed, finding


def spoken_keys() -> set[str]:
    """Every sentence key a check can name, read off its source."""
    keys: set[str] = set()
    for name in CHECKS:
        keys |= {f"agents.check.{name}", f"agents.finding.{name}.fixed"}
        tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "wrong":
                for variant in _variants(call):
                    keys.add(f"agents.finding.{name}" + (f".{variant}" if variant else ""))
    return keys


def _variants(call: ast.Call) -> list[str | None]:
    if len(call.args) < 2:
        return [None]
    found = [node.value for node in ast.walk(call.args[1]) if isinstance(node, ast.Constant)]
    return [value if isinstance(value, str) else None for value in found]


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_finding_can_be_said(variant: Variant) -> None:
    assert [key for key in sorted(spoken_keys()) if not has(key, variant)] == []


# What is added to a right draft, and the check that must stop it.
ADDED: list[tuple[str, Variant, str]] = [
    ("price_supported", "en", "Ghee laddu ₹480 too."),
    ("price_supported", "hi", "लड्डू ४८० रुपये।"),
    ("price_supported", "ta", "லட்டு 480 ரூபாய்."),
    ("price_supported", "te", "లడ్డూ రూ. 480."),
    ("price_supported", "hi-Latn", "Laddu 480 rupaye."),
    ("price_supported", "ta-Latn", "Laddu Rs 480."),
    ("price_supported", "te-Latn", "Laddu 480 rupayalu."),
    ("discount_supported", "en", "And 30% off on laddu."),
    ("discount_supported", "hi", "लड्डू पर ३० प्रतिशत छूट।"),
    ("discount_supported", "ta", "லட்டு 30 சதவீதம் தள்ளுபடி."),
    ("discount_supported", "te", "లడ్డూ 30 శాతం తగ్గింపు."),
    ("discount_supported", "hi-Latn", "Laddu par 30 pratishat off."),
    ("discount_supported", "ta-Latn", "Laddu 30% off."),
    ("discount_supported", "te-Latn", "Laddu 30% off."),
    ("superlative", "en", "The best in town!"),
    ("superlative", "hi", "शहर की सबसे अच्छी मिठाई।"),
    ("superlative", "ta", "ஊர்ல நம்பர் 1 ஸ்வீட் கடை."),
    ("superlative", "te", "ఊళ్లో నంబర్ వన్ షాపు."),
    ("superlative", "hi-Latn", "Sheher ki no. 1 dukaan."),
    ("superlative", "ta-Latn", "Ooru la number 1 kadai."),
    ("superlative", "te-Latn", "Oorlo number one shop."),
    ("health_claim", "en", "Our laddu cures weakness."),
    ("health_claim", "hi", "इससे हर बीमारी ठीक हो जाती है।"),
    ("health_claim", "ta", "சர்க்கரை நோய் வராது."),
    ("health_claim", "te", "షుగర్ తగ్గుతుంది."),
    ("health_claim", "hi-Latn", "Sugar control karta hai."),
    ("health_claim", "ta-Latn", "Side effect illa."),
    ("health_claim", "te-Latn", "Jabbu nayam avutundi."),
    ("placeholder", "en", "Visit [shop address]."),
    ("placeholder", "hi", "पता: {address}"),
    ("placeholder", "ta", "முகவரி: ____"),
    ("placeholder", "te", "చిరునామా: <address>"),
    ("placeholder", "hi-Latn", "Pata: XXXX"),
    ("placeholder", "ta-Latn", "Peyar: None"),
    ("placeholder", "te-Latn", "Peru: {{name}}"),
    ("pii", "en", "Aadhaar 2341 2341 2346"),
    ("contact_right", "en", "Or call 91234 56789."),
    ("contact_right", "hi", "या ९१२३४ ५६७८९ पर।"),
    ("contact_right", "te", "www.othershop.in చూడండి"),
    ("never_say", "en", "So cheap!"),
    ("never_say", "hi", "इतना सस्ता!"),
    ("never_say", "ta", "மலிவு விலை!"),
    ("never_say", "te", "చవక ధర!"),
    ("never_say", "hi-Latn", "Itna Sasta!"),
    ("festival_right", "en", "Happy Pongal too!"),
    ("festival_right", "hi", "और ओणम भी।"),
    ("festival_right", "ta", "பொங்கல் வாழ்த்துகள்!"),
    ("festival_right", "te", "ఉగాది శుభాకాంక్షలు!"),
    ("festival_right", "hi-Latn", "Raksha Bandhan bhi."),
    ("festival_date", "en", "Diwali is on 12 Nov."),
    ("festival_date", "hi", "दिवाली 12 नवंबर को है।"),
    ("festival_date", "ta", "தீபாவளி நவம்பர் 12."),
    ("festival_date", "te", "దీపావళి నవంబర్ 12."),
    ("empty", "en", "\ufffd\ufffd\ufffd"),
]


@pytest.mark.parametrize(("name", "variant", "words"), ADDED)
def test_stops_what_must_not_go_out(name: str, variant: Variant, words: str) -> None:
    rules = Constitution(never_say=("cheap", "sasta", "सस्ता", "மலிவு", "చవక"))
    finding = run(name, right(variant, text=plus(variant, words), constitution=rules))
    assert not finding.passed
    assert finding.severity == "stop"


LOOKED_AT: list[tuple[str, Variant, str]] = [
    ("fake_urgency", "en", "Hurry up!"),
    ("fake_urgency", "hi", "जल्दी कीजिए।"),
    ("fake_urgency", "ta", "கடைசி வாய்ப்பு."),
    ("fake_urgency", "te", "త్వరపడండి."),
    ("fake_urgency", "hi-Latn", "Aakhri mauka."),
    ("fake_urgency", "ta-Latn", "Miss pannadheenga."),
    ("fake_urgency", "te-Latn", "Miss avvakandi."),
    ("script", "hi", "Kaju Special ताज़ा।"),
    ("script", "ta", "Special இன்னைக்கு."),
    ("script", "te", "Special ఈ రోజు."),
    ("script", "hi-Latn", "Aaj ही aaiye."),
    ("script", "en", "Fresh मिठाई."),
    ("respect", "hi", "तुम भी आओ।"),
    ("respect", "ta", "நீ வா."),
    ("respect", "te", "నువ్వు రా."),
    ("respect", "hi-Latn", "tum bhi aao"),
    ("respect", "en", "BUY NOW TODAY ONLY!!!"),
    ("number_supported", "en", "Made by 35 cooks."),
    ("number_supported", "hi", "35 रसोइये।"),
    ("emoji", "en", "🪔🪔🪔🪔🪔"),
]


@pytest.mark.parametrize(("name", "variant", "words"), LOOKED_AT)
def test_points_at_what_she_should_look_at(name: str, variant: Variant, words: str) -> None:
    finding = run(name, right(variant, text=plus(variant, words)))
    assert not finding.passed
    assert finding.severity == "look"


@pytest.mark.parametrize("variant", VARIANTS)
def test_finds_what_is_missing(variant: Variant) -> None:
    base = RIGHT[variant]
    bare = right(variant, text="\n".join(base.splitlines()[:1]))
    assert not run("business_name", bare).passed
    assert not run("opt_out", bare).passed
    assert not run("call_to_action", replace(bare, text=bare.text.split(":")[0])).passed
    without_offer = right(variant, text=base.replace("20%", "").replace("₹640", ""))
    assert run("discount_supported", without_offer).key.endswith(".missing")
    wants_phone = right(variant, text=bare.text, params={"phone": True})
    assert run("contact_right", wants_phone).key.endswith(".missing")
    rules = Constitution(always_say=("Sugar free bhi milta hai",))
    assert not run("always_say", right(variant, constitution=rules)).passed


@pytest.mark.parametrize("variant", VARIANTS)
def test_another_language_is_noticed(variant: Variant) -> None:
    other: Variant = "ta" if variant != "ta" else "te"
    assert not run("language", right(variant, text=RIGHT[other])).passed


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_she_did_not_tell_is_said_once_and_not_mended(variant: Variant) -> None:
    unknown = right(variant, foundation={}, text=RIGHT[variant].replace("Sharma Sweets", ""))
    finding = run("business_name", unknown)
    assert finding.key.endswith(".unknown")
    assert not finding.mendable


def test_a_festival_that_is_over_stops() -> None:
    late = date(2026, 11, 20)
    finding = run("festival_date", right("hi-Latn", today=late))
    assert finding.key == "agents.finding.festival_date.past"


def test_a_day_that_is_past_is_pointed_at() -> None:
    said = ("sale 20 Oct tak",)
    past = right("hi-Latn", text="Sale 20 Oct tak, Diwali se pehle.", said=said)
    assert run("festival_date", past).key.endswith(".over")


def test_the_right_festival_must_be_named() -> None:
    nameless = right("hi", text=RIGHT["hi"].replace("दिवाली", "त्योहार"))
    assert run("festival_right", nameless).key == "agents.finding.festival_right"


def test_a_discount_above_her_own_limit_is_pointed_at() -> None:
    rules = Constitution(discount_cap_percent=15)
    finding = run("discount_cap", right("en", constitution=rules))
    assert not finding.passed
    assert finding.params == {"words": "20%", "cap": "15"}


def test_length_counts_code_points() -> None:
    assert run("length", right("ta", max_chars=len(RIGHT["ta"]))).passed
    assert not run("length", right("ta", max_chars=len(RIGHT["ta"]) - 1)).passed
    assert not run("length", right("ta", max_chars=None, params={"max_chars": 20})).passed


def test_an_offer_needs_an_end() -> None:
    endless = right("en", text="Kaju katli: 20% off. Call 98765 43210.")
    assert run("offer_end", endless).params == {"words": "20%"}


@pytest.mark.parametrize(("count", "fits"), [(0, False), (3, True), (10, True), (11, False)])
def test_hashtags_are_counted(count: int, fits: bool) -> None:
    tags = " ".join(f"#tag{n}" for n in range(count))
    assert run("hashtags", right("en", text=f"Fresh laddu. {tags}")).passed is fits


def test_hashtags_may_come_apart_from_the_text() -> None:
    extras = {"hashtags": ["#a", "#b", "#c", "#d"]}
    assert run("hashtags", right("en", extras=extras)).passed


def test_wishes_do_not_sell() -> None:
    assert run("sell_free", right("en")).passed
    assert not run("sell_free", right("en", params={"always": True})).passed
    solemn = FestivalCalendar().next("muharram", date(2026, 1, 1))
    assert solemn is not None
    assert run("sell_free", right("en", festival=solemn)).key.endswith(".day")


def test_her_own_name_may_boast() -> None:
    foundation = {**FOUNDATION, "business_name": "Best Sweets"}
    boast = right("en", text="Best Sweets: fresh laddu, call 98765 43210", foundation=foundation)
    assert run("superlative", boast).passed


def test_her_own_edit_may_say_any_figure() -> None:
    edited = right("en", text=plus("en", "Laddu ₹480, 30% off on 12 Nov."), author="owner")
    for name in ("price_supported", "discount_supported", "number_supported"):
        assert run(name, edited).passed


def test_her_contacts_are_hers_to_print() -> None:
    vpa = {**FOUNDATION, "vpa": "sharma@okhdfc"}
    own = right("en", text=plus("en", "Pay sharma@okhdfc"), foundation=vpa)
    assert run("contact_right", own).passed
    assert run("pii", own).passed


def test_checks_are_pure(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same subject gives the same findings, and is left as it was."""
    subject = right("hi-Latn")
    before = dict(SLOTS), dict(FOUNDATION)
    once = [check.check(subject) for check in CHECKS.values()]
    assert once == [check.check(subject) for check in CHECKS.values()]
    assert (dict(SLOTS), dict(FOUNDATION)) == before


def test_checks_declare_what_they_read() -> None:
    fields: set[str] = set(Subject.__dataclass_fields__)
    wrong: dict[str, Any] = {
        name: check.NEEDS - fields for name, check in CHECKS.items() if check.NEEDS - fields
    }
    assert wrong == {}
    assert DIWALI is not None
