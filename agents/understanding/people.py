"""The customer a message is about: the one who wrote a review or asked a question."""

from typing import Any, Final

from agents.understanding.payers import as_name, find_payer
from agents.understanding.reading import Reading
from agents.understanding.words import markers, stopwords
from integrations.languages.text import fold

_LONGEST: Final = 2
_BETWEEN: Final = frozenset(
    ["named", "name", "is", "naam", "ka", "hai", ":", "-", "का", "नाम", "है"]
)

# Of the shop, whoever is complained of: "staff ne badtameezi ki" names nobody.
_OF_THE_SHOP: Final = frozenset(
    map(
        fold,
        """
        staff staffs waiter waiters manager owner malik maalik mudhalali cashier counter salesman
        salesgirl salesboy worker workers delivery boy boys ladka ladke ladki bhaiya driver chef
        cook security guard team shop dukaan dukan dukandar shopkeeper kadai kadaikaarar aalu
        स्टाफ स्टाफ़ वेटर मैनेजर मालिक लड़के लड़का लड़की दुकानदार दुकान डिलीवरी बॉय कैशियर ड्राइवर टीम सेल्समैन
        ஸ்டாஃப் ஸ்டாப் வெயிட்டர் மேனேஜர் முதலாளி ஓனர் கடைக்காரர் டெலிவரி பாய் டிரைவர் டீம் பையன்
        స్టాఫ్ వెయిటర్ మేనేజర్ ఓనర్ యజమాని డెలివరీ బాయ్ డ్రైవర్ టీం షాపు కుర్రాడు
        """.split(),  # noqa: SIM905  a table of words reads better as text
    )
)


def read_customer_name(reading: Reading) -> dict[str, Any]:
    """``customer_name`` as typed: before a title or a verb of saying, after "customer" or "by"."""
    span = (
        _titled(reading)
        or _before(reading, "name_title", capital=False)
        or _agent(reading)
        or _before(reading, "name_verb", capital=True)
        or _before(reading, "name_called", capital=False)
        or _after(reading)
        or _thanked(reading)
    )
    if span is None:
        return _who_pays(reading)
    name = reading.message.said(*span)
    reading.take("customer_name", *span)
    return {"customer_name": name}


def _titled(reading: Reading) -> tuple[int, int] | None:
    """``Mrs Fernandes``, ``श्रीमती शर्मा``: with the title, which is how she is spoken to."""
    for place in range(len(reading.tokens) - 1):
        if reading.word(place) not in markers("title_ahead"):
            continue
        first = place + 1 + (reading.word(place + 1) == ".")
        after = first
        while after - first < _LONGEST and _may_be_name(reading, after):
            if after > first and not _is_written_latin(reading, after):
                break
            after += 1
        if after > first:
            return place, after
    return None


def _who_pays(reading: Reading) -> dict[str, Any]:
    """``kumar kitta 2000 vaanganum``, ``quotation for Ramesh Traders``: who owes, or is quoted."""
    figures = {"amount_inr", "gst_rate"} & reading.heard.keys()
    if not figures or not reading.mentions("owing"):
        return {}
    for place in range(1, len(reading.tokens)):
        if reading.word(place) in markers("firm") and _may_be_name(reading, place - 1):
            reading.take("customer_name", place - 1, place + 1)
            return {"customer_name": reading.message.said(place - 1, place + 1)}
    found = find_payer(reading.message, reading.variant)
    if found is None or not _may_be_name(reading, found[0]):
        return {}
    place, bare = found
    reading.take("customer_name", place, place + 1)
    return {"customer_name": bare or as_name(reading.message, place)}


def _may_be_name(reading: Reading, place: int) -> bool:
    if not 0 <= place < len(reading.tokens) or place in reading.taken:
        return False
    token = reading.tokens[place]
    if token.script not in ("latin", "hi", "ta", "te") or len(token.text) < 2:
        return False
    other = (
        markers("name_title") | markers("name_review") | markers("nobody") | markers("name_verb")
    )
    return (
        token.text not in stopwords(reading.variant)
        and token.text not in other
        and token.text not in _OF_THE_SHOP
        and not reading.is_form_of(place, "review")
    )


def _run_before(reading: Reading, place: int) -> int:
    """Where a name that ends before ``place`` begins: one word, or two when both are capitals."""
    if not _may_be_name(reading, place - 1):
        return place
    two = _is_written_latin(reading, place - 1) and _is_written_latin(reading, place - 2)
    return place - _LONGEST if two and _may_be_name(reading, place - 2) else place - 1


def _is_written_latin(reading: Reading, place: int) -> bool:
    if not 0 <= place < len(reading.tokens):
        return False
    return reading.message.raw[reading.tokens[place].start].isupper()


def _before(reading: Reading, group: str, *, capital: bool) -> tuple[int, int] | None:
    """The words before one of the group; of Latin ones, with ``capital``, only a written name."""
    for place in range(1, len(reading.tokens)):
        if reading.word(place) not in markers(group):
            continue
        first = _run_before(reading, place)
        if first == place or (capital and not _is_capital(reading, first)):
            continue
        if group == "name_called" and not _is_introduced(reading, place):
            continue
        return first, place
    return None


def _is_introduced(reading: Reading, place: int) -> bool:
    """``Suresh naam ke aadmi``, ``suresh nu oruthar``: a bare ``nu`` only quotes."""
    if reading.word(place) == "nu" and reading.word(place + 1) not in markers("nobody"):
        return False
    return _is_about_somebody(reading)


def _agent(reading: Reading) -> tuple[int, int] | None:
    """``Suresh ne likha``: Hindi marks who did it."""
    for place in range(1, len(reading.tokens)):
        if reading.word(place) in markers("name_agent") and _is_about_somebody(reading):
            first = _run_before(reading, place)
            if first < place:
                return first, place
    return None


def _after(reading: Reading) -> tuple[int, int] | None:
    """``customer Anitha``, ``by Priya Sharma``, ``called Suresh``."""
    for place in range(len(reading.tokens) - 1):
        if reading.word(place) not in markers("name_before"):
            continue
        first = place + 1
        while reading.word(first) in _BETWEEN:
            first += 1
        after = first
        while after - first < _LONGEST and _is_written_name(reading, after):
            after += 1
        if first < after:
            return first, after
    return None


def _is_written_name(reading: Reading, place: int) -> bool:
    return _may_be_name(reading, place) and _is_capital(reading, place)


def _thanked(reading: Reading) -> tuple[int, int] | None:
    """``priya ku thanks``, ``say thanks to Priya``."""
    for place in range(1, len(reading.tokens)):
        if reading.word(place) in markers("name_thanked") and _thanks_near(reading, place):
            first = _run_before(reading, place)
            if first < place:
                return first, place
        thanks_before = any(word in markers("thanks") for word in reading.words(place - 2, place))
        if reading.word(place) == "to" and thanks_before and _is_written_name(reading, place + 1):
            return place + 1, place + 2
    return None


def _thanks_near(reading: Reading, place: int) -> bool:
    return any(word in markers("thanks") for word in reading.words(place + 1, place + 3))


def _is_capital(reading: Reading, place: int) -> bool:
    """Whether the word is written as a name; Indic scripts have no capitals to tell."""
    token = reading.tokens[place]
    if token.script != "latin":
        return _is_about_somebody(reading)
    return reading.message.raw[token.start].isupper()


def _is_about_somebody(reading: Reading) -> bool:
    """Whether the message is about somebody's review or question."""
    return reading.mentions("name_review") or reading.mentions("review")
