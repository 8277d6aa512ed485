"""Pages that change programmes, what they lift, and sessions."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.catalog import services
from bina.catalog.forms import EffectForm, ProgrammeForm, SessionForm
from bina.catalog.models import Programme, ProgrammeEffect, Session


@requires("catalog.edit")
@require_http_methods(["GET", "POST"])
def programme_new(request: HttpRequest) -> HttpResponse:
    """Write a programme."""
    return _programme(request, Programme())


@requires("catalog.edit")
@require_http_methods(["GET", "POST"])
def programme_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change a programme."""
    return _programme(request, get_object_or_404(Programme, public_id=public_id))


def _programme(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, instance=programme)
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        before = form.cleaned_data["prerequisites"]
        services.save_programme(access_of(request).actor("catalog.edit"), made, before)
        messages.success(request, _("Program tersimpan."))
        return redirect("catalog:programme", made.public_id)
    context = {"form": form, "programme": programme if programme.pk else None}
    return render(request, "catalog/programme_form.html", context)


@requires("catalog.edit")
@require_http_methods(["GET", "POST"])
def effect(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add or change what a programme lifts."""
    programme = get_object_or_404(Programme, public_id=public_id)
    form = EffectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made: ProgrammeEffect = form.save(commit=False)
        services.save_effect(access_of(request).actor("catalog.edit"), programme, made)
        messages.success(request, _("Kompetensi program tersimpan."))
        return redirect("catalog:programme", public_id)
    return render(request, "catalog/effect_form.html", {"form": form, "programme": programme})


@requires("catalog.edit")
@require_POST
def effect_remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A programme no longer lifts a competency."""
    programme = get_object_or_404(Programme, public_id=public_id)
    effects = programme.effects.filter(competency__code=request.POST.get("kompetensi", ""))
    found = get_object_or_404(effects)
    actor = access_of(request).actor("catalog.edit")
    services.remove_effect(actor, programme, found.competency_id)
    messages.success(request, _("Kompetensi dihapus dari program."))
    return redirect("catalog:programme", public_id)


@requires("catalog.edit")
@require_http_methods(["GET", "POST"])
def session_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write a session of a programme with seats."""
    seated = Programme.objects.exclude(mode=Programme.Mode.OPEN)
    programme = get_object_or_404(seated, public_id=public_id)
    return _session(request, Session(programme=programme))


@requires("catalog.edit")
@require_http_methods(["GET", "POST"])
def session_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change a session."""
    sessions = Session.objects.select_related("programme")
    return _session(request, get_object_or_404(sessions, public_id=public_id))


def _session(request: HttpRequest, session: Session) -> HttpResponse:
    form = SessionForm(request.POST or None, instance=session)
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        services.save_session(access_of(request).actor("catalog.edit"), made)
        messages.success(request, _("Sesi tersimpan."))
        return redirect("catalog:session", made.public_id)
    context = {"form": form, "session": session, "programme": session.programme}
    return render(request, "catalog/session_form.html", context)
