"""The words of the people pages, translated when shown: choices and states."""

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bina.people.rules.sheets import ABSENCE_KINDS, EMPLOYMENT_TYPES, ROLES, UNIT_KINDS
from bina.text import N_


def _lazy(pairs: Iterable[tuple[str, str]]) -> dict[str, str | Promise]:
    return {key: _(word) for key, word in pairs}


EMPLOYMENT: Final = _lazy(EMPLOYMENT_TYPES)
ABSENCE: Final = _lazy((*ABSENCE_KINDS, ("legal", N_("Kedudukan hukum tidak memungkinkan"))))
UNIT_KIND: Final = _lazy(UNIT_KINDS)
ROLE: Final = _lazy((*ROLES, ("employee", N_("Pegawai"))))
JOB_KIND: Final = _lazy(
    (
        ("structural", N_("Struktural")),
        ("functional", N_("Fungsional")),
        ("general", N_("Pelaksana")),
        ("unknown", N_("Belum diketahui")),
    )
)
GENDER: Final = _lazy((("M", N_("Laki-laki")), ("F", N_("Perempuan"))))
RECORD_STATE: Final = _lazy(
    (
        ("counted", N_("dihitung")),
        ("capped", N_("dihitung sampai batas bentuk ini")),
        ("claimed", N_("belum disetujui, tidak dihitung")),
        ("refused", N_("ditolak, tidak dihitung")),
        ("other_year", N_("tahun lain")),
    )
)
RECORD_STATUS: Final = _lazy(
    (("approved", N_("Disetujui")), ("claimed", N_("Diklaim")), ("refused", N_("Ditolak")))
)
ORDER: Final = _lazy(
    (
        ("nama", N_("Nama")),
        ("unit", N_("Unit")),
        ("nip", "NIP"),
        ("golongan", N_("Golongan tertinggi")),
    )
)
