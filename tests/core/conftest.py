"""The data folder of a test of the embedded servers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.copies import processes_of
from tests.fixtures.waiting import eventually_sync


@pytest.fixture
def data_dir(service_folder: Path) -> Iterator[Path]:
    """A data folder; nothing of it may run when the test is over."""
    folder = service_folder / "data"
    yield folder
    assert eventually_sync(lambda: not processes_of(folder)), processes_of(folder)
