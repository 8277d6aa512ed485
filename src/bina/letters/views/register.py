"""The register of issued letters; one letter with its files; replacing a wrong one."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.catalog.models import Session
from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.jobs.services import request_stop
from bina.letters.forms import BulkForm, IssueForm, ReplaceForm
from bina.letters.models import Batch, Kind, Letter
from bina.letters.selectors import pages
from bina.letters.services import issuing, printing
from bina.letters.views.frame import DOCX, XLSX, as_file, asked, attempt, page_of, said, told
from bina.letters.views.sessions import fiction
from bina.plan.models import Plan
from bina.text import BinaError

HEADERS = (
    "NOMOR", "TANGGAL", "JENIS", "NAMA", "NIP", "PROGRAM", "KODE SESI", "SIDIK ISI",
    "MENGGANTIKAN", "ALASAN",
)  # fmt: skip


@requires("letters.list")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The register: every letter with number and day."""
    query = asked(request, "cari", "jenis", "tahun", "urut")
    rows = pages.letters(
        access_of(request),
        search=query["cari"], kind=query["jenis"], year=query["tahun"], order=query["urut"],
    )  # fmt: skip
    if "unduh" in request.GET:
        columns = tuple(
            TableColumn(header, "date" if header == "TANGGAL" else "text") for header in HEADERS
        )
        sheet = TableSheet(_("Agenda surat"), columns, pages.register_rows(rows), label=fiction())
        return as_file(write_table(sheet), "agenda-surat.xlsx", XLSX)
    context = {"page": page_of(request, rows), "kinds": Kind.choices, **query}
    return render(request, "letters/register.html", context)


def _letter(request: HttpRequest, public_id: UUID) -> Letter:
    return get_object_or_404(pages.letters_to_read(access_of(request)), public_id=public_id)


@requires("letters.view")
@require_GET
def letter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One letter: number, day, hash, files, what it replaces or what replaced it."""
    found = _letter(request, public_id)
    context = {"letter": found, "may_replace": access_of(request).may("letters.issue")}
    return render(request, "letters/letter.html", context)


@requires("letters.view")
@require_GET
def pdf(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The PDF as issued."""
    found = _letter(request, public_id)
    try:
        content = printing.pdf_of(found)
    except BinaError as problem:
        messages.error(request, said(problem.sentence))
        return redirect("letters:letter", public_id=public_id)
    return as_file(content, printing.file_name(found, "pdf"), "application/pdf")


@requires("letters.view")
@require_GET
def word(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A Word copy to work with; what counts is the PDF."""
    found = _letter(request, public_id)
    try:
        content = printing.word_of(found)
    except BinaError as problem:
        messages.error(request, said(problem.sentence))
        return redirect("letters:letter", public_id=public_id)
    return as_file(content, printing.file_name(found, "docx"), DOCX)


@requires("letters.view")
@require_GET
def workbook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The list of participants or the attendance sheet as a workbook."""
    found = _letter(request, public_id)
    people = found.values.get("peserta", [])
    if not people:
        raise Http404
    days = found.values["hari"] if found.kind == Kind.ATTENDANCE else []
    headers = ("NO", "NAMA", "NIP", "JABATAN", "UNIT", *days)
    rows = [
        [p["no"], p["nama"], p["nip"], p["jabatan"], p["unit"], *("" for _day in days)]
        for p in people
    ]
    titles = (found.values["perihal"], found.values["program"], found.number)
    sheet = TableSheet(
        found.get_kind_display(), tuple(TableColumn(h) for h in headers), rows, titles, fiction()
    )
    return as_file(write_table(sheet), printing.file_name(found, "xlsx"), XLSX)


@requires("letters.issue")
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Issue a new letter in the place of a wrong one."""
    old = _letter(request, public_id)
    form = ReplaceForm(request.POST or None, initial={"day": today()})
    if request.method == "POST" and form.is_valid():
        actor = access_of(request).actor("letters.issue")
        try:
            data = form.cleaned_data
            made = issuing.replace(actor, old, data["reason"], data["day"])
        except BinaError as problem:
            messages.error(request, said(problem.sentence))
            return redirect("letters:letter", public_id=public_id)
        text = _("Surat %(new)s diterbitkan menggantikan %(old)s.")
        messages.success(request, text % {"new": made.number, "old": old.number})
        return redirect("letters:letter", public_id=made.public_id)
    return render(request, "letters/replace.html", {"form": form, "letter": old})


@requires("letters.issue")
@require_POST
def issue(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write the missing letters of a kind for one session."""
    session = get_object_or_404(Session, public_id=public_id)
    form = IssueForm(request.POST)
    if not form.is_valid():
        told(request, form)
        return redirect("letters:session", public_id=public_id)
    kind, day = Kind(form.cleaned_data["kind"]), form.cleaned_data["day"]
    sessions = list(Session.objects.filter(pk=session.pk).select_related("programme"))
    over = form.cleaned_data["over_reason"]
    answer = _issued(request, kind, sessions, day, over)
    return answer or redirect("letters:session", public_id=public_id)


def _issued(
    request: HttpRequest, kind: Kind, sessions: list[Session], day: dt.date, over: str = ""
) -> HttpResponse | None:
    """Issue and go to the batch; None with a word when nothing could be issued."""
    made: list[Batch] = []

    def work() -> str:
        actor = access_of(request).actor("letters.issue")
        made.append(issuing.issue(actor, kind, sessions, day, over))
        return _("%(n)s surat diberi nomor; PDF-nya sedang dibuat.") % {"n": made[0].n_letters}

    if not sessions:
        messages.error(request, _("Tidak ada sesi rencana yang berlaku dalam rentang itu."))
    elif attempt(request, work):
        return redirect("letters:batch", public_id=made[0].public_id)
    return None


@requires("letters.issue")
@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """Write the missing letters of a kind for all sessions that begin in a span of days."""
    form = BulkForm(request.POST or None, initial={"day": today(), "start": today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        sessions = Session.objects.filter(
            start__gte=data["start"], start__lte=data["end"],
            seats__plan__state=Plan.State.FROZEN,
        ).distinct()  # fmt: skip
        done = _issued(
            request, Kind(data["kind"]), list(sessions.select_related("programme")),
            data["day"], data["over_reason"],
        )  # fmt: skip
        if done is not None:
            return done
    context = {"form": form, "page": page_of(request, pages.batches())}
    return render(request, "letters/bulk.html", context)


@requires("letters.issue")
@require_GET
def batch(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far the PDFs of a batch are, with stop, go on and download."""
    found = get_object_or_404(Batch.objects.select_related("job"), public_id=public_id)
    made = Letter.objects.filter(batch=found).exclude(pack=None).count()
    context = {"batch": found, "job": found.job, "n_made": made, "left": found.n_letters - made}
    return render(request, "letters/batch.html", context)


@requires("letters.issue")
@require_POST
def stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop the making of PDFs; what is made stays."""
    found = get_object_or_404(Batch.objects.select_related("job"), public_id=public_id)
    if found.job is not None and found.job.is_open:
        request_stop(access_of(request).actor("letters.issue"), found.job)
        messages.info(request, _("Diminta berhenti. PDF yang sudah jadi disimpan."))
    return redirect("letters:batch", public_id=public_id)


@requires("letters.issue")
@require_POST
def resume(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Go on with the PDFs that are missing."""
    found = get_object_or_404(Batch.objects.select_related("job"), public_id=public_id)

    def work() -> str:
        if found.job is None or not found.job.is_open:
            issuing.start_rendering(access_of(request).actor("letters.issue"), found)
        return _("Pembuatan PDF dilanjutkan.")

    attempt(request, work)
    return redirect("letters:batch", public_id=public_id)


@requires("letters.issue")
@require_GET
def batch_zip(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All PDFs of a batch that are made."""
    found = get_object_or_404(Batch, public_id=public_id)
    return as_file(printing.batch_zip(found), f"surat-{found.kind}.zip", "application/zip")
