"""What a model is told of the tools it may ask for; the words live beside the system prompts."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

_FILE: Final = Path(__file__).parent / "system" / "tools.yaml"


class ToolWords(BaseModel):
    """One tool: when to ask for it, and what each of its arguments means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    description: str
    arguments: dict[str, str] = {}


@cache
def tool_words() -> Mapping[str, ToolWords]:
    """The words by the tool's name."""
    read = yaml.load(_FILE.read_bytes(), yaml.CSafeLoader)
    return TypeAdapter(dict[str, ToolWords]).validate_python(read)
