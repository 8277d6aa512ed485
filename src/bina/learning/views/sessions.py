"""Attendance as the organiser keeps it: sessions, the sheet, the code, closing, results."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.law.law import law_on
from bina.learning.forms import FixedCostForm, ResultForm
from bina.learning.models import Attendance, Outcome
from bina.learning.selectors import sessions as selectors
from bina.learning.services import attendance
from bina.learning.services import outcomes as results
from bina.learning.services.fixed_costs import fixed_cost_of
from bina.learning.views.frame import do, session_or_404, slot_of

PAGE = 30
STATES = {
    "open": gettext_lazy("Selesai, belum ditutup"),
    "now": gettext_lazy("Sedang berjalan"),
    "past": gettext_lazy("Sudah selesai"),
    "ahead": gettext_lazy("Akan datang"),
}


@requires("learning.attendance")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Sessions with participants."""
    search, state = request.GET.get("cari", "").strip(), request.GET.get("keadaan", "")
    page = Paginator(selectors.sessions(search, state), PAGE).get_page(request.GET.get("hal"))
    context = {"page": page, "cari": search, "keadaan": state, "states": STATES, "day": today()}
    return render(request, "learning/sessions.html", context)


@requires("learning.attendance")
@require_GET
def sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who was there: one half-day to note, and the whole sheet."""
    session = session_or_404(public_id)
    slots = selectors.half_days_of(session)
    asked = slot_of(request.GET.get("paruh", ""))
    slot = asked if asked in slots else _present_slot(slots)
    rows = selectors.sheet_of(session)
    context = {
        "session": session,
        "slot": slot,
        "slots": selectors.summary(rows, slots),
        "rows": [{"row": row, "present": row.noted.get(slot) if slot else None,
                  "form": ResultForm(initial=_result(row.outcome)) if row.outcome else None}
                 for row in rows],
        "n_slots": len(slots),
        "codes": list(selectors.open_codes(session, timezone.now())),
        "corrections": list(selectors.corrections_of(session)[:PAGE]),
        "is_over": session.end <= today(),
        "fixed": fixed_cost_of(session),
        "parameter": law_on(today()).parameter("development.attendance_min_share"),
    }  # fmt: skip
    return render(request, "learning/sheet.html", context)


def _present_slot(slots: list[tuple]) -> tuple | None:  # type: ignore[type-arg]  # a day and a half
    """The half-day to offer first: the first of today, else the last one."""
    return next((slot for slot in slots if slot[0] >= today()), slots[-1] if slots else None)


def _result(outcome: Outcome) -> dict[str, object]:
    passed = {True: "ya", False: "tidak", None: ""}[outcome.passed]
    return {"passed": passed, "score": outcome.score_percent, "paid": outcome.paid_idr}


@requires("learning.attendance")
@require_POST
def note(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The list of a half-day: who is ticked was there, who is not was not."""
    session = session_or_404(public_id)
    slot = slot_of(request.POST.get("paruh", ""))
    ticked = set(request.POST.getlist("hadir"))
    people = selectors.participants(session)
    present = {pk: str(person.public_id) in ticked for pk, person in people.items()}
    actor = access_of(request).actor("learning.attendance")
    n = sum(present.values())
    how = Attendance.How.LIST
    do(request, lambda: attendance.note(actor, session, slot, present, how=how),
       _("Tercatat: {n} dari {all} hadir.").format(n=n, all=len(present)))  # fmt: skip
    return _back(session.public_id, request.POST.get("paruh", ""))


def _back(public_id: UUID, slot: str = "") -> HttpResponse:
    response = redirect("learning:sheet", public_id)
    if slot and len(slot) < 40:
        response["Location"] += "?" + urlencode({"paruh": slot})
    return response


@requires("learning.attendance")
@require_POST
def open_code(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A code for the room."""
    session = session_or_404(public_id)
    actor = access_of(request).actor("learning.attendance")
    slot = slot_of(request.POST.get("paruh", ""))
    typed = request.POST.get("menit", "")
    minutes = int(typed) if typed.isdecimal() and len(typed) < 5 else 0
    now = timezone.now()
    do(request, lambda: attendance.open_code(actor, session, slot, minutes, now),
       _("Kode dibuka. Tuliskan di papan."))  # fmt: skip
    return _back(session.public_id, request.POST.get("paruh", ""))


@requires("learning.attendance")
@require_POST
def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Those who took part get an outcome that waits for evidence and approval."""
    session = session_or_404(public_id)
    actor = access_of(request).actor("learning.attendance")
    law, day = law_on(today()), today()
    form = FixedCostForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Biaya tetap harus angka rupiah tanpa titik, atau kosong."))
        return _back(session.public_id)
    paid = form.cleaned_data["fixed_paid"] or 0
    do(request, lambda: results.close_session(actor, session, law, day, fixed_paid=paid),
       _("Daftar hadir ditutup. Peserta diminta melampirkan sertifikat."))  # fmt: skip
    return _back(session.public_id)


@requires("learning.attendance")
@require_POST
def result(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Result and cost as paid of one participant."""
    found = get_object_or_404(
        Outcome.objects.select_related("session", "person"),
        public_id=public_id,
        session__isnull=False,
        is_current=True,
    )
    form = ResultForm(request.POST)
    actor = access_of(request).actor("learning.attendance")
    if form.is_valid():
        paid = form.cleaned_data["paid"]
        do(request, lambda: results.set_result(
            actor, found, passed=form.passed_value, score=form.score_value, paid=paid,
        ), _("Hasil {name} dicatat.").format(name=found.person.full_name))  # fmt: skip
        return _back(found.session.public_id) if found.session else redirect("learning:sessions")
    context = {"form": form, "outcome": found}
    return render(request, "learning/result.html", context, status=422)
