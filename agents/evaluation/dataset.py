"""Golden datasets: one JSON file each, in the format that ``docs/evaluation.md`` describes."""

from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.core.errors import InputError
from app.core.variants import VARIANTS, Variant, as_variant

_LONGEST_FIRST: Final = sorted(VARIANTS, key=len, reverse=True)


class Case(BaseModel):
    """One case: what goes in, and what must come out."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    input: dict[str, Any]
    expect: dict[str, Any]

    @property
    def variant(self) -> Variant | None:
        """``input.language``, else the part of the id that is one of the seven."""
        named = as_variant(str(self.input.get("language") or ""))
        if named:
            return named
        parts = f"-{self.id.replace('_', '-').replace('/', '-').replace('.', '-')}-"
        return next((variant for variant in _LONGEST_FIRST if f"-{variant}-" in parts), None)

    @property
    def language(self) -> str:
        """Under which language the case is counted; ``und`` when it has none of the seven."""
        return self.variant or "und"


class Dataset(BaseModel):
    """One file. ``floor`` is a number for the kind's main metric, or numbers by metric.

    ``today`` (IST) anchors "Sunday" and "kal"; the day of the run when it is not given.
    ``slots_complete``: a slot that was read and is not expected counts as wrong.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: str
    name: str
    cases: tuple[Case, ...] = Field(min_length=1)
    floor: float | dict[str, float] | None = None
    today: date | None = None
    slots_complete: bool = False


def load_dataset(path: Path) -> Dataset:
    """Read one file.

    Raises:
        InputError: ``dataset`` when it cannot be read, is no dataset, or names a case twice.
    """
    try:
        dataset = Dataset.model_validate_json(path.read_bytes())
    except OSError as error:
        raise InputError("dataset", detail=f"{path}: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        detail = f"{path}: {place + ': ' if place else ''}{first['msg']}"
        raise InputError("dataset", detail=detail) from error
    seen: set[str] = set()
    for case in dataset.cases:
        if case.id in seen:
            raise InputError("dataset", detail=f"{path}: the id {case.id!r} stands twice")
        seen.add(case.id)
    return dataset
