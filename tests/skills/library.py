"""A small library of skills in a folder of its own, to break and mend."""

import shutil
from pathlib import Path

from skills.environment import CompilerEnvironment
from skills.registry import LIBRARY

VARIANTS_LINE = "en hi ta te hi-Latn ta-Latn te-Latn"
EXAMPLES = "\n".join(
    f"  {variant}: [{', '.join(f'{variant} {n}' for n in range(8))}]"
    for variant in VARIANTS_LINE.split()
)
PHRASES = "\n".join(
    ["line:", *(f'  {variant}: ["{variant} {{product}}"]' for variant in VARIANTS_LINE.split())]
)
SKILL = f"""---
id: sample
version: 1
title: {{en: Sample, hi: नमूना, ta: மாதிரி, te: నమూనా}}
description: Writes a sample. Use it in tests.
product: muse
tier: fast
approval: draft
tools: [search]
inputs:
  product:
    type: string
    from: slots.product
outputs:
  text:
    type: string
    required: true
rubric:
  - {{check: empty, weight: 3}}
examples:
{EXAMPLES}
---

# Prompt
{{% from "untrusted.j2" import untrusted %}}
Write in {{{{ language }}}}: {{{{ untrusted("product", inputs.product) }}}}

# Compose
```yaml
uses: [plain]
shapes:
  - angle: one
    lines:
      - [line]
```
"""


def make(folder: Path, skill: str = SKILL, phrases: str = PHRASES) -> Path:
    """A library with one skill; returns the skill's path."""
    for name in ("definitions", "phrases", "macros", "system"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    shutil.copy(LIBRARY / "macros" / "untrusted.j2", folder / "macros")
    shutil.copy(LIBRARY / "system" / "writer.md", folder / "system")
    (folder / "phrases" / "plain.yaml").write_text(phrases, encoding="utf-8")
    path = folder / "definitions" / "sample.md"
    path.write_text(skill, encoding="utf-8")
    return path


def environment(folder: Path) -> CompilerEnvironment:
    """A compiler for that library that knows one tool and two checks."""
    return CompilerEnvironment(folder, frozenset({"empty", "length"}), frozenset({"search"}))
