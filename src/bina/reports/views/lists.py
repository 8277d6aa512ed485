"""The rows behind the figures: people, seats, and all of it as a workbook."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.reports.exports import realisation
from bina.reports.selectors import lists, pages
from bina.reports.selectors.lists import Asked
from bina.reports.selectors.measured import measured
from bina.reports.views.frame import as_file, asked, asked_unit, fiction, page_of, years_for
from bina.reports.words import GROUPING, REACHED, REASON, STATE, group_word


@requires("reports.people")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Who was reached and who was not, each with the reason."""
    access, top = access_of(request), asked_unit(request)
    year, years = years_for(request)
    query = asked(request, "cari", "terjangkau", "alasan", "kelompok", "kata", "urut")
    found = measured(year)
    wanted = Asked(
        search=query["cari"], how=query["terjangkau"], reason=query["alasan"],
        grouping=query["kelompok"], word=query["kata"], order=query["urut"],
    )  # fmt: skip
    rows = lists.people_keys(found, access, top, wanted)
    if "unduh" in request.GET:
        book = realisation.people_workbook(found, rows, fiction())
        return as_file(book, f"jangkauan-{year}.xlsx")
    page = page_of(request, rows)
    context = {
        "page": page, "people": lists.said_of(found, list(page.object_list)), "year": year,
        "years": years, "unit": top, "reached_words": REACHED, "reason_words": REASON,
        "group": group_word(query["kelompok"], query["kata"]) if query["kelompok"] else "",
        "grouping": GROUPING.get(query["kelompok"], ""), "found": found, **query,
    }  # fmt: skip
    return render(request, "reports/people.html", context)


@requires("reports.people")
@require_GET
def seats(request: HttpRequest) -> HttpResponse:
    """Every approved seat, and who took it over, with what became of it."""
    access, top = access_of(request), asked_unit(request)
    year, years = years_for(request)
    query = asked(request, "cari", "keadaan", "sesi", "pos", "hanya", "kelompok", "kata", "urut")
    found = measured(year)
    wanted = Asked(
        search=query["cari"], state=query["keadaan"], session=query["sesi"], line=query["pos"],
        only=query["hanya"], grouping=query["kelompok"], word=query["kata"], order=query["urut"],
    )  # fmt: skip
    page = page_of(request, lists.seat_keys(found, access, top, wanted))
    context = {
        "page": page, "seats": lists.seat_lines(found, list(page.object_list)), "year": year,
        "years": years, "unit": top, "state_words": STATE, "found": found,
        "group": group_word(query["kelompok"], query["kata"]) if query["kelompok"] else "",
        **query,
    }  # fmt: skip
    return render(request, "reports/seats.html", context)


@requires("reports.view")
@require_GET
def workbook(request: HttpRequest) -> HttpResponse:
    """The realisation as a workbook: sums for everybody who sees them, rows for who sees people."""
    access, top = access_of(request), asked_unit(request)
    year, _years = years_for(request)
    found = measured(year)
    scope = pages.scope_of(found, access.reach("reports.view"), top)
    sheets = realisation.sum_sheets(found, scope, pages.hide_below(access), fiction())
    if access.may("reports.people"):
        sheets = [*sheets, *realisation.row_sheets(found, access, top, fiction())]
    return as_file(realisation.workbook(sheets), f"realisasi-{year}.xlsx")
