"""Value against money: at once from the prices, then solved again by a job; nothing on a read."""

import io
from collections.abc import Callable
from unittest.mock import patch

import numpy as np
import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from bina.engines.allocation.exact import solve_exact
from bina.engines.allocation.store import instance_hash
from bina.jobs.models import Job
from bina.jobs.services import Handle
from bina.plan.models import Plan, WhatIf
from bina.plan.rules.settings import PlanSettings
from bina.plan.selectors.curves import changed, curves_of
from bina.plan.selectors.stored import stored_plan
from bina.plan.services import asking
from bina.plan.services.computing import compute_now
from tests.cast import Cast
from tests.plan.scene import CITRA, YEAR, make_frozen, make_plan, make_year

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
NEAR = 1e-6


def url(plan: Plan, name: str = "curves") -> str:
    return reverse(f"plan:{name}", kwargs={"public_id": plan.public_id})


def solved(cast: Cast) -> Plan:
    """A plan with real prices of a line that is short."""
    year = make_year(cast)
    assert year.line.amount == 10_000_000
    plan = compute_now(CITRA, year=YEAR, settings=PlanSettings(), seed=1, work=5, seconds=None)
    plan.refresh_from_db()
    return plan


def handle_of(plan: Plan, *, stop: bool = False) -> Handle:
    row = plan.what_ifs.select_related("job").first()
    assert row is not None and row.job is not None
    job = row.job
    Job.objects.filter(pk=job.pk).update(state="running", stop_requested=stop)
    return Handle(Job.objects.get(pk=job.pk))


def test_answers_are_solved_stored_and_true(cast: Cast, as_: As) -> None:
    plan = solved(cast)
    asked = {"tanya": ["budget:80", "budget:120", "floors:0"], "seconds": "5"}

    as_("citra").post(url(plan, "ask"), asked)
    done = asking.answer(handle_of(plan), plan.pk)

    assert done == {"answered": 3, "asked": 3}
    stored = stored_plan(plan)
    for row in plan.what_ifs.all():
        other = changed(stored, row.kind, row.key)
        best = solve_exact(other.instance, other.certificate.settings).plan
        assert row.instance_hash == instance_hash(other.instance)
        assert row.settings["fair_penalty"] == (0.0 if row.kind == "floors" else 3.0)
        assert row.missing_jp_bound <= best.missing_jp <= row.missing_jp
        if row.missing_jp == best.missing_jp:
            assert row.value <= best.value + NEAR <= row.bound + 2 * NEAR
        assert row.prices is not None and row.work and row.seed == plan.seed
    curves = curves_of(plan)
    assert curves is not None and curves.unanswered == 0
    values = [point.value for point in curves.points if point.value is not None]
    assert len(values) == 11
    for point in curves.points:
        assert point.at_once is None or point.value <= point.at_once + NEAR


def test_a_page_is_read_without_solving(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = make_frozen()

    with patch("bina.plan.services.engine.solve_again", side_effect=AssertionError):
        page = as_("citra").get(url(plan)).content.decode()

    assert "130 %" in page and "Harga keadilan" in page
    assert "Hitung ulang" in page and "Hitung ulang" not in _rest(as_("mayor"), plan)
    file = as_("citra").get(url(plan), {"unduh": "xlsx"}).content
    sheet = openpyxl.load_workbook(io.BytesIO(file)).worksheets[0]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert 8_000_000 in cells and 13_000_000 in cells


def _rest(client: Client, plan: Plan) -> str:
    return client.get(url(plan)).content.decode().split("</nav>")[-1]


def test_a_stop_leaves_what_was_not_begun(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = make_plan()
    as_("citra").post(url(plan, "ask"), {"tanya": ["budget:80"], "seconds": "5"})

    asking.answer(handle_of(plan, stop=True), plan.pk)

    curves = curves_of(plan)
    assert curves is not None and curves.unanswered == 1


def test_questions_wait_for_each_other_and_belong_to_hr(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan = make_frozen()
    ask = {"tanya": ["budget:80"], "seconds": "5"}
    assert as_("budi").get(url(plan)).status_code == 403
    assert as_("mayor").post(url(plan, "ask"), ask).status_code == 403

    as_("citra").post(url(plan, "ask"), ask)
    as_("citra").post(url(plan, "ask"), {**ask, "tanya": ["budget:90"]})
    assert list(WhatIf.objects.values_list("key", flat=True)) == [80]
    as_("citra").post(url(plan, "ask_stop"))
    assert Job.objects.filter(kind=asking.KIND, stop_requested=True).exists()
    wrong = as_("citra").post(url(plan, "ask"), {"tanya": ["budget:99"], "seconds": "5"})
    assert wrong.status_code == 302 and WhatIf.objects.count() == 1


def test_the_changed_instance_differs_in_its_rule_alone(cast: Cast) -> None:
    make_year(cast)
    stored = stored_plan(make_plan())

    less = changed(stored, "budget", 80).instance
    free = changed(stored, "staffing", 0).instance

    assert less.line_amount.tolist() == [8_000_000]
    members = int((stored.instance.staffing_group == 0).sum())
    assert np.unique(free.staffing_capacity[0]).tolist() == [members]
    assert (free.staffing_capacity[1:] == stored.instance.staffing_capacity[1:]).all()
