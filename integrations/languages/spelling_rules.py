"""Indic letters to Latin and Latin to Indic by rule: the same sound is always spelt the same.

So sounds are compared (``phonetics``). What people read is spelt by ``transliterate``, which leans
on these rules only for letters that it has never seen.
"""

from typing import Final

from app.core.variants import Shell


def _pairs(table: str) -> dict[str, str]:
    return dict(entry.split("=") for entry in table.split())


_CONSONANTS: Final = _pairs(
    """
क=k ख=kh ग=g घ=gh ङ=n च=ch छ=chh ज=j झ=jh ञ=n ट=t ठ=th ड=d ढ=dh ण=n त=t थ=th द=d ध=dh न=n
प=p फ=f ब=b भ=bh म=m य=y र=r ल=l व=v श=sh ष=sh स=s ह=h ळ=l
க=k ங=n ச=s ஞ=n ட=t ண=n த=th ந=n ப=p ம=m ய=y ர=r ல=l வ=v ழ=zh ள=l ற=r ன=n ஜ=j ஷ=sh ஸ=s ஹ=h
ஶ=sh
క=k ఖ=kh గ=g ఘ=gh ఙ=n చ=ch ఛ=chh జ=j ఝ=jh ఞ=n ట=t ఠ=th డ=d ఢ=dh ణ=n త=t థ=th ద=d ధ=dh న=n
ప=p ఫ=f బ=b భ=bh మ=m య=y ర=r ఱ=r ల=l ళ=l వ=v శ=sh ష=sh స=s హ=h
"""
)
_VOWELS: Final = _pairs(
    """
अ=a आ=aa इ=i ई=ee उ=u ऊ=oo ऋ=ri ए=e ऐ=ai ओ=o औ=au ऑ=o ऍ=e அ=a ஆ=aa இ=i ஈ=ee உ=u ஊ=oo எ=e ஏ=e
ஐ=ai ஒ=o ஓ=o ஔ=au అ=a ఆ=aa ఇ=i ఈ=ee ఉ=u ఊ=oo ఋ=ru ఎ=e ఏ=e ఐ=ai ఒ=o ఓ=o ఔ=au ा=aa ि=i ी=ee
ु=u ू=oo ृ=ri े=e ै=ai ो=o ौ=au ॉ=o ॅ=e ா=aa ி=i ீ=ee ு=u ூ=oo ெ=e ே=e ை=ai ொ=o ோ=o ௌ=au
ా=aa ి=i ీ=ee ు=u ూ=oo ృ=ru ె=e ే=e ై=ai ొ=o ో=o ౌ=au
"""
)
_SIGNS: Final = frozenset("ாிீுூெேைொோௌािीुूृेैोौॉॅాిీుూృెేైొోౌ")
_VIRAMAS: Final = frozenset("्்్")
_NASALS: Final = frozenset("ंఁంஂँ")
_NUKTA: Final = {"ज़": "z", "फ़": "f", "ड़": "r", "ढ़": "rh", "क़": "q", "ख़": "kh", "ग़": "g"}
_TAMIL_VOICED: Final = {"k": "g", "t": "d", "p": "b", "th": "dh"}
_NASAL: Final = "N"
"""The sound of a nasal sign, until it is known what follows it."""

_ANUSVARA_BEFORE_LIPS: Final = frozenset("pbm")


def _letters(word: str) -> list[tuple[str, bool, bool]]:
    """(Latin letters, is a vowel, is a schwa nobody wrote) for each sound of a word."""
    sounds: list[tuple[str, bool, bool]] = []
    place = 0
    while place < len(word):
        char = word[place]
        pair = word[place : place + 2]
        if pair in _NUKTA or char in _CONSONANTS:
            sounds.append((_NUKTA.get(pair) or _CONSONANTS[char], False, False))
            place += 2 if pair in _NUKTA else 1
            follows = word[place] if place < len(word) else ""
            if follows in _VIRAMAS and follows:
                place += 1
            elif follows not in _SIGNS or not follows:
                sounds.append(("a", True, True))
            continue
        if char in _VOWELS:
            sounds.append((_VOWELS[char], True, False))
        elif char in _NASALS:
            sounds.append((_NASAL, False, False))
        elif char.isalnum() and char.isascii():
            sounds.append((char, char in "aeiou", False))
        place += 1
    return sounds


def _drop_schwas(sounds: list[tuple[str, bool, bool]]) -> list[tuple[str, bool, bool]]:
    """Hindi is silent on the last unwritten a, and on one amid vowel-consonant, consonant-vowel."""
    kept = list(sounds)
    if len(kept) > 2 and kept[-1][2]:
        kept.pop()
    place = len(kept) - 2
    while place > 1:
        before, after = kept[place - 2 : place], kept[place + 1 : place + 3]
        if (
            kept[place][2]
            and len(after) == 2
            and before[0][1]
            and not before[1][1]
            and not after[0][1]
            and after[1][1]
        ):
            kept.pop(place)
        place -= 1
    return kept


def _voice_tamil(sounds: list[tuple[str, bool, bool]]) -> list[tuple[str, bool, bool]]:
    """Tamil writes one letter for k and g: it is soft between vowels and after a nasal."""
    voiced = []
    for place, (letters, vowel, schwa) in enumerate(sounds):
        before = sounds[place - 1] if place else None
        after = sounds[place + 1] if place + 1 < len(sounds) else None
        between = before and (before[1] or before[0] in ("n", "m", _NASAL)) and after and after[1]
        voiced.append((_TAMIL_VOICED.get(letters, letters) if between else letters, vowel, schwa))
    return voiced


def latin_by_rule(text: str) -> str:
    """Indic words in Latin letters: ``काजू कतली`` is ``kaajoo katlee``. Other characters stay."""
    return " ".join(_word_to_latin(word) for word in text.split())


def _word_to_latin(word: str) -> str:
    if word.isascii():
        return word
    sounds = _letters(word)
    if any("\u0900" <= char <= "\u097f" for char in word):
        sounds = _drop_schwas(sounds)
    elif any("\u0b80" <= char <= "\u0bff" for char in word):
        sounds = _voice_tamil(sounds)
    letters = [sound[0] for sound in sounds]
    for place, letter in enumerate(letters):
        if letter == _NASAL:
            lips = "".join(letters[place + 1 : place + 2])[:1] in _ANUSVARA_BEFORE_LIPS
            letters[place] = "m" if lips else "n"
    return "".join(letters)


# The rows of vowels and their signs below, by how they are typed in Latin.
_LATIN_VOWELS: Final = {
    "aa": 1, "a": 0, "ee": 3, "ii": 3, "i": 2, "oo": 5, "uu": 5, "u": 4,
    "ai": 7, "e": 6, "au": 9, "ou": 9, "o": 8,
}  # fmt: skip
_NATIVE_VOWELS: Final[dict[Shell, tuple[str, tuple[str, ...]]]] = {
    "hi": ("अआइईउऊएऐओऔ", ("", "ा", "ि", "ी", "ु", "ू", "े", "ै", "ो", "ौ")),
    "ta": ("அஆஇஈஉஊஎஐஒஔ", ("", "ா", "ி", "ீ", "ு", "ூ", "ே", "ை", "ோ", "ௌ")),
    "te": ("అఆఇఈఉఊఎఐఒఔ", ("", "ా", "ి", "ీ", "ు", "ూ", "ే", "ై", "ో", "ౌ")),
}
_NATIVE_CONSONANTS: Final[dict[Shell, dict[str, str]]] = {
    "hi": _pairs(
        """
kh=ख k=क gh=घ g=ग chh=छ ch=च c=क jh=झ j=ज th=थ t=त dh=ध d=द n=न ph=फ f=फ़ p=प bh=भ b=ब
m=म y=य r=र l=ल v=व w=व sh=श s=स h=ह z=ज़ x=क्स q=क
"""
    ),
    "ta": _pairs(
        """
kh=க k=க gh=க g=க chh=ச ch=ச c=க jh=ஜ j=ஜ zh=ழ th=த t=ட dh=த d=ட n=ன ph=ஃப f=ஃப p=ப bh=ப
b=ப m=ம y=ய r=ர l=ல v=வ w=வ sh=ஷ s=ஸ h=ஹ z=ஜ x=க்ஸ q=க
"""
    ),
    "te": _pairs(
        """
kh=ఖ k=క gh=ఘ g=గ chh=ఛ ch=చ c=క jh=ఝ j=జ th=త t=ట dh=ధ d=డ n=న ph=ఫ f=ఫ p=ప bh=భ b=బ
m=మ y=య r=ర l=ల v=వ w=వ sh=ష s=స h=హ z=జ x=క్స q=క
"""
    ),
}
_VIRAMA: Final[dict[Shell, str]] = {"hi": "्", "ta": "்", "te": "్"}


def native_by_rule(word: str, base: Shell) -> str:
    """A word of Latin letters in the script of ``base`` (hi, ta or te), letter by letter."""
    letters = word.lower()
    consonants, virama = _NATIVE_CONSONANTS[base], _VIRAMA[base]
    whole, signs = _NATIVE_VOWELS[base]
    built = ""
    open_consonant = False
    place = 0
    while place < len(letters):
        size, piece, vowel = _next_sound(letters, place, consonants)
        if vowel is not None:
            final_a = vowel == 0 and place + size == len(letters) and place > 1
            index = 1 if final_a else vowel
            built += signs[index] if open_consonant else whole[index]
            open_consonant = False
        elif piece:
            built += (virama if open_consonant else "") + piece
            open_consonant = True
        else:
            built += (virama if open_consonant and base != "hi" else "") + letters[place]
            open_consonant = False
        place += size
    return built + (virama if open_consonant and base != "hi" else "")


def _next_sound(
    letters: str, place: int, consonants: dict[str, str]
) -> tuple[int, str, int | None]:
    for size in (3, 2, 1):
        piece = letters[place : place + size]
        if len(piece) < size:
            continue
        if piece in consonants:
            return size, consonants[piece], None
        if piece in _LATIN_VOWELS:
            return size, "", _LATIN_VOWELS[piece]
    return 1, "", None
