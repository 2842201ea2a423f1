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
_ZEROS: Final[dict[Shell, int]] = {"hi": 0x0966, "ta": 0x0BE6, "te": 0x0C66}
_SPANS: Final[dict[Variant, str]] = {
    "en": "{first} to {last}",
    "hi": "{first} से {last} तक",
    "ta": "{first} முதல் {last} வரை",
    "te": "{first} నుంచి {last} వరకు",
    "hi-Latn": "{first} se {last} tak",
    "ta-Latn": "{first} mudhal {last} varaikkum",
    "te-Latn": "{first} nunchi {last} varaku",
}
_O_CLOCK: Final[dict[Shell, str]] = {"hi": "बजे", "ta": "மணி", "te": "గంటలు"}


def rupees(paise: int, variant: Variant) -> str:
    """``₹1,24,999``; paise only when there are any. The same in every variant: all read it so."""
    del variant
    return format_rupees(paise)


def native_digits(text: str, variant: Variant) -> str:
    """The text with 0-9 in the digits of the variant's script: ``₹१,२०,०००``; Latin stays as it is.

    Only on her wish: everybody reads 0-9, and what we write has them.
    """
    zero = _ZEROS.get(base_of(variant)) if is_native(variant) else None
    return text.translate({48 + n: zero + n for n in range(10)}) if zero else text


def short_date(day: date, variant: Variant) -> str:
    """``8 Nov``, ``8 नवंबर``, ``நவம்பர் 8``, ``నవంబర్ 8``."""
    if not is_native(variant):
        return f"{day.day} {_three(_LATIN_MONTHS, day.month - 1)}"
    month = language(base_of(variant)).months[day.month - 1].native[0]
    return f"{day.day} {month}" if variant == "hi" else f"{month} {day.day}"


def long_date(day: date, variant: Variant) -> str:
    """``8 November 2026``, ``8 नवंबर 2026``, ``நவம்பர் 8, 2026``, ``నవంబర్ 8, 2026``."""
    if not is_native(variant):
        return f"{day.day} {language('en').months[day.month - 1].latin[0]} {day.year}"
    joint = " " if variant == "hi" else ", "
    return f"{short_date(day, variant)}{joint}{day.year}"


def month_and_year(day: date, variant: Variant) -> str:
    """``November 2026``, ``नवंबर 2026``, ``நவம்பர் 2026``, ``నవంబర్ 2026``."""
    names = language(base_of(variant) if is_native(variant) else "en").months[day.month - 1]
    return f"{(names.native if is_native(variant) else names.latin)[0]} {day.year}"


def weekday_name(day: date, variant: Variant) -> str:
    """``Sunday``, ``रविवार``, ``ஞாயிற்றுக்கிழமை``, ``ఆదివారం``; English in the Latin variants.

    Tamil's short names are also those of silver and of planets: only the long ones stand alone.
    """
    if not is_native(variant):
        return language("en").weekdays[day.weekday()].latin[0]
    return language(base_of(variant)).weekdays[day.weekday()].native[variant == "ta"]


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


def hours_span(opens: datetime, closes: datetime, variant: Variant) -> str:
    """``10 am to 9 pm``, ``सुबह 10 बजे से रात 9 बजे तक``: from one hour to another. In IST."""
    first, last = clock_time(opens, variant), clock_time(closes, variant)
    if variant == "te":  # hours before "from" and "till" are oblique
        first, last = (said.replace("గంటలు", "గంటల") for said in (first, last))
    return span(first, last, variant)


def span(first: str, last: str, variant: Variant) -> str:
    """From the first to the last of two days or hours, as the variant says it."""
    return _SPANS[variant].format(first=first, last=last)


def _day_part(base: Shell, hour: int) -> str:
    parts = _DAY_PARTS[base]
    said = [name for begins, name in parts if hour >= begins]
    return said[-1] if said else parts[-1][1]


def _three(names: str, place: int) -> str:
    return names[place * 3 : place * 3 + 3]
