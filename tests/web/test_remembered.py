"""Remembered cards are forgotten with the next entry of the ledger."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bina.audit.services import SYSTEM, act
from bina.people.models import DevelopmentRecord
from tests.web.scene import DAY, planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings):
    settings.FIXED_DAY = DAY.isoformat()


def test_a_write_changes_the_next_page(cast, as_) -> None:
    planned(cast)
    citra = as_("citra")
    before = citra.get("/kota/").content.decode()

    with act(SYSTEM, "test"):
        DevelopmentRecord.objects.create(
            person=cast.budi, form="Seminar", title="Rapat", start=DAY, end=DAY, jp=20
        )
    after = citra.get("/kota/").content.decode()

    assert "1 dari 7 orang terpenuhi" in before
    assert "2 dari 7 orang terpenuhi" in after


def test_the_second_reading_asks_less(cast, as_) -> None:
    planned(cast)
    citra = as_("citra")

    with CaptureQueriesContext(connection) as first:
        citra.get("/kota/")
    with CaptureQueriesContext(connection) as second:
        citra.get("/kota/")

    assert len(second) < len(first) <= 25


def test_the_mayor_never_gets_what_was_remembered_for_hr(cast, as_) -> None:
    planned(cast)
    as_("citra").get("/kota/")

    page = as_("mayor").get("/kota/").content.decode()

    assert "disembunyikan: terlalu sedikit orang" in page


def test_two_heads_never_share_a_text(cast, as_) -> None:
    planned(cast)
    as_("hr_head").get("/unit/")

    page = as_("budi").get("/unit/").content.decode()

    assert "Poli umum" in page
    assert cast.citra.name not in page
