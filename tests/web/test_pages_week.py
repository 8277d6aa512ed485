"""This week: approvals that wait, on the pages of the head and of the officer."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from bina.audit.guard import unguarded
from bina.plan.models import Commitment
from tests.cast import Cast
from tests.web.scene import DAY, planned

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def day(settings):  # type: ignore[no-untyped-def]  # the plugin's fixture
    settings.FIXED_DAY = DAY.isoformat()


def week(client: Client) -> str:
    return client.get(reverse("web:monday")).content.decode()


def test_a_head_sees_what_waits_for_the_own_word_and_where_to_give_it(cast: Cast, as_: As) -> None:
    planned(cast)

    page = week(as_("budi"))

    assert "Menunggu kepala unit" in page
    assert f'href="{reverse("web:unit")}">Putuskan' in page
    assert cast.registry.name not in page


def test_an_officer_sees_with_whom_it_waits(cast: Cast, as_: As) -> None:
    planned(cast)

    page = week(as_("officer"))

    assert "Menunggu kepala unit" in page
    assert "Putuskan" not in page
    assert "Lihat kepala unit" in page
    assert cast.registry.name not in page


def test_nothing_waits_once_it_is_decided(cast: Cast, as_: As) -> None:
    planned(cast)
    with unguarded():
        Commitment.objects.update(head_approved=True)

    assert "Tidak ada kursi yang menunggu kepala unit." in week(as_("budi"))
