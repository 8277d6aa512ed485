"""The tree of units of the demonstration city, whole or as a small town."""

from typing import Any

from bina.demo.offices import offices
from bina.demo.tables import table
from bina.demo.territory import districts, puskesmas, schools
from bina.demo.units import CITY_PLACE, Unit

FULL_CITY_PEOPLE = 4000  # from this size on every unit exists


def build_units(people: int) -> list[Unit]:
    """Units in tree order (parents first) for a city of `people`.

    Below 4,000 people only the clusters of `core` exist, as many as need half their usual size.
    """
    every = [_root(), *offices(), *puskesmas(), *schools(), *districts()]
    if people >= FULL_CITY_PEOPLE:
        return every
    wanted: set[str] = set()
    room = people * 2
    for cluster in _cluster_order(every):
        size = sum(unit.people for unit in every if unit.cluster == cluster)
        if wanted and size > room and len(wanted) >= len(_data()["core"]):
            break
        wanted.add(cluster)
        room -= size
    kept = {unit.code for unit in every if unit.cluster in wanted}
    parents = {unit.code: unit.parent for unit in every}
    for code in tuple(kept):
        while code := parents[code]:
            kept.add(code)
    return [unit for unit in every if unit.code in kept]


def _data() -> Any:
    return table("organisation")


def _cluster_order(every: list[Unit]) -> list[str]:
    core: list[str] = list(_data()["core"])
    others = dict.fromkeys(unit.cluster for unit in every if unit.cluster)
    return core + [cluster for cluster in others if cluster not in core]


def _root() -> Unit:
    root = _data()["root"]
    return Unit(root["code"], root["name"], "", "city", "", CITY_PLACE, "")
