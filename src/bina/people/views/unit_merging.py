"""A unit becomes part of another: first what would move, then the act; the same day undoes it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.people.forms import UnitMergeForm
from bina.people.models import Unit
from bina.people.services import unit_merging as acts
from bina.people.views.frame import spoken
from bina.text import BinaError


@requires("units.edit")
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET with ?into=…: what would move; POST does it."""
    unit = get_object_or_404(Unit.objects.select_related("parent"), public_id=public_id)
    given = request.POST if request.method == "POST" else request.GET
    asked = request.method == "POST" or "into" in request.GET
    form = UnitMergeForm(given if asked else None, initial={"day": today()})
    sentences, into = [], None
    if asked and form.is_valid():
        into, day = form.cleaned_data["into"], form.cleaned_data["day"]
        against = acts.why_not(unit, into, day, today())
        if against is not None:
            form.add_error(None, spoken(against))
        elif request.method == "GET":
            sentences = acts.preview(unit, into, day)
        else:
            try:
                acts.merge_units(
                    access_of(request).actor("units.edit"), unit, into, day=day, today=today(),
                    document_no=form.cleaned_data["document_no"],
                )  # fmt: skip
            except BinaError as problem:
                form.add_error(None, spoken(problem.sentence))
            else:
                messages.success(request, _("Unit digabung. Hari ini juga masih dapat diurungkan."))
                return redirect("people:unit", unit.public_id)
    status = 422 if request.method == "POST" else 200
    day = form.cleaned_data["day"] if sentences else None
    context = {"unit": unit, "into": into, "day": day, "form": form, "sentences": sentences}
    return render(request, "people/unit_merge.html", context, status=status)


@requires("units.edit")
@require_POST
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take today's merge back."""
    unit = get_object_or_404(Unit, public_id=public_id)
    try:
        acts.undo_merge(access_of(request).actor("units.edit"), unit)
        messages.success(request, _("Penggabungan diurungkan."))
    except BinaError as problem:
        messages.error(request, spoken(problem.sentence))
    return redirect("people:unit", public_id)
