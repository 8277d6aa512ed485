"""From plan to people: the nomination list of each session, calls, answers, substitutes."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.catalog.models import Session
from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.letters.export import nominations_workbook
from bina.letters.forms import AnswerForm, CallForm, IssueForm
from bina.letters.selectors import pages
from bina.letters.views.frame import XLSX, as_file, asked, attempt, page_of, said, told
from bina.plan.commitments import write_answer
from bina.plan.models import Commitment, Plan, Seat, Waiting
from bina.plan.services import nominating
from bina.plan.services.substituting import keep_waiting_list, proposals, substitute
from bina.text import N_, BinaError, Text


class NotWaiting(BinaError):
    """Somebody who is not on the session's waiting list."""

    text = N_("Pilih orang dari daftar tunggu. Hitung daftar tunggu bila belum ada.")


def _session(public_id: UUID) -> Session:
    return get_object_or_404(Session.objects.select_related("programme"), public_id=public_id)


@requires("letters.list")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Sessions with people of the plan in force, and how far their calls are."""
    query = asked(request, "cari", "urut", "waktu")
    since = None if query["waktu"] == "semua" else today()
    rows = pages.sessions(
        access_of(request), since=since, search=query["cari"], order=query["urut"]
    )
    if request.GET.get("unduh") == "nominasi":
        book = nominations_workbook(pages.nominated(access_of(request), rows), fiction())
        return as_file(book, "nominasi.xlsx", XLSX)
    if "unduh" in request.GET:
        return as_file(_sessions_book(rows), "pemanggilan.xlsx", XLSX)
    return render(request, "letters/sessions.html", {"page": page_of(request, rows), **query})


def _sessions_book(rows: object) -> bytes:
    headers = (_("KODE"), _("PROGRAM"), _("TEMPAT"))
    columns = [TableColumn(header) for header in headers]
    columns += [TableColumn(_("MULAI"), "date"), TableColumn(_("SELESAI"), "date")]
    columns += [TableColumn(str(state.label).upper(), "integer") for state in Commitment.State]
    table = [
        [row.code, row.programme.name, row.place, row.start, row.end,
         *(getattr(row, name) for name in pages.STATES.values())]
        for row in rows  # type: ignore[attr-defined] # a queryset with its counts
    ]  # fmt: skip
    return write_table(TableSheet(_("Pemanggilan"), tuple(columns), table, label=fiction()))


def fiction() -> str:
    """The label of demonstration data on exports; empty for real data."""
    return _("Data karangan – kota contoh, bukan orang sungguhan") if settings.DEMO else ""


@requires("letters.list")
@require_GET
def session(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Everybody nominated for a session with state, reason and deadline; free seats; letters."""
    access, found = access_of(request), _session(public_id)
    query = asked(request, "cari", "keadaan", "urut")
    everybody = pages.seats_of(access, found)
    rows = pages.seats_of(
        access, found, search=query["cari"], state=query["keadaan"], order=query["urut"]
    )
    if "unduh" in request.GET:
        return as_file(_seats_book(found, list(rows)), f"nominasi-{found.code}.xlsx", XLSX)
    may_issue = access.may("letters.issue")
    context = {
        "session": found,
        "page": page_of(request, rows),
        "counts": _counts(pages.counts_of(everybody)),
        "states": Commitment.State.choices,
        "is_future": found.start > today(),
        "may_issue": may_issue,
        "may_answer": access.reach("self.answer").unit_ids,
        "today": today(),
        **query,
    }
    if may_issue:
        waiting = pages.waiting(found)
        context |= {
            "free": proposals(found),
            "waiting": waiting,
            "batches": list(pages.batches().filter(letters__session=found).distinct()[:10]),
            "call_form": CallForm(),
            "issue_form": IssueForm(initial={"day": today()}),
        }
    return render(request, "letters/session.html", context)


def _counts(found: dict[str, int]) -> list[tuple[str, int]]:
    return [(str(s.label), found[s.value]) for s in Commitment.State if found.get(s.value)]


def _seats_book(found: Session, seats: list[Seat]) -> bytes:
    headers = (_("NIP"), _("NAMA"), _("JABATAN"), _("UNIT"), _("KEADAAN"), _("ALASAN"))
    columns = (*(TableColumn(h) for h in headers), TableColumn(_("BATAS JAWABAN"), "date"))
    rows = [
        [
            seat.person.nip,
            seat.person.full_name,
            seat.person.position.name if seat.person.position else "",
            seat.person.unit.name if seat.person.unit else "",
            seat.commitment.get_state_display(),
            seat.commitment.reason or seat.commitment.head_reason,
            seat.commitment.deadline,
        ]
        for seat in seats
    ]
    title = f"{found.programme.name} · {found.code}"
    return write_table(TableSheet(_("Nominasi"), columns, rows, (title,), fiction()))


@requires("letters.issue")
@require_POST
def call(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Call everybody of the session who was not called yet."""
    access, found = access_of(request), _session(public_id)
    form = CallForm(request.POST)
    if not form.is_valid():
        told(request, form)
        return redirect("letters:session", public_id=public_id)

    def work() -> str:
        n = nominating.call(
            access.actor("letters.issue"), found, list(pages.seats_of(access, found)),
            deadline=form.cleaned_data["deadline"], day=today(),
        )  # fmt: skip
        return _("%(n)s orang dipanggil; masing-masing mendapat pesan.") % {"n": n}

    attempt(request, work)
    return redirect("letters:session", public_id=public_id)


@requires("letters.issue")
@require_POST
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Confirm everybody who accepted."""
    access, found = access_of(request), _session(public_id)

    def work() -> str:
        seats = list(pages.seats_of(access, found))
        n = nominating.confirm(access.actor("letters.issue"), found, seats)
        return _("%(n)s peserta ditetapkan.") % {"n": n}

    attempt(request, work)
    return redirect("letters:session", public_id=public_id)


@requires("letters.issue")
@require_POST
def remind(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Remind those only who have not answered."""
    access, found = access_of(request), _session(public_id)

    def work() -> str:
        seats = list(pages.seats_of(access, found, state=Commitment.State.CALLED))
        n = nominating.remind_late(access.actor("letters.issue"), found, seats, today())
        return _("%(n)s orang diingatkan.") % {"n": n}

    attempt(request, work)
    return redirect("letters:session", public_id=public_id)


@requires("letters.issue")
@require_POST
def waiting_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Compute the session's waiting list anew."""
    access, found = access_of(request), _session(public_id)
    plan = Plan.objects.filter(state=Plan.State.FROZEN, seats__session=found).first()

    def work() -> str:
        if plan is None:
            return _("Sesi ini tidak ada dalam rencana yang berlaku.")
        rows = keep_waiting_list(access.actor("letters.issue"), plan, found)
        return _("Daftar tunggu dihitung: %(n)s orang.") % {"n": len(rows)}

    attempt(request, work)
    return redirect("letters:session", public_id=public_id)


@requires("letters.issue")
@require_POST
def record(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write down an answer that HR got by telephone or on paper, also after the deadline."""
    seat = _seat(public_id)
    form = AnswerForm(request.POST)
    if form.is_valid():

        def work() -> str:
            write_answer(
                access_of(request).actor("letters.issue"), seat,
                accepts=form.cleaned_data["accepts"] == "ya",
                reason=form.cleaned_data["reason"], day=today(),
            )  # fmt: skip
            return _("Jawaban %(name)s dicatat.") % {"name": seat.person.full_name}

        attempt(request, work)
    else:
        told(request, form)
    return _back(seat)


@requires("letters.issue")
@require_POST
def replace(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give a free seat to the proposed person."""
    seat = _seat(public_id)
    asked_for = request.POST.get("orang", "")
    person = next((row.person for row in _waiting(seat) if str(row.person_id) == asked_for), None)

    def work() -> str:
        if person is None:
            raise NotWaiting
        substitute(access_of(request).actor("letters.issue"), seat, person, today())
        return _("%(name)s mengisi kursi %(old)s. Keduanya mendapat pesan dengan alasannya.") % {
            "name": person.full_name,
            "old": seat.person.full_name,
        }

    attempt(request, work)
    return _back(seat)


def _waiting(seat: Seat) -> list[Waiting]:
    return pages.waiting(seat.session) if seat.session else []


def _seat(public_id: UUID) -> Seat:
    seats = Seat.objects.filter(plan__state=Plan.State.FROZEN, commitment__isnull=False)
    related = seats.select_related("plan", "programme", "session", "person", "commitment")
    return get_object_or_404(related, public_id=public_id)


def _back(seat: Seat) -> HttpResponse:
    if seat.session is None:
        return redirect("letters:sessions")
    return redirect("letters:session", public_id=seat.session.public_id)


@requires("letters.list")
@require_GET
def share(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ready texts to hand on by a messenger: one for all, one for each who has not answered."""
    access, found = access_of(request), _session(public_id)
    seats = list(pages.seats_of(access, found, state=Commitment.State.CALLED))
    rows = [
        {"seat": seat, "text": _greeting(seat, found), "id": f"teks-{seat.pk}"}
        for seat in seats[:100]
    ]
    context = {"session": found, "rows": rows, "n": len(seats), "all_text": _for_all(seats, found)}
    return render(request, "letters/share.html", context)


def _greeting(seat: Seat, found: Session) -> str:
    text = nominating.call_text(found, seat.commitment.deadline or found.start)
    hello = said(Text(_("Yth. {name},"), {"name": seat.person.full_name}))
    return f"{hello}\n{said(text)}\n\n{settings.AGENCY}"


def _for_all(seats: list[Seat], found: Session) -> str:
    if not seats:
        return ""
    deadline = max(seat.commitment.deadline or found.start for seat in seats)
    names = "\n".join(f"{n}. {seat.person.full_name}" for n, seat in enumerate(seats, start=1))
    text = said(nominating.call_text(found, deadline))
    return f"{text}\n\n{names}\n\n{settings.AGENCY}"
