"""SKM, distribution of predicates, credit points and discipline: pages, files, reasons."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bina.audit.guard import unguarded
from bina.citizens.models import SatisfactionScore
from bina.indices.selectors.satisfaction import satisfaction_rows
from bina.law.law import law_on
from bina.people.models import DisciplineCase, PerformanceReview
from tests.cast import person

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)
# domain 5.1: totals of 29 respondents
GOLDEN = (105, 101, 100, 116, 102, 105, 106, 105, 115)


@pytest.fixture(autouse=True)
def day(settings):
    settings.FIXED_DAY = DAY.isoformat()


def skm(unit, scores, period="2026-S1", n=29):
    with unguarded():
        SatisfactionScore.objects.bulk_create(
            SatisfactionScore(
                unit=unit, period=period, element=f"U{at}", score=score, respondents=n
            )
            for at, score in enumerate(scores, 1)
            if score is not None
        )


def golden(unit):
    skm(unit, [round(Decimal(total) / 29, 3) for total in GOLDEN])


def test_skm_of_the_golden_case_under_all_three_weights(cast):
    golden(cast.puskesmas)

    row = satisfaction_rows("2026-S1", law_on(DAY))[0]

    assert row.values == {"exact": 91.48, "0.111": 91.38, "0.11": 90.56}
    assert (row.quality, row.word, row.respondents) == ("A", "Sangat baik", 29)


@pytest.mark.parametrize(
    ("score", "value", "quality"),
    [("2.599", 64.98, "D"), ("2.600", 65.0, "C"), ("3.064", 76.6, "C"), ("3.065", 76.63, "B"),
     ("3.532", 88.3, "B"), ("3.533", 88.33, "A")],
)  # fmt: skip
def test_skm_quality_at_its_borders(cast, score, value, quality):
    skm(cast.puskesmas, [Decimal(score)] * 9)

    row = satisfaction_rows("2026-S1", law_on(DAY))[0]

    assert (row.value, row.quality) == (value, quality)


def test_an_element_that_was_not_measured_leaves_its_weight_to_the_others(cast):
    skm(cast.puskesmas, [Decimal(3)] * 8 + [None])

    row = satisfaction_rows("2026-S1", law_on(DAY))[0]

    assert row.values == {"exact": 75.0, "0.111": None, "0.11": None}


def test_skm_pages_open_to_elements_and_articles(cast, as_):
    golden(cast.puskesmas)
    skm(cast.registry, [Decimal("2.5")] * 9)
    client = as_("ani")

    page = client.get("/indeks/skm/?populasi=500").content.decode()
    assert "217" in page and "91,48" in page and "90,56" in page
    assert page.index("Kependudukan") < page.index("Puskesmas")  # the lowest first
    assert "Tulis banyaknya" in client.get("/indeks/skm/?populasi=-1").content.decode()
    own = client.get(f"/indeks/skm/{cast.puskesmas.public_id}/").content.decode()
    for words in ("3,621", "10,06", "mutu A", "Permenpan RB 14/2017", "sementara"):
        assert words in own, words
    data = client.get(f"/indeks/skm/{cast.puskesmas.public_id}/json/").json()
    assert (data["value"], data["quality"]) == (91.48, "A")
    assert sum(part["adds"] for part in data["parts"]) == pytest.approx(91.48, abs=0.01)
    assert {p["id"] for p in data["parameters"]} >= {"citizens.skm.bands"}
    book = openpyxl.load_workbook(io.BytesIO(client.get("/indeks/skm/unduh/?bentuk=xlsx").content))
    assert any("Sementara" in str(row[0]) for row in book.worksheets[0].iter_rows(values_only=True))
    assert client.get(f"/indeks/skm/{cast.health.public_id}/").status_code == 404


def predicates(people, *words, year=2025):
    with unguarded():
        PerformanceReview.objects.bulk_create(
            PerformanceReview(person=one, year=year, predicate=word)
            for one, word in zip(people, words, strict=True)
        )


def test_distribution_warns_under_each_guide_and_refuses_nothing(cast, as_):
    predicates([cast.ani, cast.budi, cast.colleague], "sangat_baik", "sangat_baik", "sangat_baik")

    data = as_("citra").get("/indeks/sebaran/unduh/?bentuk=json").json()

    rows = {
        row["organisation"]: row["warnings"]
        for row in data["rows"]
        if row["unit"] == "Puskesmas Hamadi"
    }
    assert rows["Istimewa"] == "Sangat Baik: 3 dari 3 orang, pedoman paling banyak 70 %"
    assert "Baik: 0 dari 3 orang" in rows["Baik"]
    assert "Butuh Perbaikan: 0 dari 3 orang, pedoman paling sedikit 60 %" in rows["Butuh Perbaikan"]
    page = as_("citra").get("/indeks/sebaran/").content.decode()
    assert "hanya peringatan" in page and "SE Menteri PANRB" in page
    assert "Dinas Kesehatan" in page  # with all below it
    assert "Kependudukan" not in page  # nobody there has a predicate


def test_a_head_sees_the_distribution_of_the_own_unit_alone(cast, as_):
    predicates([cast.ani, cast.dani], "baik", "kurang")

    page = as_("budi").get("/indeks/sebaran/").content.decode()

    assert "Puskesmas Hamadi" in page
    assert "Dinas Kesehatan" not in page and "Kependudukan" not in page
    assert as_("mayor").get("/indeks/sebaran/").status_code == 403


def test_credit_points_are_the_share_of_the_coefficient(cast, as_):
    predicates([cast.ani, cast.citra], "baik", "butuh_perbaikan")

    data = as_("citra").get("/indeks/angka-kredit/unduh/?bentuk=json").json()

    points = {row["name"]: row["points"] for row in data["rows"]}
    # Ahli Pertama 12.5 × 100 %; Ahli Muda 25 × 75 %; nobody says how Yuli performed
    assert points == {"ANI WENDA": 12.5, "CITRA RUMBIAK": 18.75, "YULI KBAREK": None}
    assert data["provisional"] == [
        "performance.credit_coefficient", "performance.credit_multiplier",
    ]  # fmt: skip
    own = as_("ani").get(f"/indeks/pegawai/{cast.ani.public_id}/").content.decode()
    assert "12,50 × 100 % (Baik)" in own
    explained = as_("ani").get(f"/indeks/pegawai/{cast.ani.public_id}/json/").json()["credit"]
    assert (explained["value"], explained["percent"]) == (12.5, 100)
    none = as_("dani").get(f"/indeks/pegawai/{cast.dani.public_id}/json/").json()
    assert none["credit"] is None  # no functional post


@pytest.mark.parametrize(
    ("days", "name"),
    [(2, "Tidak ada"), (3, "Teguran lisan"), (4, "Teguran tertulis"), (6, "Teguran tertulis"),
     (7, "tidak puas"), (10, "tidak puas"), (11, "selama 6 bulan"), (13, "selama 6 bulan"),
     (14, "selama 9 bulan"), (17, "selama 12 bulan"), (20, "selama 12 bulan"),
     (21, "setingkat lebih rendah"), (24, "setingkat lebih rendah"), (25, "menjadi pelaksana"),
     (27, "menjadi pelaksana"), (28, "Pemberhentian"), (366, "Pemberhentian")],
)  # fmt: skip
def test_page_tells_what_days_of_absence_lead_to(cast, as_, days, name):
    page = as_("ani").get(f"/indeks/disiplin/?hari={days}").content.decode()

    row = page[page.index('aria-current="true"') :]
    assert name in row[: row.index("</tr>")]


def punished(who, start):
    with unguarded():
        return DisciplineCase.objects.create(
            person=who, level="ringan", kind="Teguran lisan", document_no=str(start),
            document_date=start, start=start,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("start", "counts"), [("2021-11-23", False), ("2021-11-24", True), ("2026-11-24", False)]
)
def test_punishments_count_for_five_years(cast, as_, start, counts):
    punished(cast.ani, dt.date.fromisoformat(start))

    data = as_("ani").get("/indeks/disiplin/unduh/?bentuk=json").json()

    assert [row["counts"] for row in data["rows"]] == ["ya" if counts else "tidak"]
    assert data["rows"][0]["free_on"] == f"{int(start[:4]) + 5}{start[4:]}"
    assert len(data["parameters"]) == 2


def test_nobody_sees_punishments_of_another_unit(cast, as_):
    punished(cast.ani, dt.date(2025, 1, 2))

    assert as_("dani").get("/indeks/disiplin/unduh/?bentuk=json").json()["rows"] == []
    assert len(as_("budi").get("/indeks/disiplin/unduh/?bentuk=json").json()["rows"]) == 1
    assert as_("mayor").get("/indeks/disiplin/").status_code == 403


@pytest.mark.parametrize("page", ["skm", "sebaran", "angka-kredit", "disiplin"])
def test_the_number_of_queries_is_the_same_with_more_rows(cast, as_, page):
    def fill(start, n):
        with unguarded():
            more = [
                person(f"19910101201503{1 + at % 2}{at:03d}", f"P{at}", cast.puskesmas,
                       cast.ani.position)
                for at in range(start, start + n)
            ]  # fmt: skip
        predicates(more, *["baik"] * n)
        for one in more:
            punished(one, dt.date(2024, 1, 2))

    golden(cast.puskesmas)
    client, url = as_("citra"), f"/indeks/{page}/"
    fill(1, 3)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    fill(10, 60)
    golden(cast.registry)
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).status_code == 200
    assert len(many) == len(few)
