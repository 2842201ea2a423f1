"""Figures are read the same in all seven variants."""

import pytest

from agents.figures import plain_number, read_figures


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kaju katli ₹640 kilo", [("amount", "640")]),
        ("काजू कतली ₹१,२५,००० में", [("amount", "125000")]),
        ("640 रुपये किलो", [("amount", "640")]),
        ("₹499-க்கு மேல்", [("amount", "499")]),
        ("640 ரூபாய்", [("amount", "640")]),
        ("₹499కే మీ సొంతం", [("amount", "499")]),
        ("రూ. 640 మాత్రమే", [("amount", "640")]),
        ("Rs 1.5 lakh ka order", [("amount", "150000")]),
        ("500 rupaye bachaiye", [("amount", "500")]),
        ("20% off", [("percent", "20")]),
        ("२० प्रतिशत छूट", [("percent", "20")]),
        ("20 சதவீதம் தள்ளுபடி", [("percent", "20")]),
        ("20 శాతం తగ్గింపు", [("percent", "20")]),
        ("8 Nov tak", [("date", "11-08")]),
        ("8 नवंबर तक", [("date", "11-08")]),
        ("நவம்பர் 8 வரை", [("date", "11-08")]),
        ("నవంబర్ 8 వరకు", [("date", "11-08")]),
        ("Nov 8th till", [("date", "11-08")]),
        ("on 2026-11-08", [("date", "11-08")]),
        ("8/11 ko", [("date", "11-08")]),
        ("Sunday tak", [("weekday", "6")]),
        ("रविवार को", [("weekday", "6")]),
        ("ஞாயிறு வரை", [("weekday", "6")]),
        ("ఆదివారం వరకే", [("weekday", "6")]),
        ("शाम 4 बजे", [("time", "4:00")]),
        ("4:30 pm", [("time", "4:30")]),
        ("Call 98765 43210", [("phone", "9876543210")]),
        ("+91-9876543210", [("phone", "9876543210")]),
        ("pay sharma@okhdfc", [("upi", "sharma@okhdfc")]),
        ("dekhiye www.sharma.in/diwali", [("link", "www.sharma.in/diwali")]),
        ("likhiye a.b@shop.in", [("email", "a.b@shop.in")]),
        ("2.5 kg ka dabba", [("number", "2.5")]),
        ("15 मे", [("number", "15")]),
    ],
)
def test_reads(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(figure.kind, figure.value) for figure in read_figures(text)] == wanted


def test_each_character_belongs_to_one_figure() -> None:
    text = "Diwali 8 Nov 2026: ₹640, 20% off, call 98765 43210 till 6 pm"
    figures = read_figures(text)
    assert [figure.kind for figure in figures] == ["date", "amount", "percent", "phone", "time"]
    assert all(text[figure.start : figure.end] == figure.text for figure in figures)


@pytest.mark.parametrize(
    ("written", "plain"), [("1,25,000", "125000"), ("640.00", "640"), ("2.50", "2.5"), ("0", "0")]
)
def test_plain_numbers(written: str, plain: str) -> None:
    assert plain_number(written) == plain
