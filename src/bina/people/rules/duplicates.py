"""People who may be one person, and which facts win when two records become one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final, Literal

from bina.formats.cell_text import comparable

ALIKE: Final = 0.8  # provisional: share of equal letters from which two names count as similar


@dataclass(frozen=True)
class Candidate:
    """Two records that may be one person; `a` is the older record."""

    a: int
    b: int
    why: Literal["nip", "name"]


def candidates(
    ids: Sequence[int],
    nips: Sequence[str],
    names: Sequence[str],
    births: Sequence[dt.date | None],
) -> list[Candidate]:
    """Pairs with the same NIP, or with the same birth date and similar names."""
    by_nip: dict[str, list[int]] = defaultdict(list)
    by_birth: dict[dt.date, list[tuple[int, str]]] = defaultdict(list)
    for id_, nip, name, birth in zip(ids, nips, names, births, strict=True):
        if nip:
            by_nip[nip].append(id_)
        if birth:
            by_birth[birth].append((id_, _sorted_words(name)))
    found: dict[tuple[int, int], Candidate] = {}
    for same in by_nip.values():
        for place, a in enumerate(sorted(same)):
            for b in sorted(same)[place + 1 :]:
                found[a, b] = Candidate(a, b, "nip")
    for born in by_birth.values():
        born.sort()
        for place, (a, name) in enumerate(born):
            for b, other in born[place + 1 :]:
                if (a, b) not in found and are_similar(name, other):
                    found[a, b] = Candidate(a, b, "name")
    return [found[pair] for pair in sorted(found)]


def are_similar(name: str, other: str) -> bool:
    """Whether two names share most letters in their order.

    >>> are_similar("ani wenda", "anni wenda"), are_similar("ani wenda", "dani ohee")
    (True, False)
    """
    a, b = comparable(name), comparable(other)
    if not a or not b:
        return False
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return a == b or (
        matcher.real_quick_ratio() >= ALIKE
        and matcher.quick_ratio() >= ALIKE
        and matcher.ratio() >= ALIKE
    )


def merged_facts(kept: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that `kept` takes from `other`: only those that it lacks itself.

    >>> merged_facts({"name": "ANI", "gender": ""}, {"name": "ANNI", "gender": "F"})
    {'gender': 'F'}
    """
    return {
        key: value
        for key, value in other.items()
        if value not in (None, "", []) and kept.get(key) in (None, "")
    }


def _sorted_words(name: str) -> str:
    return " ".join(sorted(name.casefold().split()))
