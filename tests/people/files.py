"""Small Data Utama files, made with a program that is not the one under test."""

import datetime as dt
from typing import Any

from bina.audit.services import Actor
from bina.imports import services
from bina.imports.models import ImportRun
from tests.formats.workbooks import xlsx

CITRA = Actor(None, "CITRA RUMBIAK", "hr_analyst")
HEADERS = (
    "PNS ID",
    "NIP BARU",
    "NAMA",
    "NIK",
    "NOMOR HP",
    "TANGGAL LAHIR",
    "JENIS KELAMIN",
    "JENIS PEGAWAI NAMA",
    "KEDUDUKAN HUKUM NAMA",
    "STATUS CPNS PNS",
    "GOL AKHIR NAMA",
    "JENIS JABATAN ID",
    "JABATAN ID",
    "JABATAN NAMA",
    "TMT JABATAN",
    "UNOR ID",
    "UNOR NAMA",
)
NIK = "9171014101900001"
PHONE = "081234567890"


def row(**changes: Any) -> dict[str, Any]:
    """Ani's row of the export, with changes by header (blanks written as _)."""
    ani = {
        "PNS ID": "A8ACA7E5-0001",
        "NIP BARU": "199001012015032001",
        "NAMA": "ANI WENDA",
        "NIK": NIK,
        "NOMOR HP": PHONE,
        "TANGGAL LAHIR": "01-01-1990",
        "JENIS KELAMIN": "F",
        "JENIS PEGAWAI NAMA": "PNS Daerah Kab/Kota",
        "KEDUDUKAN HUKUM NAMA": "Aktif",
        "STATUS CPNS PNS": "PNS",
        "GOL AKHIR NAMA": "III/c",
        "JENIS JABATAN ID": "2",
        "JABATAN ID": "JF-PERAWAT-21",
        "JABATAN NAMA": "Perawat Ahli Pertama",
        "TMT JABATAN": "01-04-2021",
        "UNOR ID": "UNOR-HMD",
        "UNOR NAMA": "Dinas Kesehatan / Puskesmas Hamadi",
    }
    return ani | {key.replace("_", " "): value for key, value in changes.items()}


DANI = row(
    PNS_ID="A8ACA7E5-0004",
    NIP_BARU="199207082019031004",
    NAMA="DANI OHEE",
    TANGGAL_LAHIR=dt.date(1992, 7, 8),
    JENIS_KELAMIN="M",
    GOL_AKHIR_NAMA="II/c",
    JENIS_JABATAN_ID="4",
    JABATAN_ID="PL-OPERATOR",
    JABATAN_NAMA="Operator Layanan",
    TMT_JABATAN=dt.date(2020, 1, 1),
    UNOR_ID="UNOR-DUK",
    UNOR_NAMA="Dinas Dukcapil",
)


def sheet(*rows: dict[str, Any], above: int = 0, below: int = 0, drop: str = "") -> bytes:
    """The workbook: `above` title rows, the header, the rows, `below` blank rows."""
    headers = [header for header in HEADERS if header != drop]
    lines: list[list[Any]] = [[f"DATA UTAMA {n}"] for n in range(above)]
    lines.append(list(headers))
    lines += [[one.get(header) for header in headers] for one in rows]
    lines += [[None, None, "  "] for _ in range(below)]
    return xlsx(("Data Utama", lines))


def previewed(data: bytes, kind: str = "people") -> ImportRun:
    """An upload that waits for its confirmation."""
    run = services.receive(CITRA, kind, "BKPP", data, "data.xlsx")
    return services.preview(CITRA, run)


def applied(data: bytes, kind: str = "people") -> ImportRun:
    """An upload that went in."""
    return services.apply(CITRA, previewed(data, kind))
