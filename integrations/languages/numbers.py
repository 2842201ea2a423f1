"""Numbers as people say them: ``20``, ``२०``, ``bees``, ``डेढ़ सौ``, ``ரெண்டாயிரம்``, ``sava lakh``."""

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final, Literal

from app.core.variants import SHELLS, Shell, Variant, base_of
from integrations.languages.regional_languages import Language, language
from integrations.languages.text import Message, Script, Token, bare_forms, fold

Kind = Literal["number", "multiplier", "fraction"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number found: its value, its tokens, and whether it was written in words.

    ``scaled`` is true when a multiplier (hundred, k, lakh) was part of it.
    """

    value: float
    first: int
    after: int
    worded: bool
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class _Atom:
    kind: Kind
    value: float
    factor: float = 1.0
    whole_word: bool = True


_SHORTEST_INFLECTED: Final = 6
_LARGE: Final = 100
_VOWELS: Final = (("aa", "a"), ("ee", "i"), ("oo", "u"), ("w", "v"))


def _loosen(word: str) -> str:
    for long, short in _VOWELS:
        word = word.replace(long, short)
    return "".join(a for a, b in zip(word, f" {word}", strict=False) if a != b)


@cache
def _atoms(code: Shell) -> dict[str, _Atom]:
    """Number words of a language and of English, which every variant mixes in."""
    exact: dict[str, _Atom] = {}
    loose: dict[str, _Atom] = {}
    for spoken in map(language, dict.fromkeys((code, SHELLS[0]))):
        for word, atom in _atoms_of(spoken):
            folded = fold(word)
            exact.setdefault(folded, atom)
            if len(folded) > 3 and folded.isascii():
                loose.setdefault(_loosen(folded), atom)
    return {**loose, **exact}


def _atoms_of(spoken: Language) -> list[tuple[str, _Atom]]:
    groups: tuple[tuple[Kind, dict[float, tuple[str, ...]]], ...] = (
        ("number", {value: (*w.native, *w.latin) for value, w in spoken.numbers.items()}),
        ("multiplier", {float(v): (*w.native, *w.latin) for v, w in spoken.multipliers.items()}),
        ("fraction", {v: (*w.native, *w.latin) for v, w in spoken.fraction_prefixes.items()}),
    )
    return [
        (word, _Atom(kind, value))
        for kind, words_by_value in groups
        for value, words in words_by_value.items()
        for word in words
        if " " not in word
    ]


_NATIVE_CODES: Final[dict[str, Shell]] = {"hi": "hi", "ta": "ta", "te": "te"}


def _atom(token: Token, code: Shell) -> _Atom | None:
    if token.script in ("digit", "other"):
        return None
    return _atom_of(token.text, token.script, code)


@lru_cache(maxsize=8192)  # every reader of numbers asks it of every word
def _atom_of(text: str, script: Script, code: Shell) -> _Atom | None:
    token = Token(text, script, 0, len(text))
    atoms = _atoms(_NATIVE_CODES.get(token.script, code))
    found = atoms.get(token.text)
    if found is None and token.script == "latin" and len(token.text) > 3:
        found = atoms.get(_loosen(token.text))
    if found is not None:
        return found
    return _joined(token, atoms, _NATIVE_CODES.get(token.script, code))


def _joined(token: Token, atoms: dict[str, _Atom], code: Shell) -> _Atom | None:
    """Numbers in one word: ``ரெண்டாயிரம்``, ``రెండొందలు``, ``irubathianju``, or with a case ending."""
    latin = token.script == "latin"
    inflected = code in ("ta", "te") and (not latin or len(token.text) >= _SHORTEST_INFLECTED)
    for form in bare_forms(token.text, token.script) if inflected else (token.text,):
        whole = form == token.text
        found = None if whole else atoms.get(form)
        # In Latin letters too much looks like a small number with an ending.
        if found and (not latin or found.kind == "multiplier" or found.value >= _LARGE):
            return replace(found, whole_word=False)
        for ending, bare, factor in language(code).joined:
            if form.endswith(ending) and len(form) > len(ending):
                base = atoms.get(form[: -len(ending)] + bare)
                if base is not None and base.kind == "number":
                    return _Atom("number", base.value, factor, whole_word=whole)
    return _tens_and_unit(token.text, atoms) if len(token.text) > 6 else None


def _tens_and_unit(word: str, atoms: dict[str, _Atom]) -> _Atom | None:
    for cut in range(4, len(word) - 1):
        tens, unit = atoms.get(word[:cut]), atoms.get(word[cut:])
        if (
            tens
            and unit
            and tens.kind == unit.kind == "number"
            and 20 <= tens.value <= 90
            and tens.value % 10 == 0
            and 1 <= unit.value <= 9
        ):
            return _Atom("number", tens.value + unit.value)
    return None


def _digits(token: Token) -> float:
    return float(token.text.replace(",", ""))


class _Sum:
    """A number being put together word by word."""

    def __init__(self) -> None:
        self.total = 0.0
        self.current: float | None = None
        self.fraction: float | None = None
        self.scaled = False

    def add(self, value: float, *, digits: bool) -> bool:
        """Take a number word; False when it belongs to another number."""
        if self.fraction is not None:
            value, self.fraction = value + self.fraction, None
        if self.current is None:
            self.current = value
            return not (digits and self.total)
        room = 10 ** len(str(int(value)))
        if (
            digits
            or value != int(value)
            or value <= 0
            or self.current % room
            or self.current < room
        ):
            return False
        self.current += value
        return True

    def multiply(self, factor: float) -> bool:
        """Take a multiplier; False when it cannot follow."""
        if self.fraction is not None:
            # सवा लाख is one and a quarter lakh, पौन सौ three quarters of a hundred.
            self.current, self.fraction = 1 + self.fraction, None
        if self.total and factor >= self.total:
            return False
        self.scaled = True
        if factor == 100:
            self.current = (self.current or 1) * factor
        else:
            self.total += (1 if self.current is None else self.current) * factor
            self.current = None
        return True

    def value(self) -> float:
        """What has been put together; a lone सवा is 1.25, पौन 0.75."""
        lone = 0.0 if self.fraction is None else 1 + self.fraction
        return self.total + (self.current or 0.0) + lone


def number_at(message: Message, place: int, variant: Variant | None) -> Number | None:
    """The number that begins at token ``place``."""
    tokens = message.tokens
    # With no variant known, Hindi words are read: they are the commonest in Latin letters.
    code: Shell = base_of(variant) if variant else "hi"
    running = _Sum()
    at = place
    while at < len(tokens):
        token = tokens[at]
        if token.script == "digit":
            if at > place and running.fraction is None:
                break
            if not running.add(_digits(token), digits=True):
                break
        else:
            if (
                token.text == "-"
                and at > place
                and at + 1 < len(tokens)
                and _atom(tokens[at + 1], code)
            ):
                at += 1
                continue
            atom = _atom(token, code)
            if atom is None or not _take(running, atom, token, first=at == place):
                break
            if not atom.whole_word:
                at += 1
                break
        at += 1
    if at == place or (at == place + 1 and tokens[place].text == "-"):
        return None
    worded = tokens[place].script != "digit"
    return Number(round(running.value(), 4), place, at, worded, running.scaled)


def _take(running: _Sum, atom: _Atom, token: Token, *, first: bool) -> bool:
    if atom.kind == "fraction":
        if running.current is not None or running.fraction is not None:
            return False
        running.fraction = atom.value
        return True
    if atom.kind == "multiplier":
        if first and len(token.text) < 3:
            return False
        return running.multiply(atom.value)
    if not running.add(atom.value, digits=False):
        return False
    return atom.factor == 1 or running.multiply(atom.factor)


def find_numbers(message: Message, variant: Variant | None) -> list[Number]:
    """Every number of a message, in digits and in words, left to right.

    A short word that is also an everyday word (``do``, ``oru``, ``saath``) is given as a number
    too: the reader decides by the unit beside it.
    """
    found: list[Number] = []
    place = 0
    while place < len(message.tokens):
        number = number_at(message, place, variant)
        if number:
            found.append(number)
            place = number.after
        else:
            place += 1
    return found
