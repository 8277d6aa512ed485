"""Past training of the people: many have none, some have much."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from bina.demo.people import Person
from bina.demo.tables import table
from bina.demo.workbook import Row


def training_rows(
    people: Sequence[Person], chance: np.random.Generator, *, day: date
) -> Iterator[Row]:
    """Rows of `riwayat-pelatihan`, ordered by person and date; nothing after `day`."""
    spec = table("history")
    pools = {kind: _pool(kind) for kind in ("front", "lead", "guru", "health", "office")}
    serial = 0
    for person in people:
        pool, share = pools[_kind(person)]
        taken: set[tuple[str, date]] = set()
        for back in (3, 2, 1, 0):
            if chance.random() < spec["zero_share"][back]:
                continue
            for _ in range(1 + chance.poisson(spec["mean_events"][back] - 1)):
                event = pool[int(np.searchsorted(share, chance.random()))]
                start = _start(day, back, chance)
                if start < person.career.since or (event[1], start) in taken:
                    continue
                taken.add((event[1], start))
                serial += 1
                yield _row(person, event, start, serial, chance, day)


def _pool(kind: str) -> tuple[list[list[Any]], np.ndarray]:
    every = table("history")["events"]
    wanted = {"", kind} | ({"front"} if kind in ("guru", "health") else set())
    events = [event for event in every if event[5] in wanted]
    weights = np.cumsum([event[4] for event in events])
    return events, weights / weights[-1]


def _kind(person: Person) -> str:
    jobs = table("jobs")
    if person.echelon:
        return "lead"
    if person.job == "guru":
        return "guru"
    if person.job in table("history")["health_jobs"]:
        return "health"
    family = jobs["functional"].get(person.job) or jobs["general"].get(person.job, {})
    return "front" if family.get("front") else "office"


def _start(day: date, back: int, chance: np.random.Generator) -> date:
    year = day.year - back
    last = (day - timedelta(days=20)).timetuple().tm_yday if back == 0 else 340
    start = date(year, 1, 10) + timedelta(days=int(chance.integers(0, max(1, last - 10))))
    return start - timedelta(days=max(0, start.weekday() - 4))


def _row(
    person: Person,
    event: list[Any],
    start: date,
    serial: int,
    chance: np.random.Generator,
    day: date,
) -> Row:
    form, title, hours, competency, *_ = event
    providers = table("history")["providers"]
    days = min(90, max(0, (hours - 1) // 8))
    certified = form not in ("Coaching",) and chance.random() < 0.85
    return {
        "nip": person.nip,
        "name": person.name,
        "form": form,
        "title": title,
        "provider": providers[int(chance.integers(len(providers)))],
        "start": start,
        "end": min(start + timedelta(days=days), day),
        "jp": hours,
        "certificate_no": f"KARANGAN/{serial:05d}/{start.year}" if certified else "",
        "competency": competency,
        "fits_post": _fits(form, title, person),
    }


def _fits(form: str, title: str, person: Person) -> str:
    """HR's word on a training for the post held; "" for forms that need none."""
    if form == "Diklat Fungsional":
        return "ya"
    if form == "Pelatihan Manajerial":
        asked = "04" if title.endswith("Administrator") else "05"
        return "ya" if person.tier == asked else "tidak"
    return ""
