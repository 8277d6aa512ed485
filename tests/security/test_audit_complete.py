"""Every POST leaves exactly one audit entry, or changes nothing."""

import hashlib
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from bina.audit.guard import EXEMPT
from bina.audit.models import Entry
from bina.audit.services import verify
from tests.cast import Cast
from tests.security.every_address import posts, sensible_form, url_of
from tests.web.addresses import Address

pytestmark = pytest.mark.django_db
# a log-in by code is two acts: the code is used up, and the person is in
TWO_ACTS = {"accounts:activate": 2}
# an upload is kept, then read: two acts, either of which may be the last; each correction that is
# remembered is one more
STEPS = {"imports:upload": 3, "imports:map": 3, "imports:correct": 3, "imports:again": 2}

TABLES = [
    (model._meta.db_table, model._meta.pk.column)
    for model in apps.get_models(include_auto_created=True)
    if not EXEMPT.match(model._meta.db_table)
]


def contents() -> str:
    """A hash over everything that is known, but for what the machine notes about itself."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table, key in TABLES:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{key}"')
            for row in cursor.fetchall():
                digest.update(repr(row).encode())
    return digest.hexdigest()


@pytest.mark.parametrize("address", posts(), ids=lambda address: address.name)
@pytest.mark.parametrize("name", ["hr_head", "budi", "ani"])
def test_a_post_leaves_one_entry_or_changes_nothing(
    name: str, address: Address, cast: Cast, as_: Callable[[str], Client]
) -> None:
    url, client = url_of(address, cast), as_(name)
    client.raise_request_exception = False
    form, _numbers = sensible_form(client, url)
    before = contents()
    for data in ({}, form):
        entries = Entry.objects.count()

        client.post(url, data)

        made = Entry.objects.count() - entries
        most = TWO_ACTS.get(address.name) or STEPS.get(address.name) or 1
        assert made <= most, list(Entry.objects.values_list("action", flat=True)[:made])
        after = contents()
        assert made or after == before
        before = after
    assert verify() is None


def test_no_page_takes_words_for_the_actor(cast: Cast, as_: Callable[[str], Client]) -> None:
    as_("ani").post(
        f"/pegawai/{cast.ani.public_id}/salah/",
        {"subject": "other", "statement": "x", "actor": "BUDI", "role": "hr_head"},
    )
    entry = Entry.objects.order_by("-sequence").first()
    assert entry is not None
    assert (entry.actor_id, entry.role) == (cast.ani.user_id, "employee")
