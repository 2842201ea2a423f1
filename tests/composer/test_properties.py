"""What holds of every draft, whatever an owner types: tried on inputs that hypothesis makes."""

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from agents.providers.composer.compose import compose
from app.core.money import format_rupees, rupees_to_paise
from app.core.variants import VARIANTS, Variant, base_of, is_native
from integrations.languages.text import script_of
from skills.composition import Composition
from tests.composer.shops import TODAY, calendar, registry

ALLOWED: Final = {"UPI", "GST", "CGST", "SGST", "IGST", "PDF", "QR", "PIN", "SMS", "OK", "STOP"}
FESTIVALS: Final = (None, "diwali", "pongal", "ugadi", "muharram", "independence_day", "navratri")
SELLING: Final = (
    *("whatsapp_broadcast", "instagram_caption", "sms_promo", "facebook_post"),
    *("google_business_post", "ad_copy", "email_campaign"),
)

names = st.text(
    st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Z", "C")), max_size=60
) | st.sampled_from(["{name}", "[Shop Name]", "XXX", "N/A", "A2B", "चाय अड्डा", "***", "<b>Hi</b>"])
phones = st.from_regex(r"[6-9][0-9]{9}", fullmatch=True) | st.none()
amounts = st.decimals(min_value=1, max_value=10_00_000, places=2).map(float) | st.none()
percents = st.integers(1, 90) | st.just(12.5) | st.none()
variants = st.sampled_from(VARIANTS)
attempts = st.integers(0, 30)


@st.composite
def compositions(draw: Any, skills: tuple[str, ...] = SELLING) -> Composition:
    """A composition an owner could cause by typing anything at all."""
    variant: Variant = draw(variants)
    festival = draw(st.sampled_from(FESTIVALS))
    amount, percent = draw(amounts), draw(percents)
    said = draw(
        st.sampled_from(
            [
                "",
                f"{amount} rs",
                f"{amount:g} off" if amount else "off",
                f"{percent}% off above {amount}",
                "naya stock, home delivery",
                "buy 1 get 1",
            ]
        )
    )
    inputs = {
        "festival": festival,
        "product": draw(names | st.sampled_from(["kaju katli", "साड़ियाँ", "haircut", "medicines"])),
        "discount_percent": percent,
        "amount_inr": amount,
        "date": draw(
            st.dates(TODAY - timedelta(3), TODAY + timedelta(40)).map(date.isoformat) | st.none()
        ),
        "date_until": draw(st.dates(TODAY, TODAY + timedelta(40)).map(date.isoformat) | st.none()),
        "date_from": draw(st.sampled_from(["2026-10-21", "2026-10-20", "no day", None])),
        "amount_is": draw(st.sampled_from(["price", "off", "spend", "other", None])),
        "duration_days": draw(st.integers(0, 400) | st.none()),
        "customer_name": draw(names | st.none()),
        "details": draw(names | st.just("500 g, pure ghee")),
        "message": draw(names | st.sampled_from(["rate kya hai", "bahut late", "very tasty"])),
        "review_text": draw(names | st.just("bahut late, staff rude") | st.none()),
        "gst_rate": draw(st.sampled_from([0, 5, 12, 18, 28, 0.25, None])),
        "request": said,
    }
    foundation = {
        "business_name": draw(names | st.none()),
        "phone": draw(phones),
        "city": draw(st.sampled_from(["Lucknow", "Chennai", "Kothapatnam", None])),
        "category": draw(st.sampled_from(["sweet_shop", "salon", "tuition_centre", "x", None])),
        "products": draw(st.lists(names, max_size=4)),
        "usp": draw(names | st.none()),
    }
    return Composition(
        skill=registry().get(draw(st.sampled_from(skills))),
        language=variant,
        today=TODAY,
        seed=draw(st.sampled_from(["a", "b", "c"])),
        inputs=inputs,
        foundation=foundation,
        festival=calendar().next(festival, TODAY) if festival else None,
        emoji=draw(st.sampled_from(["none", "few", "many"])),
        attempt=draw(attempts),
    )


ALL: Final = (
    *(*SELLING, "festival_greeting", "review_reply", "gst_quote", "general_help"),
    *("poster_text", "reel_script", "product_description", "customer_reply"),
)
everything = compositions(ALL)


def spoken_facts(made: Composition) -> str:
    """Everything the owner gave, as one text."""
    values = (*made.inputs.values(), *made.foundation.values())
    return " ".join(
        unicodedata.normalize("NFC", str(each))
        for value in values
        for each in (value if isinstance(value, list) else [value])
    )


@given(everything)
def test_nothing_is_left_to_be_filled_in(made: Composition) -> None:
    """No brace, no bracket, no None, whatever a name is made of."""
    text = compose(made).text
    assert not re.search(r"[{}\[\]<>]|None|\bnull\b|_{2,}", text), text
    assert "  " not in text


@given(everything)
def test_the_limit_is_held(made: Composition) -> None:
    """The channel's own limit, always."""
    text = compose(made).text
    assert len(text) <= (made.skill.max_chars or 4000)


@given(everything, st.integers(1, 300))
def test_a_tighter_limit_is_held_too(made: Composition, limit: int) -> None:
    """``max_chars`` of the composition wins where it is smaller."""
    changed = Composition(**{**_fields(made), "max_chars": limit})
    text = compose(changed).text
    assert len(text) <= limit
    assert not text or not unicodedata.category(text[0]).startswith("M")


@given(everything)
def test_the_script_is_right(made: Composition) -> None:
    """Only the variant's script, apart from names as she wrote them and the few Latin words."""
    text = re.sub(r"#\S+", " ", compose(made).text)
    given_words = set(re.findall(r"\w+", spoken_facts(made).casefold()))
    # An ending may join an allowed word: GSTకి is GST and an ending.
    for word in re.findall(r"[A-Za-z]+|[^\W\d_A-Za-z]+", text):
        scripts = {script_of(char) for char in word} - {"digit", "other"}
        home = {base_of(made.language)} if is_native(made.language) else {"latin"}
        if scripts <= home or word in ALLOWED:
            continue
        assert any(word.casefold() in known for known in given_words), (word, text)


@given(compositions())
def test_figures_are_exactly_those_given(made: Composition) -> None:
    """Every percentage and amount in a draft is one she said, to the last digit."""
    drafted = compose(made)
    text = re.sub(r"#\S+", " ", drafted.text)
    # A name may hold any figure; the offer's are judged where no name does.
    if any(re.search(r"\d|₹|%", unicodedata.normalize("NFKC", name)) for name in _names(made)):
        return
    percent, amount = made.inputs["discount_percent"], made.inputs["amount_inr"]
    own = {f"{Decimal(str(percent)).normalize():f}"} if percent else set()
    assert set(re.findall(r"([\d.]+)%", text)) <= own, text
    rupees = {format_rupees(rupees_to_paise(Decimal(str(amount))))} if amount else set()
    assert set(re.findall(r"₹[\d,]*\d(?:\.\d+)?", text)) <= rupees, text


@given(compositions())
def test_no_offer_stands_beside_mourning(made: Composition) -> None:
    """A solemn day has no price, no percentage and nothing to sell."""
    if made.inputs["festival"] != "muharram":
        return
    drafted = compose(made)
    assert drafted.angle == "respect"
    stated = {source["field"] for source in drafted.sources}
    assert not stated & {"slots.discount_percent", "slots.amount_inr", "slots.product"}


@given(everything)
def test_the_same_composition_gives_the_same_draft(made: Composition) -> None:
    """Seed and attempt decide, nothing else."""
    assert compose(made) == compose(made)


@given(everything, st.data())
def test_what_she_never_says_is_not_said(made: Composition, data: st.DataObject) -> None:
    """Any word of a first draft can be forbidden, and the second has none of it."""
    first = compose(made)
    given_text = f"{spoken_facts(made)} {first.sources}".casefold()
    own = [
        word
        for word in re.findall(r"[^\W\d_]{3,}", re.sub(r"#\S+", " ", first.text))
        if word.casefold() not in given_text and word not in ALLOWED
    ]
    if not own:
        return
    never = data.draw(st.sampled_from(own))
    changed = Composition(**{**_fields(made), "never_say": (never,)})
    text = re.sub(r"#\S+", " ", compose(changed).text)
    assert never.casefold() not in text.casefold()


@given(everything, st.text(st.characters(categories=("L", "N", "Zs")), min_size=1, max_size=40))
def test_what_she_always_says_is_said(made: Composition, always: str) -> None:
    """Word for word, once the white space is in order."""
    wanted = " ".join(always.split())
    changed = Composition(**{**_fields(made), "always_say": (always,)})
    assert wanted.casefold() in compose(changed).text.casefold()


@given(everything)
def test_no_emoji_means_none(made: Composition) -> None:
    """The constitution decides."""
    text = compose(Composition(**{**_fields(made), "emoji": "none"})).text
    known = spoken_facts(made)
    marks = [c for c in text if unicodedata.category(c) == "So" and c not in known]
    assert not marks


def _names(made: Composition) -> list[str]:
    foundation = made.foundation
    return [
        str(value)
        for value in (
            made.inputs["product"],
            made.inputs["customer_name"],
            foundation["business_name"],
            foundation["usp"],
            *foundation["products"],
        )
    ]


def _fields(made: Composition) -> dict[str, Any]:
    return {name: getattr(made, name) for name in Composition.__dataclass_fields__}
