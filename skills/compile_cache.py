"""The compile cache: a skill that was found good is not parsed and checked again.

What is kept is the parsed file and the skill's hash, under a key of all that went into it: the
file's bytes, the shared templates, the word lists, the phrase files it uses, and the compiler
itself. The names of checks and tools are held against what exists each time, because that is not
in any file.
"""

from pathlib import Path
from typing import Any, Final

import orjson
from pydantic import ValidationError

from skills.compiled import CompiledSkill, assemble
from skills.environment import CompilerEnvironment
from skills.kept import Kept, key_of
from skills.phrasebook import LazyKinds, PhraseBank, merge_banks
from skills.plan import PlanSource, compile_plan
from skills.schema import Frontmatter

_KIND: Final = "skill"


class CompileCache:
    """The kept form of one definition in one environment."""

    def __init__(self, path: Path, content: bytes, environment: CompilerEnvironment) -> None:
        library = environment.library
        shared = (library.digest.encode(), environment.word_lists.encode())
        self._kept = Kept(path, _KIND, key_of(content, *shared))
        self._path = path
        self._environment = environment

    def load(self) -> CompiledSkill | None:
        """The compiled skill, None when it must be compiled."""
        data = self._kept.load()
        if data is None:
            return None
        try:
            front = Frontmatter.model_validate(data["front"])
            source = PlanSource.model_validate(data["compose"])
            prompt, included, fingerprint = data["prompt"], data["included"], data["hash"]
        except (KeyError, ValidationError):
            return None
        banks = self._banks(source, data.get("phrases"))
        if banks is None or not self._names_exist(front):
            return None
        environment = self._environment
        return assemble(
            self._path,
            environment,
            front=front,
            prompt=prompt,
            plan=compile_plan(source, merge_banks(banks)),
            files=environment.files_of(source.uses, tuple(included)),
            fingerprint=fingerprint,
        )

    def save(
        self, skill: CompiledSkill, head: Any, compose: Any, included: tuple[str, ...]
    ) -> None:
        """Keep what ``skill`` was compiled from, unless JSON would change it on the way."""
        uses = compose["uses"]
        files = {name: self._environment.phrase_file(name) for name in uses}
        digests = {name: file.digest for name, file in files.items() if file}
        data = {
            "front": head,
            "compose": compose,
            "prompt": skill.prompt_source,
            "included": list(included),
            "phrases": digests,
            "hash": skill.hash,
        }
        if _survives(head) and _survives(compose):
            self._kept.save(data)

    def _banks(self, source: PlanSource, digests: Any) -> list[PhraseBank] | None:
        banks: list[PhraseBank] = []
        for name in source.uses:
            file = self._environment.phrase_file(name)
            known = digests.get(name) if isinstance(digests, dict) else None
            if file is None or file.problems or file.digest != known:
                return None
            banks.append(file.kinds)
        if source.phrases:
            banks.append(LazyKinds(source.phrases))
        return banks

    def _names_exist(self, front: Frontmatter) -> bool:
        checks, tools = self._environment.checks, self._environment.tools
        used = {line.check for line in front.rubric}
        return (checks is None or used <= checks) and (tools is None or set(front.tools) <= tools)


def _survives(data: Any) -> bool:
    """Whether JSON gives back the very value; it has no dates and no infinity."""
    try:
        there = orjson.dumps(data, option=orjson.OPT_PASSTHROUGH_DATETIME)
        return bool(orjson.loads(there) == data)
    except TypeError:
        return False
