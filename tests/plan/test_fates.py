"""Each validated proposal after approval: seated, refused by the plan's reason, or why neither."""

import pytest
from django.urls import reverse

from bina.audit.guard import unguarded
from bina.catalog.models import Programme, ProgrammeEffect
from bina.plan.models import Commitment, Plan, Refusal
from bina.plan.selectors.fates import fates_of
from bina.proposals.models import Proposal
from bina.standards.models import Competency
from bina.text import Text
from tests.proposals.scene import proposed
from tests.web.scene import DAY, planned

pytestmark = pytest.mark.django_db
YEAR = 2026  # of the scene's plan
ANSWER = {"state": "validated", "answer": "Sesuai", "answered_on": DAY, "year": YEAR}


@pytest.fixture(autouse=True)
def day(settings) -> None:
    settings.FIXED_DAY = DAY.isoformat()


def valid(person, code: str) -> Proposal:
    return proposed(person, Competency.objects.get(code=code), **ANSWER)


def words(row: Proposal) -> str:
    return str(fates_of([row])[row.pk].sentence)


def lifted(code: str) -> Programme:
    programme = Programme.objects.get(code="P-EMPATI")
    with unguarded():
        ProgrammeEffect.objects.create(
            programme=programme, competency=Competency.objects.get(code=code), lift=1, ceiling=4
        )
    return programme


def test_a_seat_that_closes_the_competency_answers_it(cast) -> None:
    planned(cast)
    row = valid(cast.ani, "KOM")

    fate = fates_of([row])[row.pk]

    assert fate.seated
    assert str(fate.sentence) == (
        "Terjawab dalam rencana: Komunikasi empatik di loket, sesi S-1 mulai 01-12-2026."
    )


def test_a_seat_given_up_answers_nothing(cast) -> None:
    scene = planned(cast)
    with unguarded():
        Commitment.objects.filter(seat=scene.ani_seat).update(state="declined", answer="declined")
    lifted("KOM")
    row = valid(cast.ani, "KOM")

    assert not fates_of([row])[row.pk].seated
    assert "tidak menyimpan alasan" in words(row)


def test_a_refused_wish_is_told_in_the_plans_own_words(cast) -> None:
    scene = planned(cast)
    programme = lifted("PLP")
    with unguarded():
        Refusal.objects.create(
            plan=scene.plan, person=cast.dani, programme=programme, closure=1.0,
            reasons=[Text("Semua kursi terisi.").as_json()],
            remedies=[Text("Satu kursi").as_json()],
        )  # fmt: skip
    row = valid(cast.dani, "PLP")

    fate = fates_of([row])[row.pk]

    assert (fate.seated, [str(reason) for reason in fate.reasons]) == (
        False, ["Semua kursi terisi."],
    )  # fmt: skip


def test_without_a_stored_reason_it_says_what_is_known(cast) -> None:
    planned(cast)
    unmeasured, no_programme = valid(cast.ani, "KES"), valid(cast.dani, "PLP")

    assert "Belum ada program" in words(unmeasured)
    lifted("KES")
    assert "belum diukur" in words(unmeasured)
    assert "Belum ada program" in words(no_programme)
    lifted("PLP")
    assert "sudah tercapai" in words(no_programme)  # Dani holds level 1, and 1 is required


def test_only_validated_ones_of_an_approved_year_have_a_fate(cast) -> None:
    planned(cast)
    sent = proposed(cast.ani, Competency.objects.get(code="KOM"), year=YEAR)
    later = proposed(cast.ani, Competency.objects.get(code="KOM"), **{**ANSWER, "year": 2031})

    assert fates_of([sent, later]) == {}


def test_of_two_approved_plans_the_last_counts(cast) -> None:
    scene = planned(cast)
    row = valid(cast.ani, "KOM")
    with unguarded():
        later = Plan.objects.create(year=YEAR, name="Susun ulang", gap_run=scene.plan.gap_run)
        Plan.objects.filter(pk=later.pk).update(
            state=Plan.State.FROZEN, approved_at="2026-12-01T00:00:00Z"
        )

    assert fates_of([row])[row.pk].plan == later


def test_the_report_the_plan_and_its_page_of_a_person_say_it(cast, as_) -> None:
    scene = planned(cast)
    row = valid(cast.ani, "KOM")
    valid(cast.dani, "PLP")
    page = reverse("plan:proposals", args=[scene.plan.public_id])

    report = as_("ani").get(reverse("web:report")).content.decode()
    citra = as_("citra").get(page).content.decode()
    budi = as_("budi").get(page).content.decode()
    person = as_("citra").get(
        reverse("plan:person", args=[scene.plan.public_id, cast.ani.public_id])
    )

    assert "Terjawab dalam rencana: Komunikasi empatik" in report
    assert "1 dari 2 usulan" in citra and "DANI OHEE" in citra
    assert "ANI WENDA" in budi and "DANI OHEE" not in budi
    assert "ANI WENDA" not in as_("citra").get(page, {"nasib": "belum"}).content.decode()
    assert "Menjawab usulan" in person.content.decode()
    assert as_("mayor").get(page).status_code == 403
    assert row.state == "validated"
