"""What was said: the slots of a request, read from any of the seven variants without a model."""

from datetime import date, timedelta
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from agents.understanding.channels import read_channels, read_target_language, read_tone
from agents.understanding.offers import read_figures
from agents.understanding.packs import read_pack
from agents.understanding.people import read_customer_name
from agents.understanding.products import read_product
from agents.understanding.reading import Reading
from agents.understanding.words import is_product
from app.core.variants import Variant
from integrations.india.festival_words import find_festivals
from integrations.languages.dates import Duration, read_days, read_durations
from integrations.languages.day_ranges import Day
from integrations.languages.text import read

Channel = Literal[
    "whatsapp", "instagram", "facebook", "google_business", "sms", "email", "poster", "ad"
]
AmountRole = Literal["price", "off", "spend", "other"]
Tone = Literal["friendly", "formal", "funny", "urgent", "devotional"]
_LONGEST_READ: Final = 2000
_NEAR: Final = 2
_MONTH: Final = 30


class Slots(BaseModel):
    """The slots of one message. Everything is optional; what was not said is None.

    ``heard`` keeps, for each slot that was filled, the exact words of the message it came from.
    ``channels`` are all channels asked for, in the order said (``channel`` is the first);
    ``not_channels`` are those she ruled out; ``festivals`` all that were named.
    """

    model_config = ConfigDict(frozen=True)

    channel: Channel | None = None
    target_language: Variant | None = None
    festival: str | None = None
    discount_percent: float | None = None
    amount_inr: float | None = None
    gst_rate: float | None = None
    product: str | None = None
    duration_days: int | None = None
    customer_name: str | None = None
    tone: Tone | None = None
    date: str | None = Field(
        default=None, description="YYYY-MM-DD: the last day, the first, or the day itself"
    )
    date_from: str | None = Field(default=None, description="The day it begins, where that is said")
    date_until: str | None = Field(default=None, description="The last day, where that is said")
    weekly: int | None = Field(default=None, description="0 Monday to 6: it is on each such day")
    amount_is: AmountRole | None = Field(default=None, description="What amount_inr is")
    spend_inr: float | None = Field(default=None, description="The least to spend for the offer")
    pack: str | None = Field(default=None, description="How much of it: 500 gram, 25 kilo, 3")
    per: str | None = Field(default=None, description="The unit the price is of: kilo, plate, …")
    channels: tuple[Channel, ...] = ()
    not_channels: tuple[Channel, ...] = ()
    festivals: tuple[str, ...] = ()
    heard: dict[str, str] = {}

    def known(self) -> dict[str, Any]:
        """The filled slots of the golden format, numbers as int where they are whole."""
        beside = {"heard", "channels", "not_channels", "festivals"}
        found = self.model_dump(exclude_none=True, exclude=beside)
        return {
            name: int(value) if isinstance(value, float) and value.is_integer() else value
            for name, value in found.items()
        }


def read_slots(text: str, variant: Variant | None, today: date) -> Slots:
    """Read every slot of ``text``; ``today`` (IST) anchors relative dates.

    Of a very long text only the beginning is read: a request stands at the top.
    """
    reading = Reading(read(text[:_LONGEST_READ]), variant, today)
    found = _read_time(reading)
    if reading.mentions("review"):
        # What a review tells of two days or of tomorrow is no offer of ours.
        found.pop("duration_days", None)
        for name in ("date", "date_from", "date_until"):
            found.pop(name, None)
    for read_one in (
        read_channels,
        read_target_language,
        read_figures,
        read_tone,
        read_customer_name,
        read_product,
        read_pack,
    ):
        found.update(read_one(reading))
    heard = {slot: words for slot, words in reading.heard.items() if slot in found}
    return Slots(**found, heard=heard)


def _read_time(reading: Reading) -> dict[str, Any]:
    """``festival``, ``date`` and ``duration_days``.

    A date such as 15 August names its festival, unless it is the end of an offer.
    """
    found: dict[str, Any] = {}
    days = read_days(reading.message, reading.variant, reading.today)
    ends = {
        place
        for day in days
        if day.role in ("until", "eve")
        for place in range(day.first, day.after)
    }
    hits = [
        hit
        for hit in find_festivals(reading.message, reading.today)
        if not (
            ends & set(range(hit.first, hit.after))
            and any(map(_is_digit, reading.words(hit.first, hit.after)))
        )
    ]
    for place, hit in enumerate(hits):
        again = any(hit.value == earlier.value for earlier in hits[:place])
        if not (again and is_product(reading.message.said(hit.first, hit.after))):
            reading.take("festival", hit.first, hit.after)  # "raksha bandhan, rakhi 20% off"
    if hits:
        found["festival"] = hits[0].value
        found["festivals"] = tuple(dict.fromkeys(hit.value for hit in hits))
    found.update(_dates(reading, [day for day in days if reading.free(day.first, day.after)]))
    for duration in read_durations(reading.message, reading.variant):
        if reading.free(duration.first, duration.after) and not _of_the_thing(reading, duration):
            found.setdefault("duration_days", duration.days)
            reading.take("duration_days", duration.first, duration.after)
    return found


def _of_the_thing(reading: Reading, length: Duration) -> bool:
    """ "3 month membership", "1 year warranty": how long the thing lasts, not the offer."""
    ahead = range(length.first - _NEAR, length.first)
    behind = range(length.after, length.after + _NEAR)
    if any(reading.is_form_of(place, "not_run") for place in (*ahead, *behind)):
        return True
    if length.days >= _MONTH:
        # Months are what is paid for ("3 months 2500") unless an offer is said to last so long.
        return not any(reading.is_form_of(place, "offered") for place in (*ahead, *behind))
    return any(reading.is_form_of(place, "beforehand") for place in behind)


def _dates(reading: Reading, days: list[Day]) -> dict[str, Any]:
    """``date``, and ``date_from`` and ``date_until`` where the words say so.

    A day of every week is no date; "before Sunday" ends on the day before.
    """
    for day in days:
        reading.claim(day.first, day.after)
    dated = [day for day in days if day.role != "every"]
    if not dated:
        weekly = {day.day.weekday() for day in days if day.weekly}
        for day in days:
            reading.take("weekly", day.first, day.after)
        return {"weekly": weekly.pop()} if len(weekly) == 1 else {}
    best = min(dated, key=lambda day: (not _ends(day), not day.named, day.first))
    reading.take("date", best.first, best.after)
    found: dict[str, Any] = {"date": best.day.isoformat()}
    for day in dated:
        begins = day.role in ("from", "morrow")
        if begins and (not _ends(best) or day.day <= best.day):
            first = day.day + timedelta(days=day.role == "morrow")
            found.setdefault("date_from", first.isoformat())
            reading.take("date_from", day.first, day.after)
    if _ends(best):
        found["date_until"] = (best.day - timedelta(days=best.role == "eve")).isoformat()
        reading.take("date_until", best.first, best.after)
    return found


def _ends(day: Day) -> bool:
    return day.role in ("until", "eve")


def _is_digit(word: str) -> bool:
    return word[:1].isdigit()
