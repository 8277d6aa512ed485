"""Roles of users, and the sheets with which people open their accounts."""

from uuid import UUID

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.accounts.models import User
from bina.accounts.permissions import Role
from bina.accounts.services import CODE_VALID_DAYS
from bina.calendar.today import today
from bina.people import forms, words
from bina.people.models import RoleGrant, Unit
from bina.people.selectors.accounts import activation_people, activation_units
from bina.people.services import roles as acts
from bina.people.views.frame import spoken
from bina.text import BinaError

PAGE = 50


@requires("roles.edit")
@require_http_methods(["GET", "POST"])
def roles(request: HttpRequest) -> HttpResponse:
    """Who has which role; give one."""
    form = forms.RoleForm(request.POST or None, initial={"day": today()})
    if request.method == "POST" and form.is_valid() and _granted(request, form):
        return redirect("people:roles")
    search = request.GET.get("cari", "").strip()[:100]
    day = today()
    grants = RoleGrant.objects.select_related("user", "unit").filter(
        Q(valid_until=None) | Q(valid_until__gte=day)
    )
    if search:
        grants = grants.filter(
            Q(user__display_name__icontains=search) | Q(user__username__icontains=search)
        )
    grants = grants.order_by("role", "user__display_name", "pk")
    context = {
        "form": form,
        "search": search,
        "page": Paginator(grants, PAGE).get_page(request.GET.get("hal")),
        "words": words.ROLE,
    }
    return render(request, "people/roles.html", context, status=422 if form.errors else 200)


def _granted(request: HttpRequest, form: forms.RoleForm) -> bool:
    facts = form.cleaned_data
    user = User.objects.filter(username=facts["username"].replace(" ", "")).first()
    if user is None:
        form.add_error("username", _("Tidak ada pengguna dengan nama ini."))
        return False
    try:
        acts.grant_role(
            access_of(request).actor("roles.edit"),
            user,
            Role(facts["role"]),
            facts["unit"],
            day=facts["day"],
            document_no=facts["document_no"],
        )
    except acts.OwnRole as problem:
        form.add_error("username", spoken(problem.sentence))
        return False
    except BinaError as problem:
        form.add_error("unit", spoken(problem.sentence))
        return False
    messages.success(request, _("Peran diberikan."))
    return True


@requires("roles.edit")
@require_POST
def role_end(request: HttpRequest) -> HttpResponse:
    """A role ends today."""
    form = forms.EndRoleForm(request.POST)
    if form.is_valid():
        acts.end_role(access_of(request).actor("roles.edit"), form.cleaned_data["grant"], today())
        messages.success(request, _("Peran diakhiri."))
    else:
        messages.error(request, _("Peran ini tidak ditemukan; mungkin sudah diakhiri."))
    return redirect("people:roles")


@requires("accounts.activate")
@require_GET
def activation(request: HttpRequest) -> HttpResponse:
    """The units within reach with how many cannot log in yet."""
    search = request.GET.get("cari", "").strip()[:100]
    units = activation_units(access_of(request).reach("accounts.activate"), search)
    page = Paginator(units, PAGE).get_page(request.GET.get("hal"))
    return render(request, "people/activation.html", {"page": page, "search": search})


@requires("accounts.activate")
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One unit: who cannot log in yet; a POST makes codes and shows the sheet to print, once."""
    access = access_of(request)
    reach = access.reach("accounts.activate")
    unit = get_object_or_404(Unit, public_id=public_id)
    if not reach.everybody and unit.pk not in reach.unit_ids:
        raise Http404
    people = list(activation_people(unit))
    context = {"unit": unit, "people": people}
    if request.method == "GET":
        return render(request, "people/sheet.html", context)
    chosen = set(request.POST.getlist("pegawai"))
    wanted = [
        person
        for person in people
        if (str(person.public_id) in chosen if chosen else not person.is_open)  # type: ignore[attr-defined]  # annotated
    ]
    held = set() if access.may("roles.edit") else acts.with_city_role(wanted)
    if held:
        messages.warning(
            request,
            _("Kode bagi pemegang peran tingkat kota hanya dibuat yang berwenang memberi peran."),
        )
        wanted = [person for person in wanted if person.pk not in held]
    if not wanted and not held:
        messages.error(request, _("Semua sudah aktif. Centang orang yang lupa kata sandinya."))
    if not wanted:
        return render(request, "people/sheet.html", context, status=422)
    codes = acts.issue_for(access.actor("accounts.activate"), unit, wanted)
    address = request.build_absolute_uri(reverse("accounts:activate"))
    slips = [
        {"person": person, "code": code, "qr": _qr(f"{address}?kode={code}")}
        for person, code in codes
    ]
    context = {"unit": unit, "slips": slips, "address": address, "days": CODE_VALID_DAYS}
    response = render(request, "people/slips.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _qr(text: str) -> str:
    """The QR code as an SVG drawing without size, coloured by the page."""
    drawing: str = segno.make(text, error="m").svg_inline(
        omitsize=True, border=2, svgclass="qr", lineclass=None
    )
    return mark_safe(drawing)  # noqa: S308 - segno escapes nothing of ours into it but modules
