"""Priority factors of a merged unit: HR decides whether they hold for the other unit."""

from bina.gaps.models import PriorityFactor
from bina.people.models import Unit
from bina.people.services.unit_merging import Follower, add_unit_follower
from bina.text import N_, Text


def preview(source: Unit, _into: Unit) -> list[Text]:
    """Factors of the unit itself; they no longer weigh anybody's gaps."""
    n = PriorityFactor.objects.filter(unit=source).count()
    words = N_("Perlu diputuskan: {n} faktor prioritas untuk unit ini tidak berlaku lagi.")
    return [Text(words, {"n": n})] if n else []


add_unit_follower(Follower("gaps", preview))
