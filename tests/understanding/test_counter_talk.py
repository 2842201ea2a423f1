"""How a follow-up and a complaint are typed at the counter."""

from datetime import date

import pytest

from agents.understanding.intents import read_intent
from agents.understanding.slots import read_slots
from app.core.variants import Variant


@pytest.mark.parametrize(
    ("talk", "said"),
    [
        ("en", "make it a bit shorter"),
        ("hi-Latn", "thoda chhota likho"),
        ("hi-Latn", "bahut bada hai"),
        ("hi", "थोड़ा छोटा कर दीजिए"),
        ("ta", "சுருக்கமா போடு"),
        ("ta", "கொஞ்சம் சுருக்கமா எழுதுங்க"),
        ("ta-Latn", "konjam surukkama podu"),
        ("te", "కొంచెం చిన్నగా రాయండి"),
        ("te-Latn", "konchem chinnadi cheyandi"),
        ("te-Latn", "chala peddaga undi"),
    ],
)
def test_shorter_in_every_variant(talk: Variant, said: str) -> None:
    assert read_intent(said, talk).kind == "shorter"


@pytest.mark.parametrize(
    ("talk", "said"),
    [
        ("hi", "गूगल पर रिव्यू आया: मिठाई बासी थी और स्टाफ ने बदतमीज़ी की, 2 स्टार। जवाब लिखो"),
        ("hi-Latn", "review aaya: waiter ne baat nahi suni, 2 star. jawab likho"),
        ("hi", "रिव्यू: मालिक ने बात नहीं सुनी, जवाब लिखो"),
    ],
)
def test_the_staff_complained_of_did_not_write_the_review(talk: Variant, said: str) -> None:
    assert read_slots(said, talk, date(2026, 11, 24)).customer_name is None
