"""Two plans person by person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.plan.exports.compare import compare_workbook
from bina.plan.models import Plan
from bina.plan.rules.compare import FATES
from bina.plan.selectors import compare as read
from bina.plan.views.frame import as_file, asked, fiction, page_of


@requires("plan.view")
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """?a=…&b=…: who wins, who loses, by how much; ?unduh=xlsx is a file of it."""
    access = access_of(request)
    query = asked(request, "a", "b", "cari", "nasib", "urut")
    plans = read.comparable(access)
    a, b = _chosen(plans, query["a"], query["b"])
    context: dict[str, Any] = {"plans": plans, "one": a, "two": b, "fates": FATES.items(), **query}
    if a is None or b is None:
        return render(request, "plan/compare.html", context)
    found = read.compared(
        a, b, access.reach("plan.view"), search=query["cari"], fate=query["nasib"],
        order=query["urut"],
    )  # fmt: skip
    if "unduh" in request.GET:
        people = read.people_of(found.rows)
        rows = [(row, people[row.person]) for row in found.rows]
        content = compare_workbook((a, b), found, rows, fiction())
        return as_file(content, f"bandingan-{a.year}-{b.year}.xlsx")
    page = page_of(request, found.rows)
    people = read.people_of(list(page))
    context |= {
        "found": found,
        "page": page,
        "rows": [(row, people[row.person], FATES[row.word]) for row in page],
    }
    return render(request, "plan/compare.html", context)


def _chosen(plans: list[Plan], a: str, b: str) -> tuple[Plan | None, Plan | None]:
    """The two plans; by default the newest, against the one before it."""
    known = {str(plan.public_id): plan for plan in plans}
    two = known.get(b) or (plans[0] if plans else None)
    one = known.get(a) or next((plan for plan in plans if plan != two), None)
    return one, two
