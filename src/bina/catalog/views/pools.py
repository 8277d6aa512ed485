"""Pages of coach pools: the hours that limit coaching, mentoring and other open forms."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bina.accounts.access import access_of, requires
from bina.catalog import services
from bina.catalog.forms import PoolForm
from bina.catalog.models import CoachPool
from bina.catalog.selectors.pools import pool_rows
from bina.text import BinaError

PAGE = 50


@requires("catalog.view")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All pools with their hours and programmes."""
    query = {name: request.GET.get(name, "").strip()[:100] for name in ("cari", "urut")}
    rows = pool_rows(query["cari"], query["urut"])
    page = Paginator(rows, PAGE).get_page(request.GET.get("hal"))
    lacking = [row for row in rows if row.hours is None]
    context = {"page": page, "lacking": lacking, **query}
    return render(request, "catalog/pools.html", context)


@requires("catalog.edit")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write the hours of a further pool."""
    return _row(request, CoachPool(), request.GET.get("kode", ""))


@requires("catalog.edit")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the hours, or remove a pool that no programme names."""
    pool = get_object_or_404(CoachPool, code=code)
    if request.method == "POST" and "hapus" in request.POST:
        try:
            services.remove_pool(access_of(request).actor("catalog.edit"), pool)
        except BinaError as problem:
            messages.error(request, _(problem.text).format(**problem.values))
            return redirect("catalog:pool", code)
        messages.success(request, _("Kelompok pelatih dihapus."))
        return redirect("catalog:pools")
    return _row(request, pool, code)


def _row(request: HttpRequest, pool: CoachPool, code: str) -> HttpResponse:
    form = PoolForm(request.POST or None, instance=pool, initial={"code": code})
    if request.method == "POST" and form.is_valid():
        services.save_pool(access_of(request).actor("catalog.edit"), form.save(commit=False))
        messages.success(request, _("Jam pelatih tersimpan; berlaku pada rencana berikutnya."))
        return redirect("catalog:pools")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "pool": pool if pool.pk else None}
    return render(request, "catalog/pool_form.html", context, status=status)
