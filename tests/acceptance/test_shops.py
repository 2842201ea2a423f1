"""Her shops: asked for in seven ways, a card answers; a message about a new shop is written."""

import pytest

from agents import events as ev
from agents.understanding.shop_list import asks_for_shops
from app.core.variants import Variant
from tests.acceptance.talk import Talk

ASKS: list[tuple[Variant, str]] = [
    ("en", "i want to add another shop"),
    ("hi-Latn", "doosri dukaan jodni hai"),
    ("hi", "मेरी दुकानें दिखाओ"),
    ("ta", "இன்னொரு கடை சேர்க்கணும்"),
    ("ta-Latn", "vera kadaikku poganum"),
    ("te", "వేరే షాపుకి వెళ్లాలి"),
    ("te-Latn", "inko shop add cheyali"),
]


@pytest.mark.parametrize(("variant", "words"), ASKS, ids=[words for _, words in ASKS])
async def test_the_card_of_her_shops_answers(talk: Talk, variant: Variant, words: str) -> None:
    heard = await talk.say(words)
    assert (heard.status, heard.reply.kind) == ("done", "shops")
    assert heard.last(ev.MessageUnderstood).language == variant
    assert heard.all(ev.DraftWritten) == []


@pytest.mark.parametrize(
    "words",
    [
        "show my shops", "how many businesses do i have", "switch shop",
        "ek aur dukaan add karni hai", "dukaan badalni hai", "दूसरी दुकान पर जाना है",
        "என் கடைகள் காட்டுங்க", "naa shops chupinchandi",
    ],
)  # fmt: skip
def test_asked_otherwise(words: str) -> None:
    assert asks_for_shops(words)


@pytest.mark.parametrize(
    "words",
    [
        "nayi dukaan khuli hai, message banao", "new shop opening message", "my shop",
        "new shop open", "meri dukaan dikhao", "change shop name", "दुकान का पता बदल दो",
        "write for my new shop", "open shop on sunday", "நம்ம புது கடை திறப்பு விழாவுக்கு மெசேஜ்", "",
    ],
)  # fmt: skip
def test_what_is_about_a_shop_is_no_ask_for_the_list(words: str) -> None:
    assert not asks_for_shops(words)
