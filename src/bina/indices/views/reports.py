"""Issued reports: frozen figures, their hash, and what would differ today."""

from typing import Any
from uuid import UUID

import typst
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bina.accounts.access import access_of, requires
from bina.audit.kept import kept
from bina.calendar.today import today
from bina.indices.exports.issued import TYP, issued_pdf, issued_workbook
from bina.indices.models import IssuedReport
from bina.indices.rules.ip_asn import DIMENSIONS
from bina.indices.selectors.distributions import TITLES
from bina.indices.selectors.measured import RULESET_NAMES
from bina.indices.services.reports import changes_since, digest_of, issue
from bina.indices.views.files import download, label
from bina.indices.views.frame import asked_measure, unit_within
from bina.law.scaled import shown
from bina.people.models import Unit
from bina.text import Text

PAGE = 50


def _reports() -> QuerySet[IssuedReport]:
    return IssuedReport.objects.filter(kind=IssuedReport.Kind.INDICES).select_related("unit")


@requires("indices.issue")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All issued reports, newest first."""
    page = Paginator(_reports(), PAGE).get_page(request.GET.get("hal"))
    return render(request, "indices/reports.html", {"page": page, "names": RULESET_NAMES})


@requires("indices.issue")
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Freeze the city's figures of the year and ruleset in the query."""
    return _issued(request, None)


@requires("indices.issue")
@require_POST
def start_unit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Freeze a unit's figures, with all below it."""
    return _issued(request, unit_within(request, public_id))


def _issued(request: HttpRequest, top: Unit | None) -> HttpResponse:
    actor = access_of(request).actor("indices.issue")
    made = issue(actor, asked_measure(request, top), top)
    messages.success(request, _("Laporan diterbitkan; angkanya tidak berubah lagi."))
    return redirect("indices:report", made.public_id)


@requires("indices.issue")
@require_GET
def report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One report as issued, whether its hash still holds, and what changed since."""
    found = get_object_or_404(_reports(), public_id=public_id)
    if "unduh" in request.GET:
        return _file(request, found)
    rows = [_row(row) for row in found.body["rows"]]
    since = kept(("changes since", found.pk, today()), lambda: changes_since(found))
    context: dict[str, Any] = {
        "report": found,
        "ruleset_name": RULESET_NAMES.get(found.ruleset, found.ruleset),
        "whole": _intact(found),
        "total": shown(found.body["total"]),
        "rows": rows,
        "tables": _tables(found.body),
        "changes": [
            (each["name"], *(_row(each[side]) if each[side] else None
                             for side in ("before", "after")))
            for each in since
        ],
    }  # fmt: skip
    return render(request, "indices/report.html", context)


def _intact(found: IssuedReport) -> bool:
    return digest_of(found.body) == found.digest


def _file(request: HttpRequest, found: IssuedReport) -> HttpResponse:
    """The frozen figures as XLSX or PDF; a template that cannot be set is named on the page."""
    ending = "pdf" if request.GET["unduh"] == "pdf" else "xlsx"
    make = issued_pdf if ending == "pdf" else issued_workbook
    try:
        content = make(found, intact=_intact(found), label=label())
    except typst.TypstError as wrong:
        text = _("Templat {name} tidak dapat dipakai: {problem}")
        problem = str(wrong).replace("\n", " ")[:200]
        messages.error(request, text.format(name=f"templates/{TYP}", problem=problem))
        return redirect("indices:report", found.public_id)
    return download(content, f"laporan-indeks-{found.day}-{found.digest[:8]}.{ending}", ending)


def _tables(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The frozen tables of categories; none in reports from before they were kept."""
    return [
        {
            "title": Text(TITLES[kind]),
            "categories": [Text.from_json(each) for each in categories],
            "rows": [(row["name"], row["people"], row[kind]) for row in body["rows"]],
        }
        for kind, categories in body.get("categories", {}).items()
    ]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "total": shown(row["total"]),
        "dimensions": [shown(row[name]) for name in DIMENSIONS],
    }
