"""Markdown in, a compiled skill out: models, templates, plan, hash, or every problem at once."""

import difflib
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from frontmatter.default_handlers import YAMLHandler
from jinja2 import Environment, Template
from pydantic import BaseModel, ValidationError

from app.core.variants import Shell, Variant
from skills import wordlists
from skills.errors import Problem, SkillProblems
from skills.located_yaml import LocatedYaml, read_yaml
from skills.models import build_model
from skills.phrasebook import (
    PhraseBank,
    PhraseFile,
    canonical,
    load_phrase_file,
    merge_banks,
    parse_kinds,
)
from skills.plan import Plan, PlanSource, compile_plan
from skills.prompts import prompt_environment, read_template
from skills.schema import Approval, FieldSpec, Frontmatter, Product, RubricLine, Tier
from skills.sections import Section, split_sections
from skills.vocabulary import FLAGS, SLOTS

SYSTEM_PROMPT: Final = "writer.md"


@dataclass
class CompilerEnvironment:
    """What skills of one library share, and the names that ``agents`` allows them to use.

    ``checks`` and ``tools`` are None where nobody has said what exists; then names pass unread.
    Phrase files are read once and kept.
    """

    root: Path
    checks: frozenset[str] | None = None
    tools: frozenset[str] | None = None
    _phrases: dict[str, PhraseFile] = field(default_factory=dict, repr=False)

    @property
    def templates(self) -> Environment:
        """The prompt sandbox over the library's macros."""
        return prompt_environment(self.root / "macros")

    def phrase_file(self, name: str) -> PhraseFile | None:
        """The compiled phrase file of that stem, or None when there is no such file."""
        if name not in self._phrases:
            path = self.root / "phrases" / f"{name}.yaml"
            if not path.is_file():
                return None
            self._phrases[name] = load_phrase_file(path)
        return self._phrases[name]

    @cached_property
    def word_lists(self) -> str:
        """The digest of the word lists, on which every draft depends."""
        return wordlists.digest()

    def forget(self, path: Path) -> None:
        """Read a changed phrase file again when it is next used."""
        self._phrases.pop(path.stem, None)

    @cached_property
    def system_prompt(self) -> str:
        """The text of the system prompt that every skill's prompt stands under."""
        return (self.root / "system" / SYSTEM_PROMPT).read_text(encoding="utf-8")


@dataclass(frozen=True, eq=False)
class CompiledSkill:
    """A skill, ready to serve. Never changes: a reload makes another one.

    ``title`` is by shell language, ``fields`` are the inputs in the order they are asked in.
    Models and templates are checked at compile time and built when first used.
    """

    id: str
    version: int
    hash: str
    title: Mapping[Shell, str]
    description: str
    product: Product
    tier: Tier
    approval: Approval
    channel: str | None
    max_chars: int | None
    tools: tuple[str, ...]
    fields: Mapping[str, FieldSpec]
    output_fields: Mapping[str, FieldSpec]
    rubric: tuple[RubricLine, ...]
    examples: Mapping[Variant, tuple[str, ...]]
    plan: Plan
    path: Path
    prompt_source: str
    system_source: str
    templates: Environment

    @cached_property
    def inputs_model(self) -> type[BaseModel]:
        """The model that inputs must satisfy."""
        return build_model(f"{self.id}_inputs", self.fields)

    @cached_property
    def outputs_model(self) -> type[BaseModel]:
        """The model that an answer must parse to."""
        return build_model(f"{self.id}_outputs", self.output_fields)

    @cached_property
    def prompt(self) -> Template:
        """The user's side of the prompt; its names are those of ``skills.prompts.NAMES``."""
        return self.templates.from_string(self.prompt_source)

    @cached_property
    def system(self) -> Template:
        """The system prompt it stands under, with the same names."""
        return self.templates.from_string(self.system_source)


def compile_skill(path: Path, environment: CompilerEnvironment) -> CompiledSkill:
    """Compile one skill file. Raises SkillProblems with everything that is wrong in it."""
    return _Compilation(path, environment).run()


class _Compilation:
    """One file on its way through the compiler, collecting problems as it goes."""

    def __init__(self, path: Path, environment: CompilerEnvironment) -> None:
        self.path = path
        self.environment = environment
        self.problems: list[Problem] = []

    def report(self, line: int, column: int, rule: str, message: str, mend: str) -> None:
        self.problems.append(Problem(self.path, line, column, rule, message, mend))

    def run(self) -> CompiledSkill:
        try:
            text = self.path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            self.report(1, 1, "encoding", f"not UTF-8: {error.reason}", "save the file as UTF-8")
            raise SkillProblems(self.problems) from error
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
        return self._build(where, front, sections, plan, included)

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
        self._names(where)
        return front

    def _validation(
        self, error: ValidationError, where: LocatedYaml, model: type[BaseModel]
    ) -> None:
        for item in error.errors(include_url=False):
            place = item["loc"]
            unknown = item["type"] == "extra_forbidden"
            line, column = where.place(place, key=unknown or place[-1:] == ("[key]",))
            rule, message, mend = _explain(item, model)
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
                mend = _nearest(name, known)
                self.report(line, column, f"unknown-{kind}", f"no {kind} `{name}`", mend)

    def _prompt(self, section: Section | None, inputs: Mapping[str, Any]) -> tuple[str, ...]:
        if section is None:
            return ()
        reading = read_template(
            section.text,
            file=self.path,
            first_line=section.first_line,
            environment=self.environment.templates,
            inputs=inputs,
        )
        self.problems += reading.problems
        return reading.included

    def _plan(self, section: Section | None) -> tuple[PlanSource, PhraseBank] | None:
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
        return source, bank

    def _plan_names(self, source: PlanSource, bank: PhraseBank, where: LocatedYaml) -> None:
        for kind, at in source.kinds().items():
            if kind not in bank:
                line, column = where.place(at)
                mend = _nearest(kind, bank)
                self.report(line, column, "unknown-kind", f"no sentence kind `{kind}`", mend)
        for index, shape in enumerate(source.shapes):
            for row, condition in enumerate(shape.when):
                for name in condition.removeprefix("!").split("|"):
                    if name not in SLOTS | FLAGS:
                        line, column = where.place(("shapes", index, "when", row))
                        mend = _nearest(name, SLOTS | FLAGS)
                        message = f"nothing is called `{name}`"
                        self.report(line, column, "unknown-condition", message, mend)

    def _build(
        self,
        where: LocatedYaml,
        front: Frontmatter,
        sections: Mapping[str, Section],
        plan: tuple[PlanSource, PhraseBank],
        included: tuple[str, ...],
    ) -> CompiledSkill:
        source, bank = plan
        system = self.environment.system_prompt
        return CompiledSkill(
            id=front.id,
            version=front.version,
            hash=self._hash(where, sections, source, included, system),
            title=front.title,
            description=front.description,
            product=front.product,
            tier=front.tier,
            approval=front.approval,
            channel=front.channel,
            max_chars=front.max_chars,
            tools=front.tools,
            fields=front.inputs,
            output_fields=front.outputs,
            rubric=front.rubric,
            examples=front.examples,
            plan=compile_plan(source, bank),
            path=self.path,
            prompt_source=sections["Prompt"].text,
            system_source=system,
            templates=self.environment.templates,
        )

    def _hash(
        self,
        where: LocatedYaml,
        sections: Mapping[str, Section],
        source: PlanSource,
        included: tuple[str, ...],
        system: str,
    ) -> str:
        """SHA-256 over length-prefixed named parts, so that no two layouts can run together."""
        compose, _ = read_yaml(sections["Compose"].text, file=self.path)
        parts: list[tuple[str, bytes]] = [
            ("frontmatter", canonical(where.data)),
            ("prompt", sections["Prompt"].text.encode()),
            ("compose", canonical(compose.data)),
            ("system", system.replace("\r\n", "\n").encode()),
            ("lexicon", self.environment.word_lists.encode()),
        ]
        for name in sorted(included):
            macro = self.environment.root / "macros" / name
            text = macro.read_text(encoding="utf-8")
            parts.append((f"macro/{name}", text.replace("\r\n", "\n").encode()))
        for name in sorted(source.uses):
            file = self.environment.phrase_file(name)
            parts.append((f"phrases/{name}", file.digest.encode() if file else b""))
        digest = hashlib.sha256()
        for name, content in parts:
            digest.update(f"{name}:{len(content)}:".encode())
            digest.update(content)
        return digest.hexdigest()


def _nearest(name: str, known: Any) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1)
    return f"did you mean `{near[0]}`?" if near else f"use one of: {', '.join(sorted(known))}"


def _explain(item: Any, model: type[BaseModel]) -> tuple[str, str, str]:
    """A pydantic error as (rule, message, mend) for somebody who writes skills."""
    name = str(item["loc"][-1]) if item["loc"] else "file"
    message = str(item["msg"]).removeprefix("Value error, ")
    if item["type"] == "extra_forbidden":
        names = {field.alias or key for key, field in model.model_fields.items()}
        if len(item["loc"]) > 1:
            names = {f.alias or key for key, f in FieldSpec.model_fields.items()} | {"check"}
        near = difflib.get_close_matches(name, sorted(names), n=1)
        mend = f"did you mean `{near[0]}`?" if near else "remove it; see the format's table"
        return "unknown-key", f"unknown key `{name}`", mend
    if item["type"] == "missing":
        return "missing-key", f"`{name}` is missing", f"add {name}:"
    if item["type"] == "string_type":
        return "wrong-type", f"`{name}` must be text", "put the value in quotes"
    if item["type"] == "value_error":
        return "wrong-value", message, "see the format's table"
    return "wrong-value", f"`{name}`: {message}", "see the format's table"
