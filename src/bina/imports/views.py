"""Pages of uploads: kinds, upload, preview with problems and changes, confirm, undo."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import Access, access_of, requires
from bina.formats.template import blank_template, problem_file
from bina.imports import comparing, selectors, services
from bina.imports.forms import UploadForm
from bina.imports.importer import IMPORTERS, ForUnits, Importer
from bina.imports.models import ImportRun
from bina.imports.wording import spoken
from bina.text import BinaError

PERMISSION = "imports.upload"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPS = ("new", "changed", "missing")
OPEN_STATES = ("reading", "preview")
SEVERITIES = ("error", "doubt", "notice")


@requires(PERMISSION)
@require_GET
def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind of file that the user may import."""
    access = access_of(request)
    permitted = _permitted(access)
    rows = selectors.kinds(permitted, _units(access, permitted))
    waiting = selectors.waiting(permitted, _units(access, permitted))
    context = {"kinds": rows, "waiting": waiting}
    return render(request, "imports/kinds.html", context)


@requires(PERMISSION)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Upload a file of a kind; its earlier uploads."""
    importer = _importer(access_of(request), kind)
    units = _units(access_of(request), [kind])
    form = UploadForm(request.POST or None, request.FILES or None)
    if units is not None:  # files of a unit are remembered under its name
        del form.fields["source"]
    if request.method == "POST" and form.is_valid():
        run = _received(access_of(request), kind, form.cleaned_data)
        return redirect("imports:run", run.public_id)
    context = {
        "book": importer.book,
        "form": form,
        "sources": [] if units is not None else selectors.source_names(kind),
        "runs": selectors.runs_of(kind, units),
    }
    return render(request, "imports/upload.html", context)


def _received(access: Access, kind: str, cleaned: dict[str, Any]) -> ImportRun:
    actor, file, units = access.actor(PERMISSION), cleaned["file"], _units(access, [kind])
    source = cleaned["source"] if units is None else actor.name
    if file.size > comparing.LIMITS.max_bytes:
        return services.refuse_too_large(actor, kind, source, file.name, file.size, unit_ids=units)
    run = services.receive(actor, kind, source, file.read(), file.name, unit_ids=units)
    return services.preview_soon(actor, run)


@requires(PERMISSION)
@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The blank template of a kind."""
    book = _importer(access_of(request), kind).book
    return _attachment(blank_template(book), book.file_name.rpartition(".")[0] + ".xlsx")


@requires(PERMISSION)
@require_GET
def run(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One upload: what it is, what it would change, what is wrong with it."""
    found = _run(access_of(request), public_id)
    severity = request.GET.get("masalah", "")
    severity = severity if severity in SEVERITIES else ""
    op = request.GET.get("perubahan", "")
    if op not in OPS:
        op = "changed" if found.counts.get("changed") else "new"
    job = found.job if found.job is not None and found.job.is_open else None
    if request.headers.get("X-Fragment"):
        return render(request, "imports/_progress.html", {"run": found, "job": job})
    context = {
        "run": found,
        "book": IMPORTERS[found.kind].book,
        "has_optional": bool(IMPORTERS[found.kind].book.optional),
        "job": job,
        "failure": found.job.error if found.job and found.state in OPEN_STATES else None,
        "severity": severity,
        "op": op,
        "problems": selectors.problems_page(found, severity, request.GET.get("hal")),
        "changes": selectors.changes_page(found, op, request.GET.get("hal_perubahan")),
        "unknown": selectors.unknown_columns(found),
        "wrong": selectors.wrong_choices(found) if found.state == "preview" else [],
        "writes": found.counts.get("new", 0) + found.counts.get("changed", 0),
        "undoable": services.has_undo_image(found),
    }
    return render(request, "imports/run.html", context)


@requires(PERMISSION)
@require_GET
def problems(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All problems of an upload as a workbook."""
    found = _run(access_of(request), public_id)
    data = problem_file(selectors.stored_problems(found), say=spoken, title=found.file_name)
    return _attachment(data, f"masalah-{found.file_name.rpartition('.')[0] or 'berkas'}.xlsx")


@requires(PERMISSION)
@require_POST
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Apply what the preview shows."""
    return _acted(request, public_id, services.apply_soon, _("Unggahan diterapkan."))


@requires(PERMISSION)
@require_POST
def again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Read and compare once more."""
    return _acted(request, public_id, services.preview_soon, _("Berkas diperiksa ulang."))


@requires(PERMISSION)
@require_POST
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give the upload up."""
    return _acted(
        request, public_id, services.cancel, _("Unggahan dibatalkan. Tidak ada data yang berubah.")
    )


@requires(PERMISSION)
@require_POST
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put the data back as before an applied upload."""
    return _acted(
        request, public_id, services.undo, _("Data dikembalikan seperti sebelum unggahan ini.")
    )


@requires(PERMISSION)
@require_POST
def map_columns(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Remember what unknown headers mean; '-' means: nothing."""

    def remember(actor: Any, found: ImportRun) -> ImportRun:
        for at, unknown in enumerate(selectors.unknown_columns(found)):
            chosen = request.POST.get(f"kolom-{at}", "")
            if chosen and request.POST.get(f"judul-{at}") == unknown.header:
                key = "" if chosen == "-" else chosen
                services.remember_mapping(actor, found.source, unknown.header, key)
        return services.preview_soon(actor, found)

    return _acted(request, public_id, remember, _("Petaan kolom diingat; berkas diperiksa ulang."))


@requires(PERMISSION)
@require_POST
def correct_value(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Remember what a value of a choice column means."""

    def remember(actor: Any, found: ImportRun) -> ImportRun:
        column, value = request.POST.get("kolom", ""), request.POST.get("nilai", "")
        meant = request.POST.get("berarti", "")
        if value and meant:
            services.remember_correction(actor, found.source, column, value, meant)
        return services.preview_soon(actor, found)

    return _acted(request, public_id, remember, _("Arti nilai diingat; berkas diperiksa ulang."))


def _acted(
    request: HttpRequest,
    public_id: UUID,
    service: Callable[[Any, ImportRun], ImportRun],
    done: str,
) -> HttpResponse:
    """Run a service on the upload, say how it ended, and show the upload."""
    access = access_of(request)
    found = _run(access, public_id)
    try:
        after = service(access.actor(PERMISSION), found)
    except BinaError as problem:
        messages.error(request, spoken(problem.sentence))
    else:
        if after.job is None or not after.job.is_open:
            messages.success(request, done)
    return redirect("imports:run", public_id)


def _permitted(access: Access) -> list[str]:
    return [kind for kind, importer in IMPORTERS.items() if _permits(access, importer)]


def _permits(access: Access, importer: Importer) -> bool:
    """Whether the user may import it for everybody, or for the own units where it can be held."""
    reach = access.reach(importer.permission)
    return reach.everybody or (bool(reach.unit_ids) and isinstance(importer, ForUnits))


def _units(access: Access, kinds: list[str]) -> frozenset[int] | None:
    """The units to which the user's uploads of the kinds are held; None: everybody's."""
    reaches = [access.reach(IMPORTERS[kind].permission) for kind in kinds]
    if any(reach.everybody for reach in reaches):
        return None
    return frozenset[int]().union(*(reach.unit_ids for reach in reaches))


def _importer(access: Access, kind: str) -> Importer:
    if kind not in IMPORTERS:
        raise Http404(kind)
    importer = IMPORTERS[kind]
    if not _permits(access, importer):
        raise PermissionDenied(importer.permission)
    return importer


def _run(access: Access, public_id: UUID) -> ImportRun:
    runs = ImportRun.objects.select_related("source", "file", "job")
    found = get_object_or_404(runs.filter(kind__in=IMPORTERS), public_id=public_id)
    _importer(access, found.kind)
    units = _units(access, [found.kind])
    if units is not None and (found.unit_ids is None or not units.issuperset(found.unit_ids)):
        raise Http404(public_id)
    return found


def _attachment(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
