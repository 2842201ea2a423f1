"""Writes .env.example and the table of docs/guides/configuration.md from the settings.

Meaning and default are said once, in app/core/config.py; a test compares both files with it.
"""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path

from pydantic.fields import FieldInfo

from app.core.config import Settings

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / ".env.example"
GUIDE = ROOT / "docs" / "guides" / "configuration.md"
START, END = "<!-- settings -->", "<!-- /settings -->"

HEADER = """\
# Every setting of RaptorFlow, with its meaning and its default.
#
# Nothing has to be set: `make run` works on a fresh machine without this file. Copy it to .env and
# uncomment what you want to change; the environment wins over the file. Written by
# `make format` from app/core/config.py, so edit the descriptions there.
"""

GROUPS = (
    ("Where it runs", ("environment", "host", "port", "data_dir", "public_url")),
    ("Database, Redis, files, mail", ("database_", "redis_", "blob_", "smtp_")),
    ("Secrets", ("jwt_", "chainlit_", "secret_")),
    (
        "Models (none is needed: the offline composer writes without one)",
        ("model_", "gcp_", "vertex_", "openai_", "embed"),
    ),
    ("Payments", ("phonepe_",)),
    ("The seller on invoices", ("seller_",)),
    ("Watching it", ("sentry_", "otel_")),
)
REST = "More"


def group_of(name: str) -> str:
    """The heading a setting stands under."""
    return next((title for title, starts in GROUPS if name.startswith(starts)), REST)


def default_of(field: FieldInfo) -> str:
    """The default as one would type it; nothing for unset."""
    value = field.default
    if value is None or value == ():
        return ""
    return ",".join(value) if isinstance(value, tuple) else str(value)


def entry(name: str, field: FieldInfo) -> str:
    """A setting's comment and its commented-out line."""
    if not field.description:
        msg = f"{name.upper()} has no description in app/core/config.py"
        raise ValueError(msg)
    meaning = textwrap.wrap(field.description, width=96, break_long_words=False)
    return "\n".join([*(f"# {line}" for line in meaning), f"#{name.upper()}={default_of(field)}"])


def render() -> str:
    """The whole file."""
    blocks = [HEADER]
    for title in [title for title, _ in GROUPS] + [REST]:
        entries = [
            entry(name, field)
            for name, field in Settings.model_fields.items()
            if group_of(name) == title
        ]
        if entries:
            blocks.append(f"\n# --- {title} ---\n\n" + "\n\n".join(entries) + "\n")
    return "".join(blocks)


def table() -> str:
    """Every setting as a row of Markdown, a table a group."""
    lines: list[str] = []
    for title in [title for title, _ in GROUPS] + [REST]:
        rows = [
            f"| `{name.upper()}` | {f'`{default}`' if (default := default_of(field)) else ''} "
            f"| {(field.description or '').replace('|', chr(92) + '|')} |"
            for name, field in Settings.model_fields.items()
            if group_of(name) == title
        ]
        if rows:
            lines += [
                "",
                f"### {title}",
                "",
                "| setting | default | meaning |",
                "| --- | --- | --- |",
            ]
            lines += rows
    return "\n".join(lines) + "\n"


def guide(text: str) -> str:
    """The guide's text with its table written anew."""
    pattern = re.compile(f"{re.escape(START)}.*{re.escape(END)}", re.DOTALL)
    section = f"{START}\n{table()}\n{END}"
    return pattern.sub(lambda _: section, text)


def write_if_changed(path: Path, text: str) -> None:
    """Leaves an equal file alone."""
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def main() -> int:
    """Writes both files."""
    write_if_changed(EXAMPLE, render())
    write_if_changed(GUIDE, guide(GUIDE.read_text(encoding="utf-8")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
