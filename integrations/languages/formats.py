"""Rupees, days and hours as each variant writes them: Latin digits, Indian grouping, IST."""

from datetime import date, datetime
from typing import Final

from app.core.clock import IST
from app.core.money import format_rupees
from app.core.variants import Shell, Variant, base_of, is_native
from integrations.languages.regional_languages import language

_LATIN_MONTHS: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"
_LATIN_WEEKDAYS: Final = "MonTueWedThuFriSatSun"
_WEEKDAYS: Final[dict[Shell, tuple[str, ...]]] = {
    "hi": ("सोम", "मंगल", "बुध", "गुरु", "शुक्र", "शनि", "रवि"),
    "ta": ("திங்கள்", "செவ்வாய்", "புதன்", "வியாழன்", "வெள்ளி", "சனி", "ஞாயிறு"),
    "te": ("సోమ", "మంగళ", "బుధ", "గురు", "శుక్ర", "శని", "ఆది"),
}
# From which hour a part of the day is said; the last one also covers the hours before the first.
_DAY_PARTS: Final[dict[Shell, tuple[tuple[int, str], ...]]] = {
    "hi": ((4, "सुबह"), (12, "दोपहर"), (16, "शाम"), (20, "रात")),
    "ta": ((4, "காலை"), (12, "மதியம்"), (16, "மாலை"), (20, "இரவு")),
    "te": ((4, "ఉదయం"), (12, "మధ్యాహ్నం"), (16, "సాయంత్రం"), (19, "రాత్రి")),
}
_O_CLOCK: Final[dict[Shell, str]] = {"hi": "बजे", "ta": "மணி", "te": "గంటలు"}


def rupees(paise: int, variant: Variant) -> str:
    """``₹1,24,999``; paise only when there are any. The same in every variant: all read it so."""
    del variant
    return format_rupees(paise)


def short_date(day: date, variant: Variant) -> str:
    """``8 Nov``, ``8 नवंबर``, ``நவம்பர் 8``, ``నవంబర్ 8``."""
    if not is_native(variant):
        return f"{day.day} {_three(_LATIN_MONTHS, day.month - 1)}"
    month = language(base_of(variant)).months[day.month - 1].native[0]
    return f"{day.day} {month}" if variant == "hi" else f"{month} {day.day}"


def day_and_date(day: date, variant: Variant) -> str:
    """``Sun 8 Nov``, ``रवि 8 नवंबर``: for a day close enough that its weekday is how it is known."""
    place = day.weekday()
    native = is_native(variant)
    name = _WEEKDAYS[base_of(variant)][place] if native else _three(_LATIN_WEEKDAYS, place)
    return f"{name} {short_date(day, variant)}"


def clock_time(at: datetime, variant: Variant) -> str:
    """``6:10 pm``, ``शाम 6:10``; a whole hour is said so: ``4 pm``, ``शाम 4 बजे``. In IST.

    ``at`` must be aware: an instant without a zone is nobody's six o'clock.
    """
    if at.tzinfo is None:
        msg = "clock_time needs an aware datetime"
        raise ValueError(msg)
    local = at.astimezone(IST)
    hour = str(local.hour % 12 or 12)
    shown = f"{hour}:{local.minute:02d}" if local.minute else hour
    if not is_native(variant):
        return f"{shown} {'am' if local.hour < 12 else 'pm'}"
    base = base_of(variant)
    part = _day_part(base, local.hour)
    return f"{part} {shown}" if local.minute else f"{part} {shown} {_O_CLOCK[base]}"


def _day_part(base: Shell, hour: int) -> str:
    parts = _DAY_PARTS[base]
    said = [name for begins, name in parts if hour >= begins]
    return said[-1] if said else parts[-1][1]


def _three(names: str, place: int) -> str:
    return names[place * 3 : place * 3 + 3]
