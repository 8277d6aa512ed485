"""Why a development record cannot go to SIASN yet, and who can repair it."""

from dataclasses import dataclass
from typing import Final

from bina.text import N_


@dataclass(frozen=True)
class Fault:
    """One reason: the field that a layout may require ("": always needed), and who repairs it."""

    name: str
    field: str
    reason: str
    repair: str


_OFFICER: Final = N_("Petugas kepegawaian: buka catatannya dan lengkapi")
FAULTS: Final = (
    Fault(
        "pns_id_missing", "pns_id", N_("PNS ID pegawai belum diketahui"),
        N_("BKPP: unggah Data Utama SIASN yang memuat PNS ID"),
    ),
    Fault(
        "file_missing", "file", N_("belum ada bukti"),
        N_("Pegawai atau petugas kepegawaian: lampirkan sertifikat"),
    ),
    Fault("certificate_missing", "certificate_no", N_("nomor sertifikat kosong"), _OFFICER),
    Fault("provider_missing", "provider", N_("penyelenggara kosong"), _OFFICER),
    Fault("hours_missing", "jp", N_("JP nol"), _OFFICER),
    Fault(
        "not_over", "", N_("belum selesai"),
        N_("Tunggu sampai selesai, atau perbaiki tanggalnya"),
    ),
    Fault(
        "unsure", "", N_("pengiriman terakhir tidak pasti sampai"),
        N_("BKPP: tarik riwayat kursus dari SIASN, atau putuskan pada halaman pengirimannya"),
    ),
    Fault(
        "code_missing", "", N_("kode SIASN untuk bentuk ini belum diisi"),
        N_("BKPP: isi tabel kode pada Susunan berkas; tanyakan kodenya kepada BKN"),
    ),
    Fault(
        "layout_missing", "", N_("tidak ada susunan berkas untuk bentuk ini"),
        N_("BKPP: tambahkan bentuknya pada Susunan berkas"),
    ),
)  # fmt: skip
BY_NAME: Final = {fault.name: fault for fault in FAULTS}
