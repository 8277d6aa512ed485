"""A town of 300 people on disk, the whole city in memory, and a plain reader for both."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from bina.demo.city import DEMO_DAY, DEMO_SEED, STREAMS, City, Manifest, build_city, generate
from bina.demo.siasn import HEADER_ROW

Rows = list[dict[str, Any]]
Read = Callable[[str, str], Rows]


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    """The folder of a small town and its manifest."""
    folder = tmp_path_factory.mktemp("town")
    return folder, generate(folder, people=300)


@pytest.fixture(scope="session")
def read(town: tuple[Path, Manifest]) -> Read:
    """Rows of one sheet of one of the town's files, by header, without our own reader."""
    folder, _manifest = town
    kept: dict[tuple[str, str], Rows] = {}

    def rows(file_name: str, sheet: str) -> Rows:
        key = (file_name, sheet)
        if key not in kept:
            kept[key] = sheet_rows(folder / file_name, sheet)
        return kept[key]

    return rows


@pytest.fixture(scope="session")
def city() -> City:
    """The whole city of 8,000, before it is written."""
    streams = iter(np.random.default_rng(DEMO_SEED).spawn(STREAMS))
    return build_city(streams, day=DEMO_DAY, people=8000)


@pytest.fixture(scope="session")
def day() -> date:
    return DEMO_DAY


def sheet_rows(path: Path, sheet: str) -> Rows:
    """Every row of the sheet with something in it. SIASN's header stands below its title."""
    book = openpyxl.load_workbook(path, read_only=True)
    lines = list(book[sheet].iter_rows(values_only=True))
    top = HEADER_ROW if sheet == "Data Utama" else 0
    header = lines[top]
    return [
        dict(zip(header, line, strict=False))
        for line in lines[top + 1 :]
        if any(str(cell or "").strip() for cell in line)
    ]
