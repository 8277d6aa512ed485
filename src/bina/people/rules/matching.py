"""Which person each row of a file is: by PNS ID, then NIP, then, as a doubt, name and birth date.

Source: SIASN's PNS ID is the key; a NIP belongs to a person for a time only (domain 9.1).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bina.formats.cell_text import comparable


@dataclass(frozen=True)
class KnownPeople:
    """Columns of equal length of the people in the tables; `former`: old number -> person id."""

    ids: Sequence[int]
    pns_ids: Sequence[str | None]
    nips: Sequence[str]
    names: Sequence[str]
    births: Sequence[dt.date | None]
    former: Mapping[str, int]


@dataclass
class Matches:
    """Per row the person's id, or None: new. Rows in `twice` stay out."""

    person: list[int | None]
    twice: dict[int, int] = field(default_factory=dict)  # row position -> the earlier row of both
    namesakes: dict[int, int] = field(default_factory=dict)  # matched by name and birth date
    shared: dict[int, int] = field(default_factory=dict)  # new, but this person has the NIP
    alike: dict[int, int] = field(default_factory=dict)  # new, but alike in name and birth date


def match_rows(
    pns_ids: Sequence[str | None],
    nips: Sequence[str | None],
    names: Sequence[str],
    births: Sequence[dt.date | None],
    *,
    known: KnownPeople,
) -> Matches:
    """Match columns of equal length with the known people; O(rows + people)."""
    index = _Index(known)
    result = Matches([None] * len(names))
    taken: dict[int, int] = {}
    for at, pns_id in enumerate(pns_ids):
        found = index.by_pns.get(pns_id.upper()) if pns_id else None
        _take(result, taken, at, found)
    for at, nip in enumerate(nips):
        if result.person[at] is None and at not in result.twice and nip:
            found = index.by_nip(nip)
            if found is not None and index.is_other(found, pns_ids[at]):
                result.shared[at] = found
            else:
                _take(result, taken, at, found)
    for at, name in enumerate(names):
        if result.person[at] is not None or at in result.twice or at in result.shared:
            continue
        found = index.by_name(name, births[at])
        if found is None or found in taken:
            continue
        if index.is_other(found, pns_ids[at]):
            result.alike[at] = found
        else:
            result.namesakes[at] = found
            _take(result, taken, at, found)
    _repeated_numbers(result, pns_ids, nips)
    return result


def _take(result: Matches, taken: dict[int, int], at: int, found: int | None) -> None:
    if found is None:
        return
    if found in taken:
        result.twice[at] = taken[found]
    else:
        taken[found] = at
        result.person[at] = found


def _repeated_numbers(
    result: Matches, pns_ids: Sequence[str | None], nips: Sequence[str | None]
) -> None:
    """A new row without PNS ID whose NIP an earlier row has is that row again."""
    first: dict[str, int] = {}
    for at, nip in enumerate(nips):
        if not nip or at in result.twice:
            continue
        if nip in first and not pns_ids[at] and result.person[at] is None:
            result.twice[at] = first[nip]
        first.setdefault(nip, at)


class _Index:
    def __init__(self, known: KnownPeople) -> None:
        self.pns_of = dict(zip(known.ids, known.pns_ids, strict=True))
        self.by_pns = {
            pns.upper(): id_ for id_, pns in zip(known.ids, known.pns_ids, strict=True) if pns
        }
        self.current = {nip: id_ for id_, nip in zip(known.ids, known.nips, strict=True) if nip}
        self.former = known.former
        self.named: dict[tuple[str, dt.date], list[int]] = defaultdict(list)
        for id_, name, birth in zip(known.ids, known.names, known.births, strict=True):
            if birth is not None:
                self.named[comparable(name), birth].append(id_)

    def by_nip(self, nip: str) -> int | None:
        found = self.current.get(nip)
        return found if found is not None else self.former.get(nip)

    def by_name(self, name: str, birth: dt.date | None) -> int | None:
        """The only person of that name and birth date."""
        found = self.named.get((comparable(name), birth), []) if birth else []
        return found[0] if len(found) == 1 else None

    def is_other(self, person: int, pns_id: str | None) -> bool:
        """Whether SIASN's own keys say that it is somebody else."""
        present = self.pns_of.get(person)
        return bool(pns_id and present and pns_id.upper() != present.upper())
