"""What other amounts and rules would bring: one more of everything, curves, answers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bina.accounts.access import access_of, requires
from bina.jobs.services import request_stop
from bina.plan.exports.curves import curves_workbook
from bina.plan.exports.more import more_workbook
from bina.plan.forms import LEAST_SECONDS, MOST_SECONDS, AskForm, NoiseForm
from bina.plan.rules.curves import ASKED
from bina.plan.rules.more import KINDS, filtered
from bina.plan.selectors import curves as read
from bina.plan.selectors.for_noise import computed_beside, plans_beside
from bina.plan.selectors.more import more_rows
from bina.plan.selectors.steadiness import steadiness_of
from bina.plan.services import asking
from bina.plan.services.planning_for_noise import request_for_noise
from bina.plan.views.frame import as_file, asked, label_of, page_of, plan_or_404
from bina.text import BinaError


@requires("budget.view")
@require_GET
def more(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What one more of every scarce thing would bring at most; ?unduh=xlsx is a file of it."""
    plan = plan_or_404(request, public_id)
    if plan.amends is not None:
        return redirect("plan:more", plan.amends.public_id)
    query = asked(request, "cari", "jenis", "urut")
    whole = more_rows(plan)
    rows = filtered(whole, query["jenis"], query["cari"], query["urut"])
    if "unduh" in request.GET:
        return as_file(more_workbook(plan, rows, label_of(plan)), f"tambahan-{plan.year}.xlsx")
    page = page_of(request, rows)
    context = {
        "plan": plan,
        "page": page,
        "rows": [(row, KINDS[row.kind]) for row in page],
        "best": [row for row in whole if row.points > 0][:3],
        "kinds": KINDS.items(),
        **query,
    }
    return render(request, "plan/more.html", context)


@requires("budget.view")
@require_GET
def curves(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Value against money with bounds, and what fairness and staffing cost; nothing is solved."""
    plan = plan_or_404(request, public_id)
    if plan.amends is not None:
        return redirect("plan:curves", plan.amends.public_id)
    found = read.curves_of(plan)
    job = next((one.job for one in found.asked if one.job), None) if found else None
    if request.headers.get("X-Fragment"):
        return render(request, "plan/_asking.html", {"plan": plan, "job": job})
    if found and "unduh" in request.GET:
        return as_file(curves_workbook(plan, found, label_of(plan)), f"kurva-{plan.year}.xlsx")
    form = AskForm(initial={"seconds": 30}, questions=read.questions(found) if found else {})
    context = {"plan": plan, "found": found, "job": job, "form": form, "asked_percents": ASKED}
    return render(request, "plan/curves.html", context)


@requires("budget.view")
@require_GET
def steadiness(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What of the plan's closure may be expected under errors and absences."""
    plan = plan_or_404(request, public_id)
    if plan.amends is not None:
        return redirect("plan:steadiness", plan.amends.public_id)
    access = access_of(request)
    made = None if plan.settings.get("for_noise") else computed_beside(access, plan)
    if request.headers.get("X-Fragment"):
        return render(request, "plan/_for_noise.html", {"plan": plan, "made": made})
    found = steadiness_of(plan)
    context = {
        "plan": plan,
        "found": found,
        "made": made,
        "beside": plans_beside(access, plan) if found else [],
        "form": NoiseForm(),
    }
    return render(request, "plan/steadiness.html", context)


@requires("plan.edit")
@require_POST
def for_noise(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Queue a draft that counts with errors and empty seats."""
    plan, form = plan_or_404(request, public_id), NoiseForm(request.POST)
    if not form.is_valid():
        words = _("Pilih kursi kosong dari daftar dan waktu antara %(low)s dan %(high)s detik.")
        messages.error(request, words % {"low": LEAST_SECONDS, "high": MOST_SECONDS})
        return redirect("plan:steadiness", public_id)
    named = {"plan": plan.name, "n": form.cleaned_data["empty_percent"]}
    name = _("%(plan)s – dengan ketidakpastian, %(n)s %% kosong") % named
    try:
        request_for_noise(
            access_of(request).actor("plan.edit"), plan, name=name, **form.cleaned_data
        )
        messages.success(request, _("Disusun di latar; hasilnya menjadi rancangan tersendiri."))
    except BinaError as problem:
        messages.error(request, _(problem.text).format(**problem.values))
    return redirect("plan:steadiness", public_id)


@requires("plan.edit")
@require_POST
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Queue the chosen questions."""
    plan = plan_or_404(request, public_id)
    found = read.curves_of(plan)
    form = AskForm(request.POST, questions=read.questions(found) if found else {})
    if not form.is_valid():
        messages.error(request, _("Pilih pertanyaan dan waktu antara 5 dan 600 detik."))
        return redirect("plan:curves", public_id)
    try:
        actor = access_of(request).actor("plan.edit")
        asking.ask(actor, plan, form.wanted(), form.cleaned_data["seconds"])
        messages.success(request, _("Pertanyaan dihitung di latar; jawabannya disimpan di sini."))
    except BinaError as problem:
        messages.error(request, _(problem.text).format(**problem.values))
    return redirect("plan:curves", public_id)


@requires("plan.edit")
@require_POST
def ask_stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop; the question at hand keeps its best so far, what is answered stays."""
    plan = plan_or_404(request, public_id)
    jobs = {one.job_id: one.job for one in plan.what_ifs.select_related("job") if one.job}
    for job in jobs.values():
        if job.is_open:
            request_stop(access_of(request).actor("plan.edit"), job)
            messages.info(request, _("Diminta berhenti. Yang sudah terjawab disimpan."))
    return redirect("plan:curves", public_id)
