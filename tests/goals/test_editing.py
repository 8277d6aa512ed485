"""Changing the regional plan on its pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.audit.services import Actor
from bina.catalog.models import Programme
from bina.goals.export import goals_workbook
from bina.goals.models import Activity, Goal, GoalNeed, RegionalProgramme, SubActivity
from bina.imports import services
from bina.standards.models import Competency
from tests.cast import Cast
from tests.gaps.scene import competencies
from tests.goals.files import GOAL, regional_plan
from tests.money.scene import line as budget_line

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
CITRA = Actor(None, "CITRA RUMBIAK", "hr_analyst")
FACTS = {
    "name": "Pelayanan tanggap", "indicators": "IKM: 88 (2029)\n\n  Keluhan:   5 ",
    "unit": "", "year_from": "2026", "year_to": "2029", "source": "RPJMD perubahan",
}  # fmt: skip


@pytest.fixture
def plan(cast: Cast) -> Goal:
    competencies()
    row = [*GOAL[:3], cast.puskesmas.code, *GOAL[4:]]
    services.import_now(CITRA, "goals", regional_plan(goal=row, need="KOM"), "rpjmd.xlsx")
    return Goal.objects.get()


def test_a_goal_shows_the_names_of_what_it_needs(plan: Goal, as_: As) -> None:
    page = as_("ani").get(f"/tujuan/tujuan/{plan.public_id}/").content.decode()

    name = Competency.objects.get(code="KOM").name
    assert f"<strong>{name}</strong></a> <small>KOM</small>" in page
    assert "Tambah kompetensi" not in page  # who may not change it is not asked to


def test_a_code_that_the_dictionary_lacks_is_shown_as_it_is(plan: Goal, as_: As) -> None:
    services.import_now(
        CITRA, "goals", regional_plan(need="TIDAK-ADA"), "rpjmd.xlsx"
    )  # fmt: skip

    page = as_("citra").get(f"/tujuan/tujuan/{plan.public_id}/").content.decode()

    assert "<strong>TIDAK-ADA</strong>" in page


def test_an_edit_changes_the_row_and_the_ledger_has_both(plan: Goal, as_: As, cast: Cast) -> None:
    answer = as_("citra").post(f"/tujuan/tujuan/{plan.public_id}/ubah/", FACTS)

    assert answer.status_code == 302
    plan.refresh_from_db()
    assert (plan.code, plan.name, plan.unit) == ("T-1", "Pelayanan tanggap", None)
    assert plan.indicators == ["IKM: 88 (2029)", "Keluhan: 5"]
    assert (plan.year_from, plan.source) == (2026, "RPJMD perubahan")
    detail = Entry.objects.get(action="goals.edit").detail
    assert detail["changed"]["name"] == ["Pelayanan ramah", "Pelayanan tanggap"]
    assert detail["changed"]["unit"] == [cast.puskesmas.code, None]
    assert "year_to" not in detail["changed"]


def test_saving_what_is_there_writes_nothing(plan: Goal, as_: As, cast: Cast) -> None:
    same = {
        "name": plan.name, "indicators": "\n".join(plan.indicators), "unit": cast.puskesmas.code,
        "year_from": plan.year_from, "year_to": plan.year_to, "source": plan.source,
    }  # fmt: skip

    as_("citra").post(f"/tujuan/tujuan/{plan.public_id}/ubah/", same)

    assert not Entry.objects.filter(action="goals.edit").exists()


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"year_to": "2025"}, "Tahun selesai sebelum tahun mulai"),
        ({"name": ""}, "name"),
        ({"indicators": "x" * 301}, "masing-masing 300 huruf"),
        ({"unit": "TIDAK-ADA"}, "TIDAK-ADA"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    plan: Goal, as_: As, wrong: dict[str, str], word: str
) -> None:
    answer = as_("citra").post(f"/tujuan/tujuan/{plan.public_id}/ubah/", FACTS | wrong)

    assert answer.status_code == 422
    assert word in answer.content.decode()
    plan.refresh_from_db()
    assert plan.name == "Pelayanan ramah"


def test_rows_are_added_down_to_the_last_level_and_can_be_exported(plan: Goal, as_: As) -> None:
    citra = as_("citra")
    new = {key: value for key, value in FACTS.items() if key != "source"}

    citra.post("/tujuan/baru/", {**FACTS, "code": "T-2"})
    goal = Goal.objects.get(code="T-2")
    citra.post(f"/tujuan/tujuan/{goal.public_id}/tambah/", {**new, "code": "9.01"})
    programme = RegionalProgramme.objects.get(goal=goal)
    citra.post(f"/tujuan/program/{programme.public_id}/tambah/", {**new, "code": "9.01.1"})
    activity = Activity.objects.get(programme=programme)
    citra.post(f"/tujuan/kegiatan/{activity.public_id}/tambah/", {**new, "code": "9.01.1.1"})
    sub = SubActivity.objects.get(activity=activity)

    assert sub.name == "Pelayanan tanggap"
    assert citra.get(f"/tujuan/sub-kegiatan/{sub.public_id}/tambah/").status_code == 404
    run = services.import_now(CITRA, "goals", goals_workbook(), "rpjmd.xlsx")
    assert (run.counts["new"], run.counts["changed"], run.counts["error"]) == (0, 0, 0)


def test_a_code_of_any_level_is_given_once(plan: Goal, as_: As) -> None:
    answer = as_("citra").post("/tujuan/baru/", {**FACTS, "code": "5.03.02"})

    assert "Kode ini sudah dipakai" in answer.content.decode()
    assert Goal.objects.count() == 1


def test_needs_are_added_once_and_taken_back(plan: Goal, as_: As, cast: Cast) -> None:
    citra, address = as_("citra"), f"/tujuan/tujuan/{plan.public_id}/kompetensi/"
    need = {"competency": "PLP", "unit": cast.puskesmas.code, "reason": "Antrean"}

    assert citra.post(address, need).status_code == 302
    twice = citra.post(address, need)
    unknown = citra.post(address, need | {"competency": "XX"})

    assert (twice.status_code, unknown.status_code) == (422, 422)
    assert "sudah disebut untuk orang yang sama" in twice.content.decode()
    assert set(GoalNeed.objects.values_list("competency_code", "unit__code")) == {
        ("KOM", None), ("PLP", cast.puskesmas.code),
    }  # fmt: skip

    citra.post(f"{address}hapus/", {"kompetensi": "PLP", "unit": cast.puskesmas.code})
    citra.post(f"{address}hapus/", {"kompetensi": "KOM", "unit": ""})
    assert not GoalNeed.objects.exists()
    again = citra.post(f"{address}hapus/", {"kompetensi": "KOM", "unit": ""})
    assert again.status_code == 302
    assert Entry.objects.filter(action="goals.need_end").count() == 2


def test_a_row_that_nothing_names_is_deleted_and_else_the_page_says_what_does(
    plan: Goal, as_: As
) -> None:
    citra, sub = as_("citra"), SubActivity.objects.get()
    with unguarded():
        learn = Programme.objects.create(
            code="EMP-1", name="Empati", form="Workshop", mode="classroom", jp=8, goal=plan
        )
    pos = budget_line("B-7", activity=sub.code)

    def delete(level: str, row: object) -> str:
        address = f"/tujuan/{level}/{row.public_id}/hapus/"  # type: ignore[attr-defined]  # a row
        return citra.post(address, follow=True).content.decode()

    assert "masih disebut 5.03.02 Kepegawaian, EMP-1" in delete("tujuan", plan)
    assert "masih disebut B-7 (2027)" in delete("sub-kegiatan", sub)
    assert SubActivity.objects.exists() and Goal.objects.exists()

    with unguarded():
        learn.delete()
        pos.delete()
    levels = (("sub-kegiatan", SubActivity), ("kegiatan", Activity), ("program", RegionalProgramme))
    for level, model in levels:
        assert "dihapus." in delete(level, model.objects.get())
    assert "dihapus." in delete("tujuan", plan)
    assert not Goal.objects.exists() and not GoalNeed.objects.exists()
    assert Entry.objects.filter(action="goals.delete").count() == 4
    assert as_("ani").post(f"/tujuan/tujuan/{plan.public_id}/hapus/").status_code == 403
