"""Measured competency levels: about 65 % of the people, several kinds, some out of date."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from bina.demo.people import Person
from bina.demo.standards import COMMON, Position, standard_of
from bina.demo.survey import HAMADI
from bina.demo.workbook import Row

MEASURED_SHARE = 0.65
ANI_RES = {"superior": 1.5, "peers": 1.4, "self_confirmed": 2.0}
WEAK = {"DIG": -0.35, "NEG": -0.25, "BEN": -0.3, "LIN": -0.3, "MPB": -0.15, "ADP": -0.1}
SOURCES = {
    "official": "Pusat penilaian kompetensi (karangan)",
    "test": "Uji kompetensi daring (karangan)",
    "superior": "Penilaian atasan langsung",
    "peers": "Penilaian 360 derajat",
    "self_confirmed": "Penilaian diri, dikonfirmasi atasan",
}
ERRORS = {"test": 0.3}  # the test states its own standard error; the others use the default
STEPS = {"official": 1.0, "test": 0.1, "superior": 0.5, "peers": 0.1, "self_confirmed": 0.5}
OLDEST_DAYS = {
    "official": 1900,
    "test": 900,
    "superior": 1400,
    "peers": 700,
    "self_confirmed": 400,
}
PICKS = {  # kind -> chance of being measured that way
    "official": 0.4,
    "superior": 0.7,
    "test": 0.35,
    "peers": 0.25,
    "self_confirmed": 0.5,
}


def result_rows(
    people: Sequence[Person], chance: np.random.Generator, *, day: date
) -> Iterator[Row]:
    """Rows of `hasil-penilaian`, by person, kind and competency; no level below 0.5."""
    unit_effect = {
        code: chance.normal(-0.05, 0.18) for code in dict.fromkeys(p.unit.code for p in people)
    }
    for person in people:
        measured = chance.random() < MEASURED_SHARE
        if person.cast or measured:
            yield from _person_rows(person, unit_effect[person.unit.code], chance, day)


def _person_rows(
    person: Person, unit_effect: float, chance: np.random.Generator, day: date
) -> Iterator[Row]:
    truth = _true_levels(person, unit_effect, chance, day)
    for kind, share in PICKS.items():
        leader = person.tier in ("03", "04", "05", "22", "23")
        wanted = chance.random() < share and (kind != "official" or leader)
        if not wanted and not _told(person, kind):
            continue
        age = int(chance.integers(20, 120 if person.cast else OLDEST_DAYS[kind]))
        for code in _competencies(kind, truth, chance):
            level = _observed(truth[code], kind, chance)
            if person.cast == "ani" and code == "RES":
                level = ANI_RES.get(kind, level)
            yield {
                "nip": person.nip,
                "name": person.name,
                "competency": code,
                "kind": kind,
                "level": level,
                "standard_error": ERRORS.get(kind),
                "measured_on": day - timedelta(days=age),
                "source": SOURCES[kind],
            }


def _told(person: Person, kind: str) -> bool:
    """The story needs these measurements of the cast."""
    return bool(person.cast) and kind in ANI_RES


def _true_levels(
    person: Person, unit_effect: float, chance: np.random.Generator, day: date
) -> Mapping[str, float]:
    position = Position(
        person.position_id,
        person.position_name,
        person.tier,
        person.job,
        person.unit.opd.removeprefix("UNOR-") if person.echelon else "",
    )
    own = chance.normal(-0.12, 0.35) + unit_effect
    truth = {}
    for code, level in standard_of(position, day=day).items():
        effect = WEAK.get(code, 0.0) + chance.normal(0, 0.35)
        if code == "RES" and person.unit.code == HAMADI:
            effect -= 1.1
        truth[code] = level + own * (0.5 + level / 4) + effect
    return truth


def _competencies(kind: str, truth: Mapping[str, float], chance: np.random.Generator) -> list[str]:
    technical = [code for code in truth if code not in COMMON and code not in WEAK]
    technical = [code for code in technical if code not in ("RES", "ETK", "NEG")]
    if kind == "official":
        return list(COMMON)
    if kind == "superior":
        return ["PLP", "RES", "ETK", "ADP", *technical]
    if kind == "test":
        return ["DIG", *(code for code in ("BEN", "LIN") if code in truth), *technical]
    if kind == "peers":
        return ["INT", "KRS", "KOM", "RES"]
    pool = [code for code in ("OPH", "PDO", "MPB", "PKP", "PRB", "KOM", "NEG") if code in truth]
    chosen = chance.permutation(len(pool))[:4]
    return ["RES", "DIG", *(pool[n] for n in sorted(chosen))]


def _observed(level: float, kind: str, chance: np.random.Generator) -> float:
    noise = 0.35 if kind in ("self_confirmed", "superior") else 0.2
    bias = 0.3 if kind == "self_confirmed" else 0.0
    step = STEPS[kind]
    seen = round((level + bias + chance.normal(0, noise)) / step) * step
    return round(float(min(5.0, max(max(step, 0.5), seen))), 2)
