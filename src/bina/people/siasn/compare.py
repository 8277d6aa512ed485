"""The rows of a Data Utama sheet against the tables: who is new, changed, unchanged, missing."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final

from bina.formats.problems import Problem
from bina.formats.reading import BookData
from bina.imports.importer import Change, Comparison
from bina.people.rules.matching import Matches, match_rows
from bina.people.rules.organisation import Ref, UnitPlan
from bina.people.rules.posts import PostPlan
from bina.people.siasn.facts import HEADERS, SHEET, SiasnFacts, siasn_facts
from bina.people.siasn.gather import AT, FIELDS, Present, present
from bina.people.siasn.protected import Protected, stored_values
from bina.text import N_, Text

POSTS_SHEET: Final = N_("Jabatan")
_EMPTY: Final[dict[str, Any]] = {  # what a new person has where the file says nothing
    field: None
    if field in ("pns_id", "birth_date", "appointed_on", "rank_since", "graduation_year")
    or field in ("unit_id", "position_id", "position_since")
    else ""
    for field in FIELDS
}
UNKNOWN_EMPLOYMENT: Final = Text(
    N_("jenis pegawai tidak diketahui; sementara dicatat sebagai PNS")
).as_json()


@dataclass
class Payload:
    """What `apply` writes. Units and posts in values are ids, or codes of new ones."""

    day: dt.date
    units: UnitPlan
    posts: PostPlan
    present: Present
    new: list[list[Any]] = field(default_factory=list)  # values of FIELDS
    changed: dict[int, list[Any]] = field(default_factory=dict)  # person id -> values of FIELDS
    seen: list[int] = field(default_factory=list)  # ids of all people in the file
    protected: Protected = field(default_factory=Protected)


def compare(data: BookData, day: dt.date) -> Comparison:
    """Compare a read Data Utama with the tables as they are; writes nothing."""
    if SHEET.name not in data.sheets:
        return Comparison()
    now = present()
    facts = siasn_facts(data, now.units, now.posts, day)
    columns = facts.columns
    matches = match_rows(
        columns["pns_id"],
        columns["nip"],
        columns["name"],
        columns["birth_date"],
        known=now.known,
    )
    payload = Payload(day, facts.units, facts.posts, now)
    payload.protected = Protected(facts.protected, stored_values(data.source, facts.protected))
    result = Comparison(payload=payload)
    rows = zip(*(columns[name] for name in FIELDS), strict=True)
    names = _Names(now, facts)
    for at, values in enumerate(rows):
        if at in matches.twice:
            continue
        _add_row(result, payload, values, at, (matches.person[at], facts, names))
    result.changes += _changed_posts(facts, now)
    result.changes += _missing(now, set(payload.seen))
    result.problems = [*facts.problems, *_match_problems(facts, matches, now)]
    return result


def _add_row(
    result: Comparison,
    payload: Payload,
    values: tuple[Any, ...],
    at: int,
    found: tuple[int | None, SiasnFacts, "_Names"],
) -> None:
    person, facts, names = found
    row: list[Any]
    if person is None:
        row = [_EMPTY[name] if v is None else v for name, v in zip(FIELDS, values, strict=True)]
        if values[AT["employment"]] is None:
            row[AT["employment"]] = "pns"
            row[AT["data_doubts"]] = [*row[AT["data_doubts"]], UNKNOWN_EMPLOYMENT]
        payload.new.append(row)
        after = names.shown({name: row[AT[name]] for name in ("nip", "unit_id", "position_id")})
        after |= payload.protected.of_new(at, len(payload.new) - 1)
        key = row[AT["pns_id"]] or row[AT["nip"]]
        result.changes.append(
            Change(SHEET.name, facts.rows[at], "new", key, row[AT["name"]], None, after)
        )
        return
    payload.seen.append(person)
    before = payload.present.people[person]
    differing = [
        name
        for name, new, old in zip(FIELDS, values, before, strict=True)
        if new is not None and new != old
    ]
    hidden_before, hidden_after = payload.protected.of_known(at, person)
    if not differing and not hidden_after:
        result.unchanged += 1
        return
    row = [old if new is None else new for new, old in zip(values, before, strict=True)]
    if differing:
        payload.changed[person] = row
    result.changes.append(
        Change(
            SHEET.name,
            facts.rows[at],
            "changed",
            before[AT["pns_id"]] or before[AT["nip"]],
            row[AT["name"]],
            names.shown({name: before[AT[name]] for name in differing}) | hidden_before,
            names.shown({name: row[AT[name]] for name in differing}) | hidden_after,
        )
    )


class _Names:
    """References to units and posts as people read them."""

    def __init__(self, now: Present, facts: SiasnFacts) -> None:
        self.units: dict[Ref | None, str] = {unit.id: unit.name for unit in now.units}
        self.units |= {unit.code: unit.name for unit in facts.units.new}
        self.posts: dict[Ref | None, str] = {post.id: post.name for post in now.posts}
        self.posts |= {code: post.name or code for code, post in facts.posts.new.items()}

    def shown(self, values: dict[str, Any]) -> dict[str, str]:
        """Header -> text."""
        return {HEADERS[name]: self._text(name, value) for name, value in values.items()}

    def _text(self, name: str, value: Any) -> str:
        if name == "unit_id":
            return self.units.get(value, "")
        if name == "position_id":
            return self.posts.get(value, "")
        if name == "data_doubts":
            return "; ".join(Text.from_json(doubt).plain() for doubt in value)
        if isinstance(value, dt.date):
            return value.strftime("%d-%m-%Y")
        return "" if value is None else str(value)


def _changed_posts(facts: SiasnFacts, now: Present) -> list[Change]:
    before = {post.id: post for post in now.posts}
    shown = ("name", "job_kind", "tier", "echelon")
    return [
        Change(
            POSTS_SHEET,
            0,
            "changed",
            before[id_].code,
            after.name or "",
            {key: getattr(before[id_], key) for key in shown},
            {key: getattr(after, key) for key in shown},
        )
        for id_, after in facts.posts.changed.items()
    ]


def _missing(now: Present, seen: set[int]) -> list[Change]:
    """Active people whom the file does not have. Nobody is dismissed by that."""
    return [
        Change(SHEET.name, 0, "missing", row[AT["pns_id"]] or row[AT["nip"]], row[AT["name"]])
        for id_, row in now.people.items()
        if id_ in now.active and id_ not in seen
    ]


def _match_problems(facts: SiasnFacts, matches: Matches, now: Present) -> list[Problem]:
    look = Text(N_("Periksa apakah ini orang yang sama; bila ya, gabungkan di halaman pegawai."))
    names = facts.columns["name"]
    found = [
        Problem(
            SHEET.name,
            facts.rows[at],
            "PNS ID, NIP BARU",
            names[at],
            Text(N_("orang ini sudah ada pada baris {row}"), {"row": facts.rows[first]}),
            Text(N_("Hapus salah satu baris.")),
        )
        for at, first in sorted(matches.twice.items())
    ]
    reasons = (
        (
            matches.namesakes,
            N_("dikenali dari nama dan tanggal lahir saja sebagai {name} (NIP {nip})"),
        ),
        (matches.shared, N_("NIP ini juga milik {name} (NIP {nip}) dengan PNS ID lain")),
        (matches.alike, N_("nama dan tanggal lahir sama dengan {name} (NIP {nip})")),
    )
    for rows, reason in reasons:
        for at, person in sorted(rows.items()):
            other = now.people[person]
            said = Text(reason, {"name": other[AT["name"]], "nip": other[AT["nip"]] or "-"})
            found.append(
                Problem(SHEET.name, facts.rows[at], "NAMA", names[at], said, look, "doubt")
            )
    return found
