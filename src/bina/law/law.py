"""The law of a day: every parameter's value that was in force, with its source.

What-if runs use `changed`; the hash of a law is stored with every result that used it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Any

from bina.law.parameters import Confidence, DatedValue, Entry, all_entries, frozen, thawed
from bina.text import N_, BinaError


class NotInForce(BinaError):
    """No value of the parameter is in force on the day."""

    text = N_(
        "{title} belum diatur pada {day}; baru berlaku sejak {since}. Pilih tanggal sesudahnya."
    )


class UnknownValue(BinaError):
    """A value is in force but its figure was not found."""

    text = N_(
        "{title} tidak dapat dihitung: angkanya pada {regulation} belum diketahui. Tanyakan kepada "
        "BKPP atau BKN, lalu isi parameter {id}."
    )


@dataclass(frozen=True)
class Parameter:
    """A parameter as it stands on a day. `changed` is True in a what-if."""

    id: str
    title_id: str
    title_en: str
    unit: str
    value: Any
    since: date
    regulation: str
    article: str
    confidence: Confidence
    note: str
    changed: bool = False


@dataclass(frozen=True)
class Law:
    """All parameters on `day`; `changes` replace values by id."""

    day: date
    changes: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def parameter(self, id_: str) -> Parameter:
        """Value, source and confidence. Raises NotInForce; KeyError for an id that is not there."""
        entry = _entry(id_)
        found = _in_force(entry, self.day)
        if found is None:
            raise NotInForce(
                title=entry.title_id,
                day=self.day.strftime("%d-%m-%Y"),
                since=entry.values[0].since.strftime("%d-%m-%Y"),
            )
        return Parameter(
            entry.id,
            entry.title_id,
            entry.title_en,
            entry.unit,
            self.changes.get(id_, found.value),
            found.since,
            found.regulation,
            found.article,
            found.confidence,
            found.note,
            id_ in self.changes,
        )

    def value(self, id_: str) -> Any:
        """The value on the day. Raises NotInForce or UnknownValue.

        >>> law_on(date(2027, 1, 1)).value("development.jp_min.pns")
        20
        """
        found = self.parameter(id_)
        if found.value is None:
            raise UnknownValue(title=found.title_id, regulation=found.regulation, id=id_)
        return found.value

    def table(self, prefix: str) -> dict[str, Any]:
        """The values of all parameters 'prefix.key' in force on the day, by key.

        >>> law_on(date(2027, 1, 1)).table("standards.default_level")["21"]
        2
        """
        start = prefix + "."
        return {id_[len(start) :]: self.value(id_) for id_ in self.ids() if id_.startswith(start)}

    def ids(self) -> tuple[str, ...]:
        """The ids of the parameters in force on the day, sorted."""
        entries = all_entries()
        return tuple(
            id_ for id_ in sorted(entries) if _in_force(entries[id_], self.day) is not None
        )

    def changed(self, changes: Mapping[str, Any]) -> "Law":
        """The same law with some values replaced, for a what-if; ids must exist."""
        for id_ in changes:
            _entry(id_)
        new = {id_: frozen(value) for id_, value in changes.items()}
        return Law(self.day, {**self.changes, **new})

    @cached_property
    def hash(self) -> str:
        """SHA-256 of all values in force with their sources: equal law, equal hash."""
        rows = []
        for id_ in self.ids():
            found = self.parameter(id_)
            rows.append([id_, thawed(found.value), found.since.isoformat(), found.regulation])
        text = json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@cache
def law_on(day: date) -> Law:
    """The law of that day."""
    return Law(day)


def newest(id_: str) -> Any:
    """The value that was written last: for the bounds of forms, which take rows of every day.

    >>> newest("standards.levels")["highest"]
    5
    """
    return _entry(id_).values[-1].value


def _entry(id_: str) -> Entry:
    try:
        return all_entries()[id_]
    except KeyError:
        raise KeyError(f"no parameter {id_!r}; see src/bina/law/parameters/") from None


def _in_force(entry: Entry, day: date) -> DatedValue | None:
    found = None
    for value in entry.values:
        if value.since <= day:
            found = value
    return found
