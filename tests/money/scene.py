"""Lines of money as other tests need them: of a draft RKA unless told otherwise."""

from typing import Any

from bina.audit.guard import unguarded
from bina.money.models import BudgetLine, BudgetVersion


def version(year: int = 2027, stage: str = "rka", number: int = 1, **more: Any) -> BudgetVersion:
    """A draft, made when missing."""
    with unguarded():
        key = {"year": year, "stage": stage, "number": number}
        return BudgetVersion.objects.get_or_create(**key, defaults=more)[0]


def line(code: str = "B-1", year: int = 2027, stage: str = "rka", **more: Any) -> BudgetLine:
    """A line, made when missing: Rp 100 million of DAU for everybody and everything."""
    fields = {"name": "Bimtek", "fund": "dau", "amount": 100_000_000, **more}
    with unguarded():
        return BudgetLine.objects.get_or_create(
            version=version(year, stage), code=code, defaults=fields
        )[0]
