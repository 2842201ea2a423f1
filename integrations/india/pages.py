"""Setting a page of A4 with typst (Apache-2.0): bills and reports.

It shapes with HarfBuzz's rules and needs no library of the machine. Its fonts are ours, so a page
looks the same everywhere. Setting one takes some tens of milliseconds of CPU: use a thread.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from app.core.clock import IST
from app.core.money import PAISE_PER_RUPEE, group_indian

_FOLDER: Final = Path(__file__).parent
_FONTS: Final = _FOLDER / "fonts"


def set_page(
    template: str, day: str, inputs: Mapping[str, Any], *, format: str = "pdf", ppi: int = 100
) -> bytes:
    """The template beside this file with its inputs, as a PDF or as a ``png`` of its page.

    ``day`` (ISO) is the day the document says it was made on. Deterministic: the same inputs give
    the same bytes.
    """
    import typst  # 30 MB of typesetter: only who asks for a page waits for it

    made_on = datetime.combine(date.fromisoformat(day), datetime.min.time(), IST)
    compiler: Any = typst  # its own types do not fit its own defaults
    made = compiler.compile(
        (_FOLDER / template).read_bytes(),
        format=format,
        ppi=float(ppi) if format == "png" else None,
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        timestamp=int(made_on.timestamp()),
        sys_inputs={name: json.dumps(value, ensure_ascii=False) for name, value in inputs.items()},
    )
    return bytes(made[0]) if isinstance(made, list) else bytes(made)


def exact_amount(paise: int) -> str:
    """``₹42.00``: a page always shows the paise."""
    whole, rest = divmod(abs(paise), PAISE_PER_RUPEE)
    return f"{'-' if paise < 0 else ''}₹{group_indian(whole)}.{rest:02d}"
