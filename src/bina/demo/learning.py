"""What was learned in the year that ends: past sessions, who was there, reports that wait.

Nothing is drawn by chance here, so the rest of the city stays the same.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np

from bina.demo.people import Person
from bina.demo.workbook import Row

TODAYS = "RES-EMP1"  # the programme whose session runs on the day of the demonstration
N_PAST = 5
SEATS = 24
EVERY = 7  # of so many participants one misses the last half-day, another all
REPORTS = (
    ("Seminar", "Seminar pelayanan ramah di daerah kepulauan", "Universitas Cenderawasih", 4),
    ("E-learning", "Kursus daring dasar analisis data", "Lembaga Administrasi Negara", 3),
    ("Komunitas Belajar (Community of Practices)", "Komunitas belajar petugas loket", "", 2),
    ("Bimbingan Teknis", "Bimtek pengelolaan arsip", "Dinas Kearsipan", 8),
)


def past_sessions(programmes: Sequence[Row], day: date) -> list[Row]:
    """One session that runs on `day` and some that are over, of classroom programmes."""
    halls = [row for row in programmes if row["mode"] == "classroom" and row["jp"] <= 16]
    today = next((row for row in halls if row["code"] == TODAYS), halls[0])
    others = [row for row in halls if row is not today][:N_PAST]
    rows = [_session(today, day, day)]
    for number, row in enumerate(others, start=1):
        start = day - timedelta(days=7 * number + day.weekday())  # a Monday of a week before
        rows.append(_session(row, start, start + timedelta(days=-(-int(row["jp"]) // 8) - 1)))
    return rows


def _session(programme: Row, start: date, end: date) -> Row:
    return {
        "code": f"{programme['code']}-{start.year}", "programme": programme["code"],
        "place": "Kota Jayapura", "venue": "Aula BKPP", "start": start, "end": end,
        "half_days": "full", "min_seats": 10, "max_seats": 30, "fixed_cost": 5_000_000,
        "contribution": 150_000, "budget_line": "",
    }  # fmt: skip


def attendance_rows(
    people: Sequence[Person], programmes: Sequence[Row], day: date
) -> Iterator[Row]:
    """Who was in the sessions that are over, and this morning in the one that runs."""
    common = [person for person in people if not person.cast]
    ani = [person for person in people if person.cast == "ani"]
    stride = max(1, len(common) // (SEATS * (N_PAST + 1)))
    for number, session in enumerate(past_sessions(programmes, day)):
        there = common[number::stride][number * SEATS : (number + 1) * SEATS]
        if session["start"] == day:
            there = [*ani, *there]
        for seat, person in enumerate(there):
            yield from _half_days(session, person, seat, day)


def _half_days(session: Row, person: Person, seat: int, day: date) -> Iterator[Row]:
    start, end = session["start"], session["end"]
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    slots = [(one, half) for one in days if one.weekday() < 5 for half in ("morning", "afternoon")]
    slots = slots[:1] if start == day else slots
    for at, (when, half) in enumerate(slots):
        missed = seat % EVERY == 1 or (seat % EVERY == 2 and at == len(slots) - 1 > 0)
        yield {
            "session": session["code"], "nip": person.nip, "name": person.name, "day": when,
            "half": half, "present": not missed,
        }  # fmt: skip


def report_rows(people: Sequence[Person], day: date) -> Iterator[Row]:
    """Learning outside the plan that employees reported; the first are of Ani's puskesmas."""
    units = [person.unit.code for person in people if person.cast == "ani"]
    near = [p for p in people if p.unit.code in units and not p.cast and not p.head][:4]
    far = [p for p in people[5 :: max(1, len(people) // 16)] if not p.cast and p not in near]
    for number, person in enumerate([*near, *far]):
        form, title, provider, jp = REPORTS[number % len(REPORTS)]
        end = day - timedelta(days=5 + number)
        yield {
            "nip": person.nip, "name": person.name, "form": form, "title": title,
            "provider": provider, "start": end, "end": end, "jp": jp,
            "certificate_no": f"KARANGAN/L/{number + 1:03d}/{day.year}",
        }  # fmt: skip


def certificate(number: int, width: int = 420, height: int = 297) -> bytes:
    """A picture of an invented certificate as PNG: a frame, lines, a seal; no words."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        rows += bytes(_grey(x, y, number, width, height) for x in range(width))
    return _png(width, height, bytes(rows))


def _png(width: int, height: int, rows: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data)
        for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    )


def photo(side: int, seed: int) -> bytes:
    """A grainy square picture as PNG that hardly shrinks: what a phone's camera gives."""
    grains = np.random.default_rng(seed).integers(0, 256, (side, side), dtype=np.uint8)
    rows = b"".join(b"\0" + line.tobytes() for line in grains)
    return _png(side, side, rows)


def _grey(x: int, y: int, number: int, width: int, height: int) -> int:
    edge = min(x, y, width - 1 - x, height - 1 - y)
    if 10 <= edge < 14:
        return 90
    if (x - width + 70) ** 2 + (y - height + 70) ** 2 < 28**2:  # the seal
        return 120 + number % 60
    line = 70 <= y < 200 and y % 26 < 6 and 60 < x < width - 60 - (y * 7 + number * 13) % 120
    return 60 if line else 245


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)
