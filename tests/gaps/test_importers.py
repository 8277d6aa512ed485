"""Priority factors through the import."""

import pytest

from bina.audit.services import Actor
from bina.gaps.models import PriorityFactor
from bina.gaps.selectors.factors import exported_factors
from bina.imports import services
from tests.formats.workbooks import xlsx
from tests.gaps import scene

pytestmark = pytest.mark.django_db
CITRA = Actor(None, "CITRA RUMBIAK", "hr_analyst")
HEADS = ["JENIS SUBJEK", "KODE SUBJEK", "KODE KOMPETENSI", "SUMBER", "NILAI", "GALAT BAKU",
         "PERIODE", "BUKTI"]  # fmt: skip
ROWS = [
    ["Kota", None, None, "Tantangan", "1,2", None, "2026", "RPJMD"],
    ["Unit", "dinkes", "PLP", "Suara warga", "1,6", "0,1", "2026", "SKM 2026: U7 2,91"],
    ["Jabatan", "JF-PERAWAT-21", "KOM", "Jabatan", 2, None, None, "SKJ {baru}"],
    ["Pegawai", "199001012015032001", None, "Usulan", "1,1", None, None, "Usulan atasan"],
]


def imported(rows):
    run = services.receive(CITRA, "factors", "BKPP", xlsx(("Faktor", [HEADS, *rows])), "f.xlsx")
    run = services.preview(CITRA, run)
    return services.apply(CITRA, run) if run.counts["new"] else run


def test_every_kind_of_subject_goes_in_accepted_and_weighs(cast):
    scene.competencies()

    imported(ROWS)

    found = PriorityFactor.objects.order_by("pk")
    assert [(f.unit, f.position, f.person) for f in found] == [
        (None, None, None),
        (cast.health, None, None),
        (None, cast.ani.position, None),
        (None, None, cast.ani),
    ]
    assert {f.state for f in found} == {"accepted"}
    assert found[2].evidence == "SKJ {baru}"


def test_the_same_rows_again_change_nothing(cast):
    scene.competencies()
    imported(ROWS)

    run = imported(ROWS)

    assert (run.counts["new"], run.counts["changed"], run.counts["unchanged"]) == (0, 0, 4)
    assert len(exported_factors()) == 4


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["Unit", "XYZ", None, "Layanan", 2, None, None, "x"], "JENIS SUBJEK"),
        (["Unit", None, None, "Layanan", 2, None, None, "x"], "KODE SUBJEK"),
        (["Kota", "DINKES", None, "Layanan", 2, None, None, "x"], "KODE SUBJEK"),
        (["Kota", None, "XYZ", "Layanan", 2, None, None, "x"], "KODE KOMPETENSI"),
        (["Kota", None, None, "Layanan", 0, None, None, "x"], "NILAI"),
        (["Kota", None, None, "Cuaca", 2, None, None, "x"], "SUMBER"),
    ],
)
def test_a_bad_row_names_its_place(cast, row, column):
    run = imported([row])

    assert list(run.problems.filter(severity="error").values_list("row", "column")) == [(2, column)]
    assert not PriorityFactor.objects.exists()
