"""Pages that add, correct and delete raw facts: performance, punishments, education, ranks."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from bina.accounts.access import access_of, requires
from bina.people.forms_facts import (
    CaseForm,
    DropForm,
    EducationForm,
    RankForm,
    ReviewForm,
    initial_of,
)
from bina.people.models import (
    DisciplineCase,
    Education,
    PerformanceReview,
    Person,
    RankStep,
)
from bina.people.selectors import within
from bina.people.services import facts as acts
from bina.people.services.dropping import drop, words_of
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
        done=(back, str(_("Catatan disimpan."))),
        context={"title": title, "back": back, "back_label": person.full_name},
    )


def _adder(form_class: Any, title: Any, save: Any) -> Callable[..., HttpResponse]:
    """The page that adds a fact of this form to a person."""

    @requires("people.edit")
    @require_http_methods(["GET", "POST"])
    def add(request: HttpRequest, public_id: UUID) -> HttpResponse:
        person = person_to_edit(request, public_id)
        return _page(request, person, str(title), form_class(request.POST or None), save, None)

    return add


def _editor(model: Any, form_class: Any, title: Any, save: Any) -> Callable[..., HttpResponse]:
    """The page that corrects a fact of this model."""

    @requires("people.edit")
    @require_http_methods(["GET", "POST"])
    def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
        row = _of(request, model, public_id)
        form = form_class(request.POST or None, initial=initial_of(form_class, row))
        return _page(request, row.person, str(title), form, save, row)

    return edit


def _dropper(model: Any) -> Callable[..., HttpResponse]:
    """The page that deletes a row of this model, with a reason that stays."""

    @requires("people.drop")
    @require_http_methods(["GET", "POST"])
    def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
        return _drop_page(request, _of(request, model, public_id))

    return remove


@requires("people.drop")
@require_http_methods(["GET", "POST"])
def post_drop(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """The page that deletes a former post of a person."""
    person = person_to_edit(request, public_id)
    rows = person.assignments.select_related("person", "unit", "position")
    return _drop_page(request, get_object_or_404(rows, pk=number))


def _drop_page(request: HttpRequest, row: Any) -> HttpResponse:
    back = reverse("people:detail", args=[row.person.public_id])
    return form_page(
        request,
        DropForm(request.POST or None),
        lambda facts: drop(access_of(request).actor("people.drop"), row, facts["reason"]),
        done=(back, gettext("Baris dihapus; yang dihapus dan alasannya tetap tampil di bawah.")),
        context={
            "title": gettext("Hapus baris riwayat"), "back": back,
            "back_label": row.person.full_name, "hint": words_of(row),
            "button": gettext("Hapus"),
        },
    )  # fmt: skip


review_add = _adder(ReviewForm, _("Tambah kinerja setahun"), acts.save_review)
review_edit = _editor(PerformanceReview, ReviewForm, _("Ubah kinerja setahun"), acts.save_review)
case_add = _adder(CaseForm, _("Catat hukuman disiplin"), acts.save_case)
case_edit = _editor(DisciplineCase, CaseForm, _("Ubah hukuman disiplin"), acts.save_case)
education_add = _adder(EducationForm, _("Tambah pendidikan"), acts.save_education)
education_edit = _editor(Education, EducationForm, _("Ubah pendidikan"), acts.save_education)
rank_add = _adder(RankForm, _("Tambah golongan"), acts.save_rank)
rank_edit = _editor(RankStep, RankForm, _("Ubah golongan"), acts.save_rank)
education_drop, rank_drop = _dropper(Education), _dropper(RankStep)
