"""Loaded by pytest before Django reads its settings: tests never touch an installation's data.

With --only-database what never asks a database is left out: it would do the very same again.
"""

import os
import tempfile

import pytest

os.environ["BINA_DATA"] = tempfile.mkdtemp(prefix="bina-test-")
os.environ["BINA_DEBUG"] = "1"
os.environ["BINA_DAY"] = "2026-11-23"
os.environ["BINA_DATABASE"] = os.environ.get("BINA_TEST_DATABASE", "")

OPENS = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database", action="store_true", help="only tests that may ask the database"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """To all others pytest-django refuses every query, so nothing is missed."""
    if config.getoption("--only-database"):
        others = [item for item in items if not asks_the_database(item)]
        items[:] = [item for item in items if asks_the_database(item)]
        config.hook.pytest_deselected(items=others)


def asks_the_database(item: pytest.Item) -> bool:
    """Whether pytest-django opens the database for the test."""
    marked = item.get_closest_marker("django_db") is not None
    return marked or not OPENS.isdisjoint(getattr(item, "fixturenames", ()))
