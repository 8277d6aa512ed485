"""Pages of the indices on a small city: figures, reasons, exports, reports, what-if."""

import datetime as dt
import io
import json

import openpyxl
import pytest

from bina.assessment.models import Result
from bina.audit.guard import unguarded
from bina.gaps.models import PriorityFactor
from bina.indices.models import IssuedReport, TalentFact
from bina.indices.selectors.measured import measure
from bina.indices.selectors.quality import FAULTS, people_with, quality_of
from bina.law.law import law_on
from bina.people.models import (
    Assignment,
    DevelopmentRecord,
    DisciplineCase,
    Education,
    PerformanceReview,
    RankStep,
)
from bina.people.selectors import active_people
from tests.cast import person
from tests.gaps.scene import competencies, result

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)
OLD = "?aturan=bkn_8_2019"


def training(person, form, day, jp=24, **more):
    return DevelopmentRecord.objects.create(
        person=person, form=form, title=f"{form} {day}", start=day, end=day, jp=jp, **more
    )


@pytest.fixture
def facts(cast, settings):
    """Ani: functional, S1, technical and seminar this year, Baik in 2025, one light punishment."""
    settings.FIXED_DAY = DAY.isoformat()
    with unguarded():
        training(cast.ani, "Diklat Teknis", dt.date(2026, 5, 4))
        training(cast.ani, "Seminar", dt.date(2025, 3, 4), 4)
        PerformanceReview.objects.create(person=cast.ani, year=2025, predicate="baik")
        DisciplineCase.objects.create(
            person=cast.ani, level="ringan", kind="Teguran lisan", document_no="1",
            document_date=dt.date(2023, 1, 2), start=dt.date(2023, 1, 2),
        )  # fmt: skip
        PerformanceReview.objects.create(person=cast.dani, year=2025, predicate="sangat_baik")
    return cast


def points(person, ruleset="bkn_8_2019", day=DAY):
    found = active_people().filter(pk=person.pk)
    scores = measure(day, ruleset=ruleset, found=found).scores
    return [int(getattr(scores, n)[0]) for n in
            ("qualification", "competence", "performance", "discipline", "total")]  # fmt: skip


def test_person_is_measured_from_raw_rows(facts):
    assert points(facts.ani) == [1500, 2500, 2500, 300, 6800]  # 15 + (15 + 10) + 25 + 3
    assert points(facts.dani) == [1500, 0, 3000, 500, 5000]
    assert points(facts.ani, "bkn_4190_2024") == [-1, -1, 2500, 300, -1]


def test_evidence_counts_within_its_years_with_enough_hours_and_matching_the_post(facts):
    with unguarded():
        DevelopmentRecord.objects.all().delete()
        training(facts.ani, "Diklat Teknis", dt.date(2025, 11, 23))  # a year ago to the day
        training(facts.ani, "Diklat Teknis", dt.date(2026, 1, 5), 19)
        training(facts.ani, "Diklat Fungsional", dt.date(2016, 1, 5), fits_post=None)
        training(facts.ani, "Seminar", dt.date(2026, 1, 5), status="claimed")
    assert points(facts.ani)[1] == 0

    with unguarded():
        training(facts.ani, "Diklat Teknis", dt.date(2025, 11, 24), 20)
        DevelopmentRecord.objects.filter(form="Diklat Fungsional").update(fits_post=True)
    assert points(facts.ani)[1] == 3000


def test_punishment_leaves_the_look_back_after_five_years(facts):
    assert points(facts.ani, day=dt.date(2028, 1, 1))[3] == 300
    assert points(facts.ani, day=dt.date(2028, 1, 2))[3] == 500


def test_qualification_is_that_of_the_day_where_diplomas_are_on_record(facts):
    with unguarded():
        Education.objects.create(
            person=facts.ani, level="45", name="S-2 Kesmas", year=2025,
            graduated_on=dt.date(2025, 8, 20),
        )  # fmt: skip
        Education.objects.create(person=facts.ani, level="30", name="D-3 Perawat", year=2010)

    assert points(facts.ani)[0] == 2000  # S2
    assert points(facts.ani, day=dt.date(2025, 8, 20))[0] == 2000
    assert points(facts.ani, day=dt.date(2025, 8, 19))[0] == 1000  # D3 until then
    assert points(facts.dani)[0] == 1500  # no diploma on record: the profile as it stands


def test_before_the_first_diploma_nothing_is_guessed(facts):
    with unguarded():
        Education.objects.create(person=facts.ani, level="45", name="S-2", year=2025)

    assert points(facts.ani, day=dt.date(2024, 12, 31))[0] == -1
    assert points(facts.ani, day=dt.date(2025, 1, 1))[0] == 2000  # only the year is known


def test_the_page_opens_to_the_diploma_that_counts(facts, as_):
    with unguarded():
        Education.objects.create(person=facts.ani, level="45", name="S-2 Kesmas", year=2025)

    page = as_("citra").get(f"/indeks/pegawai/{facts.ani.public_id}/{OLD}").content.decode()

    assert "Pendidikan S2: S-2 Kesmas, lulus 2025" in page


def test_page_of_a_person_opens_to_rows_article_and_confidence(facts, as_):
    page = as_("ani").get(f"/indeks/pegawai/{facts.ani.public_id}/").content.decode()

    for words in ("Diklat Teknis 2026-05-04", "Pendidikan S1", "Kinerja 2025: Baik", "68,00",
                  "Teguran lisan", "Peraturan BKN 8/2019", "sementara", "bukan angka resmi",
                  "tanyakan kepada BKPP", "4190/B-BM.02.01/SD/K/2024"):  # fmt: skip
        assert words in page, words


def test_same_explanation_as_json(facts, as_):
    found = as_("ani").get(f"/indeks/pegawai/{facts.ani.public_id}/json/").json()

    assert found["ip_asn"]["value"] is None
    assert {each["id"] for each in found["ip_asn"]["lacking"]} >= {
        "ip_asn.bkn_4190_2024.qualification"
    }
    compared = found["ip_asn_comparison"]
    assert (compared["value"], compared["band"]) == (68.0, "Rendah")
    assert [part["points"] for part in compared["parts"]] == [15.0, 25.0, 25.0, 3.0]
    assert compared["parts"][2]["parameter"]["regulation"] == "Peraturan BKN 8/2019"


def test_official_ruleset_is_not_computed_and_says_what_is_missing(facts, as_):
    page = as_("citra").get("/indeks/").content.decode()

    assert "Tidak dapat dihitung menurut BKN-4190-2024" in page
    assert "Lihat pembanding BKN-8-2019" in page
    compared = as_("citra").get(f"/indeks/{OLD}").content.decode()
    assert "bukan angka resmi tahun ini" in compared


def test_mayor_sees_no_small_group_and_no_names(facts, as_):
    page = as_("mayor").get(f"/indeks/{OLD}").content.decode()

    assert "disembunyikan" in page
    assert "WENDA" not in page


def colleagues(where, post, n, n_reached, first):
    """More people of a unit, some with the JP of the year."""
    with unguarded():
        made = [
            person(f"1991010120150{first}{at:03d}", f"ORANG {first}{at}", where, post)
            for at in range(n)
        ]
        for one in made[:n_reached]:
            training(one, "Seminar", dt.date(2026, 3, 4), 20)


def test_mayor_cannot_compute_a_small_unit_from_the_others(facts, as_):
    """Registry: Dani alone. Health would give it away as the city less the agency."""
    colleagues(facts.puskesmas, facts.ani.position, 12, 6, 31)
    colleagues(facts.agency, facts.citra.position, 30, 12, 32)
    mayor, citra = as_("mayor"), as_("citra")

    data = json.loads(mayor.get(f"/indeks/unduh/{OLD}&bentuk=json").content)
    hidden = {row["unit"]: row["hidden"] for row in data["rows"]}
    assert hidden == {
        "Dinas Kesehatan": True, "Dinas Kependudukan dan Pencatatan Sipil": True,
        "BKPP Kota Jayapura": False,
    }  # fmt: skip
    for row in data["rows"]:
        assert (row["ip_asn"] is None) == row["hidden"] == (row["reached"] is None)
    for ending in ("csv", "xlsx"):
        book = mayor.get(f"/indeks/unduh/{OLD}&bentuk={ending}")
        rows = (
            book.content.decode().splitlines() if ending == "csv"
            else [str(row) for row in openpyxl.load_workbook(io.BytesIO(book.content))["IP ASN"]
                  .iter_rows(values_only=True)]
        )  # fmt: skip
        assert sum("disembunyikan" in row for row in rows) == 2
    # what the city's table hides stays hidden on the unit's own page, where its total would stand
    health = mayor.get(f"/indeks/unit/{facts.health.public_id}/{OLD}").content.decode()
    assert "Disembunyikan: terlalu sedikit orang." in health
    assert 'class="figure"' not in health
    shown = citra.get(f"/indeks/unduh/{OLD}&bentuk=json").json()
    assert not any(row["hidden"] for row in shown["rows"])


def test_categories_of_a_unit_are_for_who_may_see_its_people(facts, as_):
    colleagues(facts.puskesmas, facts.ani.position, 12, 6, 31)
    colleagues(facts.agency, facts.citra.position, 30, 12, 32)
    url = f"/indeks/unit/{facts.agency.public_id}/{OLD}"

    assert "hanya ditampilkan untuk seluruh kota" in as_("mayor").get(url).content.decode()
    assert "hanya ditampilkan untuk seluruh kota" not in as_("citra").get(url).content.decode()


def test_exports_hold_the_figures_and_their_mark(facts, as_):
    client = as_("citra")
    book = client.get(f"/indeks/unduh/{OLD}&bentuk=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(book.content))["IP ASN"]
    cells = list(sheet.iter_rows(values_only=True))
    registry = next(row for row in cells if row[0] and "Kependudukan" in str(row[0]))
    assert registry[7] == 50
    assert any("Sementara" in str(row[0]) for row in cells)
    assert "Kependudukan" in client.get(f"/indeks/unduh/{OLD}&bentuk=csv").content.decode()
    assert client.get(f"/indeks/unduh/{OLD}&bentuk=pdf").content.startswith(b"%PDF")
    data = json.loads(client.get(f"/indeks/unduh/{OLD}&bentuk=json").content)
    assert data["provisional"]


def test_issued_report_keeps_its_digits_and_tells_what_changed(facts, as_):
    client = as_("citra")
    assert client.post(f"/indeks/laporan/terbitkan/{OLD}").status_code == 302
    report = IssuedReport.objects.get()
    url = f"/indeks/laporan/{report.public_id}/"
    assert "semua angkanya sama" in client.get(url).content.decode()

    with unguarded():
        PerformanceReview.objects.filter(person=facts.dani).update(predicate="baik")

    page = client.get(url).content.decode()
    assert "50,00 → 45,00" in page
    assert "utuh" in page
    with unguarded():  # the database refuses to change an issued one, so a forged one is put in
        forged = IssuedReport.objects.create(
            day=report.day, ruleset=report.ruleset, law_hash=report.law_hash,
            body={**report.body, "total": 1}, digest=report.digest, issued_by="x",
        )  # fmt: skip
    page = client.get(f"/indeks/laporan/{forged.public_id}/").content.decode()
    assert "isinya berubah" in page


def test_what_if_moves_the_city_and_stores_nothing(facts, as_):
    query = "?parameter=ip_asn.bkn_8_2019.technical_min_jp&nilai=25"
    page = as_("citra").get(f"/indeks/andai/{query}").content.decode()

    assert "-3,75" in page  # the health office: Ani's 15 points over its four people
    assert points(facts.ani)[4] == 6800
    wrong = as_("citra").get("/indeks/andai/?parameter=ip_asn.bands&nilai=x")
    assert wrong.status_code == 422


def test_trainings_that_raise_the_index_become_proposed_factors(facts, as_):
    client = as_("citra")

    assert client.post("/kesenjangan/faktor/usulkan-indeks/").status_code == 302

    factor = PriorityFactor.objects.get(unit=facts.registry)
    assert (factor.state, float(factor.value)) == ("proposed", 1.15)
    n = PriorityFactor.objects.count()
    client.post("/kesenjangan/faktor/usulkan-indeks/")
    assert PriorityFactor.objects.count() == n


def test_talent_box_needs_every_part(facts, as_):
    url = f"/indeks/pegawai/{facts.dani.public_id}/json/"
    assert as_("citra").get(url).json()["box"] == 0

    with unguarded():
        TalentFact.objects.bulk_create(
            TalentFact(person=facts.dani, year=2026, part=part, score=80)
            for part in TalentFact.Part.values
        )
    assert as_("citra").get(url).json()["box"] == 0  # no official assessment: still not guessed


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_fault_is_found_and_the_others_are_not_blamed(facts, fault):
    law, person = law_on(DAY), facts.dani
    make = {
        "education_unknown": {"education_level": "99"},
        "position_unknown": {"position": None},
        "graduated_in_the_future": {"graduation_year": 2027},
        "graduated_before_ten": {"graduation_year": 2001},
        "rank_unknown": {"rank": ""},
        "birth_date_unlike_nip": {"birth_date": dt.date(1992, 7, 9)},  # the NIP says the 8th
        "gender_unlike_nip": {"gender": "F"},
    }.get(fault.name)
    if fault.name == "assessment_outdated":
        kom = competencies()["KOM"]
        result(person, kom, 2, when=dt.date(2023, 11, 24))
    assert person not in people_with(fault.name, active_people(), law)
    with unguarded():
        if make:
            type(person).objects.filter(pk=person.pk).update(**make)
        elif fault.name == "predicate_missing":
            person.reviews.all().delete()
        elif fault.name == "post_match_unchecked":
            training(person, "Diklat Fungsional", dt.date(2020, 1, 6))
        elif fault.name == "claim_waits":
            training(person, "Seminar", dt.date(2026, 1, 6), status="claimed")
        elif fault.name == "assessment_outdated":  # valid to the day, and a day too old
            Result.objects.update(measured_on=dt.date(2023, 11, 22))
        elif fault.name == "record_in_the_future":
            training(person, "Seminar", dt.date(2026, 11, 24))
        elif fault.name == "profile_below_diplomas":
            Education.objects.create(person=person, level="45", name="S-2", year=2025)
        elif fault.name == "rank_differs_from_history":
            RankStep.objects.create(person=person, rank="II/d", since=dt.date(2026, 4, 1))
        else:
            for post in (person.position, None):
                Assignment.objects.create(person=person, unit=person.unit, position=post)

    assert person in people_with(fault.name, active_people(), law)


def test_quality_is_a_share_of_people_by_dimension_and_unit(facts, as_):
    """Seven people; only Ani and Dani have a performance of 2025; nobody is assessed."""
    with unguarded():
        type(facts.ani).objects.filter(pk=facts.ani.pk).update(
            education_level="99", rank=""  # two faults of one dimension count once
        )  # fmt: skip

    found = quality_of(active_people(), law_on(DAY), by_office=True)

    shares = {figure.dimension.template: (figure.n_clean, figure.n) for figure in found.figures}
    assert shares == {
        "Kelengkapan": (6, 7), "Ketepatan waktu": (0, 7), "Ketepatan": (7, 7),
        "Konsistensi": (7, 7),
    }  # fmt: skip
    rows = {row.unit.name: row for row in found.units}
    assert [figure.n_clean for figure in rows["Dinas Kesehatan"].figures] == [3, 0, 4, 4]
    page = as_("citra").get("/indeks/data/").content.decode()
    assert "6/7" in page and "75,0 %" in page
    own = as_("budi").get("/indeks/data/").content.decode()
    assert "2/3" in own and "Kependudukan" not in own
    unit = as_("citra").get(f"/indeks/data/?unit={facts.registry.public_id}").content.decode()
    assert "1/1" in unit
    assert as_("citra").get("/indeks/data/?unit=bukan").status_code == 200


def test_the_list_to_repair_leaves_as_a_file(facts, as_):
    rows = as_("budi").get("/indeks/data/unduh/?bentuk=json").json()["rows"]

    late = [row for row in rows if row["fault"] == "Predikat kinerja tahun lalu belum tercatat"]
    assert {row["name"] for row in late} == {"BUDI MANDOWEN", "YULI KBAREK"}
    assert late[0]["repair"] == "BKPP: unggah predikat kinerja dari e-Kinerja"
    assert late[0]["dimension"] == "Ketepatan waktu"
