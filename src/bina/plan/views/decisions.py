"""Pages of what HR decides before a plan: pins and bans."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.plan.exports.hcdp import pins_workbook
from bina.plan.forms import PinForm
from bina.plan.models import Pin
from bina.plan.selectors import pages
from bina.plan.services import pins as pin_service
from bina.plan.views.frame import as_file, asked, fiction, page_of


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
