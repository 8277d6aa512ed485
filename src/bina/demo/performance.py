"""Performance of the last years, a few punishments, and talent parts of leaders and experts."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np

from bina.demo.people import Person
from bina.demo.tables import table
from bina.demo.workbook import Row
from bina.indices.rules.sheets import PARTS


def performance_rows(
    people: Sequence[Person], chance: np.random.Generator, *, day: date
) -> Iterator[Row]:
    """Rows of `predikat-kinerja` for the last full years, by person and year."""
    spec = table("performance")
    names = list(spec["predicates"])
    shares = np.cumsum([spec["predicates"][name][0] for name in names])
    for person in people:
        for back in range(spec["years"], 0, -1):
            year = day.year - back
            draw, missing = chance.random(), chance.random()
            if person.career.since.year > year or missing < spec["missing_share"]:
                continue
            name = names[min(int(np.searchsorted(shares, draw)), len(names) - 1)]
            _share, result, behaviour = spec["predicates"][name]
            yield {
                "nip": person.nip,
                "name": person.name,
                "year": year,
                "result": result,
                "behaviour": behaviour,
                "predicate": name,
                "document_no": f"KARANGAN-EKIN/{year}",
            }


def discipline_rows(
    people: Sequence[Person], chance: np.random.Generator, *, day: date
) -> Iterator[Row]:
    """Rows of `hukuman-disiplin`; nobody of the cast, some beyond the look-back."""
    spec = table("performance")
    serial = 0
    for person in people:
        hit, which, days = chance.random(), chance.random(), int(chance.integers(30, 2600))
        signed = day - timedelta(days=days)
        if person.cast or hit >= spec["punished_share"] or person.career.since > signed:
            continue
        serial += 1
        level, kind = spec["punishments"][int(which * len(spec["punishments"]))]
        yield {
            "nip": person.nip,
            "name": person.name,
            "level": level,
            "kind": kind,
            "document_no": f"KARANGAN/862/{serial:03d}/{signed.year}",
            "document_date": signed,
            "start": signed + timedelta(days=15),
            "end": None if level == "ringan" else signed + timedelta(days=15 + 180),
        }


def talent_rows(
    people: Sequence[Person], chance: np.random.Generator, *, day: date
) -> Iterator[Row]:
    """Rows of `unsur-talenta` of the last full year, for tiers that talent teams look at."""
    spec = table("performance")["talent"]
    for person in people:
        if person.tier not in spec["tiers"]:
            continue
        level = chance.normal(spec["mean"], spec["between"])
        for part, _name in PARTS:
            score = round(float(np.clip(level + chance.normal(0, spec["within"]), 40, 100)), 1)
            yield {
                "nip": person.nip,
                "name": person.name,
                "year": day.year - 1,
                "part": part,
                "score": score,
                "document_no": f"KARANGAN-TALENTA/{day.year - 1}",
            }
