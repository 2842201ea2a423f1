"""Rebuild ``public/fonts``: woff2 subsets of the four Noto Sans families the chat shows.

Run it when the Noto fonts of the machine are newer than the committed subsets::

    python scripts/build_fonts.py [--source /usr/share/fonts/truetype/noto]

Every layout feature stays in (conjuncts, marks and reordering of the Indic scripts live in GSUB and
GPOS); hinting goes, because phones do not use it. Output is the same for the same input.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from fontTools.subset import Options, Subsetter, load_font, save_font

TARGET: Final = Path(__file__).resolve().parent.parent / "public" / "fonts"
SOURCE: Final = Path("/usr/share/fonts/truetype/noto")
WEIGHTS: Final = {400: "Regular", 700: "Bold"}

# The same ranges stand in the @font-face rules of public/rf.css; tests/browser compares the two.
SHARED: Final = "U+200C-200D, U+20B9, U+25CC"
FAMILIES: Final = {
    "latin": (
        "NotoSans",
        "U+0000-00FF, U+0131, U+0152-0153, U+02BC, U+02C6, U+02DA, U+02DC, U+2000-200B, "
        "U+2010-2015, U+2018-201E, U+2020-2022, U+2026, U+2030, U+2032-2033, U+2039-203A, U+20AC, "
        "U+20B9, U+2122, U+2190-2193, U+2212, U+FEFF, U+FFFD",
    ),
    "devanagari": ("NotoSansDevanagari", f"U+0900-097F, U+1CD0-1CF9, U+A8E0-A8FF, {SHARED}"),
    "tamil": ("NotoSansTamil", f"U+0B82-0BFA, {SHARED}"),
    "telugu": ("NotoSansTelugu", f"U+0C00-0C7F, {SHARED}"),
}


def codepoints(ranges: str) -> list[int]:
    """The code points of a CSS ``unicode-range`` value."""
    found: list[int] = []
    for part in ranges.replace("U+", "").split(","):
        first, _, last = part.strip().partition("-")
        found.extend(range(int(first, 16), int(last or first, 16) + 1))
    return found


def subset(source: Path, target: Path, ranges: str) -> int:
    """Write the subset of one font file, as woff2 where the target says so; its size in bytes."""
    options = Options()
    if target.suffix == ".woff2":
        options.flavor = "woff2"
        options.desubroutinize = True
    options.layout_features = ["*"]
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    # Indic text borrows the danda, the zero-width joiners and the rupee sign; a font that lacks one
    # of them is fine, the next in the stack draws it.
    subsetter.populate(unicodes=codepoints(ranges))
    subsetter.subset(font)
    save_font(font, str(target), options)
    return target.stat().st_size


def main() -> int:
    """Build all eight files; 1 when a source font is missing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--source", type=Path, default=SOURCE, help="folder of the Noto .ttf files")
    source = parser.parse_args().source
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, (family, ranges) in FAMILIES.items():
        for weight, style in WEIGHTS.items():
            ttf = source / f"{family}-{style}.ttf"
            if not ttf.is_file():
                sys.stderr.write(f"{ttf} is missing: install fonts-noto-core or pass --source\n")
                return 1
            size = subset(ttf, TARGET / f"noto-sans-{name}-{weight}.woff2", ranges)
            sys.stdout.write(f"noto-sans-{name}-{weight}.woff2 {size / 1024:.1f} kB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
