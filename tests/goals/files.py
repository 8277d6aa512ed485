"""A small regional plan as a workbook."""

from tests.formats.workbooks import xlsx

YEARS = ["KODE UNIT PEMILIK", "TAHUN MULAI", "TAHUN SELESAI"]
GOAL_HEAD = ["KODE TUJUAN", "TUJUAN ATAU SASARAN", "INDIKATOR", *YEARS, "DOKUMEN"]
GOAL = ["T-1", "Pelayanan ramah", "IKM: 86; Keluhan: 10", "DINKES", 2025, 2029, "RPJMD"]
PROGRAMME_HEAD = ["KODE PROGRAM", "KODE TUJUAN", "PROGRAM", "INDIKATOR", *YEARS]
ACTIVITY_HEAD = ["KODE KEGIATAN", "KODE PROGRAM", "KEGIATAN", "INDIKATOR", *YEARS]
SUB_HEAD = ["KODE SUB-KEGIATAN", "KODE KEGIATAN", "SUB-KEGIATAN", "INDIKATOR", *YEARS]
NEED_HEAD = ["KODE TUJUAN", "KODE KOMPETENSI", "KODE UNIT", "ALASAN"]
SPAN = [None, None, 2025, 2029]


def regional_plan(
    *, goal: list[object] = GOAL, of: str = "T-1", unit: str | None = None, need: str = "EMP"
) -> bytes:
    """One goal down to one sub-kegiatan, and one competency that the goal needs."""
    return xlsx(
        ("Tujuan", [GOAL_HEAD, goal]),
        ("Program", [PROGRAMME_HEAD, ["5.03.02", of, "Kepegawaian", *SPAN]]),
        ("Kegiatan", [ACTIVITY_HEAD, ["5.03.02.2.03", "5.03.02", "Pengembangan", *SPAN]]),
        ("Sub-kegiatan", [SUB_HEAD, ["5.03.02.2.03.02", "5.03.02.2.03", "Pelatihan", *SPAN]]),
        ("Kompetensi Tujuan", [NEED_HEAD, ["T-1", need, unit, "Keluhan warga"]]),
    )
