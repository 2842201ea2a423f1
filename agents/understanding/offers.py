"""The figures of a message: discount, rupees, GST rate. Digits of any script, or words."""

from dataclasses import replace
from typing import Any, Final

from agents.understanding.amounts import Amount, CueReader, choose
from agents.understanding.reading import Reading
from agents.understanding.words import markers
from integrations.languages.numbers import Number, find_numbers

_GST_RATES: Final = frozenset({0.25, 1.5, 3.0, 5.0, 12.0, 18.0, 28.0, 40.0})
_LARGEST_PERCENT: Final = 100
_SMALLEST_AMOUNT: Final = 20
_SMALLEST_CUT: Final = 5
_FEWEST_PHONE_DIGITS: Final = 9
_WORDED_PERCENT: Final = 5
_HIGHEST_BARE_PERCENT: Final = 90
_RUPEES_WITH_A_LEAST_SPEND: Final = 30
_CHEAPEST_KILO: Final = 60
_SMALLEST_PRICE: Final = 100
_WORDED_COUNT: Final = 3


def read_figures(reading: Reading) -> dict[str, Any]:
    """``discount_percent``, ``gst_rate``, ``amount_inr`` and what the amount is.

    ``amount_is`` (price, off, spend, other) is there when words say it; ``spend_inr`` is the least
    to spend.
    """
    numbers = [n for n in find_numbers(reading.message, reading.variant) if _is_plain(reading, n)]
    cues = CueReader(reading, numbers)
    percents = [number for number in numbers if _percent_end(reading, number, cues)]
    found: dict[str, Any] = {}
    gst = _gst_number(reading, numbers, percents, cues)
    if gst:
        found["gst_rate"] = gst.value
        reading.take("gst_rate", gst.first, _percent_end(reading, gst, cues) or gst.after)
    for number in percents:
        end = _percent_end(reading, number, cues) or number.after
        if number is gst or not 0 < number.value <= _LARGEST_PERCENT:
            continue
        if _is_no_cut(reading, end):
            reading.claim(number.first, end)
            continue
        cues.take(number.first, end)
        reading.take("discount_percent", number.first, end)
        found.setdefault("discount_percent", number.value)
    if "discount_percent" not in found and (place := _half_price(reading)) is not None:
        found["discount_percent"] = 50.0
        reading.take("discount_percent", place, place + 2)
    _claim_lower_ends(reading, numbers, percents)
    found.update(_amount(reading, [n for n in numbers if reading.free(n.first, n.after)], cues))
    for number in numbers:
        if number.worded and number.value >= _WORDED_COUNT:
            reading.claim(number.first, number.after)
    return found


def _is_no_cut(reading: Reading, end: int) -> bool:
    """ "100% cotton", "20% extra": a percentage that takes nothing off."""
    return reading.word(end) in markers("pure") | markers("more_of_it")


def _claim_lower_ends(reading: Reading, numbers: list[Number], percents: list[Number]) -> None:
    """ "20-50% off", "20 to 50%": the twenty is no amount of money."""
    for number in numbers:
        joint = reading.word(number.after)
        upper = next((each for each in percents if each.first == number.after + 1), None)
        if joint in markers("range") and upper and number.value < upper.value:
            reading.claim(number.first, number.after)


def _is_plain(reading: Reading, number: Number) -> bool:
    """Not part of 1+1, buy 1 get 1, 24x7, 10:30, a phone number or a day already read."""
    beside = reading.word(number.first - 1), reading.word(number.after)
    if not reading.free(number.first, number.after) or "+" in beside:
        return False
    if _is_clock(reading, number) or beside[0] in markers("counted_before"):
        return False
    if _digits_around(reading, number) >= _FEWEST_PHONE_DIGITS:
        return False
    if number.scaled and beside[1] in markers("thousand_k_means_carat"):
        return False
    counted = beside[0] in ("buy", "get") and number.value < _SMALLEST_AMOUNT
    return not counted and number.value < 10**9


def _digits_around(reading: Reading, number: Number) -> int:
    """How many digits stand in one row with the number's: "98765 43210", "98765-43210"."""
    first, after = number.first, number.after
    while _is_of_a_row(reading, first - 1):
        first -= 1
    while _is_of_a_row(reading, after):
        after += 1
    rows = [word for word in reading.words(first, after) if word.isdigit()]
    return sum(map(len, rows)) if len(rows) > 1 else 0


def _is_of_a_row(reading: Reading, place: int) -> bool:
    word = reading.word(place)
    return word == "-" or (word.isdigit() and len(word) > 1)


def _is_clock(reading: Reading, number: Number) -> bool:
    """ "10:30", "24x7", "24/7"."""
    return any(
        reading.word(mark) in (":", "x", "/") and reading.word(other)[:1].isdigit()
        for mark, other in (
            (number.after, number.after + 1),
            (number.first - 1, number.first - 2),
        )
    )


def _percent_end(reading: Reading, number: Number, cues: CueReader) -> int | None:
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
        high = _HIGHEST_BARE_PERCENT
        if cues.mentions("spend"):
            high = _RUPEES_WITH_A_LEAST_SPEND - 1  # "50 off on bills above 500"
        return after if low <= number.value <= high else None
    return None


def _gst_number(
    reading: Reading, numbers: list[Number], percents: list[Number], cues: CueReader
) -> Number | None:
    places = [place for place in range(len(reading.tokens)) if reading.is_form_of(place, "gst")]
    if not places:
        return None

    def distance(number: Number) -> int:
        return min(min(abs(place - number.first), abs(place - number.after)) for place in places)

    bare = [n for n in numbers if n not in percents and n.value in _GST_RATES and distance(n) <= 1]
    likely = [n for n in percents if n.value in _GST_RATES and not _is_discount(reading, n, cues)]
    beside = [number for number in percents if distance(number) <= 1]
    return min(likely or beside or bare, key=distance, default=None)


def _is_discount(reading: Reading, number: Number, cues: CueReader) -> bool:
    end = _percent_end(reading, number, cues) or number.after
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


def _amount(reading: Reading, numbers: list[Number], cues: CueReader) -> dict[str, Any]:
    amounts = [amount for number in numbers if (amount := _as_amount(reading, number, cues))]
    for amount in amounts:
        reading.claim(amount.first, amount.after)
        reading.prices.append((amount.first, amount.after))
    amounts = _with_least_spend(reading, amounts)
    chosen = choose(_likely(amounts), reading)
    if chosen is None:
        return {}
    reading.take("amount_inr", chosen.first, chosen.after)
    found: dict[str, Any] = {"amount_inr": chosen.value}
    spend = next((amount.value for amount in amounts if amount.role == "spend"), None)
    if chosen.cue is not None or spend is not None:
        # Bare, it is a price to who reads it alone, and what the last one was under a draft.
        found["amount_is"] = chosen.role
    if spend is not None:
        found["spend_inr"] = spend
    return found


def _as_amount(reading: Reading, number: Number, cues: CueReader) -> Amount | None:
    start, end = _rupee_start(reading, number), _rupee_end(reading, number)
    first, after = number.first if start is None else start, end or number.after
    marked = start is not None or end is not None
    # "50 kam" and "30 off" are money by their word alone, other small numbers are counts.
    cut = _is_small_cut(reading, number) and cues.peek(after) == "off"
    if not (marked or cut or _is_money(reading, number)):
        return None
    return Amount(number.value, first, after, cues.take(first, after), marked)


def _is_small_cut(reading: Reading, number: Number) -> bool:
    return (
        not number.worded
        and number.value >= _SMALLEST_CUT
        and not _is_model_number(reading, number)
        and (reading.word(number.after) not in markers("counted"))
    )


def _with_least_spend(reading: Reading, amounts: list[Amount]) -> list[Amount]:
    """ "1000 par 100 off", "100 off on 1000", "1000 pe 10%": the larger is what must be spent."""
    cut = any(amount.role == "off" for amount in amounts)
    spent = any(amount.role == "spend" for amount in amounts)
    if spent or not (cut or "discount_percent" in reading.heard):
        return amounts
    return [
        replace(amount, cue="spend")
        if amount.role == "price" and amount.cue is None and _stands_for_a_bill(reading, amount)
        else amount
        for amount in amounts
    ]


def _stands_for_a_bill(reading: Reading, amount: Amount) -> bool:
    behind = reading.word(amount.after)
    if behind == "-":
        behind = reading.word(amount.after + 1)
    after = amount.after + (2 if reading.word(amount.after) == "-" else 1)
    offered = any(place in reading.taken for place in range(after, after + 2))
    if behind in markers("on_a_bill") and offered:
        return True
    return reading.word(amount.first - 1) == "on" and reading.word(amount.first - 2) in (
        markers("off")
    )


def _likely(amounts: list[Amount]) -> list[Amount]:
    """Without small bare numbers beside a larger one, which are counts: "20 shirts, 9000"."""
    small = [a for a in amounts if a.role == "price" and not a.marked and not a.cue]
    if any(a.value >= _SMALLEST_PRICE or a not in small for a in amounts):
        return [a for a in amounts if a not in small or a.value >= _SMALLEST_PRICE]
    return amounts


def _is_money(reading: Reading, number: Number) -> bool:
    unit = reading.word(number.after)
    if unit in markers("percent") or (unit in markers("counted") and not _per_kilo(number, unit)):
        return False
    if number.worded and not number.scaled and number.value < _SMALLEST_PRICE:
        return False
    if _is_model_number(reading, number):
        return False
    token = reading.tokens[number.first].text
    year = not number.scaled and "," not in token and 2020 <= number.value <= 2040
    phone_or_pin = not number.worded and "," not in token and len(token.partition(".")[0]) >= 6
    return number.value >= _SMALLEST_AMOUNT and not year and not phone_or_pin


def _is_model_number(reading: Reading, number: Number) -> bool:
    """ "v29", "a55": digits that a letter is joined to."""
    before = reading.tokens[number.first - 1] if number.first else None
    return (
        before is not None
        and before.script == "latin"
        and before.end == reading.tokens[number.first].start
        and before.text not in markers("rupee_before")
    )


def _per_kilo(number: Number, unit: str) -> bool:
    """ "640 kilo" is the price of one, "5 kilo" a quantity."""
    return unit in markers("kilo") and number.value >= _CHEAPEST_KILO
