"""Every page asks the database a fixed number of questions, with few rows and with many."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bina.audit.guard import unguarded
from bina.audit.kept import forget
from tests.cast import Cast, person
from tests.web.addresses import Address, addresses
from tests.web.targets import ELSEWHERE
from tests.web.test_access import url_of

pytestmark = pytest.mark.django_db
MOST = (
    27  # more than this on one page (the frame asks one, the ledger one) are a fault even if fixed
)
# Pages made of cards, each with questions of its own whose answers are kept until something is
# written (audit/kept.py): what they may ask when nothing is kept, and no other page may.
OF_CARDS = {"web:monday": 51, "web:unit": 31}
PAGES = [a for a in addresses() if "GET" in a.methods and a.name not in ELSEWHERE]


def crowd(cast: Cast, start: int, n: int) -> None:
    """n more people in Ani's unit and post."""
    with unguarded():
        for number in range(start, start + n):
            person(
                f"19910101201601{1 + number % 2}{number:03}",
                f"ORANG {number:03}",
                cast.puskesmas,
                cast.ani.position,
            )


@pytest.fixture(autouse=True)
def _ledger_has_begun(cast: Cast) -> None:
    """As on every real day: somebody signed in, so answers can be kept."""
    Client().force_login(cast.user("ani"), backend="django.contrib.auth.backends.ModelBackend")


@pytest.mark.parametrize("address", PAGES, ids=lambda address: address.name)
def test_the_number_of_queries_is_fixed(
    address: Address, cast: Cast, as_: Callable[[str], Client]
) -> None:
    crowd(cast, 100, 3)
    url = url_of(address, cast, cast.ani)
    client = reader(as_, url)
    if client is None:  # nobody gets a page here: it only ever sends on
        assert as_("hr_head").get(url).status_code == 302
        return
    few = count(client, url)

    crowd(cast, 200, 30)

    assert count(client, url) == few
    assert few <= OF_CARDS.get(address.name, MOST)


@pytest.mark.parametrize("name", OF_CARDS)
def test_pages_of_cards_keep_what_they_asked(
    name: str, cast: Cast, as_: Callable[[str], Client]
) -> None:
    """The second reader of an unchanged day waits for few questions."""
    address = next(a for a in PAGES if a.name == name)
    url = url_of(address, cast, cast.ani)
    client = reader(as_, url)
    assert client is not None
    cold = count(client, url)

    with CaptureQueriesContext(connection) as asked:
        client.get(url)

    assert len(asked) < cold
    assert len(asked) <= MOST


def reader(as_: Callable[[str], Client], url: str) -> Client | None:
    """A client of the first role that gets a page at the address."""
    for name in ("hr_head", "ani", "budi", "operator", "mayor", "officer"):
        client = as_(name)
        if client.get(url).status_code == 200:
            return client
    return None


def count(client: Client, url: str) -> int:
    forget()
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)
