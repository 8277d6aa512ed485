"""A plan that counts with noise: made beside another, honest on every page, still explained."""

import io
from collections.abc import Callable

import numpy as np
import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from tools.check_plan.against_workbook import check_against
from tools.check_plan.certificate import check_certificate, read_certificate
from tools.check_plan.facts import Facts
from tools.check_plan.reading import read_sheets
from tools.check_plan.report import Report
from tools.check_plan.rules import check

from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.engines.allocation.evaluate import closures, evaluate
from bina.engines.allocation.store import instance_hash
from bina.engines.whatif.expected import for_noise
from bina.jobs.models import Job
from bina.jobs.services import Handle
from bina.money.models import BudgetLine
from bina.plan.exports.certificate import certificate_file
from bina.plan.exports.checkable import checkable_workbook
from bina.plan.forms import PlanForm, ReplanForm
from bina.plan.models import Plan, Refusal
from bina.plan.rules.settings import PlanSettings
from bina.plan.selectors.compare import sides_of
from bina.plan.selectors.curves import curves_of
from bina.plan.selectors.errors import errors_of
from bina.plan.selectors.for_noise import beside
from bina.plan.selectors.more import more_rows
from bina.plan.selectors.second import next_best
from bina.plan.selectors.steadiness import steadiness_of
from bina.plan.selectors.stored import stored_plan
from bina.plan.services import asking
from bina.plan.services.computing import compute_now
from bina.plan.services.lifecycle import approve, submit
from bina.plan.services.planning_for_noise import (
    BeingPlanned,
    NotFromThisPlan,
    request_for_noise,
)
from bina.plan.services.substituting import load
from bina.plan.tasks import compute
from tests.cast import Cast
from tests.plan.scene import CITRA, FRANS, YEAR, make_plan, make_year

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
MARK = "dihitung dengan ketidakpastian"
FOR_NOISE = PlanSettings(for_noise=True, empty_percent=10)


def solved(settings: PlanSettings | None = None) -> Plan:
    plan = compute_now(CITRA, YEAR, settings=settings or PlanSettings(), seed=1, work=5)
    plan.refresh_from_db()
    return plan


def handle_of(plan: Plan) -> Handle:
    assert plan.job is not None
    Job.objects.filter(pk=plan.job.pk).update(state="running")
    return Handle(Job.objects.get(pk=plan.job.pk))


def made_beside(plan: Plan, percent: int = 10) -> Plan:
    """What the button and its job leave."""
    made = request_for_noise(CITRA, plan, empty_percent=percent, seconds=5, name="Kokoh")
    assert made.job is not None
    compute(handle_of(made), **made.job.arguments)
    Job.objects.filter(pk=made.job.pk).update(state="done")
    return Plan.objects.select_related("job", "instance", "prices", "gap_run").get(pk=made.pk)


def url(plan: Plan, name: str = "steadiness") -> str:
    return reverse(f"plan:{name}", kwargs={"public_id": plan.public_id})


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_it_becomes_a_draft_whose_figures_are_as_measured_and_whose_proof_is_of_what_was_counted(
    cast: Cast,
) -> None:
    make_year(cast)
    plan = solved()

    made = made_beside(plan)

    stored, settings = stored_plan(made), FOR_NOISE.engine
    keys, measured = stored.keys, stored.measured
    errors = errors_of(plan.gap_run, measured, keys["people"], keys["competencies"])
    assert made.state == Plan.State.DRAFT
    assert instance_hash(measured) == plan.certificate["instance_hash"]
    assert instance_hash(stored.instance) == made.certificate["instance_hash"]
    assert made.certificate["instance_hash"] == instance_hash(
        for_noise(measured, settings, errors, 0.9)
    )
    assert made.certificate["counts"] == "expected"
    counted = evaluate(stored.instance, settings, stored.pairs)
    assert made.certificate["value"] == pytest.approx(counted.value)
    whole = closures(measured, settings, stored.pairs).sum()
    assert made.totals["closure"] == pytest.approx(whole) != pytest.approx(counted.closure)
    found = steadiness_of(made)
    assert found is not None and found.noise.planned == pytest.approx(made.totals["closure"])
    assert made.totals["counted"]["expected"] == pytest.approx(found.rows[2].expected)
    assert made.totals["missing_jp"] <= plan.totals["missing_jp"]
    sides = sides_of(made)
    assert sum(side.closure for side in sides.values()) == pytest.approx(made.totals["closure"])
    both = beside(plan, made)
    assert both.same_facts and both.gained >= -1e-9
    assert both.plain.measured - both.sure.measured == pytest.approx(both.given_up)
    entry = Entry.objects.filter(action="plan.request").latest("pk")
    assert entry.detail["beside"] == str(plan.public_id)


def test_the_page_offers_it_and_says_what_it_costs(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = solved()
    offer = "Susun rencana dengan ketidakpastian"
    assert offer in text(as_("citra"), url(plan))
    assert offer not in text(as_("mayor"), url(plan))

    answer = as_("citra").post(url(plan, "for_noise"), {"empty_percent": "20", "seconds": "5"})
    running = text(as_("citra"), url(plan))
    part = as_("citra").get(url(plan), headers={"X-Fragment": "1"}).content.decode()
    made = Plan.objects.get(settings__for_noise=True)
    assert made.job is not None
    compute(handle_of(made), **made.job.arguments)
    Job.objects.filter(pk=made.job.pk).update(state="done")
    page = text(as_("citra"), url(plan))

    assert answer.status_code == 302
    assert made.settings["empty_percent"] == 20 and made.name.startswith(plan.name)
    assert offer not in running and "Menunggu giliran" in running
    assert f'data-poll="{url(plan)}"' in part and 'http-equiv="refresh"' in running
    assert f'data-poll="{url(plan)}"' not in page and offer in page
    assert "Poin yang diharapkan" in page and "bila 20 % kursi kosong" in page
    assert "kursi berbeda" in page
    compared = f"?a={plan.public_id}&amp;b={made.public_id}"
    assert compared in page and MARK in page
    there = text(as_("citra"), url(made))
    assert offer not in there and compared in there
    assert "<h3>" not in page
    made_beside(plan, percent=10)
    assert text(as_("citra"), url(plan)).count("<h3>Bila ") == 2


def test_its_own_pages_and_files_are_marked(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan, plain = solved(FOR_NOISE), solved()
    hr = as_("citra")

    page = text(hr, url(plan, "detail"))

    assert MARK in page and "Dihitung dengan ketidakpastian" in page
    assert "bila 10 % kursi kosong" in page and "poin harapan" in page
    assert MARK not in text(hr, url(plain, "detail"))
    assert text(hr, reverse("plan:list")).count(MARK) == 1
    for name in ("more", "curves", "cuts"):
        assert "dinyatakan dalam poin harapan" in text(hr, url(plan, name))
        assert "dinyatakan dalam poin harapan" not in text(hr, url(plain, name))
    for name in ("hcdp", "offices", "goals"):
        book = openpyxl.load_workbook(io.BytesIO(hr.get(url(plan, name)).content))
        cells = [
            str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row
        ]
        assert any(MARK in cell for cell in cells)
    assert hr.get(url(plan, "letter")).content[:4] == b"%PDF"
    address = reverse("plan:compare") + f"?a={plain.public_id}&b={plan.public_id}"
    assert MARK in text(hr, address)


def test_the_checker_bears_it_out_with_the_workbook(cast: Cast) -> None:
    make_year(cast)
    plan = solved(FOR_NOISE)
    sheets = read_sheets(io.BytesIO(checkable_workbook(plan, MARK)))
    given = read_certificate(io.BytesIO(certificate_file(plan)))

    report = check(sheets)
    check_against(given, Facts(sheets), report)
    check_certificate(given, report)

    assert report.violations == []
    without = Report()
    check_against(given._replace(measured=None), Facts(sheets), without)
    assert without.violations
    wrong = {**{row["KUNCI"]: row for row in sheets["Setelan"]}}
    wrong["total.value"]["NILAI"] = "999"
    assert check(sheets).violations


def test_prices_refusals_questions_and_the_next_best_use_what_was_counted(cast: Cast) -> None:
    make_year(cast)
    with unguarded():
        BudgetLine.objects.update(amount=1_700_000)
    plan = solved(FOR_NOISE)
    stored = stored_plan(plan)

    person = next(p for p in (cast.ani, cast.budi, cast.dani) if stored.row_of(p) >= 0)
    best = next_best(plan, person)
    curves = curves_of(plan)

    assert best is not None and curves is not None and more_rows(plan)
    row = stored.row_of(person)
    own = closures(stored.instance, FOR_NOISE.engine, stored.pairs)[row]
    assert best.closure == pytest.approx(own)
    assert curves.floors.at_once is None or curves.floors.at_once >= 0
    asking.ask(CITRA, plan, [("floors", 0)], 5)
    question = plan.what_ifs.select_related("job").get()
    assert question.job is not None
    Job.objects.filter(pk=question.job.pk).update(state="running")
    asking.answer(Handle(Job.objects.get(pk=question.job.pk)), plan.pk)
    question.refresh_from_db()
    assert question.instance_hash == plan.certificate["instance_hash"]
    for refusal in Refusal.objects.filter(plan=plan):
        assert 0 < refusal.closure < 1.6 * 0.9  # of a gap of 2 at weight 1, a tenth stays away


def test_substitutes_count_as_measured(cast: Cast) -> None:
    make_year(cast)
    plan = solved(FOR_NOISE)
    submit(CITRA, plan)
    approve(FRANS, plan)

    given = load(plan).instance

    assert np.array_equal(given.need_weight, stored_plan(plan).measured.need_weight)
    assert not np.array_equal(given.need_weight, stored_plan(plan).instance.need_weight)


def test_a_second_one_waits_and_others_are_refused(cast: Cast) -> None:
    make_year(cast)
    plan, sure = solved(), solved(FOR_NOISE)
    with pytest.raises(NotFromThisPlan):
        request_for_noise(CITRA, sure, empty_percent=10, seconds=5, name="K")
    with unguarded():
        bare = make_plan("Tanpa kesenjangan")
        Plan.objects.filter(pk=bare.pk).update(gap_run=None)
    bare.refresh_from_db()
    with pytest.raises(NotFromThisPlan):
        request_for_noise(CITRA, bare, empty_percent=10, seconds=5, name="K")

    request_for_noise(CITRA, plan, empty_percent=10, seconds=5, name="K")

    with pytest.raises(BeingPlanned):
        request_for_noise(CITRA, plan, empty_percent=20, seconds=5, name="L")


def test_other_data_are_said_and_planned_from_nothing(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = solved()
    with unguarded():
        BudgetLine.objects.update(amount=5_000_000)

    made = made_beside(plan)

    assert not beside(plan, made).same_facts
    assert made.state == Plan.State.DRAFT
    assert "Data berubah di antara kedua rencana" in text(as_("citra"), url(plan))


@pytest.mark.parametrize("data", [
    {"empty_percent": "7", "seconds": "5"}, {"empty_percent": "10", "seconds": "1"}, {},
])  # fmt: skip
def test_what_cannot_be_chosen_starts_nothing(cast: Cast, as_: As, data: dict[str, str]) -> None:
    make_year(cast)
    plan = make_plan()

    answer = as_("citra").post(url(plan, "for_noise"), data, follow=True).content.decode()

    assert "Pilih kursi kosong dari daftar" in answer
    assert not Plan.objects.filter(settings__for_noise=True).exists()


def test_only_who_edits_plans_asks(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = make_plan()
    data = {"empty_percent": "10", "seconds": "5"}
    for member in ("ani", "budi", "mayor"):
        assert as_(member).post(url(plan, "for_noise"), data).status_code in (403, 404)


def test_a_new_plan_may_count_so_and_a_replan_never_does() -> None:
    values = {name: field.initial for name, field in PlanForm().fields.items()}
    values |= {"year": 2027, "name": "R", "seconds": 60, "version": "", "work": ""}
    chosen = PlanForm({**values, "for_noise": "on", "empty_percent": "0"})
    left = PlanForm({k: v for k, v in values.items() if k not in ("for_noise", "empty_percent")})
    assert chosen.is_valid() and left.is_valid(), (chosen.errors, left.errors)

    assert (chosen.settings().for_noise, chosen.settings().empty_percent) == (True, 0)
    assert chosen.settings().shows == 1.0
    assert (left.settings().for_noise, left.settings().empty_percent) == (False, 10)
    again = ReplanForm({"year": 2027, "seconds": 30, "kept_jp": 1, "promised_jp": 1, "new_jp": 1})
    assert again.is_valid()
    assert not again.settings(FOR_NOISE).for_noise
