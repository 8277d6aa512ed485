"""Services and SKM by Excel."""

import pytest

from bina.audit.services import Actor
from bina.citizens.models import SatisfactionScore, Service, ServiceRole
from bina.imports import services
from bina.imports.models import ImportRun
from tests.cast import Cast
from tests.formats.workbooks import xlsx
from tests.scenes import dictionary

pytestmark = pytest.mark.django_db
CITRA = Actor(None, "CITRA RUMBIAK", "hr_analyst")
HEAD = [
    "KODE LAYANAN", "NAMA LAYANAN", "KODE UNIT", "SALURAN", "HARI BUKA", "JAM BUKA", "JAM TUTUP",
    "KRITIKALITAS", "PERAN", "JABATAN PELAKSANA", "KODE KOMPETENSI", "LEVEL MINIMUM",
    "STAF MINIMUM",
]  # fmt: skip
CLINIC = ["PKM-UMUM", "Poli umum", "PKM-HMD", "Loket", "Sen-Sab", "08:00", "14.00", 4]
NURSE = [*CLINIC, "Perawat", "Perawat Ahli Pertama", "KES", 2, 1]
HEAD_ROLE = [*CLINIC, "Penanggung jawab", None, None, None, 1]


def load(kind: str, rows: list[list[object]]) -> ImportRun:
    sheet = "Layanan" if kind == "services" else "SKM"
    return services.import_now(CITRA, kind, xlsx((sheet, rows)), "berkas.xlsx")


def test_rows_of_one_service_become_its_roles_and_twice_is_once(cast: Cast) -> None:
    dictionary()
    load("services", [HEAD, NURSE, HEAD_ROLE])

    run = load("services", [HEAD, NURSE, HEAD_ROLE])

    service = Service.objects.get()
    roles = {role.name: role for role in ServiceRole.objects.all()}
    assert (service.open_days, str(service.closes), service.unit) == (
        "012345", "14:00:00", cast.puskesmas,
    )  # fmt: skip
    assert sorted(roles) == ["Penanggung jawab", "Perawat"]
    assert list(roles["Perawat"].positions.all()) == [cast.ani.position]
    assert not roles["Penanggung jawab"].positions.exists()
    assert (run.counts["new"], run.counts["changed"], run.counts["unchanged"]) == (0, 0, 3)


@pytest.mark.parametrize(
    ("at", "value", "column"),
    [
        (2, "TIDAK-ADA", "KODE UNIT"),
        (4, "tiap hari", "HARI BUKA"),
        (9, "Juru Sihir", "JABATAN PELAKSANA"),
        (10, "ZZZ", "KODE KOMPETENSI"),
        (12, -1, "STAF MINIMUM"),
    ],
)
def test_a_wrong_cell_is_named_and_the_row_stays_out(
    cast: Cast, at: int, value: object, column: str
) -> None:
    dictionary()
    row: list[object] = list(NURSE)
    row[at] = value

    run = load("services", [HEAD, row, [*HEAD_ROLE[:0], "LAIN", *HEAD_ROLE[1:]]])

    assert [(problem.row, problem.column) for problem in run.problems.all()] == [(2, column)]
    assert list(Service.objects.values_list("code", flat=True)) == ["LAIN"]


def test_skm_takes_only_the_nine_elements(cast: Cast) -> None:
    head = ["KODE UNIT", "PERIODE", "UNSUR", "NILAI", "JUMLAH RESPONDEN"]
    rows = [["PKM-HMD", "2026-S1", "u7", "2,91", 148], ["PKM-HMD", "2026-S1", "U10", 3, 148]]

    run = load("skm", [head, *rows])

    score = SatisfactionScore.objects.get()
    assert (score.element, float(score.score)) == ("U7", 2.91)
    assert [problem.column for problem in run.problems.all()] == ["UNSUR"]
