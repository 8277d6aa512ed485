""" "My data are wrong": what people say, and HR's answers."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bina.accounts.access import access_of, requires
from bina.people import forms
from bina.people.models import DataDispute
from bina.people.selectors import active_people, within
from bina.people.services import persons as acts
from bina.people.views.frame import form_page, person_within

PAGE = 50


@requires("self.answer")
@require_http_methods(["GET", "POST"])
def dispute(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say what is wrong; the OPD officer may write it down for somebody without a phone."""
    person = person_within(request, "self.answer", public_id)
    access = access_of(request)
    own = access.person_id == person.pk
    back = reverse("people:detail", args=[person.public_id])
    return form_page(
        request,
        forms.DisputeForm(request.POST or None),
        lambda facts: acts.say_wrong(
            access.actor("self.answer", own=own), person, facts["subject"], facts["statement"]
        ),
        done=(back, _("Terima kasih. BKPP akan memeriksa dan menjawab di halaman ini.")),
        context={"title": _("Data saya salah"), "back": back, "back_label": person.full_name},
    )


@requires("people.edit")
@require_GET
def disputes(request: HttpRequest) -> HttpResponse:
    """What waits for an answer first, then what was answered."""
    people = within(access_of(request).reach("people.edit"), active_people())
    rows = DataDispute.objects.filter(person__in=people).select_related("person", "person__unit")
    state = "dijawab" if request.GET.get("keadaan") == "dijawab" else ""
    rows = rows.exclude(answered_at=None) if state else rows.filter(answered_at=None)
    page = Paginator(rows.order_by("created_at"), PAGE).get_page(request.GET.get("hal"))
    return render(request, "people/disputes.html", {"page": page, "state": state})


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Answer one."""
    access = access_of(request)
    people = within(access.reach("people.edit"), active_people())
    found = get_object_or_404(
        DataDispute.objects.select_related("person"), public_id=public_id, person__in=people
    )
    return form_page(
        request,
        forms.AnswerForm(request.POST or None, initial={"answer": found.answer}),
        lambda facts: acts.answer_dispute(access.actor("people.edit"), found, facts["answer"]),
        done=(reverse("people:disputes"), _("Jawaban disimpan.")),
        context={
            "title": _("Jawab"),
            "back": reverse("people:disputes"),
            "back_label": _("Data yang disebut salah"),
            "hint": f"{found.person.full_name}: {found.statement}",
        },
    )
