"""The list of people, the page of one, and the forms that change it."""

import copy
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.formats.siasn import EDUCATION_BY_ID
from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.formats.tiers import TIERS
from bina.people import forms, words
from bina.people.models import Absence, DevelopmentRecord, Person, Unit
from bina.people.selectors import within
from bina.people.selectors.listing import Query, districts, filter_units, people_list
from bina.people.selectors.persons import hours_of, presence_of
from bina.people.selectors.protected import has_protected_facts
from bina.people.services import persons as acts
from bina.people.views.frame import form_page, person_to_edit, person_within, refuse_own

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _query(request: HttpRequest) -> Query:
    get = request.GET.get
    return Query(
        search=get("cari", "").strip()[:100],
        unit=get("unit", ""),
        employment=get("jenis", ""),
        job_kind=get("jabatan", ""),
        district=get("distrik", ""),
        doubtful=get("ragu", "") == "1",
        no_hours=get("jp", "") == "0",
        order=get("urut", "nama"),
    )


@requires("people.list")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody within reach, with search and filters."""
    access = access_of(request)
    reach, query = access.reach("people.list"), _query(request)
    page = Paginator(people_list(reach, query), PAGE).get_page(request.GET.get("hal"))
    context = {
        "page": page,
        "query": query,
        "units": filter_units(reach),
        "districts": districts(),
        "employment": words.EMPLOYMENT,
        "job_kinds": words.JOB_KIND,
        "orders": words.ORDER,
        "any_filter": query != Query(order=query.order),
    }
    return render(request, "people/list.html", context)


@requires("people.list")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The list as found, as a workbook."""
    query = _query(request)
    people = people_list(access_of(request).reach("people.list"), query)
    headers = (_("NIP"), _("Nama"), _("Unit"), _("Jabatan"), _("Jenis kepegawaian"), _("Golongan"))
    columns = (*map(TableColumn, headers), TableColumn(_("Tanggal lahir"), "date"))
    rows = [
        (
            person.nip,
            person.full_name,
            person.unit.name if person.unit else "",
            person.position.name if person.position else "",
            str(words.EMPLOYMENT.get(person.employment, person.employment)),
            person.rank,
            person.birth_date,
        )
        for person in people.iterator(2_000)
    ]
    label = _("Data karangan") if settings.DEMO else ""
    sheet = TableSheet(_("Pegawai"), columns, rows, titles=(settings.AGENCY,), label=label)
    response = HttpResponse(write_table(sheet), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="pegawai.xlsx"'
    return response


@requires("people.view")
@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Facts, doubts, history, absences and development records of one person."""
    person = person_within(request, "people.view", public_id)
    day, access = today(), access_of(request)
    presence = presence_of(person, day)
    context = {
        "person": person,
        "hours": hours_of(person, day),
        "presence": presence,
        "away_today": words.ABSENCE.get(presence.today or ""),
        "away": [(words.ABSENCE.get(away.kind), away) for away in presence.spans],
        "absence_words": words.ABSENCE,
        "record_words": words.RECORD_STATE,
        "assignments": list(person.assignments.select_related("unit", "position")),
        "numbers": list(person.numbers.order_by("valid_from", "pk")),
        "disputes": list(person.disputes.all()),
        "reviews": list(person.reviews.all()),
        "cases": list(person.discipline.all()),
        "educations": list(person.educations.all()),
        "ranks": list(person.ranks.all()),
        "dropped": list(person.dropped_facts.all()),
        "employment": words.EMPLOYMENT.get(person.employment, ""),
        "gender": words.GENDER.get(person.gender, ""),
        "education": EDUCATION_BY_ID.get(person.education_level, person.education_level),
        "tier": TIERS.get(person.position.tier, "") if person.position else "",
        "may_edit": _may_change(request, person),
        "may_activate": bool(_reaches(request, "accounts.activate", person)),
        "own": access.person_id == person.pk,
        "has_protected": _reaches(request, "people.protected", person)
        and has_protected_facts(person),
    }
    return render(request, "people/detail.html", context)


def _reaches(request: HttpRequest, permission: str, person: Person) -> bool:
    """Whether the permission reaches this person; no query."""
    reach = access_of(request).reach(permission)
    return reach.everybody or person.unit_id in reach.unit_ids or person.pk == reach.person_id


def _may_change(request: HttpRequest, person: Person) -> bool:
    own = access_of(request).person_id == person.pk
    everybody = access_of(request).reach("people.edit").everybody
    return _reaches(request, "people.edit", person) and (everybody or not own)


def _context(person: Person, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "back": reverse("people:detail", args=[person.public_id]),
        "back_label": person.full_name,
    }


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct the facts."""
    person = person_to_edit(request, public_id)
    form = forms.PersonForm(request.POST or None, instance=copy.copy(person))
    context = _context(person, _("Ubah data"))
    return form_page(
        request,
        form,
        lambda facts: acts.edit_person(
            access_of(request).actor("people.edit"), person, facts, today()
        ),
        done=(context["back"], _("Data disimpan.")),
        context={
            **context,
            "hint": _(
                "Data Utama yang diunggah kemudian menang atas isian di sini. Perbaiki juga "
                "di SIASN."
            ),
        },
    )


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Another post or unit from a day on."""
    access = access_of(request)
    person = person_to_edit(request, public_id)
    reach = access.reach("people.edit")
    units = Unit.objects.order_by("name")
    units = units if reach.everybody else units.filter(pk__in=reach.unit_ids)
    initial = {
        "unit": person.unit.code if person.unit else None,
        "position": person.position.name if person.position else "",
    }
    form = forms.MoveForm(request.POST or None, units=units, initial=initial)
    context = _context(person, _("Mutasi"))
    return form_page(
        request,
        form,
        lambda facts: acts.move_person(
            access.actor("people.edit"),
            person,
            facts["unit"],
            facts["position"],
            day=facts["day"],
            document_no=facts["document_no"],
        ),
        done=(context["back"], _("Mutasi dicatat.")),
        context=context,
    )


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def absence_add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A span in which the person cannot be planned."""
    person = person_to_edit(request, public_id)
    context = _context(person, _("Catat cuti atau tugas belajar"))
    return form_page(
        request,
        forms.AbsenceForm(request.POST or None),
        lambda facts: acts.add_absence(access_of(request).actor("people.edit"), person, **facts),
        done=(context["back"], _("Dicatat.")),
        context=context,
    )


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def absence_end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The last day of an absence."""
    people = within(access_of(request).reach("people.edit"), Person.objects.all())
    absence = get_object_or_404(
        Absence.objects.select_related("person"), public_id=public_id, person__in=people
    )
    refuse_own(request, absence.person)
    context = _context(absence.person, _("Akhiri cuti"))
    return form_page(
        request,
        forms.EndForm(request.POST or None, start=absence.start, initial={"end": absence.end}),
        lambda facts: acts.end_absence(
            access_of(request).actor("people.edit"), absence, facts["end"]
        ),
        done=(context["back"], _("Dicatat.")),
        context=context,
    )


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def record_add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add a development record with its evidence."""
    person = person_to_edit(request, public_id)
    form = forms.RecordForm(request.POST or None, initial={"status": "approved"})
    return _record_page(request, person, None, form)


@requires("people.edit")
@require_http_methods(["GET", "POST"])
def record_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct a development record."""
    people = within(access_of(request).reach("people.edit"), Person.objects.all())
    record = get_object_or_404(
        DevelopmentRecord.objects.select_related("person"),
        public_id=public_id,
        person__in=people,
    )
    refuse_own(request, record.person)
    form = forms.RecordForm(request.POST or None, initial=forms.record_initial(record))
    return _record_page(request, record.person, record, form)


def _record_page(
    request: HttpRequest,
    person: Person,
    record: DevelopmentRecord | None,
    form: forms.RecordForm,
) -> HttpResponse:
    context = _context(person, _("Ubah catatan") if record else _("Tambah catatan pengembangan"))
    return form_page(
        request,
        form,
        lambda facts: acts.save_record(
            access_of(request).actor("people.edit"), person, record, facts
        ),
        done=(context["back"], _("Catatan disimpan.")),
        context=context,
    )
