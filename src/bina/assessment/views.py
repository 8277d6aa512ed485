"""Pages of measuring: the five-minute self-rating, the head's confirmation, the coverage."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import Access, access_of, requires
from bina.assessment import selectors, services
from bina.assessment.models import SelfRating
from bina.assessment.rules.self_rating import read_answers
from bina.calendar.today import today
from bina.law.law import law_on
from bina.people.models import Person, Unit
from bina.people.selectors import active_people, within
from bina.standards.models import Competency
from bina.text import BinaError

PAGE = 50
NOTE_LENGTH = 500


@dataclass(frozen=True)
class Card:
    """A question with the level to be shown as chosen, and whether an answer is missing."""

    question: selectors.Question
    chosen: int | None
    own: int | None = None  # the person's answer, on the head's page
    is_missing: bool = False


@requires("report.view")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What there is to do here for the reader's roles."""
    access = access_of(request)
    me = Person.objects.filter(pk=access.person_id).first() if access.person_id else None
    n_waiting = 0
    if access.may("assessment.confirm"):
        reach = access.reach("assessment.confirm")
        n_waiting = selectors.waiting_ratings(reach, access.person_id).count()
    search = request.GET.get("cari", "").strip()
    reach = access.reach("self.answer")
    page = None
    if reach.unit_ids:  # an officer, who fills in for colleagues
        colleagues = within(reach, active_people()).exclude(pk=access.person_id or 0)
        found = selectors.unrated(colleagues, search)
        page = Paginator(found, PAGE).get_page(request.GET.get("hal"))
    context = {
        "me": me,
        "rating": selectors.latest_rating(me) if me else None,
        "n_waiting": n_waiting,
        "page": page,
        "search": search,
    }
    return render(request, "assessment/home.html", context)


@requires("self.answer")
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """The self-rating of a person: one card per competency, one tap each."""
    access = access_of(request)
    people = within(access.reach("self.answer"), active_people())
    person = get_object_or_404(people.select_related("position", "unit"), public_id=person_id)
    questions = selectors.questions_for(person, law_on(today()))
    asked = [question.competency.code for question in questions]
    own = person.pk == access.person_id
    rating = selectors.latest_rating(person)
    chosen: dict[str, int] = dict(rating.answers) if rating else {}
    missing: tuple[str, ...] = ()
    if request.method == "POST" and questions:
        given = read_answers({code: request.POST.get(code, "") for code in asked}, asked)
        chosen, missing = given.levels, given.missing
        if given.is_complete:
            actor = access.actor("self.answer", own=own)
            services.rate_oneself(actor, person, given.levels, today())
            messages.success(request, _("Terima kasih. Atasan akan mengonfirmasi jawaban ini."))
            return redirect("assessment:home")
    context = {
        "person": person,
        "own": own,
        "rating": rating,
        "cards": _cards(questions, chosen, missing=missing),
        "n_missing": len(missing),
    }
    return render(request, "assessment/rate.html", context)


def _cards(
    questions: list[selectors.Question],
    chosen: dict[str, int],
    *,
    own: dict[str, int] | None = None,
    missing: tuple[str, ...] = (),
) -> list[Card]:
    cards = []
    for question in questions:
        code = question.competency.code
        cards.append(Card(question, chosen.get(code), (own or {}).get(code), code in missing))
    return cards


@requires("assessment.confirm")
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Self-ratings that wait for the head."""
    access = access_of(request)
    found = selectors.waiting_ratings(access.reach("assessment.confirm"), access.person_id)
    page = Paginator(found, PAGE).get_page(request.GET.get("hal"))
    return render(request, "assessment/waiting.html", {"page": page})


def _waiting_rating(access: Access, public_id: uuid.UUID) -> SelfRating:
    reach = access.reach("assessment.confirm")
    return get_object_or_404(
        selectors.waiting_ratings(reach, access.person_id), public_id=public_id
    )


@requires("assessment.confirm")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The person's answers; agree with all in one tap, or change some."""
    access = access_of(request)
    rating = _waiting_rating(access, public_id)
    answers: dict[str, int] = dict(rating.answers)
    if request.method == "POST":
        if "setuju" in request.POST:
            levels = answers
        else:
            typed = {code: request.POST.get(code, "") for code in answers}
            levels = {**answers, **read_answers(typed, list(answers)).levels}
        return _confirmed(request, access, rating, levels)
    questions = selectors.questions_of(list(answers))
    context = {"rating": rating, "cards": _cards(questions, answers, own=answers)}
    return render(request, "assessment/confirm.html", context)


def _confirmed(
    request: HttpRequest, access: Access, rating: SelfRating, levels: dict[str, int]
) -> HttpResponse:
    try:
        services.confirm_rating(access.actor("assessment.confirm"), rating, levels, today())
    except BinaError as problem:
        messages.error(request, _(problem.text).format(**problem.values))
    else:
        messages.success(
            request,
            _("Penilaian %(name)s dikonfirmasi.") % {"name": rating.person.full_name},
        )
    return redirect("assessment:waiting")


@requires("assessment.confirm")
@require_POST
def give_back(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Hand the rating back to the person with a word."""
    access = access_of(request)
    rating = _waiting_rating(access, public_id)
    note = request.POST.get("catatan", "").strip()[:NOTE_LENGTH]
    if not note:
        messages.error(request, _("Tulis dahulu apa yang perlu diperbaiki, lalu kembalikan."))
        return redirect("assessment:confirm", public_id)
    services.return_rating(access.actor("assessment.confirm"), rating, note)
    messages.success(
        request, _("Dikembalikan kepada %(name)s.") % {"name": rating.person.full_name}
    )
    return redirect("assessment:waiting")


@requires("people.list")
@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """The share measured, per unit and competency group."""
    access = access_of(request)
    top = _top(request)
    rows = selectors.coverage_below(access.reach("people.list"), law_on(today()), top)
    total = sum(row.required for row in rows)
    context: dict[str, Any] = {
        "rows": rows,
        "top": top,
        "groups": [label for _value, label in Competency.Group.choices],
        "share": sum(row.measured for row in rows) / total if total else None,
        "validity": law_on(today()).parameter("assessment.validity_years"),
    }
    return render(request, "assessment/coverage.html", context)


def _top(request: HttpRequest) -> Unit | None:
    asked = request.GET.get("unit", "")
    try:
        return Unit.objects.filter(public_id=uuid.UUID(asked)).select_related("parent").first()
    except ValueError:
        return None
