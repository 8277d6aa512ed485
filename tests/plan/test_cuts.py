"""The page of cuts: typed, by version, refused below what is obliged, kept as a draft version."""

import datetime as dt
import io
import json
from collections.abc import Callable

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bina.audit.guard import unguarded
from bina.files.services import keep, read
from bina.jobs.models import Job
from bina.money import ledger
from bina.money.models import BudgetVersion
from bina.plan.models import Plan
from bina.plan.rules.settings import PlanSettings
from bina.plan.selectors.cuts import Asked, cuts_of
from bina.plan.services.building import build_instance
from tests.cast import Cast
from tests.money.scene import line as budget_line
from tests.plan.scene import CITRA, YEAR, make_frozen, make_plan, make_year

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
PRICE = 2e-7  # points per rupiah


def priced(plan: Plan) -> Plan:
    """The plan with a price on its line."""
    assert plan.prices is not None
    prices = json.loads(read(plan.prices))
    prices["closure_prices"]["money"] = [PRICE]
    with unguarded():
        file = keep(CITRA, json.dumps(prices).encode(), "harga.json", "application/json")
        Plan.objects.filter(pk=plan.pk).update(prices=file)
    plan.refresh_from_db()
    return plan


def url(plan: Plan, name: str = "cuts") -> str:
    return reverse(f"plan:{name}", kwargs={"public_id": plan.public_id})


def test_a_cut_moves_the_bound_and_says_what_hangs_on_the_line(cast: Cast) -> None:
    make_year(cast)
    plan = priced(make_plan())
    spent = plan.totals["lines"][0]["spent"]
    cut = 10_000_000 - spent + 500_000

    found = cuts_of(plan, Asked({"BKPP-01": str(cut)}))

    (row,) = found.rows
    assert (row.cut.cut, row.cut.short, row.cut.after) == (cut, 500_000, 10_000_000 - cut)
    assert row.cut.falls == pytest.approx(PRICE * cut)
    assert row.cut.about == pytest.approx(PRICE * 500_000)
    assert (row.carried.seats, row.carried.jp) == (
        plan.seats.exclude(budget_line=None).count(), 16 * row.carried.seats,
    )  # fmt: skip
    assert found.total is not None and found.proven
    assert found.total.bound == pytest.approx(1.06 - PRICE * cut, abs=1e-6)
    assert not found.total.still_fits


def test_the_page_refuses_less_than_is_obliged_in_words(cast: Cast, as_: As) -> None:
    year = make_year(cast)
    plan = priced(make_plan())
    entry = ledger.Entry(year.line, 6_000_000, "Panggilan", dt.date(2027, 1, 4))
    ledger.post_obligations(CITRA, [entry])

    page = as_("citra").get(url(plan), {"potong-BKPP-01": "50%"}).content.decode()

    assert "Rp 6.000.000 sudah terikat atau dibayar" in page
    assert "Seluruhnya" not in page
    fine = as_("citra").get(url(plan), {"potong-BKPP-01": "40%"}).content.decode()
    assert "sudah terikat atau dibayar" not in fine and "Seluruhnya" in fine


@pytest.mark.parametrize("given", ["banyak", "200%", "-1", "99999999999999999999"])
def test_a_wrong_cut_is_answered_with_words(cast: Cast, as_: As, given: str) -> None:
    make_year(cast)

    page = as_("citra").get(url(make_plan()), {"potong-BKPP-01": given})

    assert page.status_code == 200
    assert "Tulis potongan sebagai rupiah" in page.content.decode()


def test_two_versions_are_compared_and_a_new_line_has_no_proof(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = priced(make_plan())
    less = budget_line("BKPP-01", YEAR, stage="dpa", amount=4_000_000).version

    found = cuts_of(plan, Asked({}, after=less))
    assert (found.rows[0].cut.cut, found.proven) == (6_000_000, True)

    budget_line("BKPP-02", YEAR, stage="dpa", amount=1_000_000)
    found = cuts_of(plan, Asked({}, after=less))
    assert [row.changed for row in found.rows] == ["", "new"]
    assert not found.proven
    page = as_("citra").get(url(plan), {"ke": str(less.public_id)}).content.decode()
    assert "pos baru, tanpa harga" in page
    assert f"versi={less.public_id}" in page


@pytest.mark.parametrize(
    ("more", "changed"), [({"forms": ["Seminar"]}, "rules"), ({"code": "X"}, "gone")]
)
def test_a_line_that_may_pay_for_other_things_has_no_proof(
    cast: Cast, more: dict[str, object], changed: str
) -> None:
    make_year(cast)
    plan = priced(make_plan())
    fields = {"code": "BKPP-01", "amount": 9_000_000, **more}
    less = budget_line(str(fields.pop("code")), YEAR, stage="dpa", **fields).version

    found = cuts_of(plan, Asked({}, after=less))

    assert (found.rows[0].changed, found.proven) == (changed, False)


@pytest.mark.parametrize(("amount", "changed"), [(10_999_999, ""), (11_000_000, "dearer")])
def test_a_rise_that_pays_a_session_too_dear_before_has_no_proof(
    cast: Cast, amount: int, changed: str
) -> None:
    year = make_year(cast)
    with unguarded():
        year.session.fixed_cost = 11_000_000
        year.session.save()
    plan = priced(make_plan())
    more = budget_line("BKPP-01", YEAR, stage="dpa", amount=amount).version

    found = cuts_of(plan, Asked({}, after=more))

    assert (found.rows[0].changed, found.proven) == (changed, not changed)


def test_typed_cuts_become_a_draft_version_and_a_plan_is_computed_with_it(
    cast: Cast, as_: As
) -> None:
    make_year(cast)
    plan = priced(make_plan())

    answer = as_("citra").post(
        f"{url(plan, 'cuts_keep')}?potong-BKPP-01=25%25", {"stage": "apbdp", "number": 1}
    )

    made = BudgetVersion.objects.get(stage="apbdp")
    assert answer["Location"].endswith(f"?ke={made.public_id}")
    assert list(made.lines.values_list("code", "amount")) == [("BKPP-01", 7_500_000)]
    as_("citra").post(
        reverse("plan:new"),
        {
            "year": YEAR, "name": "Sesudah potongan", "seconds": 5, "seed": 1,
            "version": str(made.public_id), **PlanSettings().as_json(),
        },
    )  # fmt: skip
    plan = Plan.objects.get(name="Sesudah potongan")
    assert plan.budget_version == made
    assert Job.objects.filter(pk=plan.job_id).exists()
    built = build_instance(YEAR, PlanSettings(), plan.gap_run, plan.budget_version)
    assert built.instance.line_amount.tolist() == [7_500_000]


def test_the_file_says_what_the_page_says(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = priced(make_plan())

    answer = as_("citra").get(url(plan), {"potong-BKPP-01": "10%", "unduh": "xlsx"})

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    (row,) = [row for row in cells if row[0] == "BKPP-01"]
    assert row[2:5] == [10_000_000, 9_000_000, 1_000_000]
    assert row[12] == pytest.approx(PRICE * 1_000_000)


def test_the_budget_leads_to_the_approved_plan(cast: Cast, as_: As) -> None:
    make_year(cast)
    to = reverse("plan:cuts_of_year", kwargs={"year": YEAR})
    assert as_("mayor").get(to)["Location"] == reverse("money:lines")

    plan = make_frozen()

    assert as_("mayor").get(to)["Location"] == url(plan)
    assert as_("mayor").get(url(plan)).status_code == 200
    assert as_("budi").get(url(plan)).status_code == 403


def test_the_page_asks_the_same_number_of_queries_with_more_lines(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = priced(make_plan())
    counts = []
    for _round in range(2):
        as_("citra").get(url(plan))  # session and content types
        with CaptureQueriesContext(connection) as queries:
            as_("citra").get(url(plan), {"potong-BKPP-01": "10%"})
        counts.append(len(queries))
        for n in range(2, 6):
            budget_line(f"BKPP-0{n}", YEAR, amount=1_000_000)
        plan = make_plan("Lagi")

    assert counts[0] == counts[1]


def many_lines(plan: Plan, n: int) -> Plan:
    """The plan as one of `n` lines, the first as it was."""
    (first,) = plan.totals["lines"]
    rows = [first, *({**first, "code": f"POS-{at:03}", "amount": 1_000_000, "spent": 0}
                     for at in range(2, n + 1))]  # fmt: skip
    prices = json.loads(read(plan.prices))
    prices["closure_prices"]["money"] = [PRICE] * n
    prices["hours_prices"]["money"] = [0.0] * n
    with unguarded():
        file = keep(CITRA, json.dumps(prices).encode(), "harga.json", "application/json")
        totals = {**plan.totals, "lines": rows}
        Plan.objects.filter(pk=plan.pk).update(prices=file, totals=totals)
    plan.refresh_from_db()
    return plan


def test_a_page_of_lines_keeps_the_cuts_typed_on_others(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = many_lines(priced(make_plan()), 70)
    typed = {"potong-BKPP-01": "10%", "potong-POS-060": "300.000"}

    first = as_("citra").get(url(plan), typed)
    second = as_("citra").get(url(plan), {**typed, "hal": "2"})

    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 20)
    assert first.context["kept"] == [("potong-POS-060", "300.000")]
    assert second.context["kept"] == [("potong-BKPP-01", "10%")]
    assert first.context["cuts"].total == second.context["cuts"].total
    assert first.context["cuts"].total.cut == 1_300_000
    assert "hal=2" in first.content.decode() and "potong-POS-060=300.000" in first.content.decode()


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"cari": "pos-00"}, [f"POS-00{at}" for at in range(2, 10)]),
        ({"tampil": "dipotong"}, ["BKPP-01", "POS-007", "POS-008", "POS-009"]),
        ({"tampil": "ditolak"}, ["POS-009"]),
        ({"tampil": "dipotong", "urut": "potongan"}, ["BKPP-01", "POS-008", "POS-007", "POS-009"]),
        ({"cari": "tidak ada"}, []),
    ],
)
def test_lines_are_searched_filtered_and_sorted(
    cast: Cast, as_: As, query: dict[str, str], codes: list[str]
) -> None:
    make_year(cast)
    plan = many_lines(priced(make_plan()), 70)
    typed = {"potong-BKPP-01": "10%", "potong-POS-007": "1000", "potong-POS-008": "2%",
             "potong-POS-009": "banyak"}  # fmt: skip

    page = as_("citra").get(url(plan), {**typed, **query})

    assert [row.code for row, _name in page.context["rows"]] == codes
    assert page.context["n_wrong"] == 1
    assert "1 pos tidak dapat dipotong" in page.content.decode()
    assert {*dict(page.context["kept"]), *(name for _row, name in page.context["rows"])} >= set(
        typed
    )
