"""The year-end report: as it would be today, issued and frozen, as page, XLSX and PDF."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bina.accounts.access import access_of, requires
from bina.indices.models import IssuedReport
from bina.indices.services.reports import digest_of
from bina.reports.exports import year_end as exports
from bina.reports.exports.year_end import Shown
from bina.reports.rules.realisation import cost_per_point
from bina.reports.rules.year_end import Difference, seen_by, seen_differences
from bina.reports.selectors import pages
from bina.reports.selectors.measured import measured
from bina.reports.services import year_end
from bina.reports.views.frame import as_file, fiction, page_of, years_for
from bina.reports.words import FIELD, REASON, spoken
from bina.text import BinaError

PDF = "application/pdf"
DIFFERENCES = 200  # rows of a page; the export of both reports has them all


def _issued() -> Any:
    return IssuedReport.objects.filter(kind=IssuedReport.Kind.YEAR_END)


@requires("reports.year")
@require_GET
def draft(request: HttpRequest) -> HttpResponse:
    """The report of a year as it would be issued now, and those that were issued."""
    year, years = years_for(request)
    body = year_end.body_of(measured(year))
    seen = seen_by(body, pages.hide_below(access_of(request)))
    report = Shown(seen, _("Rancangan, keadaan {day}").format(day=body["day"]), fiction())
    if "unduh" in request.GET:
        return _file(request, report)
    context = {
        "year": year, "years": years, "page": page_of(request, _issued()), **_parts(seen),
    }  # fmt: skip
    return render(request, "reports/year_end.html", context)


@requires("reports.issue")
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Freeze the report of the year in the query."""
    year, _years = years_for(request)
    made = year_end.issue(access_of(request).actor("reports.issue"), year)
    messages.success(request, _("Laporan diterbitkan; angkanya tidak berubah lagi."))
    return redirect("reports:issued", made.public_id)


@requires("reports.year")
@require_GET
def issued(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A report as issued, whether its hash still holds, and what differs today."""
    found = get_object_or_404(_issued(), public_id=public_id)
    least = pages.hide_below(access_of(request))
    seen = seen_by(found.body, least)
    if "unduh" in request.GET:
        who = _("Diterbitkan oleh {who}").format(who=found.issued_by)
        when = timezone.localtime(found.issued_at).strftime("%d-%m-%Y %H:%M")
        said = _("Keadaan {day}, terbit {when}, menurut {plan}").format(
            day=found.day.strftime("%d-%m-%Y"), when=when, plan=found.body["plan"] or "–"
        )
        return _file(request, Shown(seen, said, fiction(), who, found.digest))
    changed = seen_differences(year_end.changes_since(found), least)
    context = {
        "report": found,
        "year": found.body["year"],
        "whole_hash": digest_of(found.body) == found.digest,
        "n_changed": len(changed),
        "changed": [_difference(one) for one in changed[:DIFFERENCES]],
        **_parts(seen),
    }
    return render(request, "reports/issued.html", context)


def _parts(seen: dict[str, Any]) -> dict[str, Any]:
    """What both pages show of a report."""
    whole = seen["whole"]
    points = whole["done_closure"] / exports.THOUSANDTHS
    rows = exports.rows_of(seen)
    return {
        "body": seen,
        "figures": exports.spoken_figures(rows["figures"]),
        "rows": rows,
        "tables": [
            ("offices", _("Per unit"), rows["offices"]),
            ("groups", _("Per kelompok"), rows["groups"]),
        ],
        "per_point": cost_per_point(whole["paid"] + whole["paid_beside"], points),
    }


def _difference(one: Difference) -> dict[str, Any]:
    """A difference in the reader's words."""
    names = {"whole": _("Kota"), "reasons": str(REASON.get(one.row, one.row))}
    size = exports.SIZES.get(one.field, 1)
    return {
        "name": names.get(one.part, one.row),
        "field": FIELD.get(one.field, one.field),
        "before": None if one.before is None else one.before / size,
        "after": None if one.after is None else one.after / size,
        "places": 0 if size == 1 else 1,
    }


def _file(request: HttpRequest, report: Shown) -> HttpResponse:
    """The report as XLSX or PDF; a template of HR's that cannot be used is named on the page."""
    wanted, year = request.GET["unduh"], report.body["year"]
    try:
        if wanted == "pdf":
            return as_file(exports.report_pdf(report), f"laporan-akhir-{year}.pdf", PDF)
        return as_file(exports.workbook(report), f"laporan-akhir-{year}.xlsx")
    except BinaError as problem:
        messages.error(request, spoken(problem.sentence))
        return redirect("reports:year_end")
