"""The calendar's page: added, changed, deleted, each in the ledger."""

from collections.abc import Callable

import pytest
from django.test import Client

from bina.audit.models import Entry
from bina.calendar.models import Holiday
from tests.cast import Cast
from tests.scenes import holiday

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


def test_a_day_is_added_changed_and_deleted_with_an_entry_each(cast: Cast, as_: As) -> None:
    client = as_("citra")
    typed = {"name": "HUT Kota", "kind": "local", "start": "07-03-2027", "end": "", "source": ""}

    answer = client.post("/kalender/tambah/", typed)
    row = Holiday.objects.get()
    assert answer.headers["Location"] == "/kalender/?tahun=2027"
    assert (str(row.start), str(row.end)) == ("2027-03-07", "2027-03-07")
    client.post(f"/kalender/{row.public_id}/ubah/", {**typed, "end": "2027-03-08"})
    assert str(Holiday.objects.get().end) == "2027-03-08"
    client.post(f"/kalender/{row.public_id}/hapus/")

    assert not Holiday.objects.exists()
    actions = Entry.objects.filter(action__startswith="calendar.").order_by("sequence")
    assert list(actions.values_list("action", flat=True)) == [
        "calendar.edit",
        "calendar.edit",
        "calendar.delete",
    ]


def test_an_end_before_the_start_and_a_twin_are_refused(cast: Cast, as_: As) -> None:
    row = holiday()
    twin = {"name": row.name, "kind": "holiday", "start": "2026-01-01"}

    answer = as_("citra").post("/kalender/tambah/", {**twin, "end": "2025-12-31"})

    assert {"end", "name"} == set(answer.context["form"].errors)
    assert Holiday.objects.count() == 1


def test_only_hr_edits_and_everybody_reads(cast: Cast, as_: As) -> None:
    row = holiday()

    for name in ("ani", "budi", "officer", "mayor", "operator"):
        assert row.name in as_(name).get("/kalender/?tahun=2026").content.decode()
        assert as_(name).post(f"/kalender/{row.public_id}/hapus/").status_code == 403
    assert Holiday.objects.count() == 1
