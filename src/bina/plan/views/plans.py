"""Pages of a plan: list, new, the plan itself with its states."""

import re
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.jobs.services import request_stop
from bina.money.selectors import years as budget_years
from bina.plan.forms import PlanForm, ReasonForm
from bina.plan.models import Plan
from bina.plan.rules.chart import chart_of, thinned
from bina.plan.rules.settings import LABELS, NOISE_LABELS
from bina.plan.rules.words import closure_sentence, comparison_sentence, hours_sentence
from bina.plan.selectors import facts, pages
from bina.plan.selectors.goals import shares_of_goals
from bina.plan.services import computing, lifecycle
from bina.plan.views import replans
from bina.plan.views.frame import asked, page_of, plan_or_404
from bina.text import BinaError


@requires("plan.view")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All versions, newest first."""
    access = access_of(request)
    page = page_of(request, pages.plans_for(access))
    return render(request, "plan/list.html", {"page": page})


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Year, time, constants; then the computation starts."""
    asked_year, wanted = request.GET.get("tahun", ""), request.GET.get("versi", "")
    year = int(asked_year) if re.fullmatch(r"20\d\d", asked_year) else today().year + 1
    initial = {"year": year, "name": _("Rencana %(year)s") % {"year": year}, "seconds": 60}
    initial["version"] = wanted
    form = PlanForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        plan = computing.request_plan(
            access_of(request).actor("plan.edit"),
            year=data["year"],
            name=data["name"],
            settings=form.settings(),
            seed=data["seed"],
            seconds=data["seconds"],
            work=data["work"],
            version=data["version"],
        )
        return redirect("plan:detail", plan.public_id)
    context = {"form": form, "run": facts.current_run(), "years": budget_years()}
    return render(request, "plan/new.html", context)


@requires("plan.view")
@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The plan: words first, then hours, money, comparison, offices."""
    plan = plan_or_404(request, public_id)
    if plan.state == Plan.State.COMPUTING or plan.conflict:
        fragment = request.headers.get("X-Fragment") and not plan.conflict
        template = "plan/_running.html" if fragment else "plan/running.html"
        return render(request, template, {"plan": plan, "job": plan.job})
    if plan.amends_id:
        return replans.detail(request, plan)
    query = asked(request, "cari", "urut")
    access = access_of(request)
    reach = access.reach("plan.view")
    goals = shares_of_goals(plan, reach)
    first = float(plan.comparison.get("value", 0.0))
    value = float(plan.totals.get("value", 0.0))  # as measured, like the comparison
    in_points = bool(plan.comparison) and not plan.settings.get("for_noise")
    context = {
        "plan": plan,
        "totals": plan.totals,
        "closure": closure_sentence(plan.certificate),
        "hours": hours_sentence(plan.certificate),
        "comparison": comparison_sentence(value, first) if plan.comparison else None,
        "chart": chart_of(plan.history, first if in_points else None),
        "steps": thinned(plan.history),
        "settings": shown_settings(plan),
        "pins": [p for p in plan.pins if reach.everybody or p["unit_id"] in reach.unit_ids],
        "page": page_of(request, pages.offices(plan, reach, query["cari"], query["urut"])),
        "city": reach.everybody,
        "replans": pages.plans_for(access).filter(amends=plan).exclude(state="discarded"),
        "goals": goals,
        "goal_bars": [row.bar for row in goals],
        **query,
    }
    return render(request, "plan/detail.html", context)


def shown_settings(plan: Plan) -> list[tuple[str, float]]:
    """The constants in words; those of noise only where they count."""
    labels = LABELS | (NOISE_LABELS if plan.settings.get("for_noise") else {})
    return [(_(labels[name]), value) for name, value in plan.settings.items() if name in labels]


@requires("plan.edit")
@require_POST
def stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask the computation to stop; the best so far becomes the draft."""
    plan = plan_or_404(request, public_id)
    if plan.job is not None and plan.job.is_open:
        request_stop(access_of(request).actor("plan.edit"), plan.job)
        messages.info(request, _("Diminta berhenti. Rencana terbaik sejauh ini disimpan."))
    return redirect("plan:detail", public_id)


@requires("plan.edit")
@require_POST
def submit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Draft → submitted."""
    plan = plan_or_404(request, public_id)
    try:
        lifecycle.submit(access_of(request).actor("plan.edit"), plan)
        messages.success(request, _("Diajukan kepada kepala BKPP untuk ditandatangani."))
    except BinaError as problem:
        messages.error(request, _(problem.text).format(**problem.values))
    return redirect("plan:detail", public_id)


@requires("plan.edit")
@require_POST
def take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Submitted → draft, with a reason."""
    plan = plan_or_404(request, public_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tulis alasan pengembalian, lalu kirim lagi."))
        return redirect("plan:detail", public_id)
    try:
        actor = access_of(request).actor("plan.edit")
        lifecycle.take_back(actor, plan, form.cleaned_data["reason"])
    except BinaError as problem:
        messages.error(request, _(problem.text).format(**problem.values))
    return redirect("plan:detail", public_id)


@requires("plan.approve")
@require_POST
def approve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Submitted → approved and frozen."""
    plan = plan_or_404(request, public_id)
    try:
        lifecycle.approve(access_of(request).actor("plan.approve"), plan)
        messages.success(request, _("Rencana disetujui dan dibekukan."))
    except BinaError as problem:
        messages.error(request, _(problem.text).format(**problem.values))
    return redirect("plan:detail", public_id)


@requires("plan.edit")
@require_POST
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put a version aside."""
    plan = plan_or_404(request, public_id)
    try:
        lifecycle.discard(access_of(request).actor("plan.edit"), plan)
        messages.success(request, _("Rencana dibuang. Isinya tetap dapat dibaca."))
    except BinaError as problem:
        messages.error(request, _(problem.text).format(**problem.values))
    return redirect("plan:list")
