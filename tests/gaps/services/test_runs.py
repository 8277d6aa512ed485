"""A gap run on the cast: figures by hand, stored with its inputs, audited, in few queries."""

import datetime as dt

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.audit.services import SYSTEM
from bina.gaps.models import GapRun, PriorityFactor
from bina.gaps.selectors.runs import below_totals, current_run, need_columns, person_columns
from bina.gaps.services.runs import NoCompetencies, run_gaps
from bina.people.models import Person
from tests.gaps import scene

pytestmark = pytest.mark.django_db


def row_of(run, person, competency):
    """One need of one person."""
    rows = person_columns(run, person.pk, person.unit_id)
    at = np.flatnonzero(rows["competency_id"] == competency.pk)
    return {name: column[at[0]] for name, column in rows.items()}


def test_gaps_by_hand(cast):
    kinds = scene.competencies()
    scene.nurse_standard(kinds["KES"], 3)
    scene.result(cast.ani, kinds["KES"], "2.00")
    scene.result(cast.ani, kinds["KES"], "3.20", "superior")

    run = scene.run()

    row = row_of(run, cast.ani, kinds["KES"])
    assert row["standard"] == 3
    assert row["held"] == pytest.approx(2.24, abs=1e-6)  # (2/0.09 + 3.2/0.36) / (1/0.09 + 1/0.36)
    assert row["se"] == pytest.approx(0.268328, abs=1e-6)
    assert row["weight"] == 1 and not row["factor_id"].any()
    cell = {c: run.totals["city"][c] for c in ("competency", "measured")}
    assert dict(zip(cell["competency"], cell["measured"], strict=True))[kinds["KES"].pk] == 1


def test_it_works_from_the_personnel_file_alone(cast):
    kinds = scene.competencies()

    run = scene.run()

    needs = need_columns(run)
    assert len(needs.person_id) == 2 * Person.objects.count()  # two common competencies each
    assert np.isnan(needs.held).all() and np.isnan(needs.se).all()
    assert row_of(run, cast.budi, kinds["KOM"])["standard"] == 2  # tier 05, domain.md 1.3
    assert row_of(run, cast.hr_head, kinds["KOM"])["standard"] == 4  # tier 03
    assert (run.totals["measured"], set(run.totals["city"]["with_gap"])) == (0, {0})


def test_an_accepted_unit_factor_weighs_the_gaps_below_it_and_a_proposed_one_does_not(cast):
    kinds = scene.competencies()
    with unguarded():
        accepted = PriorityFactor.objects.create(
            unit=cast.health,
            competency=kinds["PLP"],
            source="citizen",
            value="1.6",
            state="accepted",
        )
        PriorityFactor.objects.create(unit=cast.health, source="goal", value="3")

    run = scene.run()

    row = row_of(run, cast.ani, kinds["PLP"])
    assert row["weight"] == pytest.approx(1.6)
    assert row["factor_id"].tolist() == [0, 0, accepted.pk, 0, 0, 0]
    assert row_of(run, cast.dani, kinds["PLP"])["weight"] == 1
    assert row_of(run, cast.ani, kinds["KOM"])["weight"] == 1


def test_people_without_post_or_unit_do_not_stop_the_run(cast):
    scene.competencies()
    with unguarded():
        Person.objects.filter(pk=cast.dani.pk).update(unit=None)
        Person.objects.filter(pk=cast.officer.pk).update(position=None)

    run = scene.run()

    needs = need_columns(run)
    assert (needs.person_id == cast.dani.pk).sum() == 2
    assert (needs.person_id == cast.officer.pk).sum() == 0
    assert run.blocks.filter(unit=None).get().n_people == 1


def test_the_run_keeps_the_versions_of_its_inputs_and_is_audited(cast):
    kinds = scene.competencies()
    old = scene.run()
    scene.result(cast.ani, kinds["KOM"], "2.50")

    new = scene.run()

    old.refresh_from_db()
    assert (current_run(), old.is_current) == (new, False)
    assert old.inputs["results"]["rows"] == 0
    assert new.inputs["results"]["rows"] == 1
    assert len(new.inputs["law"]) == 64
    entry = Entry.objects.order_by("-sequence").first()
    assert (entry.action, entry.subject_id) == ("gaps.run", str(new.public_id))


def test_without_a_dictionary_it_says_what_to_do(cast):
    with pytest.raises(NoCompetencies, match="Unggah berkas standar"):
        run_gaps(SYSTEM, scene.DAY)

    assert GapRun.objects.count() == 0


def test_units_add_up_to_the_city(cast):
    kinds = scene.competencies()
    for person, level in ((cast.ani, "1.00"), (cast.dani, "0.50"), (cast.officer, "2.00")):
        scene.result(person, kinds["PLP"], level)
    run = scene.run()

    whole, offices = below_totals(run, cast.city)
    health, parts = below_totals(run, cast.health)

    assert whole.totals == run.totals["city"]
    assert {row.unit.code: row.n_people for row in offices} == {
        "DINKES": 4,
        "DUKCAPIL": 1,
        "BKPP": 2,
    }
    assert [(row.unit.code, row.has_below) for row in parts] == [
        ("DINKES", False),
        ("PKM-HMD", True),
    ]
    assert health.n_people == 4


def test_the_number_of_queries_does_not_grow_with_the_people(cast):
    kinds = scene.competencies()
    scene.run()
    with CaptureQueriesContext(
        connection,
    ) as before:
        scene.run()
    with unguarded():
        Person.objects.bulk_create(
            Person(
                nip=f"{at:018}",
                name=f"P{at}",
                unit=cast.health,
                position=cast.ani.position,
                employment="pns",
            )
            for at in range(300)
        )
    scene.result(cast.ani, kinds["KOM"], 3)

    with CaptureQueriesContext(connection) as after:
        scene.run()

    assert len(after) == len(before)


def test_a_result_after_the_day_does_not_count(cast):
    kinds = scene.competencies()
    scene.result(cast.ani, kinds["KOM"], 3, when=scene.DAY + dt.timedelta(days=1))

    run = scene.run()

    assert np.isnan(row_of(run, cast.ani, kinds["KOM"])["held"])
