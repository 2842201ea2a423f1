"""The seven written variants the product speaks, and the four languages of its shell.

BCP-47 names; ``hi-Latn`` is Hindi as people type it in Latin letters, mixed with English.
"""

from typing import Final, Literal, cast, get_args

Variant = Literal["en", "hi", "ta", "te", "hi-Latn", "ta-Latn", "te-Latn"]
Shell = Literal["en", "hi", "ta", "te"]

VARIANTS: Final[tuple[Variant, ...]] = get_args(Variant)
SHELLS: Final[tuple[Shell, ...]] = get_args(Shell)


def base_of(variant: Variant) -> Shell:
    """The language without its script: ``ta-Latn`` is ``ta``."""
    return cast(Shell, variant.partition("-")[0])


def shell_of(variant: Variant) -> Shell:
    """The interface language to fall back to when none is stored.

    Someone who types a romanised variant reads an English interface, so ``hi-Latn`` is ``en``.
    """
    return base_of(variant) if is_native(variant) else "en"


def is_native(variant: Variant) -> bool:
    """Whether the variant is written in an Indic script."""
    return variant in ("hi", "ta", "te")


def as_variant(name: str) -> Variant | None:
    """The variant of that name, or None."""
    return name if name in VARIANTS else None


def as_shell(name: str | None) -> Shell | None:
    """The shell language of a BCP-47 tag such as ``hi-IN``, or None when it is not one of ours."""
    base = (name or "").replace("_", "-").partition("-")[0].lower()
    return base if base in SHELLS else None
