"""Phrase files: for each kind of sentence, ways to say it in each variant.

A phrase is a line of text with ``{slot}`` or ``{slot|form}`` fields, or a map with ``say``,
``when`` and ``tone``; a map with ``lines`` gives its ``when`` to all of them. A phrase can be
chosen only when every slot it uses is known and every condition of ``when`` holds (``!x`` is "x is
not known", ``x|y`` is "either").
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from app.core.variants import VARIANTS, Variant
from skills.errors import Problem
from skills.hashing import canonical
from skills.kept import Kept, key_of
from skills.located_yaml import LocatedYaml, read_yaml
from skills.vocabulary import FLAGS, FORMS, SLOTS

_FIELD: Final = re.compile(r"\{([^{}]*)\}")
_TONES: Final = ("friendly", "formal", "funny", "urgent", "devotional")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a phrase that a fact fills, in a grammatical form of its language."""

    name: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say one thing. ``all_of`` holds alternatives: each group needs one true fact."""

    text: str
    parts: tuple[str | Slot, ...]
    all_of: tuple[tuple[str, ...], ...] = ()
    none_of: tuple[str, ...] = ()
    tone: str | None = None

    def fits(self, facts: Mapping[str, object]) -> bool:
        """Whether every fact the phrase leans on is known, and none it excludes."""
        for group in self.all_of:  # asked of every phrase of a draft: no generators
            for name in group:
                if name in facts:
                    break
            else:
                return False
        return not self.none_of or facts.keys().isdisjoint(self.none_of)


PhraseBank = Mapping[str, Mapping[Variant, tuple[Phrase, ...]]]


class LazyKinds(Mapping[str, Mapping[Variant, tuple[Phrase, ...]]]):
    """Kinds whose phrases are read when they are first wanted; checked data, so nothing can fail.

    A server speaks a few of the thousands of sentences it knows: reading them all would cost its
    start more than everything else a library holds.
    """

    def __init__(self, data: Mapping[str, Mapping[str, list[Any]]]) -> None:
        self._data = data
        self._read: dict[str, _LazyVariants] = {}

    def __getitem__(self, kind: str) -> Mapping[Variant, tuple[Phrase, ...]]:
        found = self._read.get(kind)
        if found is None:
            found = self._read[kind] = _LazyVariants(self._data[kind])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


class _LazyVariants(Mapping[Variant, tuple[Phrase, ...]]):
    def __init__(self, data: Mapping[str, list[Any]]) -> None:
        self._data = data
        self._read: dict[str, tuple[Phrase, ...]] = {}

    def __getitem__(self, variant: Variant) -> tuple[Phrase, ...]:
        found = self._read.get(variant)
        if found is None:
            parsed = (parse_phrase(value)[0] for _, value in _spread(self._data[variant]))
            found = self._read[variant] = tuple(phrase for phrase in parsed if phrase is not None)
        return found

    def __iter__(self) -> Iterator[Variant]:
        return (variant for variant in VARIANTS if variant in self._data)

    def __len__(self) -> int:
        return len(self._data)


@dataclass(frozen=True, slots=True)
class PhraseFile:
    """A checked phrase file and the digest that its users' hashes cover."""

    path: Path
    kinds: PhraseBank
    digest: str
    problems: tuple[Problem, ...]


def _known(name: str) -> bool:
    return name in SLOTS or name in FLAGS


@cache
def _condition(text: str) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
    negative = text.startswith("!")
    names = tuple(text.removeprefix("!").split("|"))
    return negative, names, tuple(name for name in names if not _known(name))


Wrong = list[tuple[str, str, str]]


def _parts(text: str, wrong: Wrong) -> tuple[str | Slot, ...]:
    """The text cut at its slots."""
    if "{" not in text and "}" not in text:
        return (text,) if text else ()
    parts: list[str | Slot] = []
    end = 0
    for match in _FIELD.finditer(text):
        if match.start() > end:
            parts.append(text[end : match.start()])
        end = match.end()
        name, _, form = match[1].partition("|")
        if name not in SLOTS:
            wrong.append(
                ("unknown-slot", f"no slot `{name}`", f"use one of {', '.join(sorted(SLOTS))}")
            )
        elif form and form not in FORMS:
            wrong.append(("unknown-form", f"no form `{form}`", f"use {', '.join(sorted(FORMS))}"))
        parts.append(Slot(name, form))
    if end < len(text):
        parts.append(text[end:])
    if any("{" in part or "}" in part for part in parts if isinstance(part, str)):
        wrong.append(("stray-brace", "a brace that opens or closes nothing", "remove it"))
    return tuple(parts)


def read_conditions(
    conditions: Iterable[object], wrong: Wrong
) -> tuple[list[tuple[str, ...]], list[str]]:
    """Conditions as groups of which one must hold, and names that must not."""
    all_of: list[tuple[str, ...]] = []
    none_of: list[str] = []
    for condition in conditions:
        negative, names, unknown = _condition(str(condition))
        if unknown:
            wrong.append(
                (
                    "unknown-condition",
                    f"nothing is called {', '.join(unknown)}",
                    f"use a slot or one of {', '.join(sorted(FLAGS))}",
                )
            )
        if negative:
            none_of.extend(names)
        elif names not in all_of:
            all_of.append(names)
    return all_of, none_of


def parse_phrase(value: object) -> tuple[Phrase | None, Wrong]:
    """A phrase from its YAML value, and what is wrong with it as (rule, message, mend)."""
    if isinstance(value, str) and "{" not in value and "}" not in value:
        return Phrase(value, (value,) if value else (), (), (), None), []
    wrong: Wrong = []
    entry = {"say": value} if isinstance(value, str) else value
    if not isinstance(entry, dict) or not isinstance(entry.get("say"), str):
        return None, [("phrase-shape", "a phrase is text, or a map with `say`", "quote the text")]
    if extra := sorted(set(entry) - {"say", "when", "tone"}):
        wrong.append(
            ("unknown-key", f"unknown key {', '.join(map(str, extra))}", "use say, when and tone")
        )
    text: str = entry["say"]
    parts = _parts(text, wrong)
    all_of, none_of = read_conditions(entry.get("when") or (), wrong)
    needed = dict.fromkeys((part.name,) for part in parts if isinstance(part, Slot))
    tone = entry.get("tone")
    if tone is not None and tone not in _TONES:
        wrong.append(("unknown-tone", f"no tone `{tone}`", f"use one of {', '.join(_TONES)}"))
    groups = (*needed, *(group for group in all_of if group not in needed))
    return Phrase(text, parts, groups, tuple(none_of), tone), wrong


def _spread(lines: list[Any]) -> Iterator[tuple[tuple[object, ...], object]]:
    """Every phrase of a list with its path; a group's ``when`` and ``tone`` go to all its lines."""
    for index, entry in enumerate(lines):
        if not isinstance(entry, dict) or not isinstance(entry.get("lines"), list):
            yield (index,), entry
            continue
        shared = {key: value for key, value in entry.items() if key != "lines"}
        for row, line in enumerate(entry["lines"]):
            own = {"say": line} if isinstance(line, str) else line
            whole = {**shared, **own} if isinstance(own, dict) else own
            if isinstance(own, dict) and "when" in own and "when" in shared:
                whole["when"] = [*shared["when"], *own["when"]]
            yield (index, "lines", row), whole


def parse_kinds(
    data: object, where: LocatedYaml, file: Path, path: tuple[object, ...] = ()
) -> tuple[PhraseBank, list[Problem]]:
    """Kinds → variants → phrases from parsed YAML whose nodes sit under ``path``."""
    problems: list[Problem] = []

    def report(at: tuple[object, ...], rule: str, message: str, mend: str) -> None:
        line, column = where.place((*path, *at), key=rule == "unknown-variant")
        problems.append(Problem(file, line, column, rule, message, mend))

    if not isinstance(data, dict):
        report((), "phrase-shape", "phrases are a map: kind, variant, lines", "write a map")
        return {}, problems
    kinds: dict[str, dict[Variant, tuple[Phrase, ...]]] = {}
    for kind, by_variant in data.items():
        if not isinstance(by_variant, dict):
            report((kind,), "phrase-shape", f"`{kind}` is not a map of variants", "write a map")
            continue
        for name in by_variant:
            if name not in VARIANTS:
                mend = f"use {', '.join(VARIANTS)}"
                report((kind, name), "unknown-variant", f"no variant `{name}`", mend)
        kinds[kind] = {}
        for variant in VARIANTS:
            lines = by_variant.get(variant)
            if not isinstance(lines, list) or not lines:
                message = f"`{kind}` has no phrases in {variant}"
                report((kind, variant), "missing-variant", message, "write a list of lines")
                continue
            phrases = []
            for at, value in _spread(lines):
                phrase, wrong = parse_phrase(value)
                for rule, message, mend in wrong:
                    report((kind, variant, *at), rule, message, mend)
                if phrase is not None:
                    phrases.append(phrase)
            kinds[kind][variant] = tuple(phrases)
    return kinds, problems


def load_phrase_file(path: Path) -> PhraseFile:
    """Read and check one phrase file; what is wrong with it is in ``problems``.

    A file that was found good is kept beside the library, keyed by its bytes, so that the next
    start neither parses nor checks it again.
    """
    content = path.read_bytes()
    kept = Kept(path, "phrases", key_of(content))
    if (data := kept.load()) is not None:
        return PhraseFile(path, LazyKinds(data["kinds"]), data["digest"], ())
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        broken = f"not UTF-8: {error.reason}"
        problem = Problem(path, 1, 1, "encoding", broken, "save the file as UTF-8")
        return PhraseFile(path, {}, "", (problem,))
    where, problems = read_yaml(text, file=path)
    if problems:
        return PhraseFile(path, {}, hashlib.sha256(content).hexdigest(), tuple(problems))
    kinds, found = parse_kinds(where.data, where, path)
    digest = hashlib.sha256(canonical(where.data)).hexdigest()
    if not found:
        kept.save({"digest": digest, "kinds": where.data})
    return PhraseFile(path, kinds, digest, tuple(found))


def merge_banks(banks: Iterable[PhraseBank]) -> PhraseBank:
    """One bank of several; a later bank's kind replaces an earlier one's."""
    merged: dict[str, Any] = {}
    for bank in banks:
        merged.update(bank)
    return merged
