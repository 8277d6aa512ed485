"""Changing the regional plan: a new row, a row's facts, what a goal needs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.goals import selectors, services
from bina.goals.competencies import competency_names
from bina.goals.forms import NeedForm, NodeForm
from bina.goals.models import Goal, GoalNeed
from bina.goals.views import WORDS
from bina.text import BinaError

NEXT = {"tujuan": "program", "program": "kegiatan", "kegiatan": "sub-kegiatan"}


def _row(level: str, public_id: UUID) -> Any:
    if level not in WORDS:
        raise Http404
    return get_object_or_404(selectors.one(level, public_id))


@requires("goals.edit")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new goal."""
    return _added(request, None, "tujuan")


@requires("goals.edit")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, level: str, public_id: UUID) -> HttpResponse:
    """A new row below this one."""
    row = _row(level, public_id)
    if level not in NEXT:
        raise Http404
    return _added(request, row, NEXT[level])


def _added(request: HttpRequest, above: Any | None, level: str) -> HttpResponse:
    years = {"year_from": above.year_from, "year_to": above.year_to} if above else {}
    form = NodeForm(request.POST or None, initial=years, is_new=True, is_goal=above is None)
    if request.method == "POST" and form.is_valid():
        made = services.add_node(access_of(request).actor("goals.edit"), above, form.cleaned_data)
        messages.success(request, _("Baris baru disimpan."))
        return redirect("goals:detail", level=level, public_id=made.public_id)
    title = _("%(level)s baru") % {"level": WORDS[level]}
    context = {"form": form, "title": title, "above": above, "above_level": _above(level)}
    return render(request, "goals/form.html", context, status=_status(request))


def _above(level: str) -> str:
    return next((above for above, below in NEXT.items() if below == level), "")


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


@requires("goals.edit")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, level: str, public_id: UUID) -> HttpResponse:
    """The facts of a row."""
    row = _row(level, public_id)
    initial = {
        "name": row.name, "indicators": "\n".join(row.indicators),
        "unit": row.unit.code if row.unit else "",
        "year_from": row.year_from, "year_to": row.year_to, "source": getattr(row, "source", ""),
    }  # fmt: skip
    form = NodeForm(request.POST or None, initial=initial, is_new=False, is_goal=level == "tujuan")
    if request.method == "POST" and form.is_valid():
        services.edit_node(access_of(request).actor("goals.edit"), row, form.cleaned_data)
        messages.success(request, _("Perubahan disimpan."))
        return redirect("goals:detail", level=level, public_id=public_id)
    context = {"form": form, "title": f"{row.code} {row.name}", "above": row, "above_level": level}
    return render(request, "goals/form.html", context, status=_status(request))


@requires("goals.edit")
@require_POST
def delete(request: HttpRequest, level: str, public_id: UUID) -> HttpResponse:
    """Delete a row that nothing names; else say what does."""
    row = _row(level, public_id)
    try:
        services.delete_node(access_of(request).actor("goals.edit"), row)
    except BinaError as problem:
        messages.error(request, _(problem.text).format(**problem.values))
        return redirect("goals:detail", level=level, public_id=public_id)
    messages.success(request, _("%(code)s dihapus.") % {"code": row.code})
    return redirect("goals:tree")


@requires("goals.edit")
@require_http_methods(["GET", "POST"])
def need_add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One more competency that the goal needs."""
    goal, names = get_object_or_404(Goal, public_id=public_id), competency_names()
    form = NeedForm(request.POST or None, names=names)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        facts = {"competency_code": data["competency"], "unit": data["unit"],
                 "reason": data["reason"]}  # fmt: skip
        actor = access_of(request).actor("goals.edit")
        try:
            services.add_need(actor, goal, facts, names[data["competency"]])
        except BinaError as problem:
            form.add_error(None, _(problem.text).format(**problem.values))
        else:
            messages.success(
                request, _("Kompetensi ditambahkan. Faktor prioritas dapat diusulkan.")
            )
            return redirect("goals:detail", level="tujuan", public_id=public_id)
    context = {"form": form, "title": _("Kompetensi yang dibutuhkan"), "above": goal,
               "above_level": "tujuan"}  # fmt: skip
    return render(request, "goals/form.html", context, status=_status(request))


@requires("goals.edit")
@require_POST
def need_remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The goal no longer names a competency for these people."""
    goal = get_object_or_404(Goal, public_id=public_id)
    need = (
        GoalNeed.objects.select_related("goal", "unit")
        .filter(goal=goal, competency_code=request.POST.get("kompetensi", ""))
        .filter(unit__code=request.POST.get("unit") or None)
        .first()
    )
    if need is not None:  # else somebody was quicker
        services.remove_need(access_of(request).actor("goals.edit"), need)
    messages.success(request, _("Kompetensi tidak lagi disebut tujuan ini."))
    return redirect("goals:detail", level="tujuan", public_id=public_id)
