"""A network model's answer as the text of a draft and the skill's other outputs."""

import json
import re
from typing import Any, Final

from skills.compiler import CompiledSkill

_FENCE: Final = re.compile(r"^\s*```[a-z]*\s*\n(.*?)\n?\s*```\s*$", re.DOTALL)
_TEXT: Final = ("text", "message", "caption", "reply", "body")


def split_answer(answer: str, skill: CompiledSkill) -> tuple[str, dict[str, Any]]:
    """The text, and what else the skill promises; JSON is taken apart, plain text is the text."""
    fenced = _FENCE.match(answer)
    bare = (fenced[1] if fenced else answer).strip()
    if not bare.startswith("{"):
        return bare.strip().strip('"').strip(), {}
    try:
        parsed = json.loads(bare)
    except ValueError:
        return "", {}
    if not isinstance(parsed, dict):
        return "", {}
    name = next((key for key in _TEXT if isinstance(parsed.get(key), str)), None)
    if name is None:
        return "", {}
    extras = {
        key: value for key, value in parsed.items() if key != name and key in skill.output_fields
    }
    return str(parsed[name]).strip(), extras
