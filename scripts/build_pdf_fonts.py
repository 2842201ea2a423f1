"""Rebuild ``integrations/india/fonts``: TTF subsets of the Noto Sans families bills are set in.

Run it beside ``build_fonts.py``, with the same Noto fonts installed. A typesetter needs TTF, and
every layout feature: conjuncts, marks and reordering live in GSUB and GPOS.
"""

import sys
from pathlib import Path
from typing import Final

from build_fonts import FAMILIES, SOURCE, WEIGHTS, subset

TARGET: Final = Path(__file__).resolve().parent.parent / "integrations" / "india" / "fonts"


def main() -> int:
    """Build all eight files; 1 when a source font is missing."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for family, ranges in FAMILIES.values():
        for style in WEIGHTS.values():
            source = SOURCE / f"{family}-{style}.ttf"
            if not source.is_file():
                sys.stderr.write(f"{source} is missing: install fonts-noto-core\n")
                return 1
            subset(source, TARGET / source.name, ranges)
    return 0


if __name__ == "__main__":
    sys.exit(main())
