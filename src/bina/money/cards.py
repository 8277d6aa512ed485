"""Cards of the money: what each line has, owes and paid."""

from typing import Any

from bina.accounts.access import Access
from bina.calendar.today import today
from bina.money.selectors import balances, years


def card_ledger(access: Access) -> dict[str, Any]:
    """Money by line of this year; of the newest budgeted year while this one has none."""
    known = years()
    year = today().year if today().year in known else (known[0] if known else today().year)
    rows = balances(year)
    return {
        "template": "money/cards/ledger.html",
        "year": year,
        "rows": [{"code": code, "balance": balance} for code, balance in rows.items()],
        "total": sum(one.amount for one in rows.values()),
        "rest": sum(one.rest for one in rows.values()),
    }
