"""Write the shipped Word templates from their blocks.

python tools/letter_templates.py [--check]
"""

import sys
from pathlib import Path

from bina.formats.docx import Block, document

FOLDER = Path(__file__).resolve().parent.parent / "src" / "bina" / "letters" / "shipped"
HEAD: list[Block] = [
    ("centre", "{{pemerintah}}"),
    ("centre", "{{instansi}}"),
    ("text", "{{alamat}} {{kontak}}"),
    ("text", "{{label}}"),
]
SIGN: list[Block] = [
    ("text", ""),
    ("text", "{{kota}}, {{tanggal}}"),
    ("text", "{{penandatangan_jabatan}},"),
    ("text", ""),
    ("bold", "{{penandatangan_nama}}"),
    ("text", "{{penandatangan_pangkat}}"),
    ("text", "NIP {{penandatangan_nip}}"),
    ("text", "{{menggantikan}}"),
    ("text", "Sidik isi: {{sidik}}"),
]
SESSION: list[Block] = [
    ("row", "Kegiatan", "{{program}}"),
    ("row", "Bentuk", "{{bentuk}}"),
    ("row", "Penyelenggara", "{{penyelenggara}}"),
    ("row", "Waktu", "{{waktu}}, {{jam}}"),
    ("row", "Tempat", "{{gedung}} {{tempat}}"),
]
PERSON: list[Block] = [
    ("row", "Nama", "{{nama}}"),
    ("row", "NIP", "{{nip}}"),
    ("row", "Pangkat/Golongan", "{{pangkat}}"),
    ("row", "Jabatan", "{{jabatan}}"),
    ("row", "Unit kerja", "{{unit}}"),
]
TITLE: list[Block] = [("centre", "{{perihal}}"), ("centre", "Nomor {{nomor}}")]
BODIES: dict[str, list[Block]] = {
    "call": [
        *TITLE,
        ("text", "Yth. {{nama}}, NIP {{nip}}, {{jabatan}}, {{unit}}"),
        ("text", "Berdasarkan rencana yang telah disetujui, Saudara dipanggil untuk mengikuti:"),
        *SESSION,
        ("row", "Jam pelajaran", "{{jp}} JP"),
        ("text", "Mohon menjawab paling lambat {{batas_jawab}} di Bina atau lewat petugas unit."),
    ],
    "assignment": [
        *TITLE,
        ("text", "{{penandatangan_jabatan}} {{kota}} menugaskan:"),
        *PERSON,
        ("text", "untuk mengikuti:"),
        *SESSION,
        ("text", "Setelah selesai, yang bersangkutan melapor kepada atasan langsung."),
    ],
    "travel": [
        *TITLE,
        ("row", "Pejabat pemberi perintah", "{{penandatangan_jabatan}}"),
        *PERSON,
        ("row", "Maksud perjalanan", "{{program}} ({{kode_sesi}})"),
        ("row", "Berangkat dari; tujuan", "{{asal}}; {{tempat}}"),
        ("row", "Lama; tanggal", "{{lama_hari}} hari; {{waktu}}"),
        ("row", "Pembebanan anggaran; perkiraan biaya", "{{pos}}; {{biaya}}"),
    ],
    "participants": [
        *TITLE,
        ("text", "{{program}} · {{waktu}} · {{gedung}} {{tempat}}"),
        ("row", "No", "Nama", "NIP", "Jabatan", "Unit kerja"),
        (
            "row", "{{peserta.no}}", "{{peserta.nama}}", "{{peserta.nip}}",
            "{{peserta.jabatan}}", "{{peserta.unit}}",
        ),
    ],
    "attendance": [
        *TITLE,
        ("text", "{{program}} · {{waktu}} · {{gedung}} {{tempat}}"),
        ("row", "No", "Nama", "NIP", "Unit kerja", "Tanda tangan"),
        ("row", "{{peserta.no}}", "{{peserta.nama}}", "{{peserta.nip}}", "{{peserta.unit}}", ""),
    ],
}  # fmt: skip


def templates() -> dict[str, bytes]:
    """File name and bytes of every shipped Word template."""
    return {
        f"{kind}.docx": document([*HEAD, *body, *SIGN], landscape=kind == "attendance")
        for kind, body in BODIES.items()
    }


if __name__ == "__main__":
    made = templates()
    if "--check" in sys.argv:
        sys.exit(any((FOLDER / name).read_bytes() != content for name, content in made.items()))
    for name, content in made.items():
        (FOLDER / name).write_bytes(content)
