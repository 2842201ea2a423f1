"""Every sentence exists in every way of writing, filled the same way, in the right letters."""

from __future__ import annotations

import re
import string
import unicodedata
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.core.variants import VARIANTS, Variant, is_native
from integrations.languages.identify import identify
from tests.architecture.tree import ROOT

LOCALES = ROOT / "integrations" / "languages" / "locales"
SHELLS = ("en", "hi", "ta", "te")
ONLY_SHELLS = {"account", "cli"}

BLOCKS = {"hi": "DEVANAGARI", "ta": "TAMIL", "te": "TELUGU"}

# journey.md allows the first line everywhere; the rest are things typed or printed exactly so.
LATIN_ALLOWED = {
    *("UPI", "GST", "PDF", "QR", "PIN", "SMS", "OK"),
    *("kg", "g", "ml", "l", "STOP", "RaptorFlow", "GSTIN", "HSN", "CGST", "SGST", "IGST"),
    *("Hinglish", "Tanglish", "Tenglish", "English", "Latin"),
}
ADDRESS = re.compile(r"https?://\S+|\S+@\S+|`[^`]*`|\b[\w-]+\.(?:com|in|env)\b|[A-Z]+_[A-Z_]+")
WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")


def domains() -> list[str]:
    return sorted({path.stem for path in LOCALES.rglob("*.po")})


def variants_of(domain: str) -> tuple[Variant, ...]:
    if domain in ONLY_SHELLS:
        return tuple(variant for variant in VARIANTS if variant in SHELLS)
    return VARIANTS


def po_file(variant: Variant, domain: str) -> Path:
    return LOCALES / variant.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po"


def messages(variant: Variant, domain: str) -> dict[str, str]:
    with po_file(variant, domain).open("rb") as file:
        read = read_po(file, locale=None, abort_invalid=True)
    found: dict[str, str] = {}
    for message in read:
        if isinstance(message.id, str):
            found[message.id] = str(message.string)
        else:
            assert message.id[0] == message.id[1], message.id
            found[f"{message.id[0]}[one]"], found[message.id[0]] = list(message.string or ())
    return {key: sentence for key, sentence in found.items() if key}


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def without_fields(sentence: str) -> str:
    return "".join(literal for literal, _, _, _ in string.Formatter().parse(sentence))


CASES = [(domain, variant) for domain in domains() for variant in variants_of(domain)]


def test_there_are_catalogs() -> None:
    assert {"account", "agents", "calendar", "chat"} <= set(domains())


@pytest.mark.parametrize(("domain", "variant"), CASES)
def test_keys_are_the_same_everywhere(domain: str, variant: Variant) -> None:
    assert po_file(variant, domain).is_file()
    english = messages("en", domain)
    found = messages(variant, domain)
    assert sorted(set(english) ^ set(found)) == []
    assert [key for key in found if not key.startswith(f"{domain}.")] == []
    assert [key for key, sentence in found.items() if not sentence.strip()] == []


@pytest.mark.parametrize(("domain", "variant"), CASES)
def test_no_key_is_written_twice(domain: str, variant: Variant) -> None:
    """gettext readers keep the last one in silence."""
    text = po_file(variant, domain).read_text(encoding="utf-8")
    keys = re.findall(r'^msgid "(.+)"$', text, flags=re.MULTILINE)
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


@pytest.mark.parametrize(("domain", "variant"), CASES)
def test_parameters_are_the_same_everywhere(domain: str, variant: Variant) -> None:
    english = messages("en", domain)
    wrong = {
        key: (fields(english[key]), fields(sentence))
        for key, sentence in messages(variant, domain).items()
        if key in english and fields(sentence) != fields(english[key])
    }
    assert wrong == {}


def foreign_letters(sentence: str, block: str) -> set[str]:
    """Letters of another script than `block` and Latin."""
    return {
        letter
        for letter in sentence
        if letter.isalpha()
        and not unicodedata.name(letter, "").startswith((block, "LATIN", "FEMININE", "MASCULINE"))
    }


@pytest.mark.parametrize(("domain", "variant"), CASES)
def test_letters_are_those_of_the_variant(domain: str, variant: Variant) -> None:
    block = BLOCKS[variant] if is_native(variant) else "LATIN"
    wrong: dict[str, str] = {}
    for key, sentence in messages(variant, domain).items():
        # Names of languages are said in their own letters everywhere.
        if ".language_name." in key or ".lang_name." in key:
            continue
        bare = ADDRESS.sub(" ", without_fields(sentence))
        latin = set(WORD.findall(bare)) - LATIN_ALLOWED if is_native(variant) else set()
        if latin or foreign_letters(bare, block):
            wrong[key] = sentence
    assert wrong == {}


ROMANISED = tuple(variant for variant in VARIANTS if "Latn" in variant)
NAMES_ONLY = {"calendar"}
"""Domains of names: Telangana Formation Day is that in every way of writing."""


def words(sentence: str) -> int:
    return len(without_fields(sentence).split())


@pytest.mark.parametrize(("domain", "variant"), [case for case in CASES if case[1] != "en"])
def test_sentences_are_translated(domain: str, variant: Variant) -> None:
    """A label may agree with English (`Reset`); three words that do are English."""
    if domain in NAMES_ONLY:
        return
    english = messages("en", domain)
    same = [
        key
        for key, sentence in messages(variant, domain).items()
        if sentence == english.get(key) and words(sentence) >= 3
    ]
    assert same == []


@pytest.mark.parametrize("domain", [each for each in domains() if each not in ONLY_SHELLS])
def test_no_romanised_sentence_stands_for_two_languages(domain: str) -> None:
    """A Hindi line copied into the Telugu catalog passes every test of letters."""
    if domain in NAMES_ONLY:
        return
    english = messages("en", domain)
    for place, one in enumerate(ROMANISED):
        for other in ROMANISED[place + 1 :]:
            theirs = messages(other, domain)
            same = [
                key
                for key, sentence in messages(one, domain).items()
                if sentence == theirs.get(key) != english.get(key) and words(sentence) >= 3
            ]
            assert same == [], (one, other)


@pytest.mark.parametrize(
    ("domain", "variant"),
    [(d, v) for d, v in CASES if d not in NAMES_ONLY | ONLY_SHELLS and v in ("en", *ROMANISED)],
)
def test_sentences_sound_like_their_variant(domain: str, variant: Variant) -> None:
    """What the product hears in its own sentences: a catalog in another language is another's."""
    long = [without_fields(s) for s in messages(variant, domain).values() if words(s) >= 5]
    heard = [identify(sentence).variant == variant for sentence in long]
    assert len(heard) >= 10
    assert sum(heard) / len(heard) >= 0.97
