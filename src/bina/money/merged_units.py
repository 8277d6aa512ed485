"""Budget lines that name a merged unit: HR decides, and frozen versions never change."""

from bina.calendar.today import today
from bina.money.models import BudgetLine
from bina.people.models import Unit
from bina.people.services.unit_merging import Follower, add_unit_follower
from bina.text import N_, Text


def preview(source: Unit, _into: Unit) -> list[Text]:
    """Lines of this year and later that may pay for this unit by its code."""
    lines = BudgetLine.objects.filter(version__year__gte=today().year).exclude(unit_codes=[])
    rows = lines.values_list("code", "unit_codes")
    named = sorted({code for code, units in rows if source.code in units})
    words = N_("Perlu diputuskan: pos {codes} menyebut kode unit ini. Ubah pada versi rancangan.")
    return [Text(words, {"codes": ", ".join(named[:20])})] if named else []


add_unit_follower(Follower("money", preview))
