"""Susun ulang: start a re-plan, read what it changes for whom and why, take it as a file."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bina.accounts.access import access_of, requires
from bina.audit.kept import kept
from bina.calendar.today import today
from bina.plan.exports.replan import replan_workbook
from bina.plan.forms import ReplanForm
from bina.plan.models import Plan
from bina.plan.rules.settings import REPLAN_LABELS, PlanSettings
from bina.plan.selectors.changes import replan_input_of
from bina.plan.selectors.pages import frozen_plan_of
from bina.plan.selectors.replanned import changed_people, money_by_line
from bina.plan.services.replanning import request_replan
from bina.plan.views.frame import as_file, asked, fiction, page_of, plan_or_404
from bina.text import BinaError


@requires("plan.edit")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What a re-plan starts from today; a POST computes it."""
    newest = Plan.objects.filter(state=Plan.State.FROZEN, amends=None).order_by("-year").first()
    year = newest.year if newest else today().year
    form = ReplanForm(request.POST or None, initial={"year": year, "seconds": 30})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        approved = frozen_plan_of(data["year"])
        settings = PlanSettings.from_json(approved.settings if approved else {})
        try:
            plan = request_replan(
                access_of(request).actor("plan.edit"),
                year=data["year"],
                settings=form.settings(settings),
                seconds=data["seconds"],
                day=today(),
            )
        except BinaError as problem:
            form.add_error("year", _(problem.text).format(**problem.values))
        else:
            return redirect("plan:detail", plan.public_id)
    status = 422 if request.method == "POST" else 200
    day = today()
    found = kept(("replan input", year, day), lambda: replan_input_of(year, day))
    context = {"form": form, "year": year, "input": found}
    return render(request, "plan/replan_new.html", context, status=status)


def detail(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The re-plan: proof in words, what it costs, and everybody for whom something changes."""
    query = asked(request, "cari", "apa")
    reach = access_of(request).reach("plan.view")
    people = changed_people(plan, reach, query["cari"], query["apa"])
    settings = [(_(label), plan.settings.get(name)) for name, label in REPLAN_LABELS.items()]
    context = {
        "plan": plan,
        "figures": plan.totals["replan"],
        "sentences": plan.certificate.get("sentences", []),
        "page": page_of(request, people),
        "lines": money_by_line(plan) if reach.everybody else [],
        "settings": settings,
        "city": reach.everybody,
        **query,
    }
    return render(request, "plan/replan.html", context)


@requires("plan.view")
@require_GET
def export(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All changes within the reader's reach as a workbook."""
    plan = plan_or_404(request, public_id)
    if not plan.amends_id:
        messages.info(request, _("Rencana ini bukan perubahan; unduh HCDP-nya."))
        return redirect("plan:detail", public_id)
    people = changed_people(plan, access_of(request).reach("plan.view"))
    name = f"perubahan-rencana-{plan.year}.xlsx"
    return as_file(replan_workbook(plan, people, fiction()), name)
