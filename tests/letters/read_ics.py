"""A strict reader of iCalendar streams, not the writer's: refuses what RFC 5545 forbids."""

import datetime as dt
import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', re.DOTALL)


class Wrong(Exception):
    """The stream breaks a rule."""


@dataclass
class Part:
    """A component with its properties (name → parameters, raw value) and inner components."""

    name: str
    properties: dict[str, list[tuple[dict[str, str], str]]] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)

    def one(self, name: str) -> tuple[dict[str, str], str]:
        found = self.properties.get(name, [])
        if len(found) != 1:
            raise Wrong(f"{self.name} must have one {name}, but has {len(found)}")
        return found[0]

    def text(self, name: str) -> str:
        return unescaped(self.one(name)[1])

    def when(self, name: str) -> dt.datetime:
        parameters, value = self.one(name)
        if value.endswith("Z"):
            return dt.datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
        zone = ZoneInfo(parameters["TZID"])
        return dt.datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=zone)


def unescaped(value: str) -> str:
    if re.search(r"(?<!\\)(?:\\\\)*\\[^\\;,nN]", value):
        raise Wrong(f"unknown escape in {value!r}")
    if re.search(r"(?<!\\)(?:\\\\)*[;,]", value):
        raise Wrong(f"bare ; or , in {value!r}")
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def lines_of(stream: bytes) -> list[str]:
    """Unfolded content lines."""
    if not stream.endswith(b"\r\n"):
        raise Wrong("the last line must end with CRLF")
    physical = stream[:-2].split(b"\r\n")
    found: list[bytes] = []
    for line in physical:
        if b"\n" in line or b"\r" in line:
            raise Wrong("bare line break")
        if len(line) > 75:
            raise Wrong(f"{len(line)} octets in a line")
        line.decode()  # a fold inside a letter fails here
        if line[:1] in (b" ", b"\t"):
            found[-1] += line[1:]
        elif not line:
            raise Wrong("empty line")
        else:
            found.append(line)
    return [line.decode() for line in found]


def read(stream: bytes) -> Part:
    """The VCALENDAR. Raises Wrong."""
    open_parts = [Part("")]
    for line in lines_of(stream):
        match = LINE.fullmatch(line)
        if match is None:
            raise Wrong(f"no content line: {line!r}")
        name, parameters, value = match.groups()
        if name == "BEGIN":
            part = Part(value)
            open_parts[-1].parts.append(part)
            open_parts.append(part)
        elif name == "END":
            if open_parts.pop().name != value:
                raise Wrong(f"END:{value} closes another part")
        else:
            known = dict(pair.split("=", 1) for pair in parameters.split(";") if pair)
            open_parts[-1].properties.setdefault(name, []).append((known, value))
    if len(open_parts) != 1 or len(open_parts[0].parts) != 1:
        raise Wrong("not one whole VCALENDAR")
    calendar = open_parts[0].parts[0]
    _check(calendar)
    return calendar


def _check(calendar: Part) -> None:
    if calendar.name != "VCALENDAR" or calendar.one("VERSION")[1] != "2.0":
        raise Wrong("VCALENDAR 2.0 expected")
    calendar.one("PRODID")
    zones = {part.one("TZID")[1] for part in calendar.parts if part.name == "VTIMEZONE"}
    events = [part for part in calendar.parts if part.name == "VEVENT"]
    uids = [part.one("UID")[1] for part in events]
    if len(uids) != len(set(uids)):
        raise Wrong("a UID twice")
    for event in events:
        event.one("DTSTAMP")
        for name in ("DTSTART", "DTEND"):
            if event.one(name)[0].get("TZID") not in zones:
                raise Wrong(f"{name} names a zone without VTIMEZONE")
        if event.when("DTEND") <= event.when("DTSTART"):
            raise Wrong("DTEND must be later than DTSTART")
