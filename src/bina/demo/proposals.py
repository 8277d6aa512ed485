"""Needs that employees propose for the coming year, and the year's duties. Nothing is drawn by
chance here, so the rest of the city stays the same.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bina.calendar.rules.duties import default_duties
from bina.demo.people import Person
from bina.demo.standards import Position, has_standard, standard_of
from bina.demo.survey import HAMADI
from bina.demo.tables import table
from bina.demo.workbook import Row
from bina.law.law import law_on

EVERY_UNIT = 9  # people of one unit in so many propose …
PER_UNIT = 7  # … so many of each
NEAR = 4  # colleagues of Ani who propose as well
WANTED = ("RES", "DIG", "KOM", "PLP", "MPB")  # in turn; the first that the post requires


def duty_rows(day: date) -> Iterator[Row]:
    """Rows of `kalender-tugas`: the provisional defaults of the coming year."""
    for duty in default_duties(day.year + 1, law_on(day).value("calendar.duties")):
        yield {
            "year": day.year + 1, "code": duty.code, "what": duty.what, "who": duty.who,
            "deadline": duty.deadline, "source": "Taksiran, belum ditetapkan",
            "is_provisional": "ya",
        }  # fmt: skip


def proposal_rows(people: Sequence[Person], *, day: date) -> Iterator[Row]:
    """Rows of `usulan-akpk`: Ani first, some of her colleagues, then people of some units."""
    spec = table("proposals")
    ani = [person for person in people if person.cast == "ani"]
    near = [p for p in people if p.unit.code == HAMADI and not p.cast and not p.head][:NEAR]
    ranks: Counter[str] = Counter()
    for number, person in enumerate([*ani, *near, *_far(people)]):
        levels = _levels(person, day)
        if not levels:
            continue
        competency = "RES" if number <= len(near) else _wanted(number, levels)
        reasons = spec["reasons"].get(competency, spec["reasons"][""])
        reason = spec["ani"] if person.cast == "ani" else reasons[number % len(reasons)]
        ranks[person.unit.code] += 1
        yield {
            "year": day.year + 1, "nip": person.nip, "name": person.name,
            "competency": competency, "reason": reason, "day": _day(number, day),
            "form": spec["forms"][number % len(spec["forms"])],
            "rank": ranks[person.unit.code], "proposer": person.name,
        }  # fmt: skip


def _far(people: Sequence[Person]) -> list[Person]:
    """Some people of every ninth unit, Ani's left out."""
    units: dict[str, list[Person]] = {}
    for person in people:
        if not person.cast and person.unit.code != HAMADI:
            units.setdefault(person.unit.code, []).append(person)
    return [one for group in list(units.values())[4::EVERY_UNIT] for one in group[:PER_UNIT]]


def _day(number: int, day: date) -> date:
    """When the need was proposed: in the month that is open for it; every tenth came late."""
    late = number % 10 == 9
    return min(day, date(day.year, 10, 20 if late else 1 + number % 14))


def _levels(person: Person, day: date) -> Mapping[str, int]:
    """Competency -> level that the post requires by its own standard; none without one."""
    office = person.unit.opd.removeprefix("UNOR-") if person.echelon else ""
    post = Position(person.position_id, person.position_name, person.tier, person.job, office)
    return standard_of(post, day=day) if person.active and has_standard(post) else {}


def _wanted(number: int, levels: Mapping[str, int]) -> str:
    """The competencies of WANTED in turn; every seventh names the craft of the post."""
    craft = [code for code in levels if code not in WANTED]
    if number % 7 == 0 and craft:
        return craft[-1]
    return next(code for code in (WANTED[number % len(WANTED)], *WANTED) if code in levels)
