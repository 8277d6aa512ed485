"""Pages of what HR decides before a plan: pins and bans, budget lines."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.plan.exports.hcdp import budget_workbook, pins_workbook
from bina.plan.forms import BudgetForm, PinForm
from bina.plan.models import BudgetLine, Pin
from bina.plan.selectors import pages
from bina.plan.services import budget as budget_service
from bina.plan.services import pins as pin_service
from bina.plan.views.frame import as_file, asked, fiction, page_of
from bina.text import BinaError


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


@requires("plan.edit")
@require_GET
def pins(request: HttpRequest) -> HttpResponse:
    """Pins and bans with reason, requester and document; what each cost stands in the plans."""
    query = asked(request, "cari", "tahun")
    rows = pages.pins_for(access_of(request), _year(query["tahun"]), query["cari"])
    if "unduh" in request.GET:
        return as_file(pins_workbook(rows, fiction()), "ketetapan.xlsx")
    return render(request, "plan/pins.html", {"page": page_of(request, rows), **query})


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def pin_new(request: HttpRequest) -> HttpResponse:
    """A pin or a ban."""
    initial = {"year": today().year + 1, "nip": request.GET.get("nip", "")}
    form = PinForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        pin_service.add_pin(
            access_of(request).actor("plan.edit"),
            year=data["year"],
            kind=data["kind"],
            person=data["nip"],
            target=data["target"],
            reason=data["reason"],
            requester=data["requester"],
            document_no=data["document_no"],
        )
        messages.success(request, _("Ketetapan disimpan; berlaku pada rencana berikutnya."))
        return redirect("plan:pins")
    return render(request, "plan/form.html", {"form": form, "title": _("Ketetapan baru")})


@requires("plan.edit")
@require_POST
def pin_remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a pin back."""
    pin = get_object_or_404(
        Pin.objects.filter(person__in=pages.people_for(access_of(request))), public_id=public_id
    )
    pin_service.remove_pin(access_of(request).actor("plan.edit"), pin)
    messages.success(request, _("Ketetapan dicabut. Rencana yang sudah disusun tidak berubah."))
    return redirect("plan:pins")


@requires("budget.view")
@require_GET
def budget(request: HttpRequest) -> HttpResponse:
    """Budget lines by year."""
    query = asked(request, "cari", "tahun")
    rows = pages.budget_lines(_year(query["tahun"]), query["cari"])
    if "unduh" in request.GET:
        return as_file(budget_workbook(rows, fiction()), "anggaran.xlsx")
    context = {"page": page_of(request, rows), "years": pages.budget_years(), **query}
    return render(request, "plan/budget.html", context)


@requires("budget.edit")
@require_http_methods(["GET", "POST"])
def budget_new(request: HttpRequest) -> HttpResponse:
    """A new budget line."""
    return _budget_form(request, None)


@requires("budget.edit")
@require_http_methods(["GET", "POST"])
def budget_edit(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Change a budget line."""
    return _budget_form(request, get_object_or_404(BudgetLine, year=year, code=code))


def _budget_form(request: HttpRequest, line: BudgetLine | None) -> HttpResponse:
    initial = {} if line else {"year": today().year + 1}
    form = BudgetForm(request.POST or None, instance=line, initial=initial)
    if request.method == "POST" and form.is_valid():
        stored = BudgetLine.objects.get(pk=line.pk) if line else None
        budget_service.save_line(access_of(request).actor("budget.edit"), stored, form.values())
        messages.success(request, _("Pos anggaran disimpan."))
        return redirect("plan:budget")
    title = _("Ubah pos anggaran") if line else _("Pos anggaran baru")
    return render(request, "plan/form.html", {"form": form, "title": title, "line": line})


@requires("budget.edit")
@require_POST
def budget_delete(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Delete a line that no plan uses."""
    line = get_object_or_404(BudgetLine, year=year, code=code)
    try:
        budget_service.delete_line(access_of(request).actor("budget.edit"), line)
    except BinaError as problem:
        messages.error(request, _(problem.text).format(**problem.values))
    return redirect("plan:budget")
