"""Shop chat made up for training: templates filled, then typed the way people type.

The templates are in ``scripts/chat/<variant>.txt``; nothing of a golden dataset is in them.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

CHAT: Final = Path(__file__).parent / "chat"
DATA: Final = Path(__file__).parent.parent / "agents" / "understanding" / "data"
CITIES_TABLE: Final = DATA.parents[2] / "integrations" / "india" / "data" / "cities.txt"
_CHOICE: Final = re.compile(r"\(([^()]*)\)")
_WORD: Final = re.compile(r"[a-z]+")

# How romanised words vary: from>to, each applied now and then.
_NOISE: Final = {
    "hi-Latn": """
aa>a ee>i oo>u hai>h nahi>nhi ein>e th>t chh>ch dh>d bh>b kh>k z>j w>v iye>ie kar>kr ahut>ht
aur>or y>i ph>f sh>s a>aa
""",
    "ta-Latn": """
aa>a zh>l dh>th th>t kk>k nn>n ng>n u>oo oo>u ee>i tt>t ll>l pp>p v>w s>ch ai>e a>aa e>ae d>t
rr>r b>p anum>nm unga>nga
""",
    "te-Latn": """
aa>a ee>i oo>u th>t dh>d ch>cch ll>l nn>n v>w t>th d>dh a>aa u>oo sh>s pp>p andi>ndi chey>ch
tt>t mm>m i>ee
""",
    "en": "you>u are>r please>pls ing>in message>msg and>n",
}
_NAMES: Final = """
Ramesh Suresh Priya Anita Lakshmi Karthik Murugan Venkat Sunita Ravi Gupta Sharma Meena Selvi
Padma Srinivas Rajesh Kavitha Deepa Arun Imran Fatima Joseph Mary Balaji Swathi Pooja Vijay
Nisha Mani
"""
_CITIES: Final = """
Lucknow Kanpur Delhi Jaipur Patna Chennai Madurai Coimbatore Salem Trichy Hyderabad Vijayawada
Vizag Guntur Warangal Mumbai Pune Bangalore Kochi Indore Bhopal Nashik Surat Agra Varanasi Erode
Nellore
"""
_FESTIVALS: Final = """
diwali deepavali holi rakhi pongal ugadi onam eid ramzan christmas navratri dussehra dasara
sankranti ganesh_chaturthi vinayaka_chavithi karwa_chauth dhanteras new_year bathukamma bonalu
akshaya_tritiya republic_day independence_day valentines_day womens_day varalakshmi_vratam
karthigai_deepam
"""
_CHANNELS: Final = "whatsapp insta instagram facebook fb sms email google poster banner"


def product_lines() -> str:
    """The list of products that understanding reads, in all scripts."""
    return (DATA / "products.txt").read_text("utf-8")


def product_names() -> list[str]:
    """The Latin ones of them."""
    lines = product_lines().splitlines()
    names = [name.strip() for line in lines if not line.startswith("#") for name in line.split(",")]
    return [name for name in names if name.isascii() and name]


def proper_names() -> list[str]:
    """People, festivals and large towns: said alike in every language."""
    towns = (CITIES_TABLE.read_text("utf-8").splitlines())[:400]
    festivals = [name.replace("_", " ") for name in _FESTIVALS.split()]
    return [*_NAMES.split(), *festivals, *(line.split("\t")[0] for line in towns)]


class Chat:
    """A source of made-up messages of one variant."""

    def __init__(self, variant: str, random: Random) -> None:
        self.variant = variant
        self.random = random
        self.templates = [
            line
            for line in (CHAT / f"{variant}.txt").read_text("utf-8").splitlines()
            if line.strip()
        ]
        tables = json.loads((CHAT / "morphology.json").read_text("utf-8")).get(variant, {})
        self.morphology: dict[str, list[str]] = {
            name: words.split() for name, words in tables.items()
        }
        self.fills = {
            "{festival}": [name.replace("_", " ") for name in _FESTIVALS.split()],
            "{product}": product_names(),
            "{name}": _NAMES.split(),
            "{city}": _CITIES.split(),
            "{channel}": _CHANNELS.split(),
        }

    def message(self) -> str:
        """One message."""
        text = self.random.choice(self.templates)
        while match := _CHOICE.search(text):
            chosen = self.random.choice(match[1].split("|"))
            text = text[: match.start()] + chosen + text[match.end() :]
        for slot, values in self.fills.items():
            while slot in text:
                text = text.replace(slot, self.random.choice(values), 1)
        while "{num}" in text:
            text = text.replace(
                "{num}", str(self.random.choice([5, 10, 20, 50, 99, 249, 500, 1200])), 1
            )
        return " ".join(text.split())

    def clause(self) -> str:
        """A short clause of inflected words: grammar without sense, which is what n-grams need."""
        parts, pick = self.morphology, self.random.choice
        nouns = [pick(parts["nouns"]) for _ in range(self.random.randint(0, 2))]
        words = [pick(parts["openers"])] if self.random.random() < 0.7 else []
        for noun in nouns:
            joint = "" if self.variant != "hi-Latn" and self.random.random() < 0.6 else " "
            words.append(noun + joint + pick(parts["suffixes"]))
        if self.random.random() < 0.85 or not words:
            words.append(pick(parts["stems"]) + pick(parts["endings"]))
        if self.random.random() < 0.25:
            words.append(pick(parts["openers"]))
        return " ".join(words)

    def clauses(self, count: int) -> Iterator[str]:
        """Clauses as typed; none for a variant that is not inflected here."""
        for _ in range(count if self.morphology else 0):
            yield mistype(self.clause(), self.variant, self.random)

    def plain_messages(self, count: int) -> Iterator[str]:
        """Messages and parts of them, spelt as they should be."""
        for _ in range(count):
            words = self.message().split()
            if self.random.random() < 0.5 and len(words) > 2:
                size = self.random.randint(2, min(5, len(words)))
                start = self.random.randrange(len(words) - size + 1)
                words = words[start : start + size]
            yield " ".join(words)

    def messages(self, count: int) -> Iterator[str]:
        """Messages and parts of them, as typed by people in a hurry."""
        for _ in range(count):
            text = self.message()
            words = text.split()
            if self.random.random() < 0.35 and len(words) > 3:
                size = self.random.randint(2, min(6, len(words)))
                start = self.random.randrange(len(words) - size + 1)
                text = " ".join(words[start : start + size])
            elif self.random.random() < 0.15:
                text = f"{text}, {self.message()}"
            yield mistype(text, self.variant, self.random)


def mistype(text: str, variant: str, random: Random, rate: float = 0.12) -> str:
    """The text with the spelling habits of the variant and a few slips of the thumb."""
    noise = [pair.split(">") for pair in _NOISE.get(variant, "").split()]

    def typed(match: re.Match[str]) -> str:
        word = match[0]
        for old, new in noise:
            if old in word and random.random() < rate:
                word = word.replace(old, new, 1)
        if len(word) > 4 and random.random() < 0.03:
            at = random.randrange(1, len(word) - 1)
            word = word[:at] + word[at + 1 :]
        if len(word) > 3 and random.random() < 0.015:
            word += word[-1] * random.randint(1, 2)
        return word

    return _WORD.sub(typed, text.lower())
