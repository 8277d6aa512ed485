"""The web service: what is missing for it, reading, sending, and what became of each record."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.jobs.services import request_stop
from bina.siasn import keys
from bina.siasn.forms import SpanForm
from bina.siasn.models import Answer, Transfer
from bina.siasn.selectors.layouts import service
from bina.siasn.selectors.transfers import answers_of, by_state, failures_of, transfers
from bina.siasn.services import pulling, pushing
from bina.siasn.views.frame import XLSX, as_file, asked_scope, attempt, fiction, page_of, said
from bina.text import BinaError, Text

HEADERS = ("NIP", "NAMA", "UNIT", "KEGIATAN", "BENTUK", "KEADAAN", "JAWABAN", "NOMOR SIASN")
SHOWN_FAILURES = 50


@requires("siasn.send")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What the service needs, the two forms, and earlier work."""
    search = request.GET.get("cari", "").strip()[:100]
    context = {
        "missing": keys.missing(),
        "settings": list(settings.SIASN),
        "service": service(),
        "asked": asked_scope(request),
        "page": page_of(request, transfers(search)),
        "cari": search,
    }
    return render(request, "siasn/service.html", context)


@requires("siasn.send")
@require_POST
def pull(request: HttpRequest) -> HttpResponse:
    """Begin to read."""
    actor, unit = access_of(request).actor("siasn.send"), asked_scope(request).scope.unit
    try:
        made = pulling.begin_pull(actor, request.POST.get("bacaan", ""), unit)
    except BinaError as problem:
        messages.error(request, said(problem.sentence))
        return redirect("siasn:service")
    return redirect("siasn:transfer", made.public_id)


@requires("siasn.send")
@require_POST
def push(request: HttpRequest) -> HttpResponse:
    """Begin to send, or to try without sending."""
    if not SpanForm(request.POST).is_valid():
        messages.error(request, _("Isi kedua tanggal; yang akhir tidak mendahului yang awal."))
        return redirect("siasn:service")
    actor, dry_run = access_of(request).actor("siasn.send"), "uji" in request.POST
    try:
        scope = asked_scope(request).scope
        made = pushing.begin_push(actor, scope, dry_run=dry_run, day=today())
    except BinaError as problem:
        messages.error(request, said(problem.sentence))
        return redirect("siasn:service")
    return redirect("siasn:transfer", made.public_id)


def _transfer(public_id: UUID) -> Transfer:
    rows = Transfer.objects.select_related("unit", "job", "run")
    return get_object_or_404(rows, public_id=public_id)


@requires("siasn.send")
@require_GET
def transfer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One piece of work: how far it is, and the answer to each record."""
    found = _transfer(public_id)
    search, state = request.GET.get("cari", "").strip()[:100], request.GET.get("keadaan", "")
    rows = answers_of(found, search, state)
    if "unduh" in request.GET:
        return as_file(_workbook(rows), "jawaban-siasn.xlsx", XLSX)
    counts, failures = by_state(found), failures_of(found)
    source = service().sources.get(found.source)
    context = {
        "transfer": found,
        "source": source.title if source else found.source,
        "job": found.job,
        "counts": [(Answer.State(key), n) for key, n in counts.items()],
        "page": page_of(request, rows),
        "states": Answer.State.choices,
        "cari": search,
        "keadaan": state,
        "failures": list(failures[:SHOWN_FAILURES]),
        "n_failures": failures.count(),
        "n_read": found.fetched.filter(failure__isnull=True).count(),
        "left": counts.get("waiting", 0) + counts.get("sending", 0),
        "is_pull": found.direction == Transfer.Direction.PULL,
    }
    return render(request, "siasn/transfer.html", context)


def _workbook(rows: QuerySet[Answer]) -> bytes:
    columns = tuple(map(TableColumn, HEADERS))
    table = [
        [
            answer.record.person.nip, answer.record.person.full_name,
            answer.record.person.unit.name if answer.record.person.unit else "",
            answer.record.title, answer.record.form, answer.get_state_display(),
            said(Text.from_json(answer.message)) if answer.message else "", answer.siasn_id,
        ]
        for answer in rows.iterator(2_000)
    ]  # fmt: skip
    return write_table(TableSheet(_("Jawaban SIASN"), columns, table, label=fiction()))


@requires("siasn.send")
@require_POST
def transfer_stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop after the record or person at hand."""
    found = _transfer(public_id)
    if found.job is not None and found.job.is_open:
        request_stop(access_of(request).actor("siasn.send"), found.job)
    return redirect("siasn:transfer", public_id)


@requires("siasn.send")
@require_POST
def transfer_resume(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Go on with what is left."""
    found, actor = _transfer(public_id), access_of(request).actor("siasn.send")
    kind = pulling.PULL if found.direction == Transfer.Direction.PULL else pushing.PUSH
    if found.job is None or not found.job.is_open:

        def work() -> str:
            pushing.resume(actor, found, kind)
            return _("Pekerjaan dilanjutkan.")

        attempt(request, work)
    return redirect("siasn:transfer", public_id)


@requires("siasn.send")
@require_POST
def settle(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """HR looked: the record is in SIASN, or it is not."""
    rows = Answer.objects.select_related("transfer")
    answer = get_object_or_404(rows, public_id=public_id)
    actor, word = access_of(request).actor("siasn.send"), request.POST.get("ada", "")
    if word in ("ya", "tidak"):

        def work() -> str:
            pushing.settle(actor, answer, is_there=word == "ya")
            return _("Putusan dicatat.")

        attempt(request, work)
    return redirect("siasn:transfer", answer.transfer.public_id)
