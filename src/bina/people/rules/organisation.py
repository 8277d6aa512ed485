"""Which units a list of UNOR ids and paths names, and which of them do not exist yet.

Source: UNOR NAMA of SIASN's Data Utama is the path from the OPD down.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bina.formats.cell_text import comparable

MADE: Final = "JALUR-"  # how codes begin that Bina made, for want of an UNOR ID
Ref = int | str  # the id of a unit that exists, or the code of one to be made
Place = tuple[str | None, tuple[str, ...]]  # UNOR ID, names from the top
_KINDS: Final = (  # the first word that begins a unit's name decides
    (("puskesmas", "upt puskesmas", "uptd puskesmas"), "puskesmas"),
    (("sd ", "sdn ", "smp ", "smpn ", "tk ", "sma ", "smk ", "sekolah "), "school"),
    (("kelurahan ",), "kelurahan"),
    (("distrik ",), "district"),
    (("upt ", "uptd "), "uptd"),
)


@dataclass(frozen=True)
class KnownUnit:
    """A unit as it is in the tables."""

    id: int
    code: str
    name: str
    parent_id: int | None
    kind: str


@dataclass(frozen=True)
class NewUnit:
    """A unit to be made; `parent` exists or stands earlier in the list."""

    code: str
    name: str
    parent: Ref | None
    kind: str


@dataclass
class UnitPlan:
    """What the places mean. `new` lists parents first."""

    of: dict[Place, Ref | None] = field(default_factory=dict)
    new: list[NewUnit] = field(default_factory=list)
    renamed: list[tuple[Place, str]] = field(default_factory=list)  # and the name so far


def unit_kind(name: str, depth: int) -> str:
    """The kind that a unit's name tells; else an OPD at the top and a division below.

    >>> unit_kind("Puskesmas Hamadi", 1), unit_kind("Dinas Kesehatan", 0)
    ('puskesmas', 'opd')
    """
    start = name.casefold() + " "
    for words, kind in _KINDS:
        if start.startswith(words):
            return kind
    return "opd" if depth == 0 else "division"


def plan_units(known: Sequence[KnownUnit], places: Iterable[Place]) -> UnitPlan:
    """Each place's unit. An UNOR ID decides; without one, or for a unit whose code was made from
    its path, the path does. Missing levels are made."""
    return _Planner(known).plan(list(dict.fromkeys(places)))


class _Planner:
    def __init__(self, known: Sequence[KnownUnit]) -> None:
        self.known = {unit.id: unit for unit in known}
        self.by_code: dict[str, Ref] = {unit.code.upper(): unit.id for unit in known}
        cities = [unit for unit in known if unit.kind == "city" and unit.parent_id is None]
        self.city = cities[0] if len(cities) == 1 else None
        self.paths: dict[int, tuple[str, ...]] = {}
        self.by_path: dict[tuple[str, ...], Ref] = {}
        for unit in known:
            self.by_path.setdefault(self._path(unit.id), unit.id)
        self.made = {unit.id for unit in known if unit.code.startswith(MADE)}
        self.file_codes: dict[tuple[str, ...], str] = {}
        self.result = UnitPlan()

    def plan(self, places: list[Place]) -> UnitPlan:
        trimmed = {place: self._below_city(place[1]) for place in places}
        for (code, _), names in zip(trimmed, trimmed.values(), strict=True):
            if code:
                self.file_codes.setdefault(_folded(names), code)
        for place, names in trimmed.items():
            found = self._unit(place[0], names)
            self.result.of[place] = found
            if isinstance(found, int) and place[0] and names:
                name = self.known[found].name
                if comparable(name) != comparable(names[-1]):
                    self.result.renamed.append((place, name))
        return self.result

    def _path(self, id_: int) -> tuple[str, ...]:
        if id_ not in self.paths:
            unit = self.known[id_]
            if self.city is not None and id_ == self.city.id:
                self.paths[id_] = ()
            else:
                above = () if unit.parent_id is None else self._path(unit.parent_id)
                self.paths[id_] = (*above, comparable(unit.name))
        return self.paths[id_]

    def _below_city(self, names: tuple[str, ...]) -> tuple[str, ...]:
        if self.city and len(names) > 1 and comparable(names[0]) == comparable(self.city.name):
            return names[1:]
        return names

    def _unit(self, code: str | None, names: tuple[str, ...]) -> Ref | None:
        if code and code.upper() in self.by_code:
            return self.by_code[code.upper()]
        if not names:
            return None
        key = _folded(names)
        found = self.by_path.get(key)
        if found is not None and (not code or found in self.made):
            return found
        return self._make(code, names, key)

    def _make(self, code: str | None, names: tuple[str, ...], key: tuple[str, ...]) -> Ref:
        parent: Ref | None = self.city.id if self.city else None
        if len(names) > 1:
            parent = self._unit(self.file_codes.get(key[:-1]), names[:-1])
        digest = hashlib.sha256("/".join(key).encode()).hexdigest()[:16].upper()
        new = NewUnit(code or MADE + digest, names[-1], parent, unit_kind(names[-1], len(key) - 1))
        self.result.new.append(new)
        self.by_code[new.code.upper()] = new.code
        self.by_path.setdefault(key, new.code)
        return new.code


def _folded(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(comparable(name) for name in names)
