"""The gap pages: who may open them, what they show, and how many queries they take."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bina.audit.guard import unguarded
from bina.formats.archive import Limits
from bina.formats.reading import read_book
from bina.formats.workbook import read_workbook
from bina.gaps.models import PriorityFactor
from bina.gaps.rules.sheets import FACTORS
from bina.people.models import Person
from tests.gaps import scene

pytestmark = pytest.mark.django_db
EVERYBODY = ("ani", "budi", "citra", "dani", "officer", "hr_head", "mayor", "operator")


@pytest.fixture
def measured(cast):
    """A run in which Ani is measured and has a gap."""
    kinds = scene.competencies()
    scene.nurse_standard(kinds["KES"], 4)
    scene.result(cast.ani, kinds["KES"], "2.50")
    with unguarded():
        PriorityFactor.objects.create(
            unit=cast.health,
            competency=kinds["KES"],
            source="citizen",
            value="1.6",
            state="accepted",
            evidence={"t": "SKM 2026: U6 2,9"},
        )
    scene.run()
    return kinds


def opened_by(as_: Callable[[str], Client], url: str) -> set[str]:
    """Who gets the page."""
    return {name for name in EVERYBODY if as_(name).get(url).status_code == 200}


def test_who_opens_the_city(as_, measured):
    assert opened_by(as_, reverse("gaps:city")) == {"citra", "hr_head", "mayor"}


def test_who_opens_the_puskesmas(cast, as_, measured):
    url = reverse("gaps:unit", args=[cast.puskesmas.public_id])

    assert opened_by(as_, url) == {"budi", "citra", "officer", "hr_head", "mayor"}


def test_who_opens_ani(cast, as_, measured):
    url = reverse("gaps:person", args=[cast.ani.public_id])

    assert opened_by(as_, url) == {"ani", "budi", "citra", "officer", "hr_head"}


@pytest.mark.parametrize("name", ["gaps:factors", "gaps:runs", "gaps:factor_new"])
def test_only_hr_opens_factors_and_runs(as_, measured, name):
    assert opened_by(as_, reverse(name)) == {"citra", "hr_head"}


def test_the_mayor_sees_no_person_and_no_small_cell(cast, as_, measured):
    page = as_("mayor").get(reverse("gaps:unit", args=[cast.puskesmas.public_id]))

    text = page.content.decode()
    assert "ANI WENDA" not in text
    assert "disembunyikan" in text and "1,50" not in text


def test_many_results_of_few_people_stay_hidden_in_a_group_too(cast, as_, measured):
    for person in (cast.ani, cast.budi, cast.officer):
        for code in ("KOM", "PLP"):
            scene.result(person, measured[code], "1.00")
    scene.run()

    text = as_("mayor").get(reverse("gaps:city")).content.decode()

    row = text[text.index("Dinas Kesehatan") :]
    assert "disembunyikan" in row[: row.index("</tr>")]
    assert "1,00" not in text


def test_the_mayors_workbook_hides_the_same(cast, as_, measured):
    url = reverse("gaps:unit_export", args=[cast.puskesmas.public_id])

    mayor, head = (
        read_workbook(as_(name).get(url).content, "x.xlsx", limits=Limits())
        for name in ("mayor", "budi")
    )

    assert [sheet.name for sheet in mayor] == ["Kesenjangan"]
    assert [sheet.name for sheet in head] == ["Kesenjangan", "Pegawai"]
    row = next(row for row in mayor[0].rows if "KES" in row)
    assert not any(row[5:10]) and row[10] == "disembunyikan"


def test_the_head_sees_the_persons_figures(cast, as_, measured):
    text = as_("budi").get(reverse("gaps:unit", args=[cast.puskesmas.public_id])).content.decode()

    assert "ANI WENDA" in text and "2,5" in text and "besar" in text


def test_ani_sees_the_gap_the_weight_and_every_factor_by_name(cast, as_, measured):
    text = as_("ani").get(reverse("gaps:person", args=[cast.ani.public_id])).content.decode()

    assert "Mengapa bobotnya 1,60?" in text
    assert "SKM 2026: U6 2,9" in text
    for label in ("Jabatan", "Layanan", "Suara warga", "Tantangan", "Usulan"):
        assert f'<th scope="row">{label}</th>' in text
    assert "belum ada data: 1" in text
    assert "Di bawah standar, lebih dari galat pengukurannya." in text
    assert 'href="/ukur/"' in text


def test_before_the_first_run_the_pages_say_what_to_do(cast, as_):
    text = as_("citra").get(reverse("gaps:city")).content.decode()

    assert "belum pernah dihitung" in text and reverse("gaps:start") in text
    own = as_("ani").get(reverse("gaps:person", args=[cast.ani.public_id]))
    assert "Analis BKPP dapat memulai hitungan." in own.content.decode()


def test_nothing_measured_points_to_the_self_rating(cast, as_):
    scene.competencies()
    scene.run()

    text = as_("citra").get(reverse("gaps:city")).content.decode()

    assert "penilaian diri lima menit" in text
    assert 'class="num bad"' not in text and 'class="num watch"' not in text


def test_starting_a_run_shows_its_job(as_, cast):
    scene.competencies()

    answer = as_("citra").post(reverse("gaps:start"))

    assert answer.status_code == 302 and answer.url.startswith("/pekerjaan/")


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize("page", ["city", "unit", "person"])
def test_the_number_of_queries_is_fixed(cast, as_, measured, page):
    args = {"city": [], "unit": [cast.puskesmas.public_id], "person": [cast.ani.public_id]}[page]
    url = reverse(f"gaps:{page}", args=args)
    citra = as_("citra")
    before = queries(citra, url)
    with unguarded():
        Person.objects.bulk_create(
            Person(
                nip=f"{at:018}",
                name=f"P{at}",
                unit=cast.puskesmas,
                employment="pns",
                position=cast.ani.position,
            )
            for at in range(30)
        )
    scene.run()

    assert queries(citra, url) == before


def test_accepting_a_proposal_counts_in_the_next_run(cast, as_, measured):
    with unguarded():
        factor = PriorityFactor.objects.create(source="goal", value="1.5")
    form = {"value": "2,5", "note": "RPJMD", "keputusan": "accepted"}

    answer = as_("citra").post(reverse("gaps:factor", args=[factor.public_id]), form)

    factor.refresh_from_db()
    assert answer.status_code == 302
    assert (factor.state, float(factor.value), factor.decided_by) == (
        "accepted",
        2.5,
        "CITRA RUMBIAK",
    )
    scene.run()
    text = as_("ani").get(reverse("gaps:person", args=[cast.ani.public_id])).content.decode()
    assert "Mengapa bobotnya 4,00?" in text


def test_a_factor_for_an_unknown_unit_is_refused(as_, cast):
    form = {
        "source": "goal",
        "subject_kind": "unit",
        "subject_code": "X",
        "value": "2",
        "evidence": "RPJMD",
    }

    answer = as_("citra").post(reverse("gaps:factor_new"), form)

    assert "Kode ini tidak ditemukan" in answer.content.decode()
    assert not PriorityFactor.objects.exists()


def test_the_factor_workbook_has_the_layout_of_the_import(as_, measured):
    content = as_("citra").get(reverse("gaps:factors_export")).content

    data = read_book(FACTORS, read_workbook(content, "x.xlsx", limits=Limits()))

    assert not data.problems
    rows = data.sheets["Faktor"].columns
    assert (rows["subject_code"], rows["value"]) == (["DINKES"], [1.6])
