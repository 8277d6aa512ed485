"""Calendars for phones: a file and an address to subscribe to, for oneself or a unit."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bina.accounts.access import Access, access_of, requires
from bina.accounts.middleware import resolver
from bina.accounts.permissions import PUBLIC
from bina.calendar.today import today
from bina.formats.ics import calendar
from bina.letters.selectors import feeds
from bina.letters.services import links
from bina.people.models import Person, Unit

ICS = "text/calendar; charset=utf-8"


@requires("letters.calendar")
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The user's calendar addresses."""
    return _page(request, "")


def _page(request: HttpRequest, address: str) -> HttpResponse:
    access = access_of(request)
    rows = links.open_links(access).select_related("person", "unit")
    context = {
        "links": list(rows),
        "units": list(_own_units(access)),
        "address": address,
        "person": Person.objects.filter(pk=access.person_id or 0).first(),
    }
    return render(request, "letters/calendars.html", context)


def _own_units(access: Access) -> list[Unit]:
    """The units that the user acts for, without those below them."""
    reach = access.reach("letters.calendar").unit_ids
    units = list(Unit.objects.filter(pk__in=reach).order_by("path"))
    tops: list[Unit] = []
    for unit in units:
        if not any(unit.path.startswith(top.path) for top in tops):
            tops.append(unit)
    return tops


@requires("letters.calendar")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """A new address; the one before stops working."""
    access = access_of(request)
    wanted = request.POST.get("unit", "")
    if wanted:
        unit = next((u for u in _own_units(access) if str(u.public_id) == wanted), None)
        if unit is None:
            raise Http404
        _link, token = links.make_link(access, unit=unit)
    else:
        person = get_object_or_404(Person, pk=access.person_id or 0)
        _link, token = links.make_link(access, person=person)
    address = request.build_absolute_uri(reverse("letters:feed", kwargs={"token": token}))
    return _page(request, address)


@requires("letters.calendar")
@require_POST
def revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop an address."""
    access = access_of(request)
    link = get_object_or_404(links.open_links(access), public_id=public_id)
    links.revoke(access, link)
    messages.success(request, _("Alamat kalender dicabut; tidak ada lagi yang dapat membacanya."))
    return redirect("letters:calendars")


@requires("letters.calendar")
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """One's own sessions as a file."""
    person = get_object_or_404(Person, pk=access_of(request).person_id or 0)
    return _stream(person, None)


@requires("letters.calendar")
@require_GET
def of_unit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A unit's sessions as a file."""
    unit = get_object_or_404(Unit, public_id=public_id)
    if not feeds.may_read_unit(access_of(request), unit):
        raise Http404
    return _stream(None, unit)


@requires(PUBLIC)
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a token; the same answer for a wrong, an old and a revoked one."""
    link = feeds.link_by(links.token_hash(token))
    if link is None:
        raise Http404
    if link.unit is not None and not feeds.may_read_unit(resolver()(link.user), link.unit):
        raise Http404
    return _stream(link.person, link.unit)


def _stream(person: Person | None, unit: Unit | None) -> HttpResponse:
    if unit is not None:
        name, events = unit.name, feeds.of_unit(unit, today())
    elif person is not None and person.left_on is None:
        name, events = person.full_name, feeds.of_person(person, today())
    else:
        raise Http404
    title = _("Pengembangan kompetensi %(name)s") % {"name": name}
    headers = {
        "Content-Disposition": 'attachment; filename="bina.ics"',
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(calendar(title, events), content_type=ICS, headers=headers)
