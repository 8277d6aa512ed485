"""Potongan anggaran: what other amounts cost in points, and a draft version with them."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bina.accounts.access import access_of, requires
from bina.money.models import BudgetVersion
from bina.money.services import new_version
from bina.plan.exports.cuts import cuts_workbook
from bina.plan.forms import CutVersionForm
from bina.plan.models import Plan
from bina.plan.selectors import cuts
from bina.plan.selectors.pages import frozen_plan_of
from bina.plan.views.frame import as_file, label_of, plan_or_404
from bina.text import BinaError

TYPED = "potong-"
PAGE = 50


@requires("budget.view")
@require_GET
def cut(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Typed cuts, or one version against another; ?unduh=xlsx is the same as a file."""
    plan = plan_or_404(request, public_id)
    if plan.amends_id:
        return redirect("plan:cuts", plan.amends.public_id)  # type: ignore[union-attr]  # it amends one
    versions = cuts.years_versions(plan)
    asked = _asked(request, versions)
    found = cuts.cuts_of(plan, asked)
    if "unduh" in request.GET:
        return as_file(cuts_workbook(plan, found, label_of(plan)), f"potongan-{plan.year}.xlsx")
    get = request.GET.get
    query = {"cari": get("cari", "").strip(), "tampil": get("tampil", ""), "urut": get("urut", "")}
    rows = cuts.shown_rows(found.rows, *query.values())
    page = Paginator(rows, PAGE).get_page(get("hal"))
    here = {row.code for row in page}
    context = {
        "plan": plan,
        "cuts": found,
        "query": query,
        "page": page,
        "rows": [(row, TYPED + row.code) for row in page],
        "kept": [(TYPED + c, cut) for c, cut in asked.typed.items() if c not in here],
        "n_wrong": sum(bool(row.fault or row.cut.refused) for row in found.rows),
        "versions": versions,
        "before": asked.before,
        "after": asked.after,
        "form": CutVersionForm(),
        "approved": frozen_plan_of(plan.year),
    }
    return render(request, "plan/cuts.html", context)


@requires("budget.edit")
@require_POST
def keep(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A draft version with the amounts after the typed cuts; nothing else of the budget changes."""
    plan = plan_or_404(request, public_id)
    asked = _asked(request, cuts.years_versions(plan))
    found = cuts.cuts_of(plan, asked)
    address = reverse("plan:cuts", kwargs={"public_id": plan.public_id})
    form = CutVersionForm(request.POST)
    if found.total is None or not found.touched or not form.is_valid():
        messages.error(request, _("Isi potongan yang sah dan pilih tahap serta nomor versinya."))
        return redirect(f"{address}?{request.GET.urlencode()}")
    first = cuts.lines_of_plan(plan).first()
    source = asked.before or (first.version if first else None)
    amounts = {row.code: row.cut.after for row in found.rows}
    try:
        made = new_version(
            access_of(request).actor("budget.edit"),
            {"year": plan.year, **form.cleaned_data}, source, amounts,
        )  # fmt: skip
    except BinaError as problem:
        messages.error(request, _(problem.text).format(**problem.values))
        return redirect(f"{address}?{request.GET.urlencode()}")
    messages.success(request, _("Versi rancangan dibuat dengan pagu sesudah potongan."))
    return redirect(f"{address}?ke={made.public_id}")


def _asked(request: HttpRequest, versions: list[BudgetVersion]) -> cuts.Asked:
    known = {str(one.public_id): one for one in versions}
    typed = {
        name.removeprefix(TYPED): value[:40]
        for name in request.GET
        if name.startswith(TYPED) and (value := request.GET.get(name, "").strip())
    }
    query = request.GET
    return cuts.Asked(typed, known.get(query.get("dari", "")), known.get(query.get("ke", "")))


@requires("budget.view")
@require_GET
def year(request: HttpRequest, year: int) -> HttpResponse:
    """To the page of the year's plan: the approved one, else the newest that is not put aside."""
    plans = Plan.objects.filter(year=year, amends=None, prices__isnull=False)
    if not access_of(request).may("plan.edit"):
        plans = plans.filter(state__in=("submitted", "frozen"))
    newest = plans.exclude(state__in=("discarded", "computing")).order_by("-created_at").first()
    plan = frozen_plan_of(year) or newest
    if plan is None:
        messages.error(request, _("Belum ada rencana untuk tahun ini, jadi belum ada harganya."))
        return redirect("money:lines")
    return redirect("plan:cuts", plan.public_id)
