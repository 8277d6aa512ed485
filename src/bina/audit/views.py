"""Read the ledger and check its chain."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bina.audit import selectors, services


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first."""
    query, action = request.GET.get("cari", ""), request.GET.get("tindakan", "")
    page = Paginator(selectors.entries(query, action), 50).get_page(request.GET.get("hal"))
    context = {"page": page, "query": query, "action": action, "actions": selectors.actions()}
    return render(request, "audit/list.html", context)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Compute the whole chain again."""
    broken = services.verify()
    if broken is None:
        messages.success(request, _("Rantai catatan utuh dari awal sampai akhir."))
    else:
        messages.error(request, _("Rantai putus pada catatan nomor %(n)s.") % {"n": broken})
    return redirect("audit:list")


# The ledger is below the accounts, so its views are marked here rather than by the decorator.
for _view in (listing, check):
    _view.permission = "audit.view"  # type: ignore[attr-defined]  # read by AccessMiddleware
