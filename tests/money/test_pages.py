"""Pages of the money: lines of the version that counts, changes, versions, who may what."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.audit.services import Actor
from bina.money.models import BudgetLine, BudgetVersion
from bina.money.services import approve_version
from tests.cast import Cast
from tests.money.scene import line, version

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
FRANS = Actor(None, "FRANS HAMADI", "hr_head")
FIELDS = {"code": "B-1", "name": "Bimtek", "fund": "pad", "amount": 1_000}
DAY = dt.date(2026, 1, 1)  # before today, so that the version counts


def of(name: str, row: BudgetLine, **more: object) -> str:
    return reverse(f"money:{name}", kwargs={"public_id": row.version.public_id, **more})


def approved(row: BudgetLine) -> BudgetLine:
    approve_version(FRANS, row.version, "900/1", DAY)
    row.refresh_from_db()
    return row


def test_the_list_shows_the_version_that_counts_and_its_sum(cast: Cast, as_: As) -> None:
    approved(line("B-1", amount=1_250_000))
    approved(line("B-2", stage="dpa", amount=700_000, name="Sesudah dipotong"))

    page = as_("citra").get(reverse("money:lines")).content.decode()

    assert "Sesudah dipotong" in page
    assert "Rp 700.000" in page
    assert ">B-1<" not in page


def test_an_older_version_is_named_as_not_in_use(cast: Cast, as_: As) -> None:
    old = approved(line("B-1", amount=1_250_000))
    approved(line("B-2", stage="dpa"))

    page = as_("mayor").get(
        reverse("money:lines"), {"tahun": 2027, "versi": str(old.version.public_id)}
    )

    assert ">B-1<" in page.content.decode()
    assert "bukan versi yang dipakai" in page.content.decode()


def test_search_fund_and_sort(cast: Cast, as_: As) -> None:
    line("A-1", amount=1, name="Kecil")
    line("A-2", amount=9, name="Besar", fund="otsus")
    address = reverse("money:lines")

    def codes(**query: str) -> list[str]:
        return [one.code for one in as_("citra").get(address, query).context["page"]]

    assert codes(cari="kecil") == ["A-1"]
    assert codes(dana="otsus") == ["A-2"]
    assert codes(urut="pagu") == ["A-2", "A-1"]


def test_the_line_page_tells_what_a_version_changed(cast: Cast, as_: As) -> None:
    line("B-1", amount=1_000_000)
    line("B-1", stage="dpa", amount=600_000)

    page = as_("citra").get(reverse("money:line", args=[2027, "B-1"])).content.decode()

    assert "Rp 1.000.000" in page
    assert "Rp -400.000" in page


def test_a_line_of_a_draft_is_changed_and_audited(cast: Cast, as_: As) -> None:
    row = line("B-1")

    as_("citra").post(
        of("line_edit", row, code="B-1"), {**FIELDS, "forms_text": "Coaching; Magang"}
    )

    row.refresh_from_db()
    assert (row.amount, row.fund, row.forms) == (1_000, "pad", ["Coaching", "Magang"])
    assert Entry.objects.filter(action="budget.edit").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": -5},
        {"code": "B-2"},
        {"quarter_1": 999},
        {"fund": "apbn"},
        {"activity": "tidak ada"},
    ],
)
def test_bad_input_is_refused_and_changes_nothing(
    cast: Cast, as_: As, wrong: dict[str, object]
) -> None:
    row = line("B-1", amount=77)
    line("B-2")

    answer = as_("citra").post(of("line_edit", row, code="B-1"), {**FIELDS, **wrong})

    row.refresh_from_db()
    assert (answer.status_code, row.amount) == (422, 77)


def test_an_approved_version_does_not_change(cast: Cast, as_: As) -> None:
    row = approved(line("B-1", amount=77))

    answer = as_("citra").post(of("line_edit", row, code="B-1"), FIELDS)

    assert answer.status_code == 422
    assert "sudah ditetapkan" in answer.content.decode()
    row.refresh_from_db()
    assert row.amount == 77


def test_the_database_itself_refuses_to_change_an_approved_version(cast: Cast) -> None:
    row = approved(line("B-1", amount=77))

    for break_it in (
        lambda: BudgetLine.objects.filter(pk=row.pk).update(amount=1),
        lambda: BudgetLine.objects.filter(pk=row.pk).delete(),
        lambda: line("B-9"),
        lambda: BudgetVersion.objects.filter(pk=row.version_id).update(state="draft"),
    ):
        with pytest.raises(DatabaseError), unguarded(), transaction.atomic():
            break_it()


def test_a_new_version_takes_over_the_lines(cast: Cast, as_: As) -> None:
    approved(line("B-1", amount=77, forms=["Coaching"]))

    as_("citra").post(
        reverse("money:version_new"), {"year": 2027, "stage": "dpa", "number": 1, "copy": "on"}
    )

    made = BudgetLine.objects.get(version__stage="dpa")
    assert (made.code, made.amount, made.forms) == ("B-1", 77, ["Coaching"])
    assert not made.version.is_frozen


def test_a_version_that_is_there_is_not_made_again(cast: Cast, as_: As) -> None:
    version(2027, "dpa")

    answer = as_("citra").post(
        reverse("money:version_new"), {"year": 2027, "stage": "dpa", "number": 1}
    )

    assert (answer.status_code, BudgetVersion.objects.count()) == (422, 1)


@pytest.mark.parametrize(("member", "state"), [("hr_head", "approved"), ("citra", "draft")])
def test_only_the_head_of_the_agency_sets_a_version(
    cast: Cast, as_: As, member: str, state: str
) -> None:
    row = line("B-1")

    as_(member).post(of("version_approve", row), {"document_no": "900/1", "day": "2027-01-04"})

    row.version.refresh_from_db()
    assert row.version.state == state


def test_a_version_without_lines_is_not_set(cast: Cast, as_: As) -> None:
    empty = version()

    answer = as_("hr_head").post(
        reverse("money:version_approve", args=[empty.public_id]),
        {"document_no": "900/1", "day": "2027-01-04"},
    )

    assert answer.status_code == 422
    assert "belum punya pos" in answer.content.decode()


@pytest.mark.parametrize(
    ("member", "status", "left"), [("citra", 302, 0), ("budi", 403, 1), ("mayor", 403, 1)]
)
def test_only_hr_deletes_a_line(cast: Cast, as_: As, member: str, status: int, left: int) -> None:
    row = line("B-1")

    answer = as_(member).post(of("line_delete", row, code="B-1"))

    assert (answer.status_code, BudgetLine.objects.count()) == (status, left)


def test_the_number_of_queries_does_not_grow(cast: Cast, as_: As) -> None:
    line("B-0")
    client = as_("citra")
    client.get(reverse("money:lines"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("money:lines"))
    for n in range(1, 4):
        line(f"B-{n}")

    with CaptureQueriesContext(connection) as many:
        client.get(reverse("money:lines"))

    assert len(many) == len(few)
