"""What learning may cost: standard travel costs and the budget lines of the year."""

from collections.abc import Iterator

from bina.demo.tables import table
from bina.demo.workbook import Row

QUARTERS = 4


def cost_rows() -> Iterator[Row]:
    """Rows of `standar-biaya`, in rupiah."""
    spec = table("costs")
    for component, origin, place, rank, amount in spec["rows"]:
        yield {
            "component": component,
            "origin": origin,
            "place": place,
            "rank_from": rank,
            "amount": amount,
            "source": spec["source"],
        }


def budget_rows(unit_codes: frozenset[str], *, year: int, share: float) -> Iterator[Row]:
    """Rows of `anggaran`, the RKA; a town of fewer people has its `share` of the city's money."""
    for code, name, fund, million, forms, units, activity, account in table("budget"):
        amount = round(million * share) * 1_000_000
        part = amount // QUARTERS
        yield {
            "code": code,
            "name": name,
            "fund": fund,
            "year": year,
            "amount": amount,
            **{f"quarter_{number}": part for number in range(1, QUARTERS)},
            f"quarter_{QUARTERS}": amount - (QUARTERS - 1) * part,
            "forms": forms,
            "unit_codes": [unit for unit in units if unit in unit_codes],
            "activity": activity,
            "account": account,
            "stage": "rka",
            "number": 1,
        }
