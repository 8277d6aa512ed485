"""Packages of upload files: make, follow, download, take back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.files.services import read
from bina.jobs.services import request_stop
from bina.people.models import DevelopmentRecord
from bina.siasn.forms import ReasonForm, SpanForm
from bina.siasn.models import Package, Part
from bina.siasn.selectors.layouts import file_layouts
from bina.siasn.selectors.packages import packages, sent_of
from bina.siasn.selectors.records import ready, records_of
from bina.siasn.services import packing
from bina.siasn.views.frame import as_file, asked_scope, attempt, page_of, said
from bina.text import BinaError, Text


@requires("siasn.send")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every package, newest first."""
    search = request.GET.get("cari", "").strip()[:100]
    context = {"page": page_of(request, packages(search)), "cari": search}
    return render(request, "siasn/packages.html", context)


@requires("siasn.send")
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Begin a package of the span and unit in the form."""
    form = SpanForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Isi kedua tanggal; yang akhir tidak mendahului yang awal."))
        return redirect("siasn:home")
    actor = access_of(request).actor("siasn.send")
    try:
        package = packing.begin(actor, asked_scope(request).scope, today())
    except BinaError as problem:
        messages.error(request, said(problem.sentence))
        return redirect("siasn:home")
    return redirect("siasn:package", package.public_id)


def _package(public_id: UUID) -> Package:
    return get_object_or_404(Package.objects.select_related("unit", "job"), public_id=public_id)


@requires("siasn.send")
@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One package: its parts, what went out with it, and what was left out."""
    package = _package(public_id)
    search = request.GET.get("cari", "").strip()[:100]
    left = ready(records_of(packing.EVERYBODY, packing.scope_of(package), file_layouts(), today()))
    skipped = dict(package.skipped)
    rows = DevelopmentRecord.objects.filter(public_id__in=list(skipped)).select_related("person")
    context = {
        "package": package,
        "job": package.job,
        "parts": list(package.parts.select_related("file")),
        "left": 0 if package.taken_back_at else left.count(),
        "page": page_of(request, sent_of(package, search)),
        "cari": search,
        "skipped": [(row, Text.from_json(skipped[str(row.public_id)])) for row in rows],
        "form": ReasonForm(),
    }
    return render(request, "siasn/package.html", context)


@requires("siasn.send")
@require_GET
def part(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The zip of one part."""
    found = get_object_or_404(Part.objects.select_related("file", "package"), public_id=public_id)
    try:
        content = read(found.file)
    except BinaError as problem:
        messages.error(request, said(problem.sentence))
        return redirect("siasn:package", found.package.public_id)
    return as_file(content, found.file.name, "application/zip")


@requires("siasn.send")
@require_POST
def stop(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop after the part that is being made."""
    package = _package(public_id)
    if package.job is not None and package.job.is_open:
        request_stop(access_of(request).actor("siasn.send"), package.job)
    return redirect("siasn:package", public_id)


@requires("siasn.send")
@require_POST
def resume(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Make what is missing."""
    package, actor = _package(public_id), access_of(request).actor("siasn.send")
    if package.job is None or not package.job.is_open:

        def work() -> str:
            packing.resume(actor, package)
            return _("Pembuatan berkas dilanjutkan.")

        attempt(request, work)
    return redirect("siasn:package", public_id)


@requires("siasn.send")
@require_POST
def take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """SIASN did not take it: its records wait again."""
    package, actor = _package(public_id), access_of(request).actor("siasn.send")

    def work() -> str:
        n = packing.take_back(actor, package, request.POST.get("reason", ""))
        return _("Berkas ditarik; %(n)s catatan menunggu lagi.") % {"n": n}

    attempt(request, work)
    return redirect("siasn:package", public_id)
