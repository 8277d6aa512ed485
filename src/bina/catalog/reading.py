"""Cells of the catalogue in the tables' words, and what the tables know beforehand."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bina.calendar.models import Holiday
from bina.calendar.rules.days import HOLIDAY_KINDS
from bina.calendar.today import today
from bina.catalog.models import Programme
from bina.citizens.rules.open_days import open_days
from bina.formats.cell_text import code_form, comparable
from bina.formats.problems import Issue
from bina.formats.ranks import read_rank
from bina.formats.tiers import TIERS
from bina.goals.models import Goal
from bina.law.law import law_on
from bina.people.models import Person, Position, Unit
from bina.text import N_, Text

WORKDAYS: Final = "01234"
EMPLOYMENT_WORDS: Final = {
    Person.Employment.PNS: "PNS",
    Person.Employment.CPNS: "CPNS",
    Person.Employment.PPPK: "PPPK",
    Person.Employment.PPPK_PART_TIME: "PPPK Paruh Waktu",
}
_EMPLOYMENT: Final = {comparable(word): kind.value for kind, word in EMPLOYMENT_WORDS.items()}


def tier_codes(parts: Sequence[str] | None) -> list[str] | Issue:
    """Tier codes with two digits."""
    found = [part.zfill(2) for part in parts or ()]
    wrong = [code for code in found if code not in TIERS]
    if wrong:
        return Issue(
            Text(N_("jenjang {code} tidak dikenal"), {"code": wrong[0]}),
            Text(N_("Pakai kode jenjang: 03 sampai 06, 11 sampai 14, 21 sampai 24.")),
        )
    return found


def employment_types(parts: Sequence[str] | None) -> list[str] | Issue:
    """Employment types as stored."""
    found = [_EMPLOYMENT.get(comparable(part)) for part in parts or ()]
    if None in found:
        wrong = (parts or ())[found.index(None)]
        return Issue(
            Text(N_("jenis pegawai {name} tidak dikenal"), {"name": wrong}),
            Text(N_("Tulis PNS, CPNS, PPPK atau PPPK Paruh Waktu.")),
        )
    return [kind for kind in found if kind is not None]


def rank_code(text: str | None) -> str | Issue:
    """A rank such as III/c or IX; empty for none."""
    if not text:
        return ""
    rank, issue = read_rank(None, text)
    if rank is None:
        reason = issue.reason if issue else Text(N_("golongan tidak dikenal"))
        return Issue(reason, Text(N_("Tulis misalnya III/c untuk PNS atau IX untuk PPPK.")))
    return rank.code


def weekdays(parts: Sequence[str] | None) -> str | Issue:
    """Weekdays as digits; Monday to Friday when nothing is said."""
    if not parts:
        return WORKDAYS
    found = open_days(tuple(parts))
    if not found:
        return Issue(Text(N_("bukan daftar hari")), Text(N_("Tulis misalnya Sen-Jum, atau Sab.")))
    return found


@dataclass(frozen=True)
class Known:
    """What the tables hold before a catalogue is judged."""

    units: Mapping[str, str] = field(default_factory=dict)  # code form -> code as stored
    positions: Mapping[str, str] = field(default_factory=dict)  # comparable -> name
    forms: Mapping[str, str] = field(default_factory=dict)  # comparable -> name
    holidays: frozenset[dt.date] = frozenset()
    open_codes: frozenset[str] = frozenset()  # programmes without seats
    prerequisites: Mapping[str, Sequence[str]] = field(default_factory=dict)
    goals: frozenset[str] = frozenset()  # codes of the regional plan's goals

    def units_of(self, parts: Sequence[str]) -> list[str] | Issue:
        """Codes as stored, or what is wrong."""
        found = [self.units.get(code_form(part)) for part in parts]
        if None in found:
            return Issue(
                Text(N_("unit {code} tidak ditemukan"), {"code": parts[found.index(None)]}),
                Text(N_("Periksa kode unit di daftar unit; unggah data pegawai dahulu.")),
            )
        return [code for code in found if code is not None]

    def positions_of(self, parts: Sequence[str]) -> tuple[str, ...]:
        """Names as stored, unknown ones as written."""
        return tuple(self.positions.get(comparable(part), part) for part in parts)

    def unknown_positions(self, parts: Sequence[str]) -> list[str]:
        """Names that no position has."""
        return [part for part in parts if comparable(part) not in self.positions]

    def form_of(self, name: str) -> str:
        """The form as the official list writes it, else as given."""
        return self.forms.get(comparable(name), name)

    def knows_form(self, name: str) -> bool:
        """Whether the form stands in the official list."""
        return comparable(name) in self.forms


def known_now() -> Known:
    """Seven queries and the law of today."""
    forms: Any = law_on(today()).value("development.forms")
    links: dict[str, list[str]] = {}
    modes = dict(Programme.objects.values_list("code", "mode"))
    through = Programme.prerequisites.through.objects.values_list(
        "from_programme__code", "to_programme__code"
    )
    for code, before in through:
        links.setdefault(code, []).append(before)
    return Known(
        units={code_form(code): code for code in Unit.objects.values_list("code", flat=True)},
        positions={
            comparable(name): name for name in Position.objects.values_list("name", flat=True)
        },
        forms={comparable(row["form"]): row["form"] for row in forms},
        holidays=holidays(),
        open_codes=frozenset(code for code, mode in modes.items() if mode == Programme.Mode.OPEN),
        prerequisites=links,
        goals=frozenset(map(code_form, Goal.objects.values_list("code", flat=True))),
    )


def holidays() -> frozenset[dt.date]:
    """All days on which everybody is off."""
    spans = Holiday.objects.filter(kind__in=HOLIDAY_KINDS).values_list("start", "end")
    return frozenset(
        start + dt.timedelta(days=n) for start, end in spans for n in range((end - start).days + 1)
    )
