"""Values as a draft may write them: clean, in its script, or not at all."""

import re
import unicodedata
from typing import Any, Final

from app.core.variants import Variant, base_of, is_native
from integrations.languages.text import script_of
from integrations.languages.transliterate import to_latin, to_native
from skills.wordlists import Named, find_named, is_brand, nearly, spelt_so

_MARKUP: Final = re.compile(r"[{}\[\]<>*_~`|\\#@]+")
_SPACE: Final = re.compile(r"\s+")
# One letter outside GSM-7 takes the room of an SMS from 160 to 70.
_TO_GSM: Final = str.maketrans(
    {"₹": "Rs ", "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."}
)
# Makers' letters, models and links: LED, iPhone, 13C, a dot or an at-sign inside. And units.
_KEPT: Final = re.compile(
    r"[A-Za-z]*[a-z][A-Z]|^[A-Z]{2,}s?$|\d|\w[.@/]\w|^(?:kg|g|gm|ml|l|x)$", re.ASCII
)
_BEFORE_IN_ENGLISH: Final = frozenset({"above", "behind", "near", "opp", "opposite"})
_LONG: Final = 7
"""From how many letters on a word that is spelt nearly like a listed one is that word."""
_BLANK: Final = re.compile(r"^(x{2,}|n/?a|tbd|none|null|unknown|\.+|-+)$", re.IGNORECASE)


def clean(value: Any, longest: int = 80) -> str | None:
    """``value`` as one plain line, or None when nothing sayable is in it.

    Markup, brackets and control characters go: a brace in a shop's name must never look like a
    placeholder. Longer than ``longest`` characters is no name of anything.
    """
    if value is None or isinstance(value, bool):
        return None
    text = unicodedata.normalize("NFC", str(value))
    text = "".join(
        " " if unicodedata.category(char) in ("Cc", "Cs", "Co") else char for char in text
    )
    text = _SPACE.sub(" ", _MARKUP.sub(" ", text)).strip(" .,;:!?।-–—/\"'")
    if not text or _BLANK.match(text) or len(text) > longest:
        return None
    return text if any(char.isalnum() for char in text) else None


def scripts_of(text: str) -> set[str]:
    """The scripts of its letters: latin, hi, ta, te."""
    return {str(script_of(char)) for char in text} - {"other", "digit"}


def fits_script(text: str, variant: Variant) -> bool:
    """Whether every letter stands in the variant's script."""
    return scripts_of(text) <= {base_of(variant) if is_native(variant) else "latin"}


def thing(text: str, variant: Variant) -> str:
    """A product's name in the variant's script: as it is listed, else word by word by its sound.

    Brands, figures, units and links stay byte for byte as the owner typed them.
    """
    if fits_script(text, variant):
        return text
    named = find_named("products", text)
    return named.in_variant(variant) if named is not None else _word_by_word(text, variant)


def _word_by_word(text: str, variant: Variant) -> str:
    words = text.split()
    said: list[str] = []
    while words:
        size = next((n for n in (3, 2) if _listed(" ".join(words[:n]))), 1)
        row = _listed(" ".join(words[:size])) if size > 1 else None
        if row is not None:
            said.append(row.in_variant(variant))
        elif is_brand(words[0]):
            # What follows a brand with a capital or a figure is its model: Galaxy M14.
            size += next((n for n, word in enumerate(words[1:]) if word.islower()), len(words) - 1)
            said += words[:size]
        else:
            said.append(_word(words[0], variant))
        words = words[size:]
    return " ".join(said)


def _listed(text: str) -> Named | None:
    return spelt_so("products", text) or spelt_so("product_words", text)


def _word(word: str, variant: Variant) -> str:
    if fits_script(word, variant) or (is_native(variant) and _KEPT.search(word)):
        return word
    bare = word.lower()
    singular = bare.removesuffix("s")
    for spelling in (bare, singular):
        if (row := _listed(spelling)) is not None:
            return row.in_variant(variant)
    if len(word) >= _LONG and (row := nearly("product_words", bare)):
        return row.in_variant(variant)
    return to_native(to_latin(word), base_of(variant)) if is_native(variant) else to_latin(word)


def place(text: str, variant: Variant) -> str | None:
    """A place's name in the variant's script, or None: a name spelt wrong is worse than none."""
    if fits_script(text, variant):
        return text
    named = find_named("places", text)
    return named.in_variant(variant) if named is not None else None


def address(text: str, variant: Variant) -> str | None:
    """Her address in the variant's script: its usual words as listed, names by their sound.

    None where she gave it in the script of another language: spelt twice it finds no door.
    """
    if fits_script(text, variant):
        return text
    if not is_native(variant) or not scripts_of(text) <= {"latin", base_of(variant)}:
        return None
    parts = [_part(part, variant) for part in text.split(",")]
    return ", ".join(part for part in parts if part)


def _part(part: str, variant: Variant) -> str:
    """ "near" and "opposite" follow in our languages what they precede in English."""
    said: list[str] = []
    after = ""
    for word in re.findall(r"[^\s.]+", part):
        low = word.lower()
        listed = spelt_so("address_words", low) or spelt_so("places", low)
        if low in _BEFORE_IN_ENGLISH and listed and not said:
            after = listed.in_variant(variant)
        elif listed:
            said.append(listed.in_variant(variant))
        elif len(word) == 1 or fits_script(word, variant) or _KEPT.search(word):
            said.append(word)
        else:
            said.append(to_native(to_latin(word), base_of(variant)))
    return " ".join([*said, after]).strip()


def person(text: str, variant: Variant) -> str:
    """A person's name, by sound where the script is another."""
    if fits_script(text, variant):
        return text
    if is_native(variant):
        return to_native(to_latin(text), base_of(variant))
    return to_latin(text).title()


def in_gsm(text: str) -> str:
    """The text with its rupee signs and curled marks as an SMS in GSM-7 has them."""
    return text.translate(_TO_GSM)
