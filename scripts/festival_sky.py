"""Where the sun and the moon stand: enough astronomy to date a festival by tithi, no more.

After Meeus, Astronomical Algorithms, chapters 25 and 47, with the largest terms only: the moon is
right to about 0.05 degree, a tithi to about six minutes. Used when the table of dates is built,
never while serving.
"""

from datetime import UTC, date, datetime, timedelta
from math import radians, sin
from typing import Final

IST_OFFSET: Final = timedelta(hours=5, minutes=30)
# (multiples of D, M, M', F; 1e-6 degree) of the moon's longitude.
_MOON: Final = (
    (0, 0, 1, 0, 6288774), (2, 0, -1, 0, 1274027), (2, 0, 0, 0, 658314), (0, 0, 2, 0, 213618),
    (0, 1, 0, 0, -185116), (0, 0, 0, 2, -114332), (2, 0, -2, 0, 58793), (2, -1, -1, 0, 57066),
    (2, 0, 1, 0, 53322), (2, -1, 0, 0, 45758), (0, 1, -1, 0, -40923), (1, 0, 0, 0, -34720),
    (0, 1, 1, 0, -30383), (2, 0, 0, -2, 15327), (0, 0, 1, 2, -12528), (0, 0, 1, -2, 10980),
    (4, 0, -1, 0, 10675), (0, 0, 3, 0, 10034), (4, 0, -2, 0, 8548), (2, 1, -1, 0, -7888),
    (2, 1, 0, 0, -6766), (1, 0, -1, 0, -5163), (1, 1, 0, 0, 4987), (2, -1, 1, 0, 4036),
)  # fmt: skip


def _centuries(at: datetime) -> float:
    return (at - datetime(2000, 1, 1, 12, tzinfo=UTC)) / timedelta(days=36525)


def sun_longitude(at: datetime) -> float:
    """The sun's tropical longitude in degrees."""
    t = _centuries(at)
    mean = 280.46646 + 36000.76983 * t
    anomaly = radians(357.52911 + 35999.05029 * t)
    centre = (1.914602 - 0.004817 * t) * sin(anomaly) + 0.019993 * sin(2 * anomaly)
    return (mean + centre + 0.000289 * sin(3 * anomaly) - 0.00569) % 360


def moon_longitude(at: datetime) -> float:
    """The moon's tropical longitude in degrees."""
    t = _centuries(at)
    mean = 218.3164477 + 481267.88123421 * t
    d = radians(297.8501921 + 445267.1114034 * t)
    m = radians(357.5291092 + 35999.0502909 * t)
    m1 = radians(134.9633964 + 477198.8675055 * t)
    f = radians(93.2720950 + 483202.0175233 * t)
    total = sum(size * sin(a * d + b * m + c * m1 + e * f) for a, b, c, e, size in _MOON)
    return (mean + total / 1e6) % 360


def ist(day: date, hour: float) -> datetime:
    """An hour of a day in India as an instant."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - IST_OFFSET + timedelta(hours=hour)


def tithi(at: datetime) -> int:
    """The lunar day running at an instant: 1-15 waxing, 16-30 waning; 15 full, 30 new moon."""
    return int(((moon_longitude(at) - sun_longitude(at)) % 360) // 12) + 1


def _lahiri(at: datetime) -> float:
    return 23.853 + 1.39697 * _centuries(at)


def sidereal_sun(at: datetime) -> float:
    """The sun against the stars (Lahiri), which the solar months count by: 0 is Mesha 1."""
    return (sun_longitude(at) - _lahiri(at)) % 360


def star(at: datetime) -> int:
    """The nakshatra the moon stands in: 0 Ashwini, 2 Krittika, 7 Pushya."""
    return int(((moon_longitude(at) - _lahiri(at)) % 360) * 27 // 360)
