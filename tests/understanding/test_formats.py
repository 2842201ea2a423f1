"""Several formats in one message: what the words join, and what they do not."""

import pytest

from agents.understanding.formats import formats_together


@pytest.mark.parametrize(("text", "wanted"), [
    ("poster and WhatsApp both", "poster whatsapp"),
    ("make an insta caption and a reel for the new sarees", "instagram reel"),
    ("holi post for whatsapp, instagram and facebook", "whatsapp instagram facebook"),
    ("whatsapp aur insta dono ke liye diwali post", "whatsapp instagram"),
    ("sms bhi chahiye aur whatsapp bhi", "sms whatsapp"),
    ("fb insta ke liye post bana do", "facebook instagram"),
    ("व्हाट्सएप और इंस्टा दोनों के लिए बना दो", "whatsapp instagram"),
    ("पोस्टर तथा फेसबुक पोस्ट", "poster facebook"),
    ("வாட்ஸ்அப்பும் இன்ஸ்டாவும் வேணும்", "whatsapp instagram"),
    ("வாட்ஸ்அப் மெசேஜும் இன்ஸ்டா கேப்ஷனும் வேணும்", "whatsapp instagram"),
    ("போஸ்டர், வாட்ஸ்அப் ரெண்டும் வேணும்", "poster whatsapp"),
    ("whatsappum instavum podunga", "whatsapp instagram"),
    ("whatsapp messageum insta captionum venum", "whatsapp instagram"),
    ("వాట్సాప్ మరియు ఇన్‌స్టా రెండింటికీ పోస్ట్", "whatsapp instagram"),
    ("పోస్టర్, వాట్సాప్ రెండూ కావాలి", "poster whatsapp"),
    ("whatsapp ki insta ki rendintiki post kavali", "whatsapp instagram"),
    ("not insta, whatsapp and poster", "whatsapp poster"),
])  # fmt: skip
def test_what_the_words_join_is_wanted_together(text: str, wanted: str) -> None:
    assert " ".join(formats_together(text)) == wanted


@pytest.mark.parametrize("text", [
    "insta ya whatsapp jo sahi lage",
    "whatsapp or instagram, you decide",
    "instagram alladhu whatsapp, edhuvum ok",
    "insta mat karo, sirf whatsapp",
    "poster vendam, whatsapp mattum",
    "పోస్టర్ వద్దు, వాట్సాప్ చాలు",
    "पोस्टर नहीं, सिर्फ व्हाट्सएप",
    "whatsapp status ke liye poster",
    "diwali poster whatsapp pe bhejna hai",
    "kurti aur saree dono pe 20% off, whatsapp message",
    "google review ka reply aur whatsapp message",
    "whatsapp message bhejo aur usme insta handle bhi dalo",
    "new stock aaya hai",
])  # fmt: skip
def test_one_thing_stays_one_thing(text: str) -> None:
    assert formats_together(text) == ()
