"""Certificates as files: the checker bears out what was proved, and names what was changed."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from bench.allocation.generate import city
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tools.check_plan.against_workbook import check_against
from tools.check_plan.certificate import Certificate, check_certificate, read_certificate
from tools.check_plan.facts import Facts
from tools.check_plan.reading import Unreadable, read_sheets
from tools.check_plan.report import Report

from bina.audit.guard import unguarded
from bina.engines.allocation.model import COLUMNS, Instance, Result, Settings, Work
from bina.engines.allocation.solve import NoFirstPlanError, solve
from bina.engines.allocation.store import FORMAT, certificate_as_json, plan_as_json
from bina.people.models import Person
from bina.plan.exports.certificate import certificate_file
from bina.plan.exports.checkable import checkable_workbook
from bina.plan.models import Plan
from bina.plan.services.computing import compute_now
from tests.cast import Cast
from tests.engines.allocation.brute import all_plans, best_value
from tests.engines.allocation.tiny import random_tiny
from tests.plan.scene import CITRA, YEAR, make_year

CONSTANTS = Settings()
WORK = Work(hours_rounds=6, closure_rounds=12, masters=2, blocks=4, moves_per_block=50)
many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def packed(instance: Instance, result: Result) -> dict[str, Any]:
    """The files of a certificate by name: columns of the instance, and JSON."""
    claims = certificate_as_json(result.certificate)
    prices = {name: claims.pop(name) for name in ("hours_prices", "closure_prices")}
    columns = {name: getattr(instance, name).copy() for name in COLUMNS}
    plan = plan_as_json(result.plan)
    return {"instance": columns, "certificate": claims, "prices": prices, "plan": plan}


def read_back(files: dict[str, Any]) -> Certificate:
    """The files through a zip and the checker's reader."""
    memory, npz = io.BytesIO(), io.BytesIO()
    np.savez(npz, format=np.array(FORMAT), **files["instance"])
    with zipfile.ZipFile(memory, "w") as pack:
        pack.writestr("instance.npz", npz.getvalue())
        for name in ("certificate", "prices", "plan"):
            pack.writestr(f"{name}.json", json.dumps(files[name]))
    return read_certificate(io.BytesIO(memory.getvalue()))


def solved(instance: Instance) -> Result:
    return solve(instance, CONSTANTS, seed=1, work=WORK, clock=lambda: 0.0)


@given(st.integers(0, 10**9), st.booleans())
@many
def test_what_the_engine_proves_of_tiny_instances_is_borne_out(seed, held):
    instance = random_tiny(seed, held=held)
    try:
        result = solved(instance)
    except NoFirstPlanError:
        assume(False)
    report = check_certificate(read_back(packed(instance, result)))
    plans = all_plans(instance, CONSTANTS)

    assert report.violations == []
    assert report.figures["hours_bound"] <= min(m for m, _, _ in plans)
    assert report.figures["closure_bound"] >= best_value(plans, result.certificate.missing_jp)
    assert report.figures["closure_bound"] <= result.certificate.closure_bound
    assert report.figures["hours_bound"] >= result.certificate.missing_jp_bound


@pytest.fixture(scope="module")
def medium() -> tuple[Instance, Result]:
    """A plan of 150 people."""
    instance = city(150, seed=2)
    return instance, solved(instance)


def test_the_bounds_of_150_people_are_borne_out_and_not_far_off(medium):
    report = check_certificate(read_back(packed(*medium)))

    assert report.violations == []
    assert report.figures["closure_bound_cut"] == report.figures["hours_bound_cut"] == 0
    claimed = medium[1].certificate.closure_bound
    assert claimed * 0.98 < report.figures["closure_bound"] <= claimed


def lower_bound(files: dict[str, Any]) -> None:
    files["certificate"]["closure_bound"] -= 0.02 * files["certificate"]["closure_bound"]


def bound_below_value(files: dict[str, Any]) -> None:
    files["certificate"]["closure_bound"] = files["certificate"]["value"] - 0.001


def more_hours(files: dict[str, Any]) -> None:
    files["certificate"]["missing_jp_bound"] += 1


def better_value(files: dict[str, Any]) -> None:
    files["certificate"]["value"] += 0.01


def fewer_missing(files: dict[str, Any]) -> None:
    files["certificate"]["missing_jp"] -= 1


def other_instance(files: dict[str, Any]) -> None:
    files["instance"]["need_weight"][0] *= 1.5


def more_money(files: dict[str, Any]) -> None:
    files["instance"]["line_amount"] += 1


def no_prices(files: dict[str, Any]) -> None:
    for values in ("seat", "money", "coach", "quota", "fairness"):
        size = len(files["prices"]["closure_prices"][values])
        files["prices"]["closure_prices"][values] = [0.0] * size
    files["prices"]["closure_prices"] |= {"staffing": [], "opening": []}


def money_below_0(files: dict[str, Any]) -> None:
    files["prices"]["closure_prices"]["money"][0] = -1e-9


def wrong_hour(files: dict[str, Any]) -> None:
    files["prices"]["hours_prices"]["hours"] = 2.0


def fairness_too_dear(files: dict[str, Any]) -> None:
    files["prices"]["closure_prices"]["fairness"][0] = 3.1


def missing_price(files: dict[str, Any]) -> None:
    files["prices"]["hours_prices"]["seat"].pop()


def everybody_sits(files: dict[str, Any]) -> None:
    files["plan"]["pairs"] = list(range(files["instance"]["pair_session"].size))


def no_such_pair(files: dict[str, Any]) -> None:
    files["plan"]["pairs"].append(files["instance"]["pair_session"].size)


def nobody_sits(files: dict[str, Any]) -> None:
    files["plan"]["pairs"] = []


@pytest.mark.parametrize(
    ("change", "rule", "place"),
    [
        (lower_bound, "closure bound", "claimed"),
        (bound_below_value, "bound", "worth more"),
        (more_hours, "hours bound", "JP claimed"),
        (better_value, "claim", "value"),
        (fewer_missing, "claim", "missing_jp"),
        (other_instance, "hash", "about"),
        (more_money, "hash", "about"),
        (no_prices, "closure bound", "more"),
        (money_below_0, "prices", "closure_prices, money"),
        (wrong_hour, "prices", "hours_prices, hours"),
        (fairness_too_dear, "prices", "closure_prices, fairness"),
        (missing_price, "prices", "hours_prices, seat"),
        (everybody_sits, "seats", "twice"),
        (no_such_pair, "seats", "no pair"),
        (nobody_sits, "claim", "value"),
    ],
)
def test_whatever_is_changed_is_named(medium, change, rule, place):
    files = packed(*medium)
    change(files)

    report = check_certificate(read_back(files))

    assert any(rule == r and place in words for r, words in report.violations), report.violations


@pytest.mark.parametrize("name", ["certificate", "prices"])
def test_a_file_that_lacks_a_part_is_unreadable(medium, name):
    files = packed(*medium)
    files[name] = {}

    with pytest.raises(Unreadable):
        read_back(files)


# ---- from the tables to the file ----------------------------------------------------------------


@pytest.fixture
def planned(cast: Cast) -> Plan:
    """A small year with a computed plan."""
    make_year(cast)
    plan = compute_now(CITRA, YEAR, work=5)
    plan.refresh_from_db()
    return plan


@pytest.mark.django_db
def test_the_file_and_the_workbook_of_a_plan_are_about_the_same_year(planned: Plan) -> None:
    given = read_certificate(io.BytesIO(certificate_file(planned)))
    facts = Facts(read_sheets(io.BytesIO(checkable_workbook(planned))))
    report = Report()

    check_against(given, facts, report)
    check_certificate(given, report)

    assert report.violations == []
    assert given.pairs is not None and given.pairs.size == len(facts.seats) > 0
    assert report.figures["certificate.value"] == pytest.approx(planned.certificate["value"])


def dearer_line(facts: Facts) -> None:
    next(iter(facts.lines.values()))["PAGU"] = 1


def lost_seat(facts: Facts) -> None:
    facts.seats.pop()


def lower_need(facts: Facts) -> None:
    for needs in facts.needs.values():
        for competency, (held, standard, weight) in needs.items():
            needs[competency] = (held, standard, weight * 2)


def shorter(facts: Facts) -> None:
    for programme in facts.programmes.values():
        programme["JP"] = 1


def done_already(facts: Facts) -> None:
    for person in facts.people.values():
        person["JP DILAKUKAN"] = 19


def other_claim(facts: Facts) -> None:
    facts.settings["certificate.closure_bound"] = "1.5"


@pytest.mark.django_db
def test_a_workbook_of_another_year_is_told_apart(planned: Plan) -> None:
    given = read_certificate(io.BytesIO(certificate_file(planned)))
    sheets = checkable_workbook(planned)
    for change, word in (
        (dearer_line, "line "), (lost_seat, "seat "), (lower_need, "person "),
        (shorter, "session "), (done_already, "JP owed"), (other_claim, "closure_bound is"),
    ):  # fmt: skip
        facts, report = Facts(read_sheets(io.BytesIO(sheets))), Report()
        change(facts)

        check_against(given, facts, report)

        assert any(word in words for _, words in report.violations), change.__name__


def zip_of(client: Client, plan: Plan) -> bytes:
    answer = client.get(reverse("plan:certificate", kwargs={"public_id": plan.public_id}))
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="sertifikat-{YEAR}.zip"'
    return bytes(answer.content)


@pytest.mark.django_db
def test_the_download_holds_no_name_and_is_borne_out(
    planned: Plan, as_: Callable[[str], Client]
) -> None:
    content = zip_of(as_("citra"), planned)

    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert set(pack.namelist()) == {
            "instance.npz", "plan.json", "keys.json", "prices.json", "certificate.json",
        }  # fmt: skip
        words = "\n".join(pack.read(n).decode() for n in pack.namelist() if n.endswith("json"))
    for person in Person.objects.all():
        assert person.name not in words
        assert not person.nip or person.nip not in words
    assert check_certificate(read_certificate(io.BytesIO(content))).violations == []


@pytest.mark.django_db
def test_the_page_says_how_to_check_and_offers_the_file_to_whom_it_may(
    planned: Plan, as_: Callable[[str], Client]
) -> None:
    address = reverse("plan:certificate", kwargs={"public_id": planned.public_id})
    page = reverse("plan:detail", kwargs={"public_id": planned.public_id})

    assert address in as_("citra").get(page).content.decode()
    with unguarded():
        Plan.objects.filter(pk=planned.pk).update(state=Plan.State.SUBMITTED)
    shown = as_("budi").get(page).content.decode()
    assert address not in shown
    assert planned.certificate["instance_hash"] in shown
    assert as_("budi").get(address).status_code == 403


@pytest.mark.django_db
def test_a_plan_without_stored_files_has_no_certificate(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    with unguarded():
        plan = Plan.objects.create(year=YEAR, name="Rencana", state=Plan.State.DRAFT)

    address = reverse("plan:certificate", kwargs={"public_id": plan.public_id})

    assert as_("citra").get(address).status_code == 404
