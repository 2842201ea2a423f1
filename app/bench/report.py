"""Results as Markdown, written between the markers of docs/benchmarks.md."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.bench.measures import Figures, Result, machine


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [header, ["---"] * len(header), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def _rows(rows: dict[str, Figures]) -> list[str]:
    columns = list(dict.fromkeys(name for figures in rows.values() for name in figures))
    body = [
        [label, *("" if figures.get(c) is None else f"{figures[c]:,}" for c in columns)]
        for label, figures in rows.items()
    ]
    return _table(["", *(column.replace("_", " ") for column in columns)], body)


def markdown(result: Result, on: date) -> str:
    """One benchmark's tables: how it was run, what came out, what was promised."""
    where = ", ".join(f"{name} {value}" for name, value in machine().items())
    how = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in result.settings.items())
    lines = [f"{on.isoformat()}; {where}; {how}.", "", *_rows(result.rows)]
    if result.targets:
        promised = [
            [t.name, f"{t.value:g} {t.unit}", f"≤ {t.limit:g} {t.unit}", "✓" if t.met else "✕"]
            for t in result.targets
        ]
        lines += ["", *_table(["promise", "measured", "limit", ""], promised)]
    for note in result.notes:
        lines += ["", note]
    return "\n".join(lines)


def write(path: Path, results: Sequence[Result], on: date) -> None:
    """Replaces the sections of `results` in the file.

    Raises ValueError when the file lacks a section's markers, so that no figure is lost silently.
    """
    text = path.read_text(encoding="utf-8")
    for result in results:
        start, end = f"<!-- bench:{result.bench} -->", f"<!-- /bench:{result.bench} -->"
        before, found, rest = text.partition(start)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            msg = f"{path} has no {start} … {end}"
            raise ValueError(msg)
        text = f"{before}{start}\n{markdown(result, on)}\n{end}{after}"
    path.write_text(text, encoding="utf-8")
