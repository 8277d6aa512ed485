"""What may go to SIASN and what cannot yet, with the reason and who can repair it."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.formats.tables import TableColumn, TableSheet, write_table
from bina.learning.rules.evidence import MAX_BYTES
from bina.people.models import DevelopmentRecord, Person
from bina.people.selectors import within
from bina.people.views.frame import refuse_own
from bina.siasn.forms import EvidenceForm
from bina.siasn.rules.faults import FAULTS
from bina.siasn.selectors.layouts import file_layouts
from bina.siasn.selectors.records import counted, faults_of, files_of, held, records_of
from bina.siasn.services.repairing import attach as attach_file
from bina.siasn.views.frame import XLSX, as_file, asked_scope, attempt, fiction, page_of

HEADERS = ("NIP", "NAMA", "UNIT", "KEGIATAN", "BENTUK", "SELESAI", "ALASAN", "YANG MEMPERBAIKI")


@requires("siasn.view")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Counts by state, the way to a package, and the list of what is held back."""
    asked, layouts = asked_scope(request), file_layouts()
    rows = records_of(asked.reach, asked.scope, layouts, today())
    search = request.GET.get("cari", "").strip()[:100]
    fault, order = request.GET.get("alasan", ""), request.GET.get("urut", "")
    found = held(rows, search, fault, order)
    if "unduh" in request.GET:
        return as_file(_workbook(found.iterator(2_000)), "belum-dapat-dikirim.xlsx", XLSX)
    counts, by_fault = counted(rows)
    page = page_of(request, found)
    context = {
        "asked": asked,
        "counts": counts,
        "page": page,
        "rows": [(record, faults_of(record)) for record in page.object_list],
        "faults": [(one, by_fault[one.name]) for one in FAULTS if by_fault[one.name]],
        "unconfirmed": [layout for layout in layouts if not layout.is_confirmed],
        "codeless": ", ".join(h for layout in layouts for h in layout.headers_without_codes),
        "cari": search,
        "alasan": fault,
        "urut": order,
    }
    return render(request, "siasn/home.html", context)


def _workbook(records: Iterable[DevelopmentRecord]) -> bytes:
    columns = tuple(TableColumn(h, "date" if h == "SELESAI" else "text") for h in HEADERS)
    rows = []
    for record in records:
        faults, person = faults_of(record), record.person
        rows.append(
            [
                person.nip, person.full_name, person.unit.name if person.unit else "",
                record.title, record.form, record.end,
                "; ".join(_(fault.reason) for fault in faults),
                "; ".join(dict.fromkeys(_(fault.repair) for fault in faults)),
            ]
        )  # fmt: skip
    return write_table(TableSheet(_("Belum dapat dikirim"), columns, rows, label=fiction()))


@requires("siasn.repair")
@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give a record its evidence."""
    people = within(access_of(request).reach("siasn.repair"), Person.objects.all())
    rows = DevelopmentRecord.objects.select_related("person__unit")
    record = get_object_or_404(rows, public_id=public_id, person__in=people)
    refuse_own(request, record.person)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        actor = access_of(request).actor("siasn.repair")

        def work() -> str:
            attach_file(actor, record, file.read(), file.name)
            return _("Bukti disimpan.")

        if attempt(request, work):
            return redirect("siasn:home")
    context = {
        "record": record,
        "form": form,
        "files": files_of([record.pk])[record.pk],
        "most": MAX_BYTES,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "siasn/attach.html", context, status=status)
