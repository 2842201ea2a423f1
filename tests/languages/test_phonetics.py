"""One key for one sound: across scripts, across spellings, and for nothing else."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.variants import SHELLS, Shell
from integrations.languages.phonetics import phonetic_key, skeleton, sounds_like
from integrations.languages.spelling_rules import latin_by_rule, native_by_rule

NAMES = Path(__file__).parents[2] / "integrations" / "languages" / "data" / "names.txt"
NATIVE: tuple[Shell, ...] = tuple(shell for shell in SHELLS if shell != "en")

# Without y: where Hindi is silent on the a before it, aya and ya are not told apart. For the same
# reason कमपा is read kampa, so an m stands before no short a with a lip sound after it.
CONSONANTS = "k g ch j t d n p b m r l v s sh"
VOWELS = "a aa i ee u oo e o ai"
consonants = st.sampled_from(CONSONANTS.split())
vowels = st.sampled_from(VOWELS.split())
words = (
    st.lists(st.tuples(consonants, vowels), min_size=2, max_size=4)
    .map(lambda sounds: "".join(consonant + vowel for consonant, vowel in sounds))
    .filter(lambda word: not re.search("ma[pb]", word))
)


@given(word=words, base=st.sampled_from(NATIVE))
@settings(max_examples=300, deadline=None)
def test_a_word_sounds_like_itself_in_any_script(word: str, base: Shell) -> None:
    native = native_by_rule(word, base)
    assert sounds_like(native, word), (native, phonetic_key(native), phonetic_key(word))


@given(word=words, one=st.sampled_from(NATIVE), other=st.sampled_from(NATIVE))
@settings(max_examples=300, deadline=None)
def test_two_scripts_sound_alike(word: str, one: Shell, other: Shell) -> None:
    assert sounds_like(native_by_rule(word, one), native_by_rule(word, other))


@given(text=st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_the_key_of_any_text_is_small_latin_letters_and_digits(text: str) -> None:
    key = phonetic_key(text)
    assert key == "" or (key.isascii() and key.isalnum() and key == key.lower())
    assert skeleton(text)[:1] == key[:1]
    assert latin_by_rule(text) is not None


@given(one=words, other=words)
@settings(max_examples=300, deadline=None)
def test_alike_is_alike_both_ways(one: str, other: str) -> None:
    assert sounds_like(one, one)
    assert sounds_like(one, other) is sounds_like(other, one)


@given(
    word=words,
    change=st.sampled_from(
        [("aa", "a"), ("ee", "i"), ("oo", "u"), ("v", "w"), ("sh", "s"), ("t", "th"), ("k", "kk")]
    ),
)
@settings(max_examples=300, deadline=None)
def test_habits_of_spelling_do_not_change_the_key(word: str, change: tuple[str, str]) -> None:
    said = word.replace("ai", "e") if change[0] in ("aa", "ee") else word
    assert phonetic_key(said.replace(*change)) == phonetic_key(said)
    assert phonetic_key(f" {said.upper()} ") == phonetic_key(said)


@given(one=words, other=words)
@settings(max_examples=300, deadline=None)
def test_spaces_do_not_count(one: str, other: str) -> None:
    assert phonetic_key(f"{one}  {other}") == phonetic_key(one) + phonetic_key(other)


def test_listed_names_are_found_across_scripts() -> None:
    rows = [
        line.split(" | ")
        for line in NAMES.read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    assert len(rows) > 250
    for place in (1, 2, 3):
        alike = [sounds_like(row[place], row[0]) for row in rows]
        assert sum(alike) / len(alike) >= 0.85, SHELLS[place]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("पेड़ा", "peda"), ("पेड़ा", "pera"), ("कपड़े", "kapde"), ("कपड़े", "kapre"), ("पकौड़ा", "pakoda"),
        ("कॉफी", "coffee"), ("காபி", "coffee"), ("మొబైల్ కవర్", "mobail cover"), ("कलर", "colour"),
        ("चाय", "chai"), ("சாக்லேட்", "chaklet"), ("స్కూల్", "school"), ("क्लास", "class"),
    ],
)  # fmt: skip
def test_letters_with_two_sounds(one: str, other: str) -> None:
    assert sounds_like(one, other)
    assert sounds_like(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ramesh", "Rajesh"), ("Sunita", "Anita"), ("kurta", "kurti"), ("dosa", "idli"),
        ("काजू कतली", "काजू बर्फी"), ("சேலை", "சோளம்"), ("చీర", "చెరకు"), ("Meena", "Mina Bazaar"),
        ("gold ring", "gold chain"), ("पेड़ा", "पूड़ी"), ("laddu", "ladder"), ("tea", "tee shirt"),
    ],
)  # fmt: skip
def test_what_differs_stays_apart(one: str, other: str) -> None:
    assert not sounds_like(one, other)
