"""Coach pools with the programmes that name them, and names without hours."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from bina.catalog.models import CoachPool, Programme

ORDERS: Final = ("kode", "jam", "program")


@dataclass(frozen=True)
class PoolRow:
    """A pool; `hours` is None where programmes name it but nobody wrote its hours."""

    code: str
    hours: Decimal | None
    programmes: list[Programme] = field(default_factory=list)


def pool_rows(search: str = "", order: str = "kode") -> list[PoolRow]:
    """All pools and all names without hours, the latter first; two queries."""
    hours: dict[str, Decimal | None] = dict(CoachPool.objects.values_list("code", "hours"))
    naming: dict[str, list[Programme]] = defaultdict(list)
    for programme in Programme.objects.exclude(coach_pool="").order_by("name"):
        naming[programme.coach_pool].append(programme)
    rows = [
        PoolRow(code, hours.get(code), naming.get(code, []))
        for code in sorted({*hours, *naming})
        if _found(search.casefold(), code, naming.get(code, []))
    ]
    if order == "jam":
        rows.sort(key=lambda row: -(row.hours or 0))
    elif order == "program":
        rows.sort(key=lambda row: -len(row.programmes))
    return sorted(rows, key=lambda row: row.hours is not None)


def _found(search: str, code: str, programmes: list[Programme]) -> bool:
    texts = (code, *(programme.name for programme in programmes))
    return any(search in text.casefold() for text in texts)
