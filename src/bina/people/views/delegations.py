"""Who acts for a head from a day to a day: named by the head, on one page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.people.forms import DelegationForm
from bina.people.models import Person, RoleGrant, Unit
from bina.people.selectors import own_headed_unit_ids
from bina.people.services import delegating
from bina.people.views.frame import spoken
from bina.text import BinaError


@requires("unit.delegate")
@require_http_methods(["GET", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """Those who act for the reader, and a form to name somebody."""
    access = access_of(request)
    head = Person.objects.select_related("position").filter(pk=access.person_id or 0).first()
    if head is None:
        raise PermissionDenied("unit.delegate")
    units = Unit.objects.filter(pk__in=own_headed_unit_ids(head))
    form = DelegationForm(request.POST or None, units=units, initial={"start": today()})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            delegating.delegate(
                access.actor("unit.delegate"), head, facts["unit"], facts["deputy"],
                mode=facts["mode"], span=(facts["start"], facts["end"]),
                document_no=facts["document_no"], day=today(),
            )  # fmt: skip
        except BinaError as problem:
            form.add_error(None, spoken(problem.sentence))
        else:
            messages.success(request, _("Penunjukan dicatat; berlaku menurut tanggalnya."))
            return redirect("people:delegations")
    grants = RoleGrant.objects.filter(acting_for=head).select_related("user", "unit")
    context = {
        "form": form,
        "grants": grants.order_by("-valid_until")[:50],
        "day": today(),
        "heads": units.exists(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "people/delegations.html", context, status=status)


@requires("unit.delegate")
@require_POST
def delegation_end(request: HttpRequest) -> HttpResponse:
    """End a delegation today."""
    access = access_of(request)
    key = request.POST.get("grant", "")
    if key.isdecimal() and len(key) < 19:
        mine = RoleGrant.objects.filter(acting_for=access.person_id or 0)
        grant = get_object_or_404(mine.select_related("user"), pk=int(key))
        delegating.end_delegation(access.actor("unit.delegate"), grant, today())
        messages.success(request, _("Penunjukan diakhiri."))
    return redirect("people:delegations")
