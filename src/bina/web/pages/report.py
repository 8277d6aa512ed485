"""Rapor Saya: one person's gaps, hours, seats and data, for the person and who cares for them."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bina.accounts.access import Access, access_of, requires
from bina.calendar.today import today
from bina.gaps.cards import card_gaps
from bina.indices.cards import card_indices
from bina.learning.cards import card_learning
from bina.letters.cards import card_letters
from bina.people.cards import card_disputes_own, card_hours
from bina.people.models import Person
from bina.people.selectors import active_people, within
from bina.plan.cards import card_calendar, card_refusals, card_seats
from bina.plan.cards_proposals import card_proposals
from bina.plan.commitments import answer_seat, seats_in_force
from bina.text import BinaError
from bina.web.templatetags.bina import say

CARDS = (
    card_hours,
    card_seats,
    card_learning,
    card_gaps,
    card_proposals,
    card_indices,
    card_refusals,
    card_calendar,
    card_letters,
    card_disputes_own,
)


@requires("report.view")
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """The signed-in person's report; the one page that stays readable without a network."""
    access = access_of(request)
    person = _people(access).filter(pk=access.person_id or 0).first()
    if person is None:
        return render(request, "web/no_report.html")
    return _page(request, access, person)


@requires("report.view")
@require_GET
def of_person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Somebody's report, for head, officer and HR; one's own has one address only."""
    access = access_of(request)
    person = get_object_or_404(_people(access), public_id=public_id)
    if person.pk == access.person_id:
        return redirect("web:report")
    return _page(request, access, person)


@requires("self.answer")
@require_POST
def answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Accept a seat, or decline it with a reason; an officer for somebody of the own unit."""
    access = access_of(request)
    people = within(access.reach("self.answer"), active_people())
    seat = get_object_or_404(seats_in_force(people), public_id=public_id)
    accepts = request.POST.get("jawab") == "ya"
    reason = request.POST.get("alasan", "")
    try:
        answer_seat(access, seat, accepts=accepts, reason=reason, day=today())
    except BinaError as problem:
        messages.error(request, say(problem.sentence))
    else:
        said = _("Tercatat: hadir.") if accepts else _("Tercatat: tidak bisa, dengan alasan Anda.")
        messages.success(request, said)
    if seat.person_id == access.person_id:
        return redirect("web:report")
    return redirect("web:report_of", public_id=seat.person.public_id)


def _people(access: Access) -> QuerySet[Person]:
    return within(access.reach("report.view"), active_people()).select_related("unit", "position")


def _page(request: HttpRequest, access: Access, person: Person) -> HttpResponse:
    return render(
        request,
        "web/report.html",
        {
            "person": person,
            "own": person.pk == access.person_id,
            "now": timezone.now(),
            "cards": [card(access, person) for card in CARDS],
        },
    )
