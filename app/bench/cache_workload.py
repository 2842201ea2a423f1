"""Thirty days of fifty shops asking for drafts, from a seed: what the cache is measured on.

What is assumed, and why. A shop has few things to say and says them again: opening hours, home
delivery, what it is known for. Half of its requests are such *standing* errands (six a shop, the
first far more often than the last), a fifth the *offer of the week*, which the owner asks for again
for a second group, or her son from his phone, a tenth the next *festival*, and a fifth are asked
once and never again. Some offers are tied to a day. Whoever asks again does not type the same: in a
study of repeated web searches (Teevan, Adar, Jones and Potts, SIGIR 2007: two in five searches
look for what the same person found before) three in ten of those who typed a query again within the
hour typed it differently, and three in four of these differed only in case, order and small words.
A shop asks days later, so here four in ten copy their earlier message, five in ten change case,
order, politeness or marks, and one in ten uses other words, which the cache does not understand.
Seven in ten drafts are approved as they are, two after an edit, one is rejected; a fact of the shop
changes about once in two months.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from app.core.variants import Variant

FIRST_DAY: Final = date(2026, 10, 15)
DAYS: Final = 30
FESTIVALS: Final = (
    ("dussehra", date(2026, 10, 20)), ("diwali", date(2026, 11, 8)),
)  # fmt: skip
Decision = Literal["approved", "edited", "rejected"]

_DECISIONS: Final[tuple[Decision, ...]] = ("approved", "edited", "rejected")
_FEW, _ONE_OFF = 6, 0.2
_WHEN_SAME: Final = 0.4
_OTHER_WORDS: Final = 0.1
_FACT_CHANGES: Final = 1 / 60
_LANGUAGES: Final[tuple[Variant, ...]] = ("hi-Latn", "hi-Latn", "hi", "en", "ta", "te", "ta-Latn")

# For each variant: standing errands (two wordings each), the offer, the festival, the one-off;
# channels; words of asking; the day.
_SAID: Final[dict[Variant, dict[str, list[str]]]] = {
    "en": {
        "standing": ["home delivery|we bring it home", "shop timings 9 to 9|our hours 9 to 9",
                     "new {p} arrived|fresh stock of {p}", "thank you for coming|many thanks",
                     "pay by UPI|UPI accepted here", "bulk orders for parties|party orders"],
        "offer": ["{n}% off on {p}|{p} at {n} percent less"],
        "festival": ["{f} wishes|greetings for {f}"],
        "once": ["{p} at ₹{m} for {who}|{who} gets {p} for ₹{m}"],
        "channel": ["WhatsApp message", "Instagram post"], "ask": ["please write", "need", "make"],
        "day": ["today only"], "p": ["kaju katli", "jalebi", "samosa", "silk saree", "kurta"],
        "f": ["Dussehra", "Diwali"],
    },
    "hi-Latn": {
        "standing": ["home delivery ki suvidha|ghar tak delivery", "dukan 9 se 9 khuli|time 9 se 9",
                     "naya {p} aaya|{p} ka naya stock", "aane ka dhanyavad|dukan aane ka shukriya",
                     "UPI se payment|phonepe gpay chalta", "shaadi ke order|shaadi ki booking"],
        "offer": ["{p} pe {n}% off|{p} {n} percent sasta"],
        "festival": ["{f} ki shubhkamnayein|{f} ki badhai"],
        "once": ["{who} ke liye {p} ₹{m} mein|{p} ₹{m} {who} ko"],
        "channel": ["whatsapp message", "insta post"], "ask": ["chahiye", "bana do", "likh do"],
        "day": ["sirf aaj"], "p": ["kaju katli", "jalebi", "samosa", "besan laddu", "kurta"],
        "f": ["dussehra", "diwali"],
    },
    "hi": {
        "standing": ["होम डिलीवरी की सुविधा|घर तक डिलीवरी", "दुकान 9 से 9 खुली|समय 9 से 9",
                     "नया {p} आया|{p} का नया स्टॉक", "आने का धन्यवाद|दुकान आने का शुक्रिया",
                     "यूपीआई से पेमेंट|फोनपे चलता", "शादी के ऑर्डर|शादी की बुकिंग"],
        "offer": ["{p} पर {n}% छूट|{p} {n} प्रतिशत सस्ता"],
        "festival": ["{f} की शुभकामनाएँ|{f} की बधाई"],
        "once": ["{who} के लिए {p} ₹{m} में|{p} ₹{m} {who} को"],
        "channel": ["व्हाट्सएप मैसेज", "इंस्टाग्राम पोस्ट"], "ask": ["चाहिए", "बना दो", "लिखिए"],
        "day": ["सिर्फ आज"], "p": ["काजू कतली", "जलेबी", "समोसा", "साड़ी", "कुर्ता"],
        "f": ["दशहरा", "दिवाली"],
    },
    "ta": {
        "standing": ["ஹோம் டெலிவரி|வீட்டுக்கே டெலிவரி", "கடை 9 முதல் 9|நேரம் 9 முதல் 9",
                     "புது {p} வந்திருக்கு|{p} புது ஸ்டாக்", "வந்ததுக்கு நன்றி|கடைக்கு வந்தமைக்கு நன்றி",
                     "யுபிஐ பேமெண்ட்|ஜிபே உண்டு", "கல்யாண ஆர்டர்|கல்யாண புக்கிங்"],
        "offer": ["{p} {n}% தள்ளுபடி|{p} {n} சதவீதம் குறைவு"],
        "festival": ["{f} வாழ்த்து|{f} நல்வாழ்த்துக்கள்"],
        "once": ["{who} அவர்களுக்கு {p} ₹{m}|{p} ₹{m} {who}"],
        "channel": ["வாட்ஸ்அப் மெசேஜ்", "இன்ஸ்டாகிராம் போஸ்ட்"], "ask": ["வேணும்", "எழுதுங்க"],
        "day": ["இன்னைக்கு மட்டும்"], "p": ["காஜு கத்லி", "ஜிலேபி", "சமோசா", "சேலை", "லட்டு"],
        "f": ["விஜயதசமி", "தீபாவளி"],
    },
    "te": {
        "standing": ["హోమ్ డెలివరీ|ఇంటికే డెలివరీ", "షాపు 9 నుంచి 9|సమయం 9 నుంచి 9",
                     "కొత్త {p} వచ్చింది|{p} కొత్త స్టాక్", "వచ్చినందుకు ధన్యవాదాలు|రాకకు కృతజ్ఞతలు",
                     "యూపీఐ పేమెంట్|ఫోన్‌పే ఉంది", "పెళ్లి ఆర్డర్లు|పెళ్లి బుకింగ్"],
        "offer": ["{p} {n}% తగ్గింపు|{p} {n} శాతం తక్కువ"],
        "festival": ["{f} శుభాకాంక్షలు|{f} పలకరింపు"],
        "once": ["{who} కి {p} ₹{m}|{p} ₹{m} {who}"],
        "channel": ["వాట్సాప్ మెసేజ్", "ఇన్‌స్టాగ్రామ్ పోస్ట్"], "ask": ["కావాలి", "రాయండి"],
        "day": ["ఈరోజు మాత్రమే"], "p": ["కాజు కత్లీ", "జిలేబీ", "సమోసా", "చీర", "లడ్డు"],
        "f": ["దసరా", "దీపావళి"],
    },
    "ta-Latn": {
        "standing": ["home delivery irukku|veettukke delivery", "kadai 9 mudhal 9|neram 9 mudhal 9",
                     "pudhu {p} vandhirukku|{p} pudhu stock", "vandhadhukku nandri|romba nandri",
                     "UPI payment|gpay undu", "kalyana order|kalyana booking"],
        "offer": ["{p} {n}% off|{p} {n} percent kammi"],
        "festival": ["{f} vazhthu|{f} nalvazhthukkal"],
        "once": ["{who} ku {p} ₹{m}|{p} ₹{m} {who}"],
        "channel": ["whatsapp message", "insta post"], "ask": ["venum", "ezhuthunga"],
        "day": ["innaiku mattum"], "p": ["kaju katli", "jilebi", "samosa", "selai", "laddu"],
        "f": ["vijayadasami", "deepavali"],
    },
}  # fmt: skip
_NAMES: Final = ("Ravi", "Anita", "Suresh", "Meena", "Priya", "Imran", "Geeta", "Kamal")


@dataclass(frozen=True, slots=True)
class Request:
    """One request: who asks on which day, in which words, and what she does with the draft.

    ``errand`` is what she truly wants, which the cache never sees: two requests of one errand want
    the same draft. ``changed`` tells that a fact of her shop changed before it.
    """

    shop: int
    day: date
    variant: Variant
    text: str
    errand: str
    festival: tuple[str, date] | None
    decision: Decision
    repeated: bool
    changed: bool


def requests(seed: int, shops: int, *, one_off: float = _ONE_OFF) -> Iterator[Request]:
    """All requests in the order of their days; ``one_off`` is the share asked only once."""
    owners = [_Owner(number, random.Random(seed * 1000 + number)) for number in range(shops)]  # noqa: S311
    for offset in range(DAYS):
        for owner in owners:
            yield from owner.asks(FIRST_DAY + timedelta(days=offset), one_off)


class _Owner:
    def __init__(self, number: int, dice: random.Random) -> None:
        self._number, self._dice = number, dice
        self._variant: Variant = dice.choice(_LANGUAGES)
        self._words = _SAID[self._variant]
        self._goods = dice.sample(self._words["p"], 2)
        self._asked: dict[str, str] = {}
        self._offer = ""

    def asks(self, day: date, one_off: float) -> Iterator[Request]:
        dice = self._dice
        if day == FIRST_DAY or day.weekday() == 0:
            goods, percent = dice.choice(self._goods), dice.choice((5, 10, 15, 20, 25, 30))
            self._offer = f"{goods}|{percent}"
        changed = dice.random() < _FACT_CHANGES
        for _ in range(dice.choice((0, 1, 2, 2, 3, 4))):
            yield self._one(day, one_off, changed)
            changed = False

    def _one(self, day: date, one_off: float, changed: bool) -> Request:
        dice, festival = self._dice, None
        left = 1 - one_off
        kind = dice.choices(
            ("standing", "offer", "festival", "once"),
            (left * 0.625, left * 0.25, left * 0.125, one_off),
        )[0]
        channel = dice.choices((0, 1), (4, 1))[0]
        values: dict[str, object] = {"p": self._goods[0], "who": dice.choice(_NAMES)}
        place, tail = 0, ""
        if kind == "standing":
            place = dice.choices(range(_FEW), [1 / (rank + 1) for rank in range(_FEW)])[0]
        elif kind == "offer":
            values["p"], values["n"] = self._offer.split("|")
            if dice.random() < 0.25:
                tail = self._words["day"][0]
        elif kind == "festival":
            ahead = [at for at, (_, when) in enumerate(FESTIVALS) if when >= day]
            festival = FESTIVALS[ahead[0]] if ahead else None
            values["f"] = self._words["f"][ahead[0] if ahead else 1]
        else:
            values["p"] = dice.choice(self._words["p"])
            values["m"] = dice.randrange(110, 3000, 10)
        wordings = [form.format(**values) for form in self._words[kind][place].split("|")]
        errand = "/".join((wordings[0], str(channel), f"{tail}@{day}" if tail else ""))
        before = self._asked.get(errand)
        text = self._text(wordings, self._words["channel"][channel], tail, before)
        self._asked.setdefault(errand, text)
        decision: Decision = dice.choices(_DECISIONS, (7, 2, 1))[0]
        return Request(
            self._number, day, self._variant, text, errand, festival,
            decision, before is not None, changed,
        )  # fmt: skip

    def _text(self, wordings: list[str], channel: str, tail: str, before: str | None) -> str:
        dice = self._dice
        if before is not None and dice.random() < _WHEN_SAME:
            return before
        what = wordings[before is not None and dice.random() < _OTHER_WORDS / (1 - _WHEN_SAME)]
        ask = dice.choice(self._words["ask"])
        parts = [what, channel] if dice.random() < 0.5 else [channel, what]
        text = ", ".join([*parts, tail] if tail else parts)
        text = f"{ask} {text}" if self._variant == "en" else f"{text} {ask}"
        if dice.random() < 0.3:
            text = text.capitalize()
        return text + dice.choice(("", "", "", ".", "!"))
