"""House rules that every shipped sentence keeps, whoever writes the next one."""

import re
from itertools import product

import pytest

from app.core.variants import VARIANTS, Variant, base_of, is_native
from integrations.languages.text import script_of
from skills.phrasebook import Phrase, load_phrase_file
from skills.registry import LIBRARY
from skills.vocabulary import FLAGS, SLOTS

FILES = sorted((LIBRARY / "phrases").glob("*.yaml"))
PHRASES: list[tuple[str, str, Variant, Phrase]] = [
    (path.stem, kind, variant, phrase)
    for path in FILES
    for kind, by_variant in load_phrase_file(path).kinds.items()
    for variant in VARIANTS
    for phrase in by_variant[variant]
]
ALLOWED_LATIN = {"UPI", "GST", "CGST", "SGST", "IGST", "PDF", "QR", "PIN", "SMS", "OK", "STOP"}
# Words the house does not write, from its own list of what sounds like a translation.
AVOIDED = {
    "en": "elevate unlock curated nestled embark premium purchase utilise avail indulge hurry",
    "hi": "उत्पाद क्रय विक्रय ग्राहकगण प्रतिष्ठान अत्यंत शीघ्रता उपलब्ध हेतु तथा एवं पावन समस्त",
    "ta": "மற்றும் கொள்முதல் விரைந்து அனைத்து ஆபரணங்கள் கட்டணமின்றி எனவே புலனம்",
    "te": "మరియు యొక్క విచ్చేయండి కొనుగోలు ఉత్పత్తులు వినియోగదారులు నూతన కలదు చరవాణి",
    "hi-Latn": "chhoot choot chut aur/or uplabdh kripya",
    "ta-Latn": "matrum anaithu kolmuthal",
    "te-Latn": "mariyu yokka nutana vicheyandi",
}
FAMILIAR = {
    "hi": ["तुम", "तू", "तेरा", "तुम्हारा"],
    "hi-Latn": ["tum", "tera", "tumhara"],
    "ta": ["நீ", "உன்", "உனக்கு"],
    "ta-Latn": ["nee", "un", "unakku"],
    "te": ["నువ్వు", "నీకు", "నీ"],
    "te-Latn": ["nuvvu", "neeku", "nee"],
}
# Masculine or feminine "doing" of whoever speaks in the chat.
GENDERED = re.compile(r"(रहा|रही) हूँ|(raha|rahi) hoon|(करता|करती) हूँ|(karta|karti) hoon")


def literal(phrase: Phrase) -> str:
    return " ".join(part for part in phrase.parts if isinstance(part, str))


def words(phrase: Phrase) -> set[str]:
    return set(re.findall(r"[^\s,.!?:;।()*+\"]+", literal(phrase).casefold()))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_are_whole(path: object) -> None:
    """Nothing wrong, nothing missing, no phrase twice in one kind."""
    file = load_phrase_file(path)  # type: ignore[arg-type]
    assert file.problems == ()
    for (kind, by_variant), variant in product(file.kinds.items(), VARIANTS):
        texts = [(phrase.text, phrase.all_of, phrase.none_of) for phrase in by_variant[variant]]
        assert len(set(texts)) == len(texts), (kind, variant)


def test_each_phrase_stays_in_its_script() -> None:
    """Native phrases hold no Latin word but the allowed ones; romanised ones no Indic letter."""
    for file, kind, variant, phrase in PHRASES:
        text = literal(phrase)
        scripts = {script_of(char) for char in text} - {"digit", "other"}
        if is_native(variant):
            assert scripts <= {base_of(variant), "latin"}, (file, kind, text)
            assert set(re.findall(r"[A-Za-z]+", text)) <= ALLOWED_LATIN, (file, kind, text)
        else:
            assert scripts <= {"latin"}, (file, kind, text)


def test_no_phrase_states_a_figure_of_its_own() -> None:
    """Figures come from facts; the one exception is the 0% of a nil rate."""
    for file, kind, _, phrase in PHRASES:
        text = literal(phrase).replace("GST 0%", "")
        assert not re.search(r"[\d₹%०-९௦-௯౦-౯]", text), (file, kind, text)


def test_punctuation_is_the_houses() -> None:
    """One cry a sentence, no trails, no em dash, no gap before a stop, no shouting."""
    for file, kind, variant, phrase in PHRASES:
        text = phrase.text
        assert text.count("!") <= 1, (file, kind, text)
        assert not re.search(r"…|\.\.|—|–|\s[.,!?।]|\s\s", text), (file, kind, text)
        assert "।" not in text or variant == "hi", (file, kind, text)
        assert text.count("*") in (0, 2), (file, kind, text)
        loud = set(re.findall(r"\b[A-Z]{3,}\b", text)) - ALLOWED_LATIN - {"YES"}
        assert not loud, (file, kind, text)
        if variant == "hi":
            assert not text.rstrip("*").endswith("."), (file, kind, text)


def test_words_that_sound_translated_are_not_written() -> None:
    """The avoid lists, and no familiar "you"."""
    for file, kind, variant, phrase in PHRASES:
        said = words(phrase)
        assert not said & set(AVOIDED[variant].split()), (file, kind, phrase.text)
        assert not said & set(FAMILIAR.get(variant, ())), (file, kind, phrase.text)
        assert not GENDERED.search(phrase.text), (file, kind, phrase.text)


def test_sentences_are_short_enough_to_say() -> None:
    """One breath: at most sixteen words between stops."""
    for file, kind, _, phrase in PHRASES:
        for sentence in re.split(r"[.!?।:\n]\s*", phrase.text):
            assert len(sentence.split()) <= 16, (file, kind, sentence)


def test_every_variant_has_as_much_to_say() -> None:
    """A kind is as rich in one variant as in another, within a fifth."""
    counts: dict[str, list[int]] = {}
    for path in FILES:
        for kind, by_variant in load_phrase_file(path).kinds.items():
            counts[kind] = [len(by_variant[variant]) for variant in VARIANTS]
    for kind, numbers in counts.items():
        assert min(numbers) >= max(numbers) * 0.6, (kind, numbers)


def test_the_vocabulary_is_used() -> None:
    """A name that no phrase and no plan leans on would only mislead."""
    plans = "\n".join(
        path.read_text(encoding="utf-8") for path in (LIBRARY / "definitions").glob("*.md")
    )
    used = {name for *_, phrase in PHRASES for group in phrase.all_of for name in group}
    used |= {name for *_, phrase in PHRASES for name in phrase.none_of}
    named = used | {name for name in SLOTS | FLAGS if re.search(rf"\b{name}\b", plans)}
    # Kinds of shop that choose emoji, tags or defaults rather than sentences.
    assert named | {"fit", "solemn", "interstate", "city", "amount", "date"} >= SLOTS | FLAGS
