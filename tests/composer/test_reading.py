"""Reading a request: the role of an amount, the mood of a review, a grammatical end."""

from decimal import Decimal

import pytest

from agents.providers.composer.morphology import inflect
from agents.providers.composer.offers import Offer, read_offer
from agents.providers.composer.review import read_review
from agents.providers.composer.values import clean, fits_script, person, place, thing
from app.core.variants import Variant
from skills.wordlists import cue


def money(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


@pytest.mark.parametrize(
    ("request_", "amount", "percent", "offer"),
    [
        ("kaju katli 800 rs kilo", 800, None, Offer(price=Decimal(800), unit="kilo")),
        ("mobile cover 99 each", 99, None, Offer(price=Decimal(99), unit="piece")),
        ("saree 899 se shuru", 899, None, Offer(price=Decimal(899), from_price=True)),
        ("saree pe 200 off", 200, None, Offer(off=Decimal(200))),
        ("साड़ी पर 200 की छूट", 200, None, Offer(off=Decimal(200))),
        ("புடவைக்கு 200 தள்ளுபடி", 200, None, Offer(off=Decimal(200))),
        ("చీరల మీద 200 తగ్గింపు", 200, None, Offer(off=Decimal(200))),
        ("flat 500 on silk", 500, None, Offer(off=Decimal(500))),
        ("1000 ke upar 10% off", 1000, 10, Offer(spend=Decimal(1000))),
        ("10% off above 1000", 1000, 10, Offer(spend=Decimal(1000))),
        ("1000 ki kharid par 200 off", 200, None, Offer(off=Decimal(200), spend=Decimal(1000))),
        ("1000 ki kharid par 200 off", 1000, None, Offer(off=Decimal(200), spend=Decimal(1000))),
        ("1000-க்கு மேல வாங்கினா 100 கம்மி", 100, None, Offer(Decimal(0), Decimal(100))),
        ("upto 50% off", None, 50, Offer(up_to=True)),
        ("50% tak off", None, 50, Offer(up_to=True)),
        ("20-50% off on shirts", None, 50, Offer(up_to=True)),
        ("20% off upto sunday", None, 20, Offer()),
        ("saree 20% off sunday tak", None, 20, Offer()),
        ("kurti 199 from 25 Dec", 199, None, Offer(price=Decimal(199))),
        ("சேலை 450 முதல்", 450, None, Offer(price=Decimal(450), from_price=True)),
        ("చీరలు 450 నుంచి", 450, None, Offer(price=Decimal(450), from_price=True)),
        ("₹1,25,000 ka set", 125000, None, Offer(price=Decimal(125000))),
        ("२०० रुपये किलो", 200, None, Offer(price=Decimal(200), unit="kilo")),
        ("500 rs haircut, 10% off", 500, 10, Offer(price=Decimal(500))),
        ("kuch nahi", None, None, Offer()),
    ],
)
def test_an_amount_has_the_role_its_words_give_it(
    request_: str, amount: int | None, percent: int | None, offer: Offer
) -> None:
    """Price, money off, or the least to spend; never guessed into another."""
    read = read_offer(request_, money(amount), money(percent))
    if offer.price == 0:
        assert read.off == offer.off
        return
    assert read == offer


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("sweets were stale and delivery was late", {"complaint", "poor", "late"}),
        ("Very good taste!", {"praise", "likes_quality"}),
        ("not good at all", {"complaint", "poor"}),
        ("staff bahut badtameez hai", {"complaint", "rude"}),
        ("महंगा है", {"complaint", "costly"}),
        ("दुकान गंदी है", {"complaint", "dirty"}),
        ("ரொம்ப லேட் ஆச்சு", {"complaint", "late"}),
        ("రుచి లేదు", {"complaint", "poor"}),
        ("chala bagundi", {"praise"}),
        ("★★★★★", {"praise"}),
        ("1 star", {"complaint"}),
        ("2/5", {"complaint"}),
        ("good sweets but very late", {"complaint", "late", "praise"}),
        ("taste bad", {"complaint", "poor"}),
        ("Food was not good but staff polite", {"complaint", "poor"}),
        ("not bad, will come again", set()),
        ("no complaints, great service", {"praise", "likes_staff"}),
        ("wrong item delivered", {"complaint"}),
        ("service was pathetic", {"complaint"}),
        ("bad smell in the shop", {"complaint", "dirty"}),
        ("swad bilkul achha nahi tha", {"complaint", "poor"}),
        ("galat item bhej diya", {"complaint"}),
        ("rate bahut zyada hai", {"complaint", "costly"}),
        ("koi shikayat nahi, mithai badhiya", {"praise"}),
        ("स्वाद बहुत बुरा था", {"complaint", "poor"}),
        ("सर्विस बेकार", {"complaint"}),
        ("एक घंटे बैठना पड़ा", {"complaint", "late"}),
        ("டேஸ்ட் மோசமா இருந்துச்சு", {"complaint", "poor"}),
        ("கடை நாத்தம் அடிக்குது", {"complaint", "dirty"}),
        ("taste nalla illa", {"complaint", "poor"}),
        ("service kevalama irundhuchu", {"complaint"}),
        ("టేస్ట్ అస్సలు బాలేదు", {"complaint", "poor"}),
        ("సర్వీస్ చెత్త", {"complaint"}),
        ("taste baledu", {"complaint", "poor"}),
        ("staff maryada ledu", {"complaint", "rude"}),
        ("angry customer, parcel not reached", {"complaint", "late"}),
        ("customer naraz hai parcel nahi pahucha", {"complaint", "late"}),
        ("கஸ்டமர் கோவமா இருக்கார் பார்சல் வரல", {"complaint", "late"}),
        ("కస్టమర్ కోపంగా ఉన్నారు పార్సిల్ రాలేదు", {"complaint", "late"}),
        ("ஸ்வீட் பழசா இருந்தது", {"complaint", "poor"}),
        ("కేక్ పాడైంది", {"complaint", "poor"}),
        ("cake paadaindi", {"complaint", "poor"}),
        ("delivery abbayi maryadaga ledani annaru", {"complaint", "rude"}),
        ("delivery paiyan mariyadhai illama pesinan", {"complaint", "rude"}),
        ("visited on monday", set()),
        ("", set()),
        ('reply to: "mithai bahut achchi hai" he was late to write', {"praise"}),
    ],
)
def test_a_review_says_what_its_words_say(text: str, flags: set[str]) -> None:
    """Complaints first; a quoted review is read without the words around it."""
    assert set(read_review(text)) == flags


@pytest.mark.parametrize(
    ("word", "form", "variant", "inflected"),
    [
        ("समोसा", "oblique", "hi", "समोसे"),
        ("मालपुआ", "oblique", "hi", "मालपुए"),
        ("सिल्क साड़ियाँ", "oblique", "hi", "सिल्क साड़ियों"),
        ("बच्चों के कपड़े", "oblique", "hi", "बच्चों के कपड़ों"),
        ("दवा", "oblique", "hi", "दवा"),
        ("लड्डू", "oblique", "hi", "लड्डू"),
        ("दशहरा", "oblique", "hi", "दशहरे"),
        ("नया साल", "oblique", "hi", "नए साल"),
        ("cotton kurta", "oblique", "hi-Latn", "cotton kurte"),
        ("kapde", "oblique", "hi-Latn", "kapdon"),
        ("pizza", "oblique", "hi-Latn", "pizza"),
        ("தீபாவளி", "dative", "ta", "தீபாவளிக்கு"),
        ("பொங்கல்", "dative", "ta", "பொங்கலுக்கு"),
        ("ஓணம்", "dative", "ta", "ஓணத்துக்கு"),
        ("సంక్రాంతి", "dative", "te", "సంక్రాంతికి"),
        ("ఓణం", "dative", "te", "ఓణానికి"),
        ("నవరాత్రులు", "dative", "te", "నవరాత్రులకి"),
        ("Sankranti", "dative", "te-Latn", "Sankrantiki"),
        ("మందులు", "oblique", "te", "మందుల"),
        ("cheeralu", "oblique", "te-Latn", "cheerala"),
        ("haircut", "oblique", "te-Latn", "haircut"),
        ("சுதந்திர தினம்", "compound", "ta", "சுதந்திர தின"),
        ("వరలక్ష్మీ వ్రతం", "compound", "te", "వరలక్ష్మీ వ్రత"),
        ("బోనాలు", "compound", "te", "బోనాల"),
        ("Diwali", "compound", "en", "Diwali"),
    ],
)
def test_endings_fit_their_words(word: str, form: str, variant: Variant, inflected: str) -> None:
    """Known words change, unknown ones stay readable."""
    assert inflect(word, form, variant) == inflected


def test_values_are_clean_or_not_there() -> None:
    """What no sentence could say is not known."""
    assert clean("  Sharma   Sweets. ") == "Sharma Sweets"
    assert clean("{name}") == "name"
    assert clean("[]") is None
    assert clean("XXX") is None
    assert clean("n/a") is None
    assert clean("...") is None
    assert clean(None) is None
    assert clean(True) is None
    assert clean("x" * 81) is None
    assert clean("two\nlines\x00") == "two lines"


@pytest.mark.parametrize(
    ("typed", "variant", "written"),
    [
        ("bridal makeup packages", "ta", "பிரைடல் மேக்கப் பேக்கேஜ்"),
        ("special kaju katli box", "te", "స్పెషల్ కాజు కట్లి బాక్స్"),
        ("choclate cake", "hi", "चॉकलेट केक"),
        ("fried rice", "te", "ఫ్రైడ్ రైస్"),
        ("काजू केक", "ta-Latn", "kaju cake"),
        ("சில்க் புடவை", "hi", "सिल्क साड़ी"),
        # What makers write so stays byte for byte, and so does a model behind its brand.
        ("Redmi Note 13", "hi", "Redmi Note 13"),
        ("samsung charger", "ta", "samsung சார்ஜர்"),
        ("iPhone 15 cover", "te", "iPhone 15 కవర్"),
        ("LED bulbs", "ta", "LED பல்பு"),
        ("500 gm namkeen", "hi", "500 gm नमकीन"),
        ("shop.in/cakes", "hi", "shop.in/cakes"),
    ],
)
def test_goods_in_no_list_stand_in_the_readers_script(
    typed: str, variant: Variant, written: str
) -> None:
    assert thing(typed, variant) == written


def test_names_cross_scripts_only_where_they_are_known() -> None:
    """A place unknown is left out; a thing and a person unknown are spelt by their sound."""
    assert thing("gulab jamun", "te") == "గులాబ్ జామున్"
    assert thing("kaju kathli", "hi") == "काजू कतली"
    assert fits_script(thing("zorblax", "hi"), "hi")
    assert thing("zorblax", "en") == "zorblax"
    assert thing("काजू कतली", "ta-Latn") == "kaju katli"
    assert place("Madurai", "ta") == "மதுரை"
    assert place("Kothapatnam", "te") is None
    assert place("Kothapatnam", "te-Latn") == "Kothapatnam"
    assert person("Ramesh", "hi") == "रमेश"
    assert person("रमेश", "en") == "Ramesh"


@pytest.mark.parametrize(
    "text",
    [
        "what can i ask you for", "aapse kya kya karwa sakte hai", "உங்ககிட்ட என்னென்ன கேக்கலாம்",
        "ungalala enna enna velai aagum", "మీ దగ్గర ఏమేం అడగొచ్చు", "mee daggara emem adagochu",
    ],
)  # fmt: skip
def test_who_asks_what_can_be_done_is_told_so(text: str) -> None:
    """Neither a greeting (hai is "is") nor something that was not understood."""
    assert cue("asks_ability", text)
    assert cue("greets", text) is None
