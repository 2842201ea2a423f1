"""The figures of a message: discount, rupees, GST rate. Digits of any script, or words."""

from typing import Any, Final

from agents.understanding.reading import Reading
from agents.understanding.words import markers
from integrations.languages.numbers import Number, find_numbers

_GST_RATES: Final = frozenset({0.25, 1.5, 3.0, 5.0, 12.0, 18.0, 28.0, 40.0})
_LARGEST_PERCENT: Final = 100
_SMALLEST_AMOUNT: Final = 20
_WORDED_PERCENT: Final = 5
_CHEAPEST_KILO: Final = 60
_SMALLEST_PRICE: Final = 100
_WORDED_COUNT: Final = 3


def read_figures(reading: Reading) -> dict[str, Any]:
    """``discount_percent``, ``gst_rate`` and ``amount_inr``."""
    numbers = [n for n in find_numbers(reading.message, reading.variant) if _is_plain(reading, n)]
    percents = [number for number in numbers if _percent_end(reading, number)]
    found: dict[str, Any] = {}
    gst = _gst_number(reading, numbers, percents)
    if gst:
        found["gst_rate"] = gst.value
        reading.take("gst_rate", gst.first, _percent_end(reading, gst) or gst.after)
    for number in percents:
        if number is gst or not 0 < number.value <= _LARGEST_PERCENT:
            continue
        reading.take(
            "discount_percent", number.first, _percent_end(reading, number) or number.after
        )
        found.setdefault("discount_percent", number.value)
    if "discount_percent" not in found and (place := _half_price(reading)) is not None:
        found["discount_percent"] = 50.0
        reading.take("discount_percent", place, place + 2)
    found.update(_amount(reading, [n for n in numbers if reading.free(n.first, n.after)]))
    for number in numbers:
        if number.worded and number.value >= _WORDED_COUNT:
            reading.claim(number.first, number.after)
    return found


def _is_plain(reading: Reading, number: Number) -> bool:
    """Not part of 1+1, buy 1 get 1, a phone number or a day already read."""
    beside = reading.word(number.first - 1), reading.word(number.after)
    if not reading.free(number.first, number.after) or "+" in beside:
        return False
    return beside[0] not in ("buy", "get") and number.value < 10**9


def _percent_end(reading: Reading, number: Number) -> int | None:
    """The token after a percentage, or None when the number is none."""
    after = number.after
    if reading.word(after) in markers("percent"):
        return after + 1
    if reading.word(after) == "per" and reading.word(after + 1) == "cent":
        return after + 2
    marked = reading.word(number.first - 1) in markers("rupee_before") or _rupee_end(
        reading, number
    )
    if reading.word(after) in markers("off") and not marked and not number.scaled:
        # "20 off" is a percentage, "500 off" rupees; a word such as do is no figure here.
        low = _WORDED_PERCENT if number.worded else 1
        return after if low <= number.value <= 90 else None
    return None


def _gst_number(reading: Reading, numbers: list[Number], percents: list[Number]) -> Number | None:
    places = [place for place in range(len(reading.tokens)) if reading.is_form_of(place, "gst")]
    if not places:
        return None

    def distance(number: Number) -> int:
        return min(min(abs(place - number.first), abs(place - number.after)) for place in places)

    bare = [n for n in numbers if n not in percents and n.value in _GST_RATES and distance(n) <= 1]
    likely = [n for n in percents if n.value in _GST_RATES and not _is_discount(reading, n)]
    beside = [number for number in percents if distance(number) <= 1]
    return min(likely or beside or bare, key=distance, default=None)


def _is_discount(reading: Reading, number: Number) -> bool:
    end = _percent_end(reading, number) or number.after
    return any(word in markers("off") for word in reading.words(end, end + 2))


def _half_price(reading: Reading) -> int | None:
    for place in range(len(reading.tokens) - 1):
        if "".join(reading.words(place, place + 2)) in markers("half_price"):
            return place
    return None


def _rupee_end(reading: Reading, number: Number) -> int | None:
    after = number.after
    if reading.word(after) in markers("rupee_after"):
        return after + 1
    if reading.words(after, after + 2) == ["/", "-"]:
        return after + 2
    return None


def _rupee_start(reading: Reading, number: Number) -> int | None:
    before = number.first - 1
    if reading.word(before) in markers("rupee_before"):
        return before
    if reading.word(before) == "." and reading.word(before - 1) in markers("rupee_before"):
        return before - 1
    return None


def _amount(reading: Reading, numbers: list[Number]) -> dict[str, Any]:
    marked: list[tuple[Number, int, int]] = []
    bare: list[tuple[Number, int, int]] = []
    for number in numbers:
        start, end = _rupee_start(reading, number), _rupee_end(reading, number)
        span = number, number.first if start is None else start, end or number.after
        if start is not None or end is not None:
            marked.append(span)
        elif _is_money(reading, number):
            bare.append(span)
    for _, first, after in (*marked, *bare):
        reading.claim(first, after)
    if not marked and not bare:
        return {}
    number, first, after = marked[0] if marked else _price_of(bare)
    reading.take("amount_inr", first, after)
    return {"amount_inr": number.value}


def _price_of(bare: list[tuple[Number, int, int]]) -> tuple[Number, int, int]:
    """Of bare numbers the first, unless it is small and so a count: "20 shirts, 9000"."""
    first = bare[0]
    if first[0].value < _SMALLEST_PRICE:
        return next((span for span in bare if span[0].value >= _SMALLEST_PRICE), first)
    return first


def _is_money(reading: Reading, number: Number) -> bool:
    unit = reading.word(number.after)
    if unit in markers("percent") or (unit in markers("counted") and not _per_kilo(number, unit)):
        return False
    if number.worded and not number.scaled:
        return False
    token = reading.tokens[number.first].text
    year = not number.scaled and "," not in token and 2020 <= number.value <= 2040
    phone_or_pin = not number.worded and "," not in token and len(token.partition(".")[0]) >= 6
    return number.value >= _SMALLEST_AMOUNT and not year and not phone_or_pin


def _per_kilo(number: Number, unit: str) -> bool:
    """ "640 kilo" is the price of one, "5 kilo" a quantity."""
    return unit in markers("kilo") and number.value >= _CHEAPEST_KILO
