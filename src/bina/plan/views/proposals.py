"""What a plan made of the validated proposals, one line each."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.plan.selectors.fates import fates_of
from bina.plan.views.frame import asked, page_of, plan_or_404
from bina.proposals.models import Proposal
from bina.proposals.selectors.lists import Query, proposal_list


@requires("proposals.list")
@require_GET
def proposals(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Seated ones and the others with the plan's reason."""
    plan = plan_or_404(request, public_id)
    query = asked(request, "cari", "nasib")
    rows = list(
        proposal_list(
            access_of(request).reach("proposals.list"),
            Query(plan.year, search=query["cari"], state=Proposal.State.VALIDATED, order="nama"),
        )
    )
    fates = fates_of(rows)
    told = [(row, fates[row.pk]) for row in rows if row.pk in fates]
    n_seated = sum(fate.seated for _row, fate in told)
    if query["nasib"] in ("kursi", "belum"):
        wanted = query["nasib"] == "kursi"
        told = [(row, fate) for row, fate in told if fate.seated == wanted]
    context = {"plan": plan, "page": page_of(request, told), "n_all": len(fates)}
    return render(request, "plan/proposals.html", {**context, "n_seated": n_seated, **query})
