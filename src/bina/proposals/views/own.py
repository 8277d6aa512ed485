"""Usulan saya: the own gaps, one tap each; and the same for a colleague, by the officer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bina.accounts.access import Access, access_of, requires
from bina.calendar.today import today
from bina.gaps.selectors.runs import current_run
from bina.law.law import law_on
from bina.people.models import Person
from bina.people.selectors import active_people, within
from bina.proposals.forms import AnswerForm
from bina.proposals.models import Proposal
from bina.proposals.rules.stages import OPEN_STATES, STEPS
from bina.proposals.selectors import lists, needs
from bina.proposals.selectors.lateness import rankers_of_proposal
from bina.proposals.selectors.rounds import current_round, round_of
from bina.proposals.services import proposing
from bina.proposals.views.frame import proposal_weight, proposal_within, spoken
from bina.standards.models import Competency
from bina.text import BinaError


def _reached(access: Access, public_id: UUID) -> Person:
    people = within(access.reach("proposals.propose"), active_people())
    return get_object_or_404(people.select_related("unit", "position"), public_id=public_id)


@requires("proposals.propose")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The own gaps and proposals."""
    access = access_of(request)
    people = active_people().select_related("unit", "position")
    person = people.filter(pk=access.person_id or 0).first()
    return _page(request, person, own=True)


@requires("proposals.propose")
@require_GET
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Somebody's, for the officer of the unit; one's own has one address only."""
    access = access_of(request)
    found = _reached(access, public_id)
    if found.pk == access.person_id:
        return redirect("proposals:home")
    return _page(request, found, own=False)


def _page(request: HttpRequest, found: Person | None, *, own: bool) -> HttpResponse:
    round_ = current_round(today())
    proposals = list(lists.of_person(found)) if found else []
    taken = {
        row.competency_id
        for row in proposals
        if row.year == round_.year and row.state in OPEN_STATES
    }
    gaps = needs.open_gaps(found) if found else []
    context = {
        "person": found,
        "own": own,
        "round": round_,
        "late": round_.is_past("AKPK-USUL"),
        "run": current_run(),
        "gaps": [row for row in gaps if row.competency.pk not in taken],
        "proposals": proposals,
        "forms": [row["form"] for row in law_on(today()).value("development.forms")],
        "weight": proposal_weight(),
    }
    return render(request, "proposals/person.html", context)


@requires("proposals.propose")
@require_POST
def add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Propose one need; an officer for somebody of the own unit."""
    access = access_of(request)
    found = _reached(access, public_id)
    own = found.pk == access.person_id
    competency = Competency.objects.filter(code=request.POST.get("kompetensi", "")).first()
    wish = request.POST.get("bentuk", "")
    known = [row["form"] for row in law_on(today()).value("development.forms")]
    if competency is None:
        messages.error(request, _("Pilih dahulu kompetensi yang diusulkan."))
    else:
        try:
            proposing.propose(
                access.actor("proposals.propose", own=own),
                found,
                competency,
                request.POST.get("alasan", ""),
                year=current_round(today()).year,
                origin=Proposal.Origin.EMPLOYEE if own else Proposal.Origin.OFFICER,
                day=today(),
                form=wish if wish in known else "",
            )
        except BinaError as problem:
            messages.error(request, spoken(problem.sentence))
        else:
            messages.success(request, _("Usulan terkirim. Kepala unit mengurutkannya, lalu BKPP."))
    return redirect("proposals:home") if own else redirect("proposals:person", public_id)


@requires("proposals.propose")
@require_POST
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a proposal back."""
    access = access_of(request)
    people = within(access.reach("proposals.propose"), active_people())
    found = get_object_or_404(Proposal, public_id=public_id, person__in=people)
    try:
        proposing.withdraw(access, found, today())
    except BinaError as problem:
        messages.error(request, spoken(problem.sentence))
    else:
        messages.success(request, _("Usulan ditarik."))
    return redirect("proposals:detail", public_id)


@requires("proposals.view")
@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One proposal: reason, gap, rank, every step in words, and what the reader may do."""
    access = access_of(request)
    found = proposal_within(request, public_id)
    may_withdraw = within(access.reach("proposals.propose"), active_people())
    steps = [name for name in STEPS[found.state] if name != "withdraw"]
    weight = found.factor.value.normalize() if found.factor else proposal_weight()
    form = AnswerForm(initial={"bobot": weight}, steps=steps)
    context = {
        "proposal": found,
        "own": found.person_id == access.person_id,
        "level": needs.levels_of([found]).get((found.person_id, found.competency_id)),
        "round": round_of(found.year, today()),
        "history": list(found.steps.all()),
        "may_withdraw": found.state == Proposal.State.SENT
        and may_withdraw.filter(pk=found.person_id).exists(),
        "may_decide": bool(steps)
        and access.may("proposals.decide")
        and found.person_id != access.person_id,
        "form": form,
        "rankers": rankers_of_proposal(found),
        "parameter": law_on(today()).parameter("gaps.proposal_weight"),
    }
    return render(request, "proposals/detail.html", context)
