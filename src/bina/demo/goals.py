"""The regional plan of the fictitious city, and which goal a programme of the catalogue serves."""

from collections.abc import Iterator, Mapping
from typing import Any

from bina.demo.tables import table
from bina.demo.workbook import Row

SUB_DIGITS = 4


def goal_sheets(unit_codes: frozenset[str]) -> Mapping[str, list[Row]]:
    """Rows by sheet of `rencana-pembangunan-daerah`; owners only from units that exist."""
    spec = table("goals")
    goals: list[Row] = [
        {
            **_node(code, name, unit, unit_codes),
            "indicators": indicators,
            "source": f"{spec['source']}, tujuan {code}",
        }
        for code, (name, indicators, unit) in spec["goals"].items()
    ]
    levels = list(_below(spec["programmes"], unit_codes))
    return {
        "Tujuan": goals,
        "Program": [row for row in levels if "goal" in row],
        "Kegiatan": [row for row in levels if "programme" in row],
        "Sub-kegiatan": [row for row in levels if "activity" in row],
        "Kompetensi Tujuan": [
            {"goal": goal, "competency_code": competency, "unit": unit, "reason": reason}
            for goal, competency, unit, reason in spec["needs"]
            if not unit or unit in unit_codes
        ],
    }


def goal_served(programme: str) -> str:
    """The goal that a programme of the catalogue serves; empty for none."""
    return str(table("goals")["serves"].get(programme.partition("-")[0], ""))


def _below(programmes: Mapping[str, Any], unit_codes: frozenset[str]) -> Iterator[Row]:
    for code, (goal, name, unit, activities) in programmes.items():
        yield {**_node(code, name, unit, unit_codes), "goal": goal}
        for activity, (title, subs) in activities.items():
            yield {**_node(activity, title, unit, unit_codes), "programme": code}
            for number, sub in enumerate(subs, start=1):
                own = f"{activity}.{number:0{SUB_DIGITS}}"
                yield {**_node(own, sub, unit, unit_codes), "activity": activity}


def _node(code: str, name: str, unit: str, unit_codes: frozenset[str]) -> dict[str, Any]:
    first, last = table("goals")["years"]
    owner = unit if unit in unit_codes else ""
    return {"code": code, "name": name, "unit": owner, "year_from": first, "year_to": last}
