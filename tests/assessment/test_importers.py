"""Results by Excel: by any number a person bore, idempotent, nothing from the future."""

import datetime as dt
from decimal import Decimal

import pytest

from bina.assessment.models import Result
from bina.audit.guard import unguarded
from bina.audit.services import Actor
from bina.imports import services
from bina.people.models import PersonNumber
from tests.cast import Cast
from tests.formats.workbooks import xlsx
from tests.scenes import dictionary

pytestmark = pytest.mark.django_db
CITRA = Actor(None, "CITRA RUMBIAK", "hr_analyst")
HEAD = ["NIP", "NAMA", "KODE KOMPETENSI", "JENIS", "LEVEL", "GALAT BAKU", "TANGGAL", "SUMBER"]
OFFICIAL = "Penilaian kompetensi resmi"


def test_results_go_in_once_by_old_and_new_numbers(cast: Cast) -> None:
    dictionary()
    with unguarded():
        PersonNumber.objects.create(person=cast.dani, nip="199207082019031999")
    rows = [
        [cast.ani.nip, "x", "PLP", OFFICIAL, "1,5", None, "14-08-2025", "Pusat penilaian"],
        ["199207082019031999", "x", "PLP", "Penilaian atasan", 2, "0,4", dt.date(2026, 1, 5), None],
        ["190001011900011001", "x", "PLP", OFFICIAL, 2, None, "14-08-2025", None],
        [cast.ani.nip, "x", "PLP", OFFICIAL, 2, None, "24-11-2026", None],
        [cast.ani.nip, "x", "PLP", OFFICIAL, "5,5", None, "14-08-2024", None],
    ]
    data = xlsx(("Hasil", [HEAD, *rows]))

    first = services.import_now(CITRA, "results", data, "hasil.xlsx")
    second = services.import_now(CITRA, "results", data, "hasil.xlsx")

    found = Result.objects.order_by("person__name")
    assert [
        (row.person, row.kind, float(row.level), row.measured_on.isoformat()) for row in found
    ] == [(cast.ani, "official", 1.5, "2025-08-14"), (cast.dani, "superior", 2.0, "2026-01-05")]
    assert (first.counts["new"], first.counts["rejected"]) == (2, 3)
    assert (second.counts["new"], second.counts["unchanged"]) == (0, 2)
    assert [p.column for p in first.problems.order_by("row")] == ["NIP", "TANGGAL", "LEVEL"]


def test_an_import_without_optional_columns_goes_in_and_out_again(cast: Cast) -> None:
    dictionary()
    head = ["NIP", "KODE KOMPETENSI", "JENIS", "LEVEL", "TANGGAL"]
    rows = [[cast.ani.nip, code, OFFICIAL, "2,25", "14-08-2025"] for code in ("PLP", "KOM")]

    run = services.import_now(CITRA, "results", xlsx(("Hasil", [head, *rows])), "hasil.xlsx")
    found = list(Result.objects.values_list("level", "standard_error", "source"))
    services.undo(CITRA, run)

    assert found == [(Decimal("2.25"), None, "")] * 2
    assert not Result.objects.exists()
