"""Perubahan: what happened after the approval, and what it did to whom."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bina.accounts.access import access_of, requires
from bina.audit.kept import kept
from bina.calendar.today import today
from bina.catalog.models import Session
from bina.plan.forms import ChangeForm, OutageForm
from bina.plan.models import Change
from bina.plan.selectors import changes as selectors
from bina.plan.services.changing import News, note_change
from bina.plan.services.outages import note_outage, sessions_offline
from bina.plan.views.frame import asked, page_of
from bina.text import BinaError


@requires("plan.edit")
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """Everything noted, and what the next re-plan would start from."""
    query = asked(request, "cari", "jenis")
    kind = query["jenis"] if query["jenis"] in Change.Kind.values else ""
    day = today()
    year = day.year + 1 if request.GET.get("tahun") != str(day.year) else day.year
    context = {
        "page": page_of(request, selectors.changes(query["cari"], kind)),
        "kinds": Change.Kind.choices,
        "year": year,
        "input": kept(("replan input", year, day), lambda: selectors.replan_input_of(year, day)),
        **query,
    }
    return render(request, "plan/changes.html", context)


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def change_new(request: HttpRequest) -> HttpResponse:
    """Note a change; it is carried out at once."""
    form = ChangeForm(request.POST or None, initial={"start": today()})
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in News.__dataclass_fields__}
        news = News(**{**data, "kind": Change.Kind(data["kind"])})
        try:
            made = note_change(access_of(request).actor("plan.edit"), news, today())
        except BinaError as problem:
            form.add_error(None, _(problem.text).format(**problem.values))
        else:
            n = len(made.effects)
            messages.success(request, _("Dicatat; {n} kursi terkena.").format(n=n))
            return redirect("plan:change", made.public_id)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": _("Catat perubahan")}
    return render(request, "plan/form.html", context, status=status)


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def outage(request: HttpRequest) -> HttpResponse:
    """The line is cut: days are asked first, then the sessions shown, then all is done at once."""
    data = request.POST if request.method == "POST" else request.GET
    form = OutageForm(data if "start" in data else None, initial={"start": today()})
    sessions: list[Session] = []
    if form.is_bound and form.is_valid():
        asked_for = form.cleaned_data
        if request.method == "POST":
            actor = access_of(request).actor("plan.edit")
            try:
                made = note_outage(actor, **asked_for, day=today())
            except BinaError as problem:
                form.add_error(None, _(problem.text).format(**problem.values))
            else:
                seats = sum(len(one.effects) for one in made)
                words = _("{n} sesi dicatat; {seats} kursi terkena.")
                messages.success(request, words.format(n=len(made), seats=seats))
                return redirect("plan:changes")
        days = (asked_for["start"], asked_for["end"])
        sessions = list(sessions_offline(*days, today()))
    context = {
        "form": form,
        "sessions": sessions,
        "heads": sum(session.heads for session in sessions),  # type: ignore[attr-defined]  # annotated
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plan/outage.html", context, status=status)


@requires("plan.edit")
@require_GET
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One change with its effect on every person."""
    found = get_object_or_404(
        Change.objects.select_related("session__programme", "person__unit"), public_id=public_id
    )
    released = [one for one in found.effects if one["what"] == "released"]
    context = {
        "change": found,
        "page": page_of(request, found.effects),
        "released": released,
        "again": [one for one in found.effects if one["what"] != "released"],
        "jp": sum(one["jp"] for one in released),
        "cost": sum(one["cost"] for one in released),
        "closure": sum(one["closure"] for one in released),
    }
    return render(request, "plan/change.html", context)
