"""The competency dictionary and the standards of positions of the demonstration city."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from bina.demo.people import Person
from bina.demo.tables import table
from bina.demo.workbook import Row
from bina.law.law import law_on

COMMON = ("INT", "KRS", "KOM", "OPH", "PLP", "PDO", "MPB", "PKP", "PRB")
SERVICE = ("RES", "ETK", "ADP", "DIG")
SOURCE = "SK karangan untuk peragaan, acuan jenjang Permenpan RB 38/2017"


@dataclass(frozen=True)
class Position:
    """One distinct position and what decides its standard."""

    code: str
    name: str
    tier: str
    job: str
    office: str  # short code of the office for structural posts, "" for others


@cache
def dictionary() -> Mapping[str, Any]:
    """Competency code -> its entry, common ones first."""
    return {**table("competencies_common"), **table("competencies_technical")}


def dictionary_rows() -> Iterator[Row]:
    """Rows of the sheet Kamus: one per competency and level."""
    for code, entry in dictionary().items():
        for level, (description, indicators) in enumerate(entry["levels"], start=1):
            yield {
                "code": code,
                "group": entry["group"],
                "name": entry["name"],
                "name_en": entry["name_en"],
                "definition": entry["definition"],
                "level": level,
                "description": description,
                "indicators": "; ".join(indicators),
                "status": "summary",
                "source": entry.get("source", "Rumusan karangan; perlu disahkan instansi pembina"),
            }


def positions_of(people: Sequence[Person]) -> list[Position]:
    """The distinct positions, in the order in which people hold them."""
    found = {}
    for person in people:
        key = (person.position_id, person.position_name)
        if key not in found:
            office = person.unit.opd.removeprefix("UNOR-") if person.echelon else ""
            found[key] = Position(*key, person.tier, person.job, office)
    return list(found.values())


def has_standard(position: Position) -> bool:
    """False for the few posts that are left to the default of their tier."""
    return position.name not in table("jobs")["without_standard"]


def standard_of(position: Position, *, day: date) -> dict[str, int]:
    """Competency -> level, in the order of the dictionary's blocks.

    The tier's default level by the law of `day`; one more for service to citizens at a counter.
    """
    base = int(law_on(day).value(f"standards.default_level.{position.tier}"))
    levels = dict.fromkeys(COMMON, base)
    front = _is_front(position)
    levels |= dict.fromkeys(SERVICE, base)
    levels["RES"] = min(4, base + 1) if front else base
    if position.tier in ("03", "04", "05", "22", "23"):
        levels["NEG"] = base
    for rank, code in enumerate(_technical(position)):
        levels[code] = max(1, base - rank)
    return levels


def standard_rows(positions: Sequence[Position], *, day: date) -> Iterator[Row]:
    """Rows of the sheet SKJ."""
    for position in positions:
        if not has_standard(position):
            continue
        technical = _technical(position)
        for code, level in standard_of(position, day=day).items():
            main = code in technical[:1] or (code == "RES" and _is_front(position))
            yield {
                "position_id": position.code,
                "position_name": position.name,
                "competency": code,
                "level": level,
                "importance": "essential" if main else "important",
                "source": SOURCE,
            }


def _family(position: Position) -> Mapping[str, Any]:
    jobs = table("jobs")
    found: Mapping[str, Any] = jobs["functional"].get(position.job) or jobs["general"].get(
        position.job, {}
    )
    return found


def _is_front(position: Position) -> bool:
    return bool(_family(position).get("front")) or position.tier == "05"


def _technical(position: Position) -> Sequence[str]:
    if position.job:
        codes: Sequence[str] = _family(position)["tech"]
        return codes
    jobs = table("jobs")
    by_office: Sequence[str] = jobs["office_tech"].get(position.office, ("REN",))
    shared: Sequence[str] = jobs["shared_tech"].get(position.code, by_office)
    return shared
