"""Programmes that name a merged unit: HR decides whether they are for the other unit."""

from bina.catalog.models import Programme
from bina.people.models import Unit
from bina.people.services.unit_merging import Follower, add_unit_follower
from bina.text import N_, Text


def preview(source: Unit, _into: Unit) -> list[Text]:
    """Programmes that are for this unit by its code."""
    rows = Programme.objects.exclude(unit_codes=[]).values_list("code", "unit_codes")
    named = sorted(code for code, units in rows if source.code in units)
    words = N_("Perlu diputuskan: program {codes} menyebut kode unit ini. Ubah di Katalog.")
    return [Text(words, {"codes": ", ".join(named[:20])})] if named else []


add_unit_follower(Follower("catalog", preview))
