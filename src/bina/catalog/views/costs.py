"""Pages of the standard-cost table."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bina.accounts.access import access_of, requires
from bina.catalog import services
from bina.catalog.forms import CostForm
from bina.catalog.models import StandardCost

PAGE = 50


@requires("catalog.view")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All rows, by place."""
    query = {name: request.GET.get(name, "").strip() for name in ("cari", "komponen")}
    found = StandardCost.objects.order_by("place", "component", "origin", "rank_from", "pk")
    if query["cari"]:
        found = found.filter(place__icontains=query["cari"])
    if query["komponen"] in StandardCost.Component.values:
        found = found.filter(component=query["komponen"])
    page = Paginator(found, PAGE).get_page(request.GET.get("hal"))
    context = {"page": page, "components": StandardCost.Component.choices, **query}
    return render(request, "catalog/costs.html", context)


@requires("catalog.edit")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a row."""
    return _row(request, StandardCost())


@requires("catalog.edit")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change or remove a row."""
    row = get_object_or_404(StandardCost, public_id=public_id)
    if request.method == "POST" and "hapus" in request.POST:
        services.remove_cost(access_of(request).actor("catalog.edit"), row)
        messages.success(request, _("Baris standar biaya dihapus."))
        return redirect("catalog:costs")
    return _row(request, row)


def _row(request: HttpRequest, row: StandardCost) -> HttpResponse:
    form = CostForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        services.save_cost(access_of(request).actor("catalog.edit"), form.save(commit=False))
        messages.success(request, _("Standar biaya tersimpan."))
        return redirect("catalog:costs")
    return render(request, "catalog/cost_form.html", {"form": form, "row": row if row.pk else None})
