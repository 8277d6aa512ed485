"""Deleting a wrong row of a person's history: it leaves every count and is kept with its reason."""

import datetime as dt
from typing import Any

from bina.audit.services import Actor, act
from bina.people.models import Assignment, DroppedFact, Education, RankStep
from bina.text import N_, BinaError

Row = Education | RankStep | Assignment
Kind = DroppedFact.Kind
FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.EDUCATION: (
        "level", "name", "school", "year", "graduated_on", "document_no", "source",
    ),
    Kind.RANK: ("rank", "since", "document_no", "document_date", "source"),
    Kind.POST: (
        "unit_id", "position_id", "valid_from", "valid_until", "document_no", "source",
    ),
}  # fmt: skip
DAY = "%d-%m-%Y"


class ReasonWanted(BinaError):
    """Nobody says why."""

    text = N_("Tulis mengapa baris ini salah; alasannya tetap tampil pada riwayat.")


class PostInForce(BinaError):
    """The post that the person holds now."""

    text = N_("Jabatan yang sedang dipegang tidak dihapus di sini. Ubah lewat mutasi.")


def kind_of(row: Row) -> Kind:
    """Which history the row is of."""
    if isinstance(row, Education):
        return Kind.EDUCATION
    return Kind.RANK if isinstance(row, RankStep) else Kind.POST


def words_of(row: Row) -> str:
    """The row in one line, as the person's page has it."""
    if isinstance(row, Education):
        parts = [row.get_level_display(), row.name, row.school, str(row.graduated_on or row.year)]
    elif isinstance(row, RankStep):
        parts = [row.rank, f"TMT {row.since.strftime(DAY)}", row.document_no]
    else:
        span = " – ".join(_day(day) for day in (row.valid_from, row.valid_until))
        parts = [row.position.name if row.position else "", row.unit.name, span, row.document_no]
    return " · ".join(part for part in parts if part)[:500]


def _day(day: dt.date | None) -> str:
    return day.strftime(DAY) if day else "…"


def drop(actor: Actor, row: Row, reason: str) -> DroppedFact:
    """Delete the row and keep what it said. Raises ReasonWanted, PostInForce."""
    reason = reason.strip()[:500]
    if not reason:
        raise ReasonWanted
    if isinstance(row, Assignment) and row.valid_until is None:
        raise PostInForce
    kind = kind_of(row)
    values = {name: _text(getattr(row, name)) for name in FIELDS[kind]}
    with act(actor, "people.drop", ("person", row.person.public_id)) as entry:
        kept = DroppedFact.objects.create(
            person=row.person, kind=kind, words=words_of(row), values=values, reason=reason,
            day=_since(row), year=row.year if isinstance(row, Education) else None,
            dropped_by=actor.name,
        )  # fmt: skip
        row.delete()
        entry.note(kind=kind, row=values, reason=reason)
    return kept


def _since(row: Row) -> dt.date | None:
    if isinstance(row, Education):
        return row.graduated_on
    return row.since if isinstance(row, RankStep) else row.valid_from


def _text(value: Any) -> str:
    return "" if value is None else str(value)
