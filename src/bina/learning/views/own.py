"""Belajar, as an employee has it on a phone: check in, report, give evidence."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.learning.forms import ReportForm
from bina.learning.models import Attendance, Upload
from bina.learning.selectors import outcomes as selectors
from bina.learning.selectors.sessions import running_for
from bina.learning.services import outcomes, uploads
from bina.learning.services.attendance import check_in
from bina.learning.views.frame import do, own_outcome, spoken
from bina.people.models import Person
from bina.text import BinaError

PAGE = 30
CONFLICT, REFUSED = 409, 422


@requires("learning.report")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The code of the room, what waits for evidence, and everything learned before."""
    access = access_of(request)
    page = Paginator(selectors.own(access), PAGE).get_page(request.GET.get("hal"))
    context = {"page": page, "running": running_for(access, timezone.now())}
    return render(request, "learning/home.html", context)


@requires("learning.report")
@require_POST
def arrive(request: HttpRequest) -> HttpResponse:
    """ "I am here": the code of the room."""
    access = access_of(request)
    try:
        code = check_in(access, request.POST.get("kode", ""))
    except BinaError as problem:
        messages.error(request, spoken(problem.sentence))
    else:
        half = Attendance.Half(code.half).label
        said = _("Tercatat hadir: {title}, {half}.")
        messages.success(request, said.format(title=code.session.programme.name, half=half))
    return redirect("learning:home")


@requires("learning.report")
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Learning that no session of the plan knows."""
    access = access_of(request)
    person = Person.objects.filter(pk=access.person_id or 0).first()
    form = ReportForm(request.POST or None)
    if request.method == "POST" and person is not None and form.is_valid():
        actor = access.actor("learning.report", own=True)
        try:
            made = outcomes.report(actor, person, form.cleaned_data)
        except BinaError as problem:
            form.add_error(None, spoken(problem.sentence))
        else:
            messages.success(request, _("Terkirim. Sekarang lampirkan buktinya."))
            return redirect("learning:outcome", made.public_id)
    status = REFUSED if request.method == "POST" else 200
    return render(request, "learning/report.html", {"form": form}, status=status)


@requires("learning.report")
@require_POST
def evidence(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A whole file in one request, for phones without script."""
    outcome = own_outcome(request, public_id)
    actor = access_of(request).actor("learning.report", own=True)
    file = request.FILES.get("berkas")

    def keep() -> None:
        if file is None:
            raise uploads.Empty
        name, size = file.name or "bukti", file.size or 0
        uploads.refuse_size(size, name)
        uploads.add_evidence(actor, outcome, file.read(), name)

    do(request, keep, _("Bukti diterima."))
    return redirect("learning:outcome", public_id)


@requires("learning.report")
@require_POST
def upload_start(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """Begin an upload in parts, or find the one that was cut off: where to go on."""
    outcome = own_outcome(request, public_id)
    actor = access_of(request).actor("learning.report", own=True)
    size = request.POST.get("ukuran", "")
    name = request.POST.get("nama", "").strip()[:200] or "bukti"
    try:
        upload = uploads.start(actor, outcome, name, int(size) if size.isdecimal() else 0)
    except BinaError as problem:
        return JsonResponse({"error": spoken(problem.sentence)}, status=REFUSED)
    return JsonResponse(_state(upload))


@requires("learning.report")
@require_http_methods(["GET", "POST"])
def upload_part(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """How much is here; or take the next part (the body) from the byte that ?mulai= names."""
    access = access_of(request)
    upload = get_object_or_404(
        Upload.objects.select_related("outcome"),
        public_id=public_id,
        user=access.user_id,
        outcome__person=access.person_id or 0,
    )
    if request.method == "GET":
        return JsonResponse(_state(upload))
    offset = request.GET.get("mulai", "")
    actor = access.actor("learning.report", own=True)
    try:
        start = int(offset) if offset.isdecimal() and len(offset) < 12 else upload.size + 1
        uploads.take_part(actor, upload, start, request.body)
    except uploads.OutOfStep:
        return JsonResponse(_state(upload), status=CONFLICT)
    except BinaError as problem:
        return JsonResponse({"error": spoken(problem.sentence)}, status=REFUSED)
    return JsonResponse(_state(upload))


def _state(upload: Upload) -> dict[str, object]:
    return {
        "id": str(upload.public_id),
        "received": uploads.received(upload),
        "size": upload.size,
        "done": upload.evidence_id is not None,
    }
