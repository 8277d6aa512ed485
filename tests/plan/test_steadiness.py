"""How steady a plan is: errors found for every need, the page in words, who may read it."""

import math
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from bina.audit.guard import unguarded
from bina.gaps.rules.columns import joined
from bina.plan.models import Plan
from bina.plan.rules.settings import PlanSettings
from bina.plan.selectors.errors import errors_of
from bina.plan.selectors.steadiness import steadiness_of
from bina.plan.selectors.stored import stored_plan
from bina.plan.services.computing import compute_now
from tests.cast import Cast
from tests.plan.scene import CITRA, YEAR, make_year

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


def solved(cast: Cast) -> Plan:
    make_year(cast)
    plan = compute_now(CITRA, year=YEAR, settings=PlanSettings(), seed=1, work=5, seconds=None)
    plan.refresh_from_db()
    return plan


def url(plan: Plan) -> str:
    return reverse("plan:steadiness", kwargs={"public_id": plan.public_id})


def test_every_need_has_the_error_of_its_gap(cast: Cast) -> None:
    plan = solved(cast)
    assert plan.gap_run is not None
    stored = stored_plan(plan)
    columns = joined([bytes(block.payload) for block in plan.gap_run.blocks.all()])
    rows = zip(columns["person_id"], columns["held"], columns["standard"], columns["se"],
               strict=True)  # fmt: skip
    by_need = {(p, round(float(h), 4), round(float(s), 4)): float(se) for p, h, s, se in rows}

    keys = stored.keys
    errors = errors_of(plan.gap_run, stored.instance, keys["people"], keys["competencies"])

    instance, at = stored.instance, 0
    for i, person in enumerate(stored.keys["people"]):
        for n in range(int(instance.need_ptr[i]), int(instance.need_ptr[i + 1])):
            need = (person, round(float(instance.need_held[n]), 4),
                    round(float(instance.need_standard[n]), 4))  # fmt: skip
            assert errors[n] == pytest.approx(by_need[need])
            at += 1
    assert at == errors.size > 0
    assert not any(math.isnan(error) for error in errors)


def test_what_is_promised_is_the_plans_closure_and_absence_costs(cast: Cast) -> None:
    plan = solved(cast)

    found = steadiness_of(plan)

    assert found is not None
    assert found.noise.planned == pytest.approx(plan.totals["closure"], abs=1e-6)
    assert found.rows[0].away == 0
    assert found.rows[0].measured == pytest.approx(found.noise.planned)
    expected = [row.expected for row in found.rows]
    assert expected == sorted(expected, reverse=True)
    assert 0.0 <= found.share_without_gap < 1.0
    assert found.noise.n_unsure > 0


def test_the_page_says_it_and_old_plans_say_what_is_missing(cast: Cast, as_: As) -> None:
    plan = solved(cast)
    page = as_("citra").get(url(plan)).content.decode()

    assert "Seberapa kokoh" in page
    assert "30 %" in page
    with unguarded():
        Plan.objects.filter(pk=plan.pk).update(prices=None)
    assert "Susun rencana dahulu" in as_("citra").get(url(plan)).content.decode()


def test_only_who_sees_the_budget_reads_it(cast: Cast, as_: As) -> None:
    plan = solved(cast)
    assert as_("ani").get(url(plan)).status_code in (403, 404)
    assert as_("hr_head").get(url(plan)).status_code == 200
