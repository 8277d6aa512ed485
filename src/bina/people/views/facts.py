"""Pages that add and correct raw facts: performance, punishments, education, ranks."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bina.accounts.access import access_of, requires
from bina.people.forms_facts import CaseForm, EducationForm, RankForm, ReviewForm, initial_of
from bina.people.models import (
    DisciplineCase,
    Education,
    PerformanceReview,
    Person,
    RankStep,
)
from bina.people.selectors import within
from bina.people.services import facts as acts
from bina.people.views.frame import form_page, person_to_edit, refuse_own


def _of(request: HttpRequest, model: Any, public_id: UUID) -> Any:
    people = within(access_of(request).reach("people.edit"), Person.objects.all())
    rows = model.objects.select_related("person")
    found = get_object_or_404(rows, public_id=public_id, person__in=people)
    refuse_own(request, found.person)
    return found


def _page(
    request: HttpRequest, person: Person, title: str, form: Any, save: Any, row: Any
) -> HttpResponse:
    back = reverse("people:detail", args=[person.public_id])
    return form_page(
        request,
        form,
        lambda facts: save(access_of(request).actor("people.edit"), person, row, facts),
        done=(back, _("Catatan disimpan.")),
        context={"title": title, "back": back, "back_label": person.full_name},
    )


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def review_add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add the performance of a year."""
    person = person_to_edit(request, public_id)
    form = ReviewForm(request.POST or None)
    return _page(request, person, _("Tambah kinerja setahun"), form, acts.save_review, None)


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def review_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct the performance of a year."""
    row = _of(request, PerformanceReview, public_id)
    form = ReviewForm(request.POST or None, initial=initial_of(ReviewForm, row))
    return _page(request, row.person, _("Ubah kinerja setahun"), form, acts.save_review, row)


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def case_add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add a punishment."""
    person = person_to_edit(request, public_id)
    form = CaseForm(request.POST or None)
    return _page(request, person, _("Catat hukuman disiplin"), form, acts.save_case, None)


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def case_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct a punishment."""
    row = _of(request, DisciplineCase, public_id)
    form = CaseForm(request.POST or None, initial=initial_of(CaseForm, row))
    return _page(request, row.person, _("Ubah hukuman disiplin"), form, acts.save_case, row)


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def education_add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add a finished education."""
    person = person_to_edit(request, public_id)
    form = EducationForm(request.POST or None)
    return _page(request, person, _("Tambah pendidikan"), form, acts.save_education, None)


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def education_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct a finished education."""
    row = _of(request, Education, public_id)
    form = EducationForm(request.POST or None, initial=initial_of(EducationForm, row))
    return _page(request, row.person, _("Ubah pendidikan"), form, acts.save_education, row)


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def rank_add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add a rank since a day."""
    person = person_to_edit(request, public_id)
    form = RankForm(request.POST or None)
    return _page(request, person, _("Tambah golongan"), form, acts.save_rank, None)


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def rank_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct a rank since a day."""
    row = _of(request, RankStep, public_id)
    form = RankForm(request.POST or None, initial=initial_of(RankForm, row))
    return _page(request, row.person, _("Ubah golongan"), form, acts.save_rank, row)
