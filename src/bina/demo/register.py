"""The register of public services: which posts each needs, fitted to who really works there."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bina.demo.people import Person
from bina.demo.tables import table
from bina.demo.units import Unit
from bina.demo.workbook import Row


@dataclass(frozen=True)
class Role:
    """One role of one service: `holders` people can fill it, `min_staff` must be there."""

    service: str
    name: str
    unit_code: str
    role: str
    holders: int
    min_staff: int
    row: Row

    @property
    def single_point(self) -> bool:
        """Whether the service stands on one person."""
        return self.holders == 1 == self.min_staff


def service_roles(people: Sequence[Person], units: Mapping[str, Unit]) -> list[Role]:
    """Every role of every service that somebody in its unit can fill."""
    staff: dict[str, list[Person]] = {}
    for person in people:
        if person.active:
            staff.setdefault(person.unit.code, []).append(person)
    roles = []
    for service, unit in _services(units):
        for spec in service["roles"]:
            role = _role(service, unit, spec, staff.get(unit.code, []))
            if role:
                roles.append(role)
    return roles


def _services(units: Mapping[str, Unit]) -> Iterator[tuple[dict[str, Any], Unit]]:
    spec = table("services")
    for unit in units.values():
        kinds = [unit.kind] + (["inpatient"] if unit.inpatient else [])
        for kind in kinds:
            for service in spec["kinds"].get(kind, ()):
                place = units.get(unit.code + service.get("unit", ""), unit)
                short = unit.code.removeprefix("UNOR-").removeprefix("DINKES-")
                yield service | {"code": f"{short}-{service['code']}", "of": unit.name}, place
    for service in spec["units"]:
        if service["unit"] in units:
            yield service, units[service["unit"]]


def _role(
    service: Mapping[str, Any], unit: Unit, spec: Sequence[Any], staff: Sequence[Person]
) -> Role | None:
    name, families, competency, level, share = spec
    jobs = families.split()
    able = [p for p in staff if (p.job in jobs if jobs else not p.head)]
    if not able:
        return None
    least = max(1, int(len(able) * share))
    full = f"{service['name']} {service['of']}" if "of" in service else service["name"]
    row: Row = {
        "code": service["code"],
        "name": full,
        "unit_code": unit.code,
        "channel": service.get("channel", "counter"),
        "open_days": service["days"],
        "opens": service["hours"][0],
        "closes": service["hours"][1],
        "criticality": service["criticality"],
        "role": name,
        "positions": list(Counter(p.position_name for p in able)) if jobs else "",
        "competency": competency,
        "min_level": level if competency else None,
        "min_staff": least,
    }
    return Role(service["code"], full, unit.code, name, len(able), least, row)
