"""Fixtures that every test may use: the cast, and a client signed in as one of them."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Ani, Budi, Citra, Dani and one person per further role."""
    return make_cast()


@pytest.fixture
def as_(cast: Cast) -> Callable[[str], Client]:
    """as_("budi") → a client signed in as Budi."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(cast.user(name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
