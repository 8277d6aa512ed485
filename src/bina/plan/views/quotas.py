"""Pages of quotas: at least so many seats of a programme for a group of people."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.plan.exports.quotas import quotas_workbook
from bina.plan.forms import QuotaForm
from bina.plan.models import Quota
from bina.plan.selectors import quotas as found
from bina.plan.services import quotas as acts
from bina.plan.views.frame import as_file, asked, fiction, page_of
from bina.text import BinaError


@requires("plan.edit")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Quotas with how many people each group has."""
    query = asked(request, "cari", "tahun", "urut")
    text = query["tahun"]
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
    rows = found.quotas(year, query["cari"], query["urut"])
    if "unduh" in request.GET:
        return as_file(quotas_workbook(found.quota_rows(list(rows)), fiction()), "kuota.xlsx")
    page = page_of(request, rows)
    context = {
        "page": page,
        "rows": found.quota_rows(list(page)),
        "years": found.quota_years(),
        **query,
    }
    return render(request, "plan/quotas.html", context)


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new quota."""
    return _form(request, None)


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change a quota."""
    return _form(request, get_object_or_404(Quota, public_id=public_id))


def _form(request: HttpRequest, quota: Quota | None) -> HttpResponse:
    form = QuotaForm(
        request.POST or None,
        quota=quota,
        groups=found.group_choices(),
        initial={"year": today().year + 1},
    )
    if request.method == "POST" and form.is_valid():
        try:
            acts.save_quota(access_of(request).actor("plan.edit"), quota, form.values())
        except BinaError as problem:
            form.add_error(None, _(problem.text).format(**problem.values))
        else:
            messages.success(request, _("Kuota disimpan; berlaku pada rencana berikutnya."))
            return redirect("plan:quotas")
    context = {
        "form": form,
        "title": _("Ubah kuota") if quota else _("Kuota baru"),
        "quota": quota,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plan/quota_form.html", context, status=status)


@requires("plan.edit")
@require_POST
def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a quota back."""
    quota = get_object_or_404(Quota.objects.select_related("programme"), public_id=public_id)
    acts.remove_quota(access_of(request).actor("plan.edit"), quota)
    messages.success(request, _("Kuota dicabut. Rencana yang sudah disusun tidak berubah."))
    return redirect("plan:quotas")
