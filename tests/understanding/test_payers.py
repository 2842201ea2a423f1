"""Who is to pay: a name, never a thing or a place."""

import pytest

from agents.understanding.payers import read_payer
from app.core.variants import Variant


@pytest.mark.parametrize(
    ("text", "variant", "name"),
    [
        ("send payment link of 1250 to Ramesh", "en", "Ramesh"),
        ("ask Priya to pay the balance 4500 by upi", "en", "Priya"),
        ("ramesh ko 1250 ka payment link bhejna hai", "hi-Latn", "Ramesh"),
        ("रमेश को 1250 का पेमेंट लिंक भेजना है", "hi", "रमेश"),
        ("ரமேஷுக்கு 1250 பேமெண்ட் லிங்க் அனுப்பணும்", "ta", "ரமேஷ்"),
        ("priya kitta baaki 4500 upi la kekkanum", "ta-Latn", "Priya"),
        ("ప్రియ దగ్గర బాకీ 4500 యూపీఐలో అడగాలి", "te", "ప్రియ"),
        ("ramesh ki 1250 payment link pampali", "te-Latn", "Ramesh"),
        ("customer se 2000 lene hai qr chahiye", "hi-Latn", None),
        ("கேக் ஆர்டருக்கு 350 க்யூஆர் பண்ணுங்க", "ta", None),
        ("cake order ki 350 qr cheyandi", "te-Latn", None),
        ("500 का यूपीआई लिंक बना दो", "hi", None),
        ("send a link to my customer", "en", None),
    ],
)
def test_the_payer_is_a_person(text: str, variant: Variant, name: str | None) -> None:
    assert read_payer(text, variant) == name
