"""The benchmark of skills runs, and its small run compiles every skill it made."""

from pathlib import Path

from app.bench import skills


async def test_a_short_run_measures_each_row(tmp_path: Path) -> None:
    result = await skills.measure(tmp_path, many=12, rounds=1, saves=2)
    assert len(result.rows) == 5
    assert all(
        isinstance(n, float | int) and n > 0 for row in result.rows.values() for n in row.values()
    )
    assert {target.name for target in result.targets} >= {"12 skills, cold", "12 skills, cached"}
