"""Scenes are set outside the ledger, so what pages remember must be forgotten between tests."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def forgotten() -> None:
    cache.clear()
