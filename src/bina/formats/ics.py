"""Events as an iCalendar stream that phones and office programs read.

Source: RFC 5545 – content lines folded at 75 octets (3.1), text escaped (3.3.11), time zone by its
VTIMEZONE (3.6.5). Jayapura keeps UTC+9 all year, so one STANDARD part says everything.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

ZONE = "Asia/Jayapura"
OCTETS = 75
_ZONE_LINES = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0900",
    "TZNAME:WIT",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True)
class Event:
    """One event. `start` and `end` are local times without a zone; `stamp` is in UTC."""

    uid: str  # the same for the same event in every stream, so that a phone replaces it
    start: dt.datetime
    end: dt.datetime
    summary: str
    stamp: dt.datetime
    location: str = ""
    description: str = ""
    cancelled: bool = False
    sequence: int = 0


def calendar(name: str, events: Iterable[Event]) -> str:
    """The stream: lines end with CRLF, none is longer than 75 octets, all text is escaped."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Bina//Bina//ID",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        f"X-WR-TIMEZONE:{ZONE}",
        *_ZONE_LINES,
    ]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(event: Event) -> list[str]:
    if event.end <= event.start:
        raise ValueError(
            f"end must be after start, but event {event.uid!r} ends at {event.end} and starts at "
            f"{event.start}."
        )
    stamp = event.stamp.astimezone(dt.UTC)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID={ZONE}:{event.start:%Y%m%dT%H%M%S}",
        f"DTEND;TZID={ZONE}:{event.end:%Y%m%dT%H%M%S}",
        f"SEQUENCE:{event.sequence}",
        f"SUMMARY:{escaped(event.summary)}",
    ]
    if event.location:
        lines.append(f"LOCATION:{escaped(event.location)}")
    if event.description:
        lines.append(f"DESCRIPTION:{escaped(event.description)}")
    lines.append(f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}")
    return [*lines, "END:VEVENT"]


def escaped(text: str) -> str:
    """Text with backslash, semicolon, comma and line break escaped; other controls dropped.

    >>> escaped("Aula, lantai 2; pintu A")
    'Aula\\\\, lantai 2\\\\; pintu A'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for mark, code in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(mark, code)
    return "".join(letter for letter in text if letter == "\t" or ord(letter) >= 32)


def folded(line: str) -> str:
    """The line in parts of at most 75 octets, never inside a letter; each next part indented."""
    parts, part, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > OCTETS:
            parts.append(part)
            part, size = "", 1  # the space in front counts
        part += letter
        size += octets
    return "\r\n ".join([*parts, part])
