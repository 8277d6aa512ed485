"""Pages of the register of public services."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.citizens import selectors
from bina.citizens import services as acts
from bina.citizens.forms import DAYS, RoleForm, ServiceForm, StandInForm
from bina.citizens.models import Service, ServiceRole, StandIn
from bina.citizens.rules.sheets import SERVICES
from bina.formats.book_tables import as_imported
from bina.formats.tables import write_table
from bina.people.selectors import active_people, within

PAGE = 50
SHOWN_MEMBERS = 30  # names on the page of a service; the list of people shows all
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILTERS = ("cari", "unit", "saluran", "kritis")


def _query(request: HttpRequest) -> dict[str, str]:
    query = {name: request.GET.get(name, "").strip() for name in FILTERS}
    try:
        uuid.UUID(query["unit"])
    except ValueError:
        query["unit"] = ""
    return query


@requires("services.view")
@require_GET
def services(request: HttpRequest) -> HttpResponse:
    """All services by unit, with who is missing where."""
    query = _query(request)
    page = Paginator(selectors.services(*query.values()), PAGE).get_page(request.GET.get("hal"))
    counted = selectors.headcount()
    rows = [(row, selectors.role_states(row, counted)) for row in page]
    context = {
        "page": page,
        "rows": rows,
        "units": selectors.units_with_services(),
        "channels": Service.Channel.choices,
        **query,
    }
    return render(request, "citizens/services.html", context)


@requires("services.view")
@require_GET
def service(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A service: its roles, who can fill each, stand-ins. Names only within the reader's reach."""
    found = get_object_or_404(selectors.services(), public_id=public_id)
    access = access_of(request)
    reach = access.reach("people.list")
    roles = []
    for state in selectors.role_states(found, selectors.headcount()):
        named = within(reach, selectors.members(state.role)).select_related("position")
        roles.append((state, list(named[:SHOWN_MEMBERS])))
    context = {
        "service": found,
        "roles": roles,
        "days": [label for digit, label in DAYS if digit in found.open_days],
        "stand_ins": _stand_ins(found, reach),
        "form": _stand_in_form(found) if access.may("services.edit") else None,
    }
    return render(request, "citizens/service.html", context)


def _stand_ins(found: Service, reach: Any) -> list[tuple[StandIn, bool]]:
    rows = list(selectors.stand_ins_of(found, today()))
    people = [row.person_id for row in rows]
    seen = set(within(reach, active_people().filter(pk__in=people)).values_list("pk", flat=True))
    return [(row, row.person_id in seen) for row in rows]


def _stand_in_form(found: Service, data: Any = None) -> StandInForm:
    roles = ServiceRole.objects.filter(service=found)
    return StandInForm(data, roles=roles, people=active_people())


@requires("services.edit")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new service."""
    return _service_form(request, Service(), None)


@requires("services.edit")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change a service."""
    found = get_object_or_404(Service, public_id=public_id)
    return _service_form(request, found, found)


def _service_form(request: HttpRequest, row: Service, present: Service | None) -> HttpResponse:
    first: dict[str, Any] = {}
    if present:
        first = {name: getattr(present, name) for name in acts.SERVICE_FIELDS}
        first["open_days"] = list(present.open_days)
    form = ServiceForm(request.POST or None, service=present, initial=first)
    if request.method == "POST" and form.is_valid():
        actor = access_of(request).actor("services.edit")
        saved = acts.save_service(actor, row, form.cleaned_data)
        messages.success(request, _("Layanan disimpan."))
        return redirect("citizens:service", saved.public_id)
    return render(request, "citizens/service_form.html", {"form": form, "service": present})


@requires("services.edit")
@require_http_methods(["GET", "POST"])
def role_add(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A new role at a service."""
    found = get_object_or_404(Service, public_id=public_id)
    return _role_form(request, ServiceRole(service=found), None)


@requires("services.edit")
@require_http_methods(["GET", "POST"])
def role_edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change a role."""
    found = get_object_or_404(ServiceRole.objects.select_related("service"), public_id=public_id)
    return _role_form(request, found, found)


def _role_form(request: HttpRequest, row: ServiceRole, present: ServiceRole | None) -> HttpResponse:
    first: dict[str, Any] = {}
    if present:
        first = {name: getattr(present, name) for name in acts.ROLE_FIELDS}
        first["positions"] = "\n".join(present.positions.values_list("name", flat=True))
    form = RoleForm(request.POST or None, role=row, initial=first)
    if request.method == "POST" and form.is_valid():
        actor = access_of(request).actor("services.edit")
        data = form.cleaned_data
        acts.save_role(actor, row, data, data["positions"])
        messages.success(request, _("Peran disimpan."))
        return redirect("citizens:service", row.service.public_id)
    context = {"form": form, "role": present, "service": row.service}
    return render(request, "citizens/role_form.html", context)


@requires("services.edit")
@require_POST
def role_delete(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a role out; a second tap finds nothing left to do."""
    roles = ServiceRole.objects.select_related("service", "competency")
    found = roles.filter(public_id=public_id).first()
    if found is None:
        messages.info(request, _("Peran ini sudah dihapus sebelumnya."))
        return redirect("citizens:services")
    acts.delete_role(access_of(request).actor("services.edit"), found)
    messages.success(request, _("Peran dihapus."))
    return redirect("citizens:service", found.service.public_id)


@requires("services.edit")
@require_http_methods(["GET", "POST"])
def stand_in_add(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Name a stand-in for a role."""
    found = get_object_or_404(Service, public_id=public_id)
    form = _stand_in_form(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = StandIn(
            role=data["role"],
            person=data["nip"],
            start=data["start"],
            end=data["end"],
            document_no=data["document_no"],
        )
        acts.add_stand_in(access_of(request).actor("services.edit"), row)
        messages.success(request, _("Pengganti dicatat."))
        return redirect("citizens:service", public_id)
    return render(request, "citizens/stand_in_form.html", {"form": form, "service": found})


@requires("services.edit")
@require_POST
def stand_in_end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End a stand-in's time today."""
    found = get_object_or_404(
        StandIn.objects.select_related("role__service", "person"), public_id=public_id
    )
    acts.end_stand_in(access_of(request).actor("services.edit"), found, today())
    messages.success(request, _("Masa pengganti diakhiri hari ini."))
    return redirect("citizens:service", found.role.service.public_id)


@requires("services.view")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The services of the filter in the layout of the import."""
    rows = selectors.exported_services(selectors.services(*_query(request).values()))
    label = _("Data karangan – kota contoh, bukan orang sungguhan") if settings.DEMO else ""
    return HttpResponse(
        write_table(as_imported(SERVICES.sheets[0], rows, label)),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{SERVICES.file_name}"'},
    )
