"""Who a programme is for, in sentences."""

from bina.catalog.models import Programme
from bina.catalog.reading import EMPLOYMENT_WORDS
from bina.formats.tiers import TIERS
from bina.people.models import Person, Unit
from bina.text import N_, Text


def eligibility_words(programme: Programme) -> list[Text]:
    """One sentence a rule; one that says "everybody" when there is none. At most one query."""
    found = []
    if programme.tiers:
        names = ", ".join(TIERS.get(code, code) for code in programme.tiers)
        found.append(Text(N_("Jenjang: {names}."), {"names": names}))
    if programme.positions:
        found.append(Text(N_("Jabatan: {names}."), {"names": ", ".join(programme.positions)}))
    if programme.employment:
        kinds = [EMPLOYMENT_WORDS[Person.Employment(kind)] for kind in programme.employment]
        found.append(Text(N_("Jenis pegawai: {names}."), {"names": ", ".join(kinds)}))
    if programme.unit_codes:
        units = Unit.objects.filter(code__in=programme.unit_codes)
        names = ", ".join(units.values_list("name", flat=True)) or ", ".join(programme.unit_codes)
        found.append(Text(N_("Unit beserta semua di bawahnya: {names}."), {"names": names}))
    if programme.min_rank:
        found.append(
            Text(
                N_("Golongan {rank} ke atas; golongan lain jenis tidak dibatasi."),
                {"rank": programme.min_rank},
            )
        )
    return found or [Text(N_("Terbuka bagi semua pegawai."))]
