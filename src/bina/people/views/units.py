"""The organisation tree and the page of one unit."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.people import forms, words
from bina.people.models import Unit
from bina.people.selectors import units as selectors
from bina.people.services import units as acts
from bina.people.services.unit_merging import last_merge
from bina.people.views.frame import form_page


@requires("units.view")
@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    """All units with the number of their people."""
    search = request.GET.get("cari", "").strip()[:100]
    context = {"branches": selectors.tree(search), "search": search, "kinds": words.UNIT_KIND}
    return render(request, "people/tree.html", context)


@requires("units.view")
@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Head, people (within reach), units below, names by date."""
    unit = get_object_or_404(Unit.objects.select_related("parent"), public_id=public_id)
    access, day = access_of(request), today()
    reach = access.reach("people.list")
    sees = reach.everybody or unit.pk in reach.unit_ids
    people = selectors.people_of(unit)
    context = {
        "unit": unit,
        "kind": words.UNIT_KIND.get(unit.kind, unit.kind),
        "head": selectors.head_of_unit(unit, day),
        "headship": selectors.current_headship(unit, day),
        "children": list(unit.children.order_by("name")),
        "names": list(unit.names.order_by("-valid_from")),
        "people": list(people) if sees else None,
        "n_people": people.count(),
        "can_undo": last_merge(unit) is not None,
    }
    return render(request, "people/unit.html", context)


@requires("units.edit")
@require_http_methods(["GET", "POST"])
def head(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """HR's word on the head."""
    unit = get_object_or_404(Unit, public_id=public_id)
    back = reverse("people:unit", args=[unit.public_id])
    return form_page(
        request,
        forms.HeadForm(request.POST or None, initial={"day": today()}),
        lambda facts: acts.appoint_head(
            access_of(request).actor("units.edit"),
            unit,
            facts["nip"],
            day=facts["day"],
            until=facts["until"],
            reason=facts["reason"],
            document_no=facts["document_no"],
        ),
        done=(back, _("Kepala unit dicatat.")),
        context={"title": _("Tetapkan kepala unit"), "back": back, "back_label": unit.name},
    )


@requires("units.edit")
@require_POST
def head_end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """From today on the holder of the structural post is the head again."""
    unit = get_object_or_404(Unit, public_id=public_id)
    acts.end_headship(access_of(request).actor("units.edit"), unit, today())
    messages.success(request, _("Penetapan berakhir; kepala kembali menurut jabatan struktural."))
    return redirect("people:unit", public_id)


@requires("units.edit")
@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A new name from a day on."""
    unit = get_object_or_404(Unit, public_id=public_id)
    back = reverse("people:unit", args=[unit.public_id])
    return form_page(
        request,
        forms.RenameForm(request.POST or None, initial={"name": unit.name, "day": today()}),
        lambda facts: acts.rename_unit(
            access_of(request).actor("units.edit"),
            unit,
            facts["name"],
            facts["day"],
            facts["document_no"],
        ),
        done=(back, _("Nama baru dicatat.")),
        context={"title": _("Ganti nama unit"), "back": back, "back_label": unit.name},
    )


@requires("units.edit")
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hang the unit under another one."""
    unit = get_object_or_404(Unit.objects.select_related("parent"), public_id=public_id)
    back = reverse("people:unit", args=[unit.public_id])
    initial = {"parent": unit.parent.code if unit.parent else None}
    return form_page(
        request,
        forms.ParentForm(request.POST or None, initial=initial),
        lambda facts: acts.move_unit(access_of(request).actor("units.edit"), unit, facts["parent"]),
        done=(back, _("Unit dipindah.")),
        context={"title": _("Pindahkan unit"), "back": back, "back_label": unit.name},
    )
