"""Tables of categories: counts, what is hidden, files from replaceable layouts, frozen reports."""

import io
import json

import openpyxl
import pypdf
import pytest

from bina.assessment.models import Result
from bina.audit.guard import unguarded
from bina.indices.exports.tables import WrongLayout, layout_of
from bina.indices.models import IssuedReport, TalentFact
from bina.law.scaled import shown
from bina.people.models import DevelopmentRecord, PerformanceReview
from tests.cast import person
from tests.gaps.scene import competencies

pytestmark = pytest.mark.django_db
DAY = "2026-11-23"
KINDS = ("ip-asn", "hak-jp", "jpm", "kotak-talenta")


@pytest.fixture(autouse=True)
def day(settings):
    settings.FIXED_DAY = DAY


@pytest.fixture
def measured(cast):
    """Everybody at the puskesmas has all parts of both axes; Ani is above, the others below."""
    kinds = competencies()
    people = (cast.ani, cast.budi, cast.colleague)
    with unguarded():
        for one in people:
            for code in ("KOM", "PLP"):
                Result.objects.create(
                    person=one, competency=kinds[code], kind="official",
                    level=3 if one == cast.ani else 1, measured_on="2026-03-01",
                )  # fmt: skip
            PerformanceReview.objects.create(person=one, year=2025, predicate="sangat_baik")
            TalentFact.objects.bulk_create(
                TalentFact(person=one, year=2026, part=part, score=90 if one == cast.ani else 40)
                for part in TalentFact.Part.values
            )
    return cast


def table(client, kind, unit=None, query=""):
    place = f"unit/{unit.public_id}/" if unit else ""
    return client.get(f"/indeks/{place}tabel/{kind}/unduh/?bentuk=json{query}").json()


def test_counts_of_every_kind_at_city_and_unit(measured, as_):
    citra = as_("citra")

    jpm = {row["unit"]: row for row in table(citra, "jpm")["rows"]}
    # both common competencies at level 2 for tier 21 and 05: Ani 6/4 → 150 %, the others 2/4
    assert jpm["Dinas Kesehatan"]["counts"] == [1, 0, 2]
    assert jpm["Dinas Kesehatan"]["known"] == 3
    assert jpm["BKPP Kota Jayapura"]["counts"] == [0, 0, 0]
    boxes = table(citra, "kotak-talenta", measured.health)["rows"]
    inside = next(row for row in boxes if row["unit"] == "Puskesmas Hamadi")
    # performance: 100 and 90 or 40 → 96 or 76; potential high for Ani, low for the others
    assert inside["counts"] == [0, 2, 0, 0, 0, 0, 0, 0, 1]
    assert len(table(citra, "ip-asn", query="&aturan=bkn_8_2019")["categories"]) == 5
    reached = table(citra, "hak-jp")
    assert sum(sum(row["counts"]) for row in reached["rows"]) == 7
    assert "development.jp_min.pppk" in reached["provisional"]


@pytest.mark.parametrize("kind", KINDS)
def test_pages_have_charts_table_and_reasons(measured, as_, kind):
    for url in (
        f"/indeks/tabel/{kind}/",
        f"/indeks/unit/{measured.health.public_id}/tabel/{kind}/",
    ):
        page = as_("citra").get(f"{url}?aturan=bkn_8_2019").content.decode()

        assert '<svg class="chart"' in page and "Mengapa?" in page
        assert "Susunan ini belum dipastikan dengan formulir resmi." in page
        assert "sementara" in page or kind == "jpm"


def test_people_of_a_box_are_named_to_who_may_see_them(measured, as_):
    url = f"/indeks/unit/{measured.puskesmas.public_id}/tabel/kotak-talenta/?kategori=9"

    assert "ANI WENDA" in as_("budi").get(url).content.decode()
    assert "ANI WENDA" not in as_("mayor").get(url).content.decode()


def test_mayor_sees_no_count_that_tells_of_few(measured, as_):
    with unguarded():
        for at in range(40):
            one = person(f"199101012015031{at:03d}", f"P{at}", measured.agency,
                         measured.citra.position)  # fmt: skip
            if at < 20:
                DevelopmentRecord.objects.create(
                    person=one, form="Seminar", title="S", start="2026-04-01", end="2026-04-01",
                    jp=20,
                )  # fmt: skip
        for at in range(40, 60):
            one = person(f"199101012015031{at:03d}", f"P{at}", measured.health,
                         measured.citra.position)  # fmt: skip
            if at < 50:
                DevelopmentRecord.objects.create(
                    person=one, form="Seminar", title="S", start="2026-04-01", end="2026-04-01",
                    jp=20,
                )  # fmt: skip
    mayor = as_("mayor")

    rows = {row["unit"]: row for row in table(mayor, "hak-jp")["rows"]}

    assert rows["Dinas Kependudukan dan Pencatatan Sipil"]["hidden"]  # Dani alone
    assert rows["Dinas Kesehatan"]["hidden"]  # else Dani is the city less the others
    assert not rows["BKPP Kota Jayapura"]["hidden"]
    own = table(mayor, "hak-jp", measured.health)["rows"]
    assert all(row["hidden"] for row in own)  # the sum of its rows would be the hidden one
    page = mayor.get(f"/indeks/unit/{measured.health.public_id}/tabel/hak-jp/").content.decode()
    assert "Disembunyikan: terlalu sedikit orang." in page
    boxes = mayor.get("/indeks/tabel/kotak-talenta/unduh/?bentuk=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(boxes.content)).worksheets[0]
    health = next(row for row in book.iter_rows(values_only=True) if row[0] == "Dinas Kesehatan")
    assert set(health[2:]) == {"disembunyikan"}


def test_files_say_what_is_not_sure_of_figures_and_layout(measured, as_):
    client = as_("citra")
    url = "/indeks/tabel/kotak-talenta/unduh/?bentuk="
    csv = client.get(f"{url}csv").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{url}xlsx").content))

    assert "Sementara:" in csv and "belum dipastikan dengan formulir resmi" in csv
    assert "Kotak 9" in csv
    assert book.sheetnames[1] == "Dasar hukum"
    assert client.get(f"{url}pdf").content.startswith(b"%PDF")


def test_hr_replaces_a_layout_without_a_developer(measured, as_, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    own = tmp_path / "templates" / "jpm.yaml"
    own.write_text(
        "judul: Formulir JPM\ndasar: Surat BKN 1/2026\n"
        "kolom:\n- {judul: PERANGKAT, isi: unit}\n- {judul: OPT, isi: 'kategori:1'}\n"
    )

    csv = as_("citra").get("/indeks/tabel/jpm/unduh/?bentuk=csv").content.decode()
    assert "Susunan menurut Surat BKN 1/2026." in csv and "belum dipastikan" not in csv
    assert "PERANGKAT;OPT" in csv
    assert "Dinas Kesehatan;1" in csv

    own.write_text("kolom:\n- {judul: X, isi: gaji}\n")
    with pytest.raises(WrongLayout, match="gaji"):
        layout_of("jpm", ["A"])
    page = as_("citra").get("/indeks/tabel/jpm/").content.decode()
    assert "tidak dapat dipakai" in page
    wrong = as_("citra").get("/indeks/tabel/jpm/unduh/?bentuk=pdf")
    assert wrong.status_code == 422 and "gaji" in wrong.content.decode()


def test_talent_boxes_before_their_rules_are_not_made_up(measured, as_):
    page = as_("citra").get("/indeks/tabel/kotak-talenta/?tahun=2024").content.decode()
    assert "Belum diatur pada tahun ini." in page
    assert as_("citra").get("/indeks/tabel/kotak-talenta/unduh/?tahun=2024").status_code == 404
    assert as_("citra").get("/indeks/tabel/gaji/").status_code == 404


def test_a_units_report_is_frozen_and_tells_what_changed(measured, as_):
    client = as_("citra")
    url = f"/indeks/unit/{measured.health.public_id}/terbitkan/?aturan=bkn_8_2019"
    assert as_("budi").post(url).status_code == 403
    assert client.post(url).status_code == 302
    report = IssuedReport.objects.get()
    page = f"/indeks/laporan/{report.public_id}/"
    assert report.unit == measured.health
    assert {row["name"] for row in report.body["rows"]} == {"Dinas Kesehatan", "Puskesmas Hamadi"}
    inside = next(row for row in report.body["rows"] if row["name"] == "Puskesmas Hamadi")
    assert inside["kotak-talenta"][8] == 1 and inside["jpm"] == [1, 0, 2]
    text = client.get(page).content.decode()
    assert "semua angkanya sama" in text and "Dinas Kesehatan" in text and "Kotak talenta" in text

    with unguarded():
        TalentFact.objects.filter(person=measured.ani).update(score=40)
        PerformanceReview.objects.filter(person=measured.dani).delete()

    changed = client.get(page).content.decode()
    assert "semua angkanya sama" not in changed  # a box is a figure, too
    assert "utuh" in changed
    listing = client.get("/indeks/laporan/").content.decode()
    assert "Dinas Kesehatan" in listing


def test_a_report_from_before_the_tables_still_compares(measured, as_):
    client = as_("citra")
    client.post("/indeks/laporan/terbitkan/?aturan=bkn_8_2019")
    made = IssuedReport.objects.get()
    body = json.loads(json.dumps(made.body))
    del body["categories"]
    for row in body["rows"]:
        for kind in KINDS:
            del row[kind]
    with unguarded():
        old = IssuedReport.objects.create(
            day=made.day, ruleset=made.ruleset, law_hash=made.law_hash, body=body, digest="x",
            issued_by="x",
        )  # fmt: skip

    page = client.get(f"/indeks/laporan/{old.public_id}/").content.decode()
    assert "semua angkanya sama" in page


def issued_file(client, report, ending):
    return client.get(f"/indeks/laporan/{report.public_id}/?unduh={ending}").content


def test_the_file_of_an_issued_report_has_its_frozen_digits_and_hash(
    measured, as_, monkeypatch
) -> None:
    client = as_("citra")
    client.post("/indeks/laporan/terbitkan/?aturan=bkn_8_2019")
    report = IssuedReport.objects.get()
    with unguarded():  # what changes later must not reach the file
        TalentFact.objects.all().delete()
        PerformanceReview.objects.all().delete()

    def never(*_args, **_more):
        raise AssertionError("an issued report is never computed anew")

    for place in ("services.reports.measure", "selectors.measured.measure"):
        monkeypatch.setattr(f"bina.indices.{place}", never)
    book = openpyxl.load_workbook(io.BytesIO(issued_file(client, report, "xlsx")))
    pdf = pypdf.PdfReader(io.BytesIO(issued_file(client, report, "pdf")))

    cells = list(book["IP ASN"].iter_rows(values_only=True))
    text = " ".join(str(row[0]) for row in cells)
    assert report.digest in text and report.day.strftime("%d-%m-%Y") in text
    assert report.issued_by in text and "PERHATIAN" not in text
    head = next(at for at, row in enumerate(cells) if row[0] == "Unit")
    whole, *rows = [row for row in cells[head + 1 :] if row[0]]
    assert (whole[1], whole[7]) == (report.body["people"], report.body["total"] / 100)
    assert [row[:3] for row in rows] == [
        (row["name"], row["people"], row["measured"]) for row in report.body["rows"]
    ]
    for row, frozen in zip(rows, report.body["rows"], strict=True):
        names = ("qualification", "competence", "performance", "discipline", "total")
        wanted = [None if frozen[name] == -1 else frozen[name] / 100 for name in names]
        assert [*row[3:8], row[8]] == [*wanted, frozen["reached"]]
    boxes = list(book["Kotak talenta"].iter_rows(values_only=True))
    at = next(n for n, row in enumerate(boxes) if row[0] == "Unit")
    for row, frozen in zip(boxes[at + 1 :], report.body["rows"], strict=True):
        assert list(row[2:]) == frozen["kotak-talenta"]
    said = "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
    assert report.digest in said and shown(report.body["total"]) in said


def test_the_file_says_when_a_body_does_not_fit_its_hash(measured, as_) -> None:
    client = as_("citra")
    client.post("/indeks/laporan/terbitkan/?aturan=bkn_8_2019")
    made = IssuedReport.objects.get()
    body = {key: value for key, value in made.body.items() if key != "categories"}
    with unguarded():
        forged = IssuedReport.objects.create(
            day=made.day, ruleset=made.ruleset, law_hash=made.law_hash, digest=made.digest,
            issued_by="x", body={**body, "total": 1},
        )  # fmt: skip

    book = openpyxl.load_workbook(io.BytesIO(issued_file(client, forged, "xlsx")))
    pdf = pypdf.PdfReader(io.BytesIO(issued_file(client, forged, "pdf")))

    assert "PERHATIAN" in " ".join(str(row[0]) for row in book["IP ASN"].values)
    assert "PERHATIAN" in pdf.pages[0].extract_text()
    assert "Kotak talenta" not in book.sheetnames


def test_a_template_of_hr_sets_the_file_and_a_broken_one_is_named(
    measured, as_, settings, tmp_path
) -> None:
    settings.DATA_DIR = tmp_path
    client = as_("citra")
    client.post("/indeks/laporan/terbitkan/?aturan=bkn_8_2019")
    report = IssuedReport.objects.get()
    (tmp_path / "templates").mkdir()
    own = tmp_path / "templates" / "laporan-terbit.typ"
    own.write_text('#let d = json("data.json")\nSusunan kami #d.digest')

    pdf = pypdf.PdfReader(io.BytesIO(issued_file(client, report, "pdf")))
    assert "Susunan kami" in pdf.pages[0].extract_text()
    own.write_text("#let d = (")
    answer = client.get(f"/indeks/laporan/{report.public_id}/?unduh=pdf", follow=True)

    assert "templates/laporan-terbit.typ" in answer.content.decode()
