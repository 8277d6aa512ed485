"""The dictionary and SKJ by Excel: read, replaced, and unchanged the second time."""

import io

import openpyxl
import pytest

from bina.audit.services import Actor
from bina.imports import services
from bina.imports.models import ImportRun
from bina.standards.export import standards_workbook
from bina.standards.models import CompetencyLevel, PositionStandard
from tests.cast import Cast
from tests.formats.workbooks import xlsx
from tests.scenes import dictionary, skj

pytestmark = pytest.mark.django_db
CITRA = Actor(None, "CITRA RUMBIAK", "hr_analyst")
HEAD = [
    "KODE",
    "KELOMPOK",
    "NAMA",
    "LEVEL",
    "DESKRIPSI LEVEL",
    "INDIKATOR",
    "STATUS NASKAH",
    "SUMBER",
]
SKJ_HEAD = ["KODE JABATAN", "NAMA JABATAN", "KODE KOMPETENSI", "LEVEL", "KEPENTINGAN", "SUMBER"]
SUMMARY = ["PLP", "Manajerial", "Pelayanan Publik", 1, "Ringkas", "Satu; Dua", "Ringkasan", None]
OFFICIAL = ["PLP", "Manajerial", "Pelayanan Publik", 1, "Naskah", "Tiga", "Resmi", "Lampiran I"]


def load(*sheets: tuple[str, list[list[object]]]) -> ImportRun:
    return services.import_now(CITRA, "standards", xlsx(*sheets), "standar.xlsx")


def test_official_text_replaces_a_summary(cast: Cast) -> None:
    load(("Kamus", [HEAD, SUMMARY]))

    run = load(("Kamus", [HEAD, OFFICIAL]))

    level = CompetencyLevel.objects.get()
    assert (level.description, level.indicators, level.status) == ("Naskah", ["Tiga"], "official")
    assert (run.counts["new"], run.counts["changed"], run.counts["unchanged"]) == (0, 1, 1)


def test_a_summary_does_not_replace_an_official_text(cast: Cast) -> None:
    load(("Kamus", [HEAD, OFFICIAL]))

    run = load(("Kamus", [HEAD, SUMMARY, [*SUMMARY[:3], 2, *SUMMARY[4:]]]))

    first = CompetencyLevel.objects.get(level=1)
    assert (first.description, first.status) == ("Naskah", "official")
    assert CompetencyLevel.objects.filter(level=2, status="summary").exists()
    told = [(problem.row, problem.column) for problem in run.problems.all()]
    assert told == [(2, "STATUS NASKAH")]


def test_official_text_without_source_does_not_go_in(cast: Cast) -> None:
    run = load(("Kamus", [HEAD, [*OFFICIAL[:-1], None], [*SUMMARY[:3], 2, *SUMMARY[4:]]]))

    assert CompetencyLevel.objects.get().level == 2
    assert [problem.column for problem in run.problems.all()] == ["SUMBER"]


def test_a_position_is_found_by_code_or_by_name(cast: Cast) -> None:
    rows = [
        ["JF-PERAWAT-21", "nama lain", "PLP", 2, "Mutlak", "SK 1"],
        [None, "operator  layanan", "PLP", 1, None, None],
        [None, "Juru Sihir", "PLP", 1, None, None],
    ]

    run = load(("Kamus", [HEAD, SUMMARY]), ("SKJ", [SKJ_HEAD, *rows]))

    found = PositionStandard.objects.order_by("position__code")
    assert list(found.values_list("position__code", "level", "importance")) == [
        ("JF-PERAWAT-21", 2, "essential"),
        ("PL-OPERATOR", 1, "important"),
    ]
    assert [problem.row for problem in run.problems.all()] == [4]


def test_what_is_exported_changes_nothing_when_imported(cast: Cast) -> None:
    skj(cast.ani.position, dictionary()["KES"], 3)
    data = standards_workbook()
    assert openpyxl.load_workbook(io.BytesIO(data))["Kamus"].max_row == 26

    services.import_now(CITRA, "standards", data, "standar.xlsx")
    run = services.import_now(CITRA, "standards", data, "standar.xlsx")

    assert (run.counts["new"], run.counts["changed"], run.counts["error"]) == (0, 0, 0)
    assert run.counts["unchanged"] == 5 + 25 + 1
