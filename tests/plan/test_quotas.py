"""Quotas: written on their page, hard in the plan, told with their cost, named in a conflict."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.catalog.models import Session
from bina.plan.models import Quota
from bina.plan.services.computing import compute_now
from bina.plan.services.engine import NoFeasiblePlan
from tests.cast import Cast
from tests.plan.scene import CITRA, YEAR, gathered, make_year

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
FACTS = {
    "year": "2027",
    "programme": "EMPATI-01",
    "group": "district:Jayapura Selatan",
    "seats": "2",
    "reason": "Renstra tujuan 1",
    "document_no": "800/12",
}


def quota(year: object, seats: int, grouping: str = "unit", word: str = "DUKCAPIL") -> Quota:
    with unguarded():
        return Quota.objects.create(
            year=YEAR, programme=year.empathy, grouping=grouping, word=word, seats=seats,
            reason="Renstra",
        )  # fmt: skip


def test_a_quota_reaches_the_engine_with_its_members(cast: Cast) -> None:
    year = make_year(cast)
    quota(year, 1)

    whole = gathered()
    instance = whole.instance

    people = whole.facts.people.id
    assert [whole.facts.programmes[k].code for k in instance.quota_programme] == ["EMPATI-01"]
    assert instance.quota_seats.tolist() == [1]
    assert people[instance.quota_person].tolist() == [cast.dani.pk]


def test_a_quota_of_another_year_is_left_aside(cast: Cast) -> None:
    quota(make_year(cast), 1)
    with unguarded():
        Quota.objects.update(year=YEAR + 1)

    assert gathered().instance.quota_programme.size == 0


def test_the_plan_gives_the_seats_and_tells_the_cost(cast: Cast, as_: As) -> None:
    year = make_year(cast)
    with unguarded():
        Session.objects.update(max_seats=2)  # three want to come
    quota(year, 1)

    plan = compute_now(CITRA, YEAR, work=5)

    assert plan.seats.filter(programme=year.empathy, person=cast.dani).count() == 1
    row = plan.totals["quotas"][0]
    assert (row["programme"], row["people"], row["seats"], row["given"]) == ("EMPATI-01", 1, 1, 1)
    assert row["closure"] >= 0
    page = as_("citra").get(f"/rencana/{plan.public_id}/").content.decode()
    assert "Kuota dalam rencana ini" in page
    assert "Dinas Kependudukan" in page


def test_a_quota_that_cannot_be_met_is_named_with_its_group(cast: Cast) -> None:
    quota(make_year(cast), 2)  # Dani alone works there

    with pytest.raises(NoFeasiblePlan) as refused:
        compute_now(CITRA, YEAR, work=5)

    said = str(refused.value)
    assert "paling sedikit 2 kursi Komunikasi empatik bagi Dinas Kependudukan" in said
    assert "(1 orang)" in said


def test_hr_writes_changes_and_removes_a_quota(cast: Cast, as_: As) -> None:
    year = make_year(cast)
    citra = as_("citra")
    assert "Belum ada kuota." in citra.get("/rencana/kuota/").content.decode()

    answer = citra.post("/rencana/kuota/baru/", FACTS, follow=True)

    page = answer.content.decode()
    for word in ("Komunikasi empatik", "Distrik Jayapura Selatan", "3 orang", "800/12"):
        assert word in page
    made = Quota.objects.get()
    assert (made.programme, made.grouping, made.word, made.seats) == (
        year.empathy, "district", "Jayapura Selatan", 2,
    )  # fmt: skip
    citra.post(f"/rencana/kuota/{made.public_id}/", {**FACTS, "seats": "4"})
    made.refresh_from_db()
    assert made.seats == 4
    assert "kurang dari kuotanya" in citra.get("/rencana/kuota/").content.decode()
    citra.post(f"/rencana/kuota/{made.public_id}/hapus/")
    assert not Quota.objects.exists()
    written = list(Entry.objects.filter(action__startswith="plan.quota").order_by("sequence"))
    assert [entry.action for entry in written] == ["plan.quota"] * 2 + ["plan.quota.remove"]
    assert written[1].detail["changed"] == {"seats": ["2", "4"]}


@pytest.mark.parametrize(
    ("field", "value"),
    [("seats", "0"), ("seats", "-3"), ("group", "district:Tidak Ada"), ("reason", ""),
     ("programme", "TIDAK-ADA"), ("year", "1")],
)  # fmt: skip
def test_a_quota_that_makes_no_sense_is_refused(
    cast: Cast, as_: As, field: str, value: str
) -> None:
    make_year(cast)

    answer = as_("citra").post("/rencana/kuota/baru/", {**FACTS, field: value})

    assert answer.status_code == 422
    assert not Quota.objects.exists()


def test_the_same_group_has_one_quota_per_programme_and_year(cast: Cast, as_: As) -> None:
    make_year(cast)
    citra = as_("citra")
    citra.post("/rencana/kuota/baru/", FACTS)

    again = citra.post("/rencana/kuota/baru/", {**FACTS, "seats": "9"})

    assert again.status_code == 422
    assert "sudah mempunyai kuota" in again.content.decode()
    assert Quota.objects.get().seats == 2


def test_the_database_refuses_a_quota_without_seats(cast: Cast) -> None:
    year = make_year(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        quota(year, 0)


def test_search_year_and_export(cast: Cast, as_: As) -> None:
    quota(make_year(cast), 1)
    citra = as_("citra")

    assert "Komunikasi empatik" in citra.get("/rencana/kuota/?cari=DUKCAPIL").content.decode()
    assert "Tidak ada kuota yang cocok" in citra.get("/rencana/kuota/?tahun=2031").content.decode()
    assert citra.get("/rencana/kuota/?unduh=xlsx").content[:2] == b"PK"


def test_the_list_asks_the_same_number_of_queries_for_one_and_three(cast: Cast, as_: As) -> None:
    year = make_year(cast)
    citra = as_("citra")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            citra.get("/rencana/kuota/")
        return len(queries)

    quota(year, 1)
    count()
    first = count()
    quota(year, 1, "gender", "F")
    quota(year, 1, "unit", "DINKES")
    assert count() == first
