"""Which of the seven written variants a message is in, or ``und`` for anything else."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from app.core.variants import Variant

Named = Variant | Literal["und"]


@dataclass(frozen=True, slots=True)
class Identification:
    """The variant, how sure we are (0 to 1), and each script's share of the letters.

    Under ``UNSURE`` the caller keeps the last talk language; ``identify`` has already done so
    when it was given ``previous``.
    """

    variant: Named
    confidence: float
    scripts: dict[str, float]


UNSURE: Final = 0.55
_BLOCKS: Final = {"hi": ("ऀ", "ॿ"), "ta": ("஀", "௿"), "te": ("ఀ", "౿")}
_CUES: Final[dict[Variant, str]] = {
    "hi-Latn": r"hai|ka|ki|ke|liye|chahiye|karo|pe|par|mein|aur|nahi|dukaan|meri|aap|likho|banao",
    "ta-Latn": r"venum|ku|la|pannu|pannunga|unga|enga|oru|ezhuthu|kadai|podu|podunga|nalla|ah",
    "te-Latn": r"kavali|ki|lo|cheyandi|rayandi|maa|mee|oka|undi|kosam|pettandi|cheppandi|meeru",
}


def identify(text: str, previous: Variant | None = None) -> Identification:
    """Name the variant of ``text``; ``previous`` decides when the text alone does not."""
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return Identification(previous or "und", 0.0, {})
    scripts = {
        name: sum(low <= char <= high for char in text) / len(letters)
        for name, (low, high) in _BLOCKS.items()
    }
    best = max(scripts, key=lambda name: scripts[name])
    if scripts[best] > 0.3:
        native: dict[str, Variant] = {"hi": "hi", "ta": "ta", "te": "te"}
        return Identification(native[best], 0.9, scripts)
    words = re.findall(r"[a-z]+", text.lower())
    counts = {
        variant: sum(bool(re.fullmatch(cue, word)) for word in words)
        for variant, cue in _CUES.items()
    }
    top = max(counts, key=lambda variant: counts[variant])
    if counts[top]:
        return Identification(top, 0.7, scripts)
    if previous and len(words) <= 2:
        return Identification(previous, 0.5, scripts)
    return Identification("en", 0.6, scripts)
