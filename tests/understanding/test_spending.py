"""What is asked about spending here, and what sets a limit; everything else is left alone."""

from datetime import date

import pytest

from agents.understanding.spending import Spending, read_spending
from integrations.languages.identify import identify

TODAY = date(2026, 11, 23)

SHOWS = [
    "kitna kharcha hua", "is mahine ka hisaab", "evvalavu selavu", "evvalavu selavu aachu",
    "entha kharchu ayindi", "ee nela lekka", "how much did i spend", "what is my budget",
    "कितना ख़र्चा हुआ", "इस महीने का हिसाब", "எவ்வளவு செலவு", "மாச ரிப்போர்ட்", "ఎంత ఖర్చు అయింది",
    "monthly report pdf do",
]  # fmt: skip
SETS = {
    "budget 300 kar do": ("month", 300),
    "set my budget to 300": ("month", 300),
    "बजट ₹1,000 कर दो": ("month", 1000),
    "mera budget paanch sau kar do": ("month", 500),
    "பட்ஜெட் 300 ஆக்கு": ("month", 300),
    "budget 300 aakku": ("month", 300),
    "బడ్జెట్ 300 చెయ్యండి": ("month", 300),
    "budget 300 cheyandi": ("month", 300),
    "roz ka budget 50 rupaye kar do": ("day", 50),
    "ek message ka budget 2 rs": ("task", 2),
}
OTHER = [
    "500 budget me instagram ad", "is mahine ki sale kitni hui", "budget friendly saree",
    "budget 500 hai diwali ke liye", "300 kar do", "make it 300", "diwali ka hisaab", "ok",
    "is mahine kya karna hai", "report banao", "my budget wedding lehenga 5000", "limit kar do", "",
]  # fmt: skip


def read(text: str) -> Spending | None:
    found = identify(text, None).variant
    return read_spending(text, None if found == "und" else found, TODAY)


@pytest.mark.parametrize("text", SHOWS)
def test_asked(text: str) -> None:
    assert read(text) == Spending("show")


@pytest.mark.parametrize("text", SETS)
def test_set(text: str) -> None:
    span, rupees = SETS[text]
    assert read(text) == Spending("set", span, rupees)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", OTHER)
def test_something_else(text: str) -> None:
    assert read(text) is None


def test_months_and_lifting() -> None:
    assert read("october ka hisaab") == Spending("show", months_ago=1)
    assert read("pichle mahine ka hisaab") == Spending("show", months_ago=1)
    assert read("december ka kharcha") == Spending("show", months_ago=11)
    assert read("budget hata do") == Spending("lift")
