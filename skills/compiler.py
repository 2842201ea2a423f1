"""Markdown in, a compiled skill out: models, templates, plan, hash, or every problem at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontmatter.default_handlers import YAMLHandler
from pydantic import BaseModel, ValidationError

from skills.compile_cache import CompileCache
from skills.compiled import CompiledSkill, assemble
from skills.environment import CompilerEnvironment
from skills.errors import Problem, SkillProblems
from skills.explaining import explain, nearest
from skills.hashing import canonical, digest
from skills.located_yaml import LocatedYaml, read_yaml
from skills.models import unfit_default
from skills.phrasebook import PhraseBank, merge_banks, parse_kinds
from skills.plan import PlanSource, compile_plan
from skills.prompts import read_template
from skills.schema import Frontmatter
from skills.sections import Section, split_sections
from skills.vocabulary import FLAGS, SLOTS

__all__ = ["CompiledSkill", "compile_skill"]


def compile_skill(path: Path, environment: CompilerEnvironment) -> CompiledSkill:
    """Compile one skill file, or take it from the cache; nothing tells which.

    Raises SkillProblems with everything that is wrong in it.
    """
    return _Compilation(path, environment).run()


Included = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _PlanReading:
    """A compose section: checked, as it was written, and the phrases it may use."""

    source: PlanSource
    data: Any
    bank: PhraseBank


class _Compilation:
    """One file on its way through the compiler, collecting problems as it goes."""

    def __init__(self, path: Path, environment: CompilerEnvironment) -> None:
        self.path = path
        self.environment = environment
        self.problems: list[Problem] = []

    def report(self, line: int, column: int, rule: str, message: str, mend: str) -> None:
        self.problems.append(Problem(self.path, line, column, rule, message, mend))

    def run(self) -> CompiledSkill:
        text, cache = self._open()
        if (known := cache.load()) is not None:
            return known
        head, body, body_line = self._split(text)
        where, found = read_yaml(head, file=self.path, first_line=2)
        self.problems += found
        front = self._frontmatter(where)
        sections, found = split_sections(body, file=self.path, first_line=body_line)
        self.problems += found
        raw_inputs = where.data.get("inputs") if isinstance(where.data, dict) else None
        inputs = front.inputs if front else raw_inputs if isinstance(raw_inputs, dict) else {}
        included = self._prompt(sections.get("Prompt"), inputs)
        plan = self._plan(sections.get("Compose"))
        if self.problems or front is None or plan is None:
            raise SkillProblems(self.problems)
        prompt = sections["Prompt"].text
        fingerprint = self._hash(where.data, prompt, plan, included)
        skill = assemble(
            self.path,
            self.environment,
            front=front,
            prompt=prompt,
            plan=compile_plan(plan.source, plan.bank),
            files=self.environment.files_of(plan.source.uses, included),
            fingerprint=fingerprint,
        )
        cache.save(skill, where.data, plan.data, included)
        return skill

    def _open(self) -> tuple[str, CompileCache]:
        """The file's text as every system reads it, and what is kept of it."""
        try:
            content = self.path.read_bytes()
            text = content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            self.report(1, 1, "encoding", f"not UTF-8: {error.reason}", "save the file as UTF-8")
            raise SkillProblems(self.problems) from error
        except OSError as error:
            self.report(1, 1, "unreadable", f"cannot be read: {error.strerror}", "look at the file")
            raise SkillProblems(self.problems) from error
        return text, CompileCache(self.path, content, self.environment)

    def _split(self, text: str) -> tuple[str, str, int]:
        marks = list(YAMLHandler.FM_BOUNDARY.finditer(text))[:2]
        if len(marks) < 2 or text[: marks[0].start()].strip():
            message = "no frontmatter between two lines of ---"
            self.report(1, 1, "frontmatter-missing", message, "begin the file with ---")
            raise SkillProblems(self.problems)
        # The library's pattern swallows blank lines after the dashes; the places must not.
        start = text.index("\n", marks[0].start()) + 1
        end = text.find("\n", marks[1].start())
        end = len(text) if end < 0 else end + 1
        return text[start : marks[1].start()], text[end:], text.count("\n", 0, end) + 1

    def _frontmatter(self, where: LocatedYaml) -> Frontmatter | None:
        if not isinstance(where.data, dict):
            if where.node is not None or not self.problems:
                self.report(2, 1, "frontmatter-shape", "not a map", "write key: value lines")
            return None
        front: Frontmatter | None = None
        try:
            front = Frontmatter.model_validate(where.data)
        except ValidationError as error:
            self._validation(error, where, Frontmatter)
        else:
            self._defaults(front, where)
        self._names(where)
        return front

    def _defaults(self, front: Frontmatter, where: LocatedYaml) -> None:
        for group, fields in (("inputs", front.inputs), ("outputs", front.outputs)):
            for name, field in fields.items():
                if wrong := unfit_default(field):
                    line, column = where.place((group, name, "default"))
                    message = f"the default of `{name}` is no value of it: {wrong}"
                    mend = "write a default that the field would accept"
                    self.report(line, column, "unfit-default", message, mend)

    def _validation(
        self, error: ValidationError, where: LocatedYaml, model: type[BaseModel]
    ) -> None:
        for item in error.errors(include_url=False):
            place = item["loc"]
            unknown = item["type"] == "extra_forbidden"
            line, column = where.place(place, key=unknown or place[-1:] == ("[key]",))
            rule, message, mend = explain(item, model)
            self.report(line, column, rule, message, mend)

    def _names(self, where: LocatedYaml) -> None:
        """Hold the file's own name, and the names of tools and checks, against what exists."""
        data = where.data
        if isinstance(data.get("id"), str) and data["id"] != self.path.stem:
            line, column = where.place(("id",))
            mend = f"write id: {self.path.stem}, or rename the file"
            self.report(line, column, "id-file-name", "the id is not the file's name", mend)
        groups = (
            ("tool", self.environment.tools, data.get("tools"), None),
            ("check", self.environment.checks, data.get("rubric"), "check"),
        )
        for kind, known, listed, key in groups:
            if known is None or not isinstance(listed, list):
                continue
            for index, entry in enumerate(listed):
                name = entry.get(key) if key and isinstance(entry, dict) else entry
                if not isinstance(name, str) or name in known:
                    continue
                at = ("tools", index) if key is None else ("rubric", index, key)
                line, column = where.place(at)
                mend = nearest(name, known)
                self.report(line, column, f"unknown-{kind}", f"no {kind} `{name}`", mend)

    def _prompt(self, section: Section | None, inputs: Mapping[str, Any]) -> tuple[str, ...]:
        if section is None:
            return ()
        library = self.environment.library
        reading = read_template(
            section.text,
            file=self.path,
            first_line=section.first_line,
            library=library,
            inputs=inputs,
        )
        _, wrong = library.drawn_in(library.system_imports.names)
        self.problems += reading.problems + library.system_imports.problems + wrong
        self.problems += library.problems
        return reading.included

    def _plan(self, section: Section | None) -> _PlanReading | None:
        if section is None:
            return None
        where, found = read_yaml(section.text, file=self.path, first_line=section.first_line)
        self.problems += found
        if found:
            return None
        try:
            source = PlanSource.model_validate(where.data)
        except ValidationError as error:
            self._validation(error, where, PlanSource)
            return None
        banks: list[PhraseBank] = []
        for index, name in enumerate(source.uses):
            file = self.environment.phrase_file(name)
            if file is None:
                line, column = where.place(("uses", index))
                mend = "name a file of skills/phrases without its ending"
                self.report(line, column, "unknown-phrases", f"no phrase file `{name}`", mend)
                continue
            self.problems += file.problems
            banks.append(file.kinds)
        if source.phrases:
            own, wrong = parse_kinds(source.phrases, where, self.path, ("phrases",))
            self.problems += wrong
            banks.append(own)
        bank = merge_banks(banks)
        self._plan_names(source, bank, where)
        return _PlanReading(source, where.data, bank)

    def _plan_names(self, source: PlanSource, bank: PhraseBank, where: LocatedYaml) -> None:
        for kind, at in source.kinds().items():
            if kind not in bank:
                line, column = where.place(at)
                mend = nearest(kind, bank)
                self.report(line, column, "unknown-kind", f"no sentence kind `{kind}`", mend)
        named: list[tuple[tuple[object, ...], str, frozenset[str]]] = [
            (at, name, SLOTS | FLAGS) for name, at in source.conditions()
        ]
        named += [(("flags", row), name, FLAGS) for row, name in enumerate(source.flags)]
        for at, name, known in named:
            if name not in known:
                line, column = where.place(at)
                message = f"nothing is called `{name}`"
                self.report(line, column, "unknown-condition", message, nearest(name, known))

    def _hash(self, head: object, prompt: str, plan: _PlanReading, included: Included) -> str:
        environment = self.environment
        library = environment.library
        parts = [
            ("frontmatter", canonical(head)),
            ("prompt", prompt.encode()),
            ("compose", canonical(plan.data)),
            ("system", library.system.encode()),
            ("lexicon", environment.word_lists.encode()),
        ]
        drawn, _ = library.drawn_in(included + library.system_imports.names)
        parts += [(f"macro/{name}", library.sources[name].encode()) for name in drawn]
        for name in sorted(set(plan.source.uses)):
            file = environment.phrase_file(name)
            parts.append((f"phrases/{name}", file.digest.encode() if file else b""))
        return digest(parts)
