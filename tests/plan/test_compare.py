"""Two plans person by person: sums equal the plans' own, heads see their unit, lists and files."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bina.accounts.access import Reach
from bina.audit.kept import forget
from bina.plan.models import Plan
from bina.plan.rules.compare import Difference, Side, shown, sums_of
from bina.plan.rules.settings import PlanSettings
from bina.plan.selectors.compare import compared
from bina.plan.services.computing import compute_now
from tests.cast import Cast
from tests.plan.scene import CITRA, YEAR, make_frozen, make_plan, make_year

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
ALL = Reach(everybody=True)


def two(cast: Cast) -> tuple[Plan, Plan]:
    """A plan that closes nothing at all of a gap's rest, and the engine's."""
    make_year(cast)
    found = []
    for settings in (PlanSettings(late_slope=0.0, jp_cap=4), PlanSettings()):
        plan = compute_now(CITRA, year=YEAR, settings=settings, seed=1, work=2, seconds=None)
        plan.refresh_from_db()
        found.append(plan)
    return found[0], found[1]


def url(a: Plan, b: Plan, **more: str) -> str:
    query = "&".join(f"{key}={value}" for key, value in more.items())
    return f"{reverse('plan:compare')}?a={a.public_id}&b={b.public_id}&{query}"


def test_sums_over_people_equal_the_totals_of_each_plan(cast: Cast) -> None:
    a, b = two(cast)

    found = compared(a, b, ALL, fate="semua")

    for plan, side in ((a, found.sums.a), (b, found.sums.b)):
        assert side.closure == pytest.approx(plan.totals["closure"], abs=1e-6)
        assert (side.seats, side.jp) == (plan.totals["seats"], plan.totals["jp"])
        assert side.missing_jp == plan.totals["missing_jp"]
    assert found.sums.won - found.sums.lost == pytest.approx(found.sums.points)
    assert sum(row.points for row in found.rows) == pytest.approx(found.sums.points)
    for at, plan in enumerate((a, b)):
        sums = [pair[at] for pair in found.offices]
        assert sum(row.closure for row in sums) == pytest.approx(plan.totals["closure"], abs=1e-3)
        assert sum(row.seats for row in sums) == plan.totals["seats"]
    assert found.sums.better > 0


def test_a_head_compares_only_the_own_unit(cast: Cast, as_: As) -> None:
    make_year(cast)
    plan, draft = make_frozen(), make_plan("Rancangan")

    page = as_("budi").get(url(plan, plan, nasib="semua")).content.decode()

    assert "ANI WENDA" in page and "DANI OHEE" not in page
    assert "Dinas Kependudukan" not in page and "Rancangan" not in page
    hidden = as_("budi").get(url(draft, plan)).content.decode()
    assert f'value="{draft.public_id}"' not in hidden and "Perlu dua rencana" in hidden
    assert as_("operator").get(url(plan, plan)).status_code == 403


def test_the_list_is_searched_filtered_sorted_and_exported(cast: Cast, as_: As) -> None:
    a, b = two(cast)

    page = as_("citra").get(url(a, b, cari="ani w", nasib="semua")).content.decode()
    assert "ANI WENDA" in page and "DANI OHEE" not in page
    assert "Tidak ada pegawai" in as_("citra").get(url(a, b, nasib="worse")).content.decode()
    file = as_("citra").get(url(a, b, nasib="semua", urut="nama", unduh="xlsx")).content
    book = openpyxl.load_workbook(io.BytesIO(file))
    names = [str(row[1]) for row in book.worksheets[0].iter_rows(values_only=True) if row[1]]
    people = [name for name in names if "WENDA" in name or "OHEE" in name]
    assert len(people) == 2 and "WENDA" in people[0]


def test_one_plan_is_not_enough_and_says_so(cast: Cast, as_: As) -> None:
    make_year(cast)
    make_plan()

    page = as_("citra").get(reverse("plan:compare")).content.decode()

    assert "Perlu dua rencana" in page


def test_the_number_of_queries_does_not_grow_with_people(cast: Cast, as_: As) -> None:
    a, b = two(cast)
    client = as_("citra")
    client.get(url(a, b))
    forget()
    with CaptureQueriesContext(connection) as asked:
        client.get(url(a, b, nasib="semua"))

    assert len(asked) <= 27


def test_who_wins_is_decided_by_points_then_by_missing_hours() -> None:
    rows = [
        Difference(1, Side(1, 4, 1.0, 0), Side(1, 4, 2.0, 0)),
        Difference(2, Side(1, 4, 1.0, 8), Side(1, 4, 1.001, 4)),
        Difference(3, Side(1, 4, 2.0, 0), Side(0, 0, 0.5, 4)),
        Difference(4, Side(1, 4, 1.0, 0), Side(2, 8, 1.0, 0)),
        Difference(5, Side(1, 4, 1.0, 0), Side(1, 4, 1.0, 0)),
    ]
    names = dict(enumerate("edcba", start=1))

    assert [row.word for row in rows] == ["better", "better", "worse", "other", "same"]
    assert [row.person for row in shown(rows, "", "", names)] == [3, 4, 2, 1]
    assert [row.person for row in shown(rows, "semua", "nama", names)] == [5, 4, 3, 2, 1]
    sums = sums_of(rows)
    assert (sums.better, sums.worse) == (2, 1)
    assert (sums.won, sums.lost) == (pytest.approx(1.001), pytest.approx(1.5))
