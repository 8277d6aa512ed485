"""One unit of the organisation, and its path as SIASN writes it."""

from dataclasses import dataclass

CITY_PLACE = "Kota Jayapura"


@dataclass(frozen=True)
class Unit:
    """One unit: `people` is its usual size, `mix` names its staffing, `posts` its structural
    posts as (position name, position code, tier, echelon), the head's first."""

    code: str
    name: str
    parent: str
    kind: str
    district: str
    place: str
    opd: str  # code of the office it belongs to
    people: int = 0
    mix: str = ""
    posts: tuple[tuple[str, str, str, str], ...] = ()
    cluster: str = ""  # what a small town takes or leaves together
    inpatient: bool = False


def path_of(unit: Unit, units: dict[str, Unit]) -> str:
    """The SIASN path from the office down: 'Dinas Kesehatan / Puskesmas Hamadi'."""
    names = [unit.name]
    while unit.parent and units[unit.parent].parent:
        unit = units[unit.parent]
        names.append(unit.name)
    return " / ".join(reversed(names))
