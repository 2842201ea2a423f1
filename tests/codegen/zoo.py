"""A skill with every kind of field there is, for what the shipped ones happen not to use."""

from __future__ import annotations

from pathlib import Path

from skills.compiler import CompiledSkill, compile_skill
from tests.skills.library import SKILL, environment, make

INPUTS = r"""
  product: {type: string, from: slots.product}
  name: {type: string, required: true, max_length: 5, description: "A name, */ and all"}
  phone: {type: string, pattern: "^[0-9]{10}$"}
  handle: {type: string, max_length: 12, pattern: "^@[a-z0-9._-]+$"}
  tag: {type: string, pattern: '^#\S+$'}
  spaced: {type: string, pattern: '\s'}
  dotted: {type: string, pattern: '^a.b$'}
  either: {type: string, pattern: '^(?:cash|upi)?$|^\/\]\}x{2,3}$'}
  native: {type: string, pattern: '^[ऀ-ॿ😀-😎]+$'}
  excluded: {type: string, pattern: '^[^\n\u{1F600}\-\]]*$'}
  lazy: {type: string, pattern: '^a+?[a\-z]{1,}$'}
  count: {type: integer, minimum: 1, maximum: 366}
  half: {type: integer, minimum: 0.5, maximum: 7.5}
  any_count: {type: integer}
  far: {type: integer, minimum: -1.0e+30}
  share: {type: number, minimum: 0, maximum: 100}
  any_share: {type: number}
  price: {type: money, minimum: 0}
  sure: {type: boolean, required: true}
  day: {type: date}
  language: {type: language}
  festival: {type: festival}
  tone: {type: enum, values: [friendly, "a b", "quo\"te", 'back\slash', "नमस्ते"]}
  one: {type: enum, values: [only]}
  words: {type: list, items: {type: string, max_length: 3}, max_length: 2}
  table: {type: list, items: {type: list, items: {type: integer}}}
  anything: {type: list}
  free: {type: object}
  copy: {type: string}
  constructor: {type: string}
  shot:
    type: object
    required: true
    items:
      text: {type: string, required: true}
      seconds: {type: integer, minimum: 1}
      place: {type: object, items: {city: {type: string, max_length: 4}}}
  shots:
    type: list
    max_length: 2
    items: {type: object, items: {text: {type: string, required: true}}}
"""


def zoo(folder: Path) -> CompiledSkill:
    """The skill, compiled in a library of its own."""
    start, end = SKILL.index("inputs:\n") + len("inputs:\n"), SKILL.index("outputs:\n")
    text = f"{SKILL[:start]}{INPUTS.lstrip(chr(10))}{SKILL[end:]}"
    return compile_skill(make(folder, text), environment(folder))
