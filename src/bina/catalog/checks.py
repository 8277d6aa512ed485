"""What a row of the catalogue must fulfil by itself: dates, seats, coaches, lift and ceiling."""

from typing import Any, Final

from bina.catalog.models import Programme
from bina.imports.table import Finding
from bina.text import N_, Text

LONGEST_DAYS: Final = 366  # a session longer than a year is a wrong date


def dates_in_order(row: Any) -> Finding | None:
    """A session ends on or after its start, and within a year."""
    start, end = row["start"], row["end"]
    if start is None or end is None:
        return None
    if end < start:
        return Finding(
            "end",
            Text(N_("TANGGAL SELESAI sebelum TANGGAL MULAI")),
            Text(N_("Tukar kedua tanggal, atau perbaiki tahunnya.")),
        )
    if (end - start).days > LONGEST_DAYS:
        return Finding(
            "end",
            Text(N_("sesi ini lebih panjang dari setahun")),
            Text(N_("Periksa tahun kedua tanggal.")),
        )
    return None


def seats_in_order(row: Any) -> Finding | None:
    """The minimum of seats is not above the maximum."""
    least, most = row["min_seats"], row["max_seats"]
    if least is None or most is None or least <= most:
        return None
    return Finding(
        "min_seats",
        Text(
            N_("kursi minimum {least} lebih banyak dari maksimum {most}"),
            {"least": least, "most": most},
        ),
        Text(N_("Tukar keduanya, atau perbaiki angkanya.")),
    )


def lift_below_ceiling(row: Any) -> Finding | None:
    """A lift beyond the highest level that a programme reaches is a slip."""
    lift, ceiling = row["lift"], row["ceiling"]
    if lift is None or ceiling is None or lift <= ceiling:
        return None
    return Finding(
        "lift",
        Text(N_("kenaikan lebih besar dari level tertinggi program")),
        Text(N_("Kenaikan biasanya 0,3 sampai 1,5 level; periksa kedua angka.")),
    )


def open_has_cap(row: Any) -> Finding | None:
    """Only open programmes have a cap, and each of them should have one."""
    is_open = row["mode"] == Programme.Mode.OPEN
    if is_open == bool(row["cap_jp"]):
        return None
    if is_open:
        return Finding(
            "cap_jp",
            Text(N_("program terbuka tanpa batas JP per orang")),
            Text(N_("Isi JP paling banyak per orang per tahun.")),
            "doubt",
        )
    return Finding(
        "cap_jp",
        Text(N_("batas JP hanya berlaku bagi program terbuka")),
        Text(N_("Kosongkan, atau ubah CARA menjadi Terbuka tanpa kursi.")),
        "doubt",
    )


def coach_is_whole(row: Any) -> Finding | None:
    """A pool of coaches and their hours go together."""
    if bool(row["coach_pool"]) == bool(row["coach_hours"]):
        return None
    return Finding(
        "coach_hours",
        Text(N_("kelompok pelatih dan jam pelatih harus diisi bersama")),
        Text(N_("Isi keduanya, atau kosongkan keduanya.")),
    )
