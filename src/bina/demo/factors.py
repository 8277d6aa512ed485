"""Priority factors that HR has collected for the year, with their evidence."""

from collections.abc import Iterator, Sequence

from bina.demo.standards import Position
from bina.demo.tables import table
from bina.demo.workbook import Row


def factor_rows(
    unit_codes: frozenset[str], positions: Sequence[Position], *, year: int
) -> Iterator[Row]:
    """Rows of `faktor-prioritas` whose unit or position exists in this city."""
    known = unit_codes | {position.code for position in positions} | {""}
    for kind, code, competency, source, value, evidence in table("factors"):
        if code in known:
            yield {
                "subject_kind": kind,
                "subject_code": code,
                "competency": competency,
                "source": source,
                "value": value,
                "period": str(year),
                "evidence": evidence,
            }
