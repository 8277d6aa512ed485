"""The realisation pages: figures of a small lived year, who sees what, small cells, queries."""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import fields

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bina.accounts.access import Reach
from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM, act
from bina.catalog.models import Programme
from bina.people.models import DevelopmentRecord
from bina.plan.models import Plan, Seat
from bina.reports.selectors import pages
from bina.reports.selectors.measured import measure
from tests.cast import Cast
from tests.reports.scene import AFTER, lived, substitute

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
CITY = Reach(everybody=True)


@pytest.fixture(autouse=True)
def day(settings):
    settings.FIXED_DAY = AFTER.isoformat()


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def test_the_city_counts_what_was_planned_and_what_was_done(cast: Cast) -> None:
    lived(cast)
    found = measure(2027, AFTER)

    total = pages.total_of(found, pages.scope_of(found, CITY, None))

    assert (total.seats, total.done_seats, total.people, total.done_people) == (3, 2, 3, 2)
    assert (total.jp, total.done_jp) == (48.0, 32.0)
    assert (total.cost, total.paid, found.paid_beside) == (3_750_000, 2_150_000, {"B-1": 500_000})
    assert (total.closure, total.done_closure) == (1.5, 0.75)


def test_units_sum_to_the_city_and_so_does_every_grouping(cast: Cast) -> None:
    lived(cast)
    found = measure(2027, AFTER)
    scope = pages.scope_of(found, CITY, None)
    total = pages.total_of(found, scope)

    for grouping in pages.GROUPINGS:
        rows = pages.rows_of(found, scope, grouping, 0)
        for name in ("seats", "done_seats", "jp", "done_jp", "cost", "paid", "n", "missed"):
            assert sum(getattr(row, name) for row in rows) == getattr(total, name), (grouping, name)


def test_everybody_who_was_not_reached_has_a_reason(cast: Cast) -> None:
    lived(cast)
    found = measure(2027, AFTER)
    scope = pages.scope_of(found, CITY, None)

    reasons = {row.key: row.n for row in pages.reason_rows(found, scope, 0)}

    # the colleague declined, Dani was absent; officer and HR head have no seat and no result
    assert reasons == {"declined": 1, "absent": 1, "unmeasured": 2}


def test_the_list_tells_the_persons_own_words(cast: Cast, as_: As) -> None:
    lived(cast)

    page = text(as_("citra"), "/realisasi/pegawai/?tahun=2027&alasan=declined")

    assert "YULI KBAREK" in page
    assert "Cuti besar" in page
    assert "DANI OHEE" not in page


def test_a_head_sees_the_own_unit_alone(cast: Cast, as_: As) -> None:
    lived(cast)
    budi = as_("budi")

    people, seats = (text(budi, f"/realisasi/{what}/?tahun=2027") for what in ("pegawai", "kursi"))
    home = text(budi, "/realisasi/?tahun=2027")

    assert "DANI OHEE" not in people + seats
    assert "ANI WENDA" in people
    assert "2 selesai dari 2 kursi rencana" in home
    assert budi.get(f"/realisasi/unit/{cast.registry.public_id}/").status_code == 404
    assert budi.get(f"/realisasi/pegawai/?unit={cast.registry.public_id}").status_code == 404


def test_the_mayor_sees_no_small_cell_and_no_name(cast: Cast, as_: As) -> None:
    lived(cast)
    mayor = as_("mayor")

    page = text(mayor, "/realisasi/?tahun=2027")
    book = openpyxl.load_workbook(io.BytesIO(mayor.get("/realisasi/unduh/?tahun=2027").content))

    assert "disembunyikan" in page
    assert "WENDA" not in page
    assert mayor.get("/realisasi/pegawai/").status_code == 403
    assert book.sheetnames == ["Ringkasan", "Per unit", "Jangkauan", "Per pos", "Alasan"]
    paid = {row[0]: row[8] for row in book["Per unit"].iter_rows(values_only=True) if row[1]}
    assert paid[cast.health.name] == "disembunyikan"


def test_the_workbook_has_sums_and_their_rows(cast: Cast, as_: As) -> None:
    lived(cast)

    answer = as_("citra").get("/realisasi/unduh/?tahun=2027")

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    seats = [row for row in book["Kursi"].iter_rows(values_only=True) if row[14] == "B-1"]
    assert [(row[1], row[7], row[9], row[13]) for row in seats] == [
        ("ANI WENDA", "ya", "selesai, tercatat", 1_250_000),
        ("YULI KBAREK", "ya", "tidak menerima kursi", None),
        ("DANI OHEE", "ya", "tidak hadir", None),
        ("BUDI MANDOWEN", "tidak", "selesai, tercatat", 900_000),
    ]


def test_groups_are_searched_and_ordered_and_hidden_ones_tell_nothing_by_their_place() -> None:
    def row(name: str, missed: int, *, hidden: bool = False) -> pages.Row:
        zero = {field.name: 0 for field in fields(pages.Row)}
        return pages.Row(**{**zero, "label": name, "key": name, "missed": missed, "hidden": hidden})

    rows = [row("Dinas A", 1), row("Badan B", 9, hidden=True), row("Dinas C", 5)]

    assert [one.label for one in pages.listed(rows, "", "belum")] == [
        "Dinas C",
        "Dinas A",
        "Badan B",
    ]
    assert [one.label for one in pages.listed(rows, "dinas", "")] == ["Dinas A", "Dinas C"]


def test_without_a_plan_the_page_says_what_to_do(cast: Cast, as_: As) -> None:
    assert "Belum ada rencana yang disetujui" in text(as_("citra"), "/realisasi/")


@pytest.mark.parametrize("url", ["/realisasi/", "/realisasi/pegawai/", "/realisasi/kursi/"])
def test_the_number_of_queries_does_not_grow(cast: Cast, as_: As, url: str) -> None:
    citra = as_("citra")
    year = lived(cast)

    few = queries(citra, url)
    with act(SYSTEM, "test"):  # what is kept is forgotten with the next entry of the ledger
        for person in (cast.officer, cast.citra, cast.hr_head):
            Seat.objects.create(
                plan=year.plan, person=person, programme=year.session.programme, jp=16, cost=1,
                session=year.session, closure=0.1,
                replaces=substitute(Seat.objects.latest("pk"), person),
            )  # fmt: skip

    assert queries(citra, url) == few


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as taken:
        text(client, f"{url}?tahun=2027")
    return len(taken)


def test_a_seat_of_an_open_form_counts_what_the_cap_of_the_form_leaves(cast: Cast) -> None:
    scene = lived(cast)
    with unguarded():
        coaching = Programme.objects.create(
            code="COACH", name="Coaching pelayanan", form="Coaching", mode="open", jp=2
        )
        anew = Plan.objects.create(year=2027, name="Perubahan 1", amends=scene.plan)
        Seat.objects.create(
            plan=anew, person=cast.citra, programme=coaching, times=6, jp=12, cost=0,
            closure=0.5,
        )  # fmt: skip
        Plan.objects.filter(pk=anew.pk).update(state="frozen", approved_at=scene.plan.approved_at)
        DevelopmentRecord.objects.create(  # the same month, another title
            person=cast.citra, form="Coaching", title="Coaching lain", jp=1, status="approved",
            start=dt.date(2027, 1, 4), end=dt.date(2027, 1, 4),
        )  # fmt: skip
        DevelopmentRecord.objects.create(
            person=cast.citra, form="Coaching", title="Coaching pelayanan", jp=12,
            status="approved", start=dt.date(2027, 1, 5), end=dt.date(2027, 2, 26),
        )  # fmt: skip

    found = measure(2027, AFTER)

    row = found.nips.index(cast.citra.nip)
    seat = list(found.seats.person).index(row)
    assert found.seats.done_jp[seat] == 70  # 3 JP left of January and 4 of February, in tenths
    assert found.people.counted_jp[row] == 120  # with the 4 JP of her seminar and the 1 JP
