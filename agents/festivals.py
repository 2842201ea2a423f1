"""How festivals are written, for finding them in a draft."""

from collections.abc import Mapping
from functools import cache

from integrations.india.festival_calendar import FestivalCalendar


@cache
def spellings() -> Mapping[str, tuple[str, ...]]:
    """Every festival's names in the seven variants, by id."""
    return {
        festival.id: tuple(dict.fromkeys(festival.names.values()))
        for festival in FestivalCalendar().all()
    }
