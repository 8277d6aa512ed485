"""Questions to the money: which version counts, its lines, and how a line went through versions."""

import datetime as dt
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When

from bina.calendar.today import today
from bina.goals.models import SubActivity
from bina.money.models import BudgetLine, BudgetVersion, Posting
from bina.money.rules.balance import Balance
from bina.money.rules.versions import Version, version_in_force

SORTS = {"kode": ("code",), "pagu": ("-amount", "code"), "dana": ("fund", "code")}


def version_of(year: int, day: dt.date | None = None) -> BudgetVersion | None:
    """The version of the year that counts on the day (default: today)."""
    rows = BudgetVersion.objects.filter(year=year)
    by_id = {row.pk: row for row in rows}
    found = version_in_force((as_rule(row) for row in by_id.values()), day or today())
    return by_id[found.id] if found else None


def as_rule(row: BudgetVersion) -> Version:
    """The row as the rule reads it."""
    return Version(row.pk, row.year, row.stage, row.number, row.valid_from, row.is_frozen)


def lines_in_force(year: int, day: dt.date | None = None) -> QuerySet[BudgetLine]:
    """Lines of the version that counts, by code; two queries."""
    version = version_of(year, day)
    return lines_of(version)


def line_ids(year: int) -> dict[str, int]:
    """{code: line} of the year over all versions; where several have it, the one in force."""
    current = version_of(year)
    rows = BudgetLine.objects.filter(version__year=year).order_by("version_id")
    found = dict(rows.values_list("code", "pk"))
    return found | dict(rows.filter(version=current).values_list("code", "pk"))


def years() -> list[int]:
    """Years that have a budget, newest first."""
    rows = BudgetVersion.objects.order_by("-year").values_list("year", flat=True)
    return list(rows.distinct())


def versions(year: int) -> list[Any]:
    """Versions of the year in their order, each with `n_lines` and `total`; one query."""
    rows = BudgetVersion.objects.filter(year=year).annotate(
        n_lines=Count("lines"), total=Sum("lines__amount", default=0)
    )
    return sorted(rows, key=lambda row: as_rule(row).place)


def sums_in_force(year: int) -> tuple[int, int]:
    """(rupiah, lines) of the version that counts today; one query."""
    rows = {row.pk: row for row in versions(year)}
    found = version_in_force((as_rule(row) for row in rows.values()), today())
    return (rows[found.id].total, rows[found.id].n_lines) if found else (0, 0)


def lines_of(
    version: BudgetVersion | None, search: str = "", fund: str = "", sort: str = ""
) -> QuerySet[BudgetLine]:
    """Lines of a version that fit."""
    pk = version.pk if version else 0  # asked in any case, so that a page always asks the same
    rows = BudgetLine.objects.filter(version_id=pk).select_related("version")
    if search:
        fits = Q(code__icontains=search) | Q(name__icontains=search)
        rows = rows.filter(fits | Q(activity__istartswith=search) | Q(account__startswith=search))
    if fund:
        rows = rows.filter(fund=fund)
    return rows.order_by(*SORTS.get(sort, SORTS["kode"]))


def history(year: int, code: str) -> list[BudgetLine]:
    """The line in each version of the year, in their order."""
    rows = BudgetLine.objects.filter(version__year=year, code=code).select_related("version")
    return sorted(rows, key=lambda line: as_rule(line.version).place)


def sub_activities(codes: set[str]) -> dict[str, SubActivity]:
    """The sub-kegiatan of the regional plan by these codes, with their kegiatan."""
    rows = SubActivity.objects.filter(code__in=codes).select_related("activity")
    return {row.code: row for row in rows}


def sub_activity_choices() -> list[tuple[str, str]]:
    """What a form offers."""
    rows: Any = SubActivity.objects.order_by("code").values_list("code", "name")
    return [(code, f"{code} {name}") for code, name in rows]


def balances(year: int) -> dict[str, Balance]:
    """{code: balance} of the year: amounts of the version in force, the ledger's sums."""
    amounts = dict(lines_in_force(year).values_list("code", "amount"))
    signed = Case(When(reverses=None, then=F("amount")), default=-F("amount"))
    rows = (
        Posting.objects.filter(line__version__year=year)
        .order_by()
        .values_list("line__code", "kind")
        .annotate(total=Sum(signed))
    )
    sums = {(code, kind): int(total) for code, kind, total in rows}
    return {
        code: Balance(
            amounts.get(code, 0),
            sums.get((code, Posting.Kind.OBLIGATION), 0),
            sums.get((code, Posting.Kind.REALISATION), 0),
        )
        for code in sorted({*amounts, *(code for code, _kind in sums)})
    }


def postings_of(year: int, code: str = "") -> QuerySet[Posting]:
    """The ledger of a year or of one line, newest first."""
    rows = Posting.objects.filter(line__version__year=year)
    if code:
        rows = rows.filter(line__code=code)
    return rows.select_related("line__version", "reversed_by", "reverses").order_by("-pk")
