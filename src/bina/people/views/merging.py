"""Records that may be one person, side by side."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.people.models import Person
from bina.people.selectors.persons import duplicate_pairs
from bina.people.services import merging
from bina.people.views.frame import spoken
from bina.text import N_, BinaError

PAGE = 50
SHOWN = (
    ("full_name", N_("Nama")),
    ("nip", N_("NIP")),
    ("pns_id", N_("PNS ID")),
    ("birth_date", N_("Tanggal lahir")),
    ("unit", N_("Unit")),
    ("position", N_("Jabatan")),
    ("rank", N_("Golongan")),
    ("legal_position", N_("Kedudukan hukum")),
    ("education_name", N_("Pendidikan")),
)


@requires("people.merge")
@require_GET
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs that may be one person, and what was merged already."""
    page = Paginator(duplicate_pairs(), PAGE).get_page(request.GET.get("hal"))
    merged = Person.objects.exclude(merged_into=None).select_related("merged_into")
    return render(request, "people/duplicates.html", {"page": page, "merged": merged[:PAGE]})


@requires("people.merge")
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, public_id: UUID, other_id: UUID) -> HttpResponse:
    """Two records side by side; the first is kept."""
    people = Person.objects.filter(merged_into=None).select_related("unit", "position")
    kept = get_object_or_404(people, public_id=public_id)
    other = get_object_or_404(people, public_id=other_id)
    if request.method == "POST":
        try:
            merging.merge(access_of(request).actor("people.merge"), kept, other)
        except BinaError as problem:
            messages.error(request, spoken(problem.sentence))
            return redirect("people:duplicates")
        messages.success(request, _("Digabung. Penggabungan dapat dibatalkan di halaman ini."))
        return redirect("people:duplicates")
    rows = [(_(label), getattr(kept, name), getattr(other, name)) for name, label in SHOWN]
    return render(request, "people/merge.html", {"kept": kept, "other": other, "rows": rows})


@requires("people.merge")
@require_POST
def split(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Undo a merge."""
    other = get_object_or_404(Person, public_id=public_id)
    try:
        merging.split(access_of(request).actor("people.merge"), other)
    except BinaError as problem:
        messages.error(request, spoken(problem.sentence))
    else:
        messages.success(request, _("Penggabungan dibatalkan; keduanya kembali seperti semula."))
    return redirect("people:duplicates")
