"""A head puts the unit's list in order, and says when it is done."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from bina.accounts.access import Access
from bina.accounts.permissions import Role
from bina.audit.services import Actor, act
from bina.people.models import Unit
from bina.proposals.models import Proposal, UnitList
from bina.proposals.rules.ranking import moved, renumbered
from bina.proposals.selectors.lists import on_list
from bina.text import N_, BinaError


class ListChanged(BinaError):
    """Other proposals stand on the list than the head saw."""

    text = N_("Daftarnya berubah sejak halaman ini dibuka. Periksa lagi, lalu simpan.")


class NothingToRank(BinaError):
    """An empty list."""

    text = N_("Tidak ada usulan di daftar {unit}. Tidak ada yang perlu diurutkan.")


def rank_list(
    access: Access,
    unit: Unit,
    year: int,
    wanted: Mapping[str, int | None],
    *,
    day: dt.date,
    move: tuple[str, int] | None = None,
) -> int:
    """Order the list by the numbers typed (public id -> number), then move one row by places.

    The own proposals of who ranks go last. Returns how many stand on the list.
    Raises ListChanged, NothingToRank.
    """
    actor = _ranker(access, unit)
    with act(actor, "proposals.rank", ("unit", unit.public_id)) as entry:
        rows = list(on_list(unit, year))
        if not rows:
            raise NothingToRank(unit=unit.name)
        keys = {str(row.public_id): row.pk for row in rows}
        if wanted.keys() != keys.keys() or (move is not None and move[0] not in keys):
            raise ListChanged
        own = {row.pk for row in rows if row.person_id == access.person_id}
        typed = {keys[key]: number for key, number in wanted.items()}
        order = renumbered([row.pk for row in rows], typed, own)
        if move is not None:
            order = moved(order, keys[move[0]], move[1], own)
        _write(rows, order)
        _said(unit, year, day, actor.name)
        entry.note(year=year, order=[str(row.public_id) for row in sorted(rows, key=_rank)])
    return len(rows)


def _ranker(access: Access, unit: Unit) -> Actor:
    """Who ranks: the head of the unit, else the same user as head of the HR agency."""
    if unit.pk not in access.reach("proposals.rank").unit_ids:
        access = replace(access, roles=access.roles - {Role.UNIT_HEAD})
    return access.actor("proposals.rank")


def _rank(row: Proposal) -> int:
    return row.rank or 0


def _write(rows: list[Proposal], order: list[int]) -> None:
    place = {pk: at for at, pk in enumerate(order, start=1)}
    changed = [row for row in rows if row.rank != place[row.pk]]
    for row in rows:
        row.rank = place[row.pk]
    Proposal.objects.bulk_update(changed, ["rank"], batch_size=500)


def _said(unit: Unit, year: int, day: dt.date, name: str) -> None:
    row, _made = UnitList.objects.get_or_create(year=year, unit=unit)
    row.ranked_on, row.ranked_by = day, name
    row.save(update_fields=["ranked_on", "ranked_by"])
