"""The regional plan on its pages: tree, search, one row, and a workbook that changes nothing."""

from collections.abc import Callable

import pytest
from django.test import Client

from bina.audit.services import Actor
from bina.goals.export import goals_workbook
from bina.goals.models import Goal, SubActivity
from bina.imports import services
from tests.cast import Cast
from tests.goals.files import GOAL, regional_plan

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
CITRA = Actor(None, "CITRA RUMBIAK", "hr_analyst")


@pytest.fixture
def plan(cast: Cast) -> Goal:
    row = [*GOAL[:3], cast.puskesmas.code, *GOAL[4:]]
    services.import_now(CITRA, "goals", regional_plan(goal=row), "rpjmd.xlsx")
    return Goal.objects.get()


def test_the_tree_shows_goals_with_their_programmes(plan: Goal, as_: As) -> None:
    page = as_("ani").get("/tujuan/").content.decode()

    assert "T-1 Pelayanan ramah" in page
    assert "5.03.02 Kepegawaian" in page
    assert "1 kegiatan, 1 sub-kegiatan" in page


def test_a_search_finds_every_level_by_code_name_and_indicator(plan: Goal, as_: As) -> None:
    client = as_("ani")

    by_code = client.get("/tujuan/?cari=5.03.02.2.03").context["page"]
    by_indicator = client.get("/tujuan/?cari=keluhan").context["page"]
    by_level = client.get("/tujuan/?tingkat=kegiatan").context["page"]
    by_year = client.get("/tujuan/?tingkat=tujuan&tahun=2030").context["page"]

    assert [one.code for one in by_code] == ["5.03.02.2.03", "5.03.02.2.03.02"]
    assert [one.code for one in by_indicator] == ["T-1"]
    assert [(one.level, one.goal) for one in by_level] == [("kegiatan", "T-1 Pelayanan ramah")]
    assert list(by_year) == []


def test_a_row_names_everything_above_it(plan: Goal, as_: As) -> None:
    sub = SubActivity.objects.get()

    page = as_("ani").get(f"/tujuan/sub-kegiatan/{sub.public_id}/").content.decode()

    for above in ("T-1 Pelayanan ramah", "5.03.02 Kepegawaian", "5.03.02.2.03 Pengembangan"):
        assert above in page


def test_a_goal_names_the_competencies_it_needs(plan: Goal, as_: As) -> None:
    page = as_("ani").get(f"/tujuan/tujuan/{plan.public_id}/").content.decode()

    assert "EMP" in page
    assert "Keluhan warga" in page
    assert as_("ani").get(f"/tujuan/lain/{plan.public_id}/").status_code == 404


def test_what_is_exported_changes_nothing_when_imported(plan: Goal) -> None:
    run = services.import_now(CITRA, "goals", goals_workbook(), "rpjmd.xlsx")

    assert (run.counts["new"], run.counts["changed"], run.counts["error"]) == (0, 0, 0)
    assert run.counts["unchanged"] == 5
