"""All proposals as a list with filters, and the agency's answers, one or many."""

from collections.abc import Sequence
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from bina.accounts.access import Access, access_of, requires
from bina.calendar.today import today
from bina.people.selectors.listing import filter_units
from bina.proposals.forms import AnswerForm
from bina.proposals.models import Proposal
from bina.proposals.selectors import lists, needs
from bina.proposals.selectors.rounds import current_round
from bina.proposals.services import deciding
from bina.proposals.views.frame import asked_round, proposal_weight, spoken
from bina.text import N_, BinaError

PAGE = 25  # rows with words: more is a long way on a phone
MOST_AT_ONCE = 2000  # proposals in one act
ORDERS = {
    "urutan": gettext_lazy("Urutan kepala unit"),
    "nama": gettext_lazy("Nama"),
    "unit": gettext_lazy("Unit"),
    "kompetensi": gettext_lazy("Kompetensi"),
    "tanggal": gettext_lazy("Terbaru"),
}
FILTERS = ("tahun", "cari", "unit", "keadaan", "urutan", "urut")


class SelectionChanged(BinaError):
    """Another number matches than the page said."""

    text = N_("Daftarnya berubah: sekarang {n} usulan yang cocok. Periksa lagi, lalu ulangi.")


class NothingChosen(BinaError):
    """No box ticked."""

    text = N_("Belum ada usulan yang dipilih. Centang barisnya, atau pilih semua yang cocok.")


def query_of(request: HttpRequest, asked: QueryDict) -> lists.Query:
    """What the list is asked."""
    return lists.Query(
        year=asked_round(request).year,
        search=asked.get("cari", "").strip(),
        unit=asked.get("unit", ""),
        state=asked.get("keadaan", ""),
        ranked=asked.get("urutan", ""),
        order=asked.get("urut", "urutan"),
    )


@requires("proposals.list")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Everything within reach: for a head and an officer the own units, for HR the city."""
    access, query = access_of(request), query_of(request, request.GET)
    reach = access.reach("proposals.list")
    page = Paginator(lists.proposal_list(reach, query), PAGE).get_page(request.GET.get("hal"))
    levels = needs.levels_of(page.object_list)
    now = current_round(today())
    context = {
        "page": page,
        "rows": [(row, levels.get((row.person_id, row.competency_id))) for row in page],
        "query": query,
        "round": asked_round(request),
        "years": sorted({now.year - 1, now.year, query.year}, reverse=True),
        "units": filter_units(reach),
        "states": Proposal.State.choices,
        "orders": ORDERS,
        "counts": lists.counts(reach, query.year),
        "may_decide": access.may("proposals.decide"),
        "form": AnswerForm(initial={"bobot": proposal_weight()}),
        "sendable": lists.sendable(access, query.year),
        "filtered": bool(query.search or query.unit or query.state or query.ranked),
        "kept": [(name, request.GET[name]) for name in FILTERS if request.GET.get(name)],
    }
    return render(request, "proposals/list.html", context)


@requires("proposals.decide")
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """One step for the ticked proposals, or for all that match, with one reason."""
    access, form = access_of(request), AnswerForm(request.POST)
    if not form.is_valid():
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            messages.error(request, f"{label}: {' '.join(map(str, errors))}")
        return _back(request)
    verb, data = form.cleaned_data["langkah"], form.cleaned_data
    try:
        done = deciding.decide(
            access, _chosen(request, access), verb, data["alasan"],
            value=data["bobot"] or Decimal(proposal_weight()), day=today(),
        )  # fmt: skip
    except BinaError as problem:
        messages.error(request, spoken(problem.sentence))
    else:
        if done.n_done:
            text = _("%(n)s usulan diproses; pengusul dapat membaca alasannya.")
            messages.success(request, text % {"n": done.n_done})
            if verb == "validate":
                messages.info(request, _("Bobotnya berlaku pada hitungan kesenjangan berikutnya."))
        for row, why in done.skipped[:5]:
            text = _("Dilewati – %(name)s, %(what)s: %(why)s")
            values = {"name": row.person.full_name, "what": row.competency.name}
            messages.warning(request, text % {**values, "why": spoken(why)})
    return _back(request)


def _chosen(request: HttpRequest, access: Access) -> Sequence[Proposal]:
    """The ticked ones; all that match only if as many match as the page said."""
    if request.POST.get("semua"):
        found = lists.proposal_list(
            access.reach("proposals.decide"), query_of(request, request.POST)
        )[:MOST_AT_ONCE]
        chosen = list(found)
        if request.POST["semua"] != str(len(chosen)):
            raise SelectionChanged(n=len(chosen))
        return chosen
    keys = []
    for text in request.POST.getlist("usulan"):
        try:
            keys.append(UUID(text))
        except ValueError:
            raise NothingChosen from None
    found = lists.visible(access).filter(public_id__in=keys[:MOST_AT_ONCE])
    if not keys or not found:
        raise NothingChosen
    return list(found)


def _back(request: HttpRequest) -> HttpResponse:
    """To the proposal that was answered on its own page, else to the list as it was filtered."""
    try:
        return redirect("proposals:detail", UUID(request.POST.get("kembali", "")))
    except ValueError:
        kept = {name: request.POST[name] for name in FILTERS if request.POST.get(name)}
        return redirect(f"{reverse('proposals:list')}?{urlencode(kept)}")
