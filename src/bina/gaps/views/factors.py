"""Pages of the priority factors: list, proposals of the citizens' scores, new, decide."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.gaps.forms import DecisionForm, FactorForm
from bina.gaps.models import PriorityFactor
from bina.gaps.selectors.factors import factors
from bina.gaps.services import factors as acts

PAGE = 50


@requires("gaps.factors")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All factors; proposed ones wait on top."""
    query = {key: request.GET.get(key, "").strip() for key in ("cari", "sumber", "keadaan")}
    page = Paginator(factors(*query.values()), PAGE).get_page(request.GET.get("hal"))
    context = {
        "page": page,
        "sources": PriorityFactor.Source.choices,
        "states": PriorityFactor.State.choices,
        **query,
    }
    return render(request, "gaps/factors.html", context)


@requires("gaps.factors")
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Read the newest SKM and propose what it says."""
    n = acts.propose_from_citizens(access_of(request).actor("gaps.factors"), today())
    if n:
        text = ngettext("{n} usulan baru dari SKM.", "{n} usulan baru dari SKM.", n)
        messages.info(request, text.format(n=n))
    else:
        messages.info(request, _("Tidak ada usulan baru: SKM terakhir sudah dibaca semua."))
    return redirect("gaps:factors")


@requires("gaps.factors")
@require_POST
def propose_goals(request: HttpRequest) -> HttpResponse:
    """Read the regional plan and propose what its goals need."""
    found = acts.propose_from_goals(access_of(request).actor("gaps.factors"), today())
    if found.new:
        messages.info(request, _("%(n)s usulan baru dari tujuan daerah.") % {"n": found.new})
    else:
        messages.info(request, _("Tidak ada usulan baru: tujuan daerah sudah dibaca semua."))
    if found.unknown:
        text = _("Tidak ada di kamus kompetensi: %(codes)s. Perbaiki di berkas tujuan atau kamus.")
        messages.warning(request, text % {"codes": ", ".join(found.unknown)})
    return redirect("gaps:factors")


@requires("gaps.factors")
@require_POST
def propose_indices(request: HttpRequest) -> HttpResponse:
    """Turn the technical trainings that raise IP ASN into priorities of their offices."""
    n = acts.propose_from_indices(access_of(request).actor("gaps.factors"), today())
    if n:
        messages.info(request, _("%(n)s usulan baru dari IP ASN.") % {"n": n})
    else:
        messages.info(request, _("Tidak ada usulan baru: IP ASN sudah dibaca."))
    return redirect("gaps:factors")


@requires("gaps.factors")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a factor by hand."""
    form = FactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        factor = form.factor()
        acts.add_factor(access_of(request).actor("gaps.factors"), factor)
        return redirect("gaps:factor", factor.public_id)
    return render(request, "gaps/factor_new.html", {"form": form})


@requires("gaps.factors")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """See the evidence, set the value, accept or refuse."""
    found = get_object_or_404(factors(), public_id=public_id)
    initial = {"value": found.value, "note": found.decision_note}
    form = DecisionForm(request.POST or None, initial=initial)
    state = request.POST.get("keputusan", "")
    if request.method == "POST" and form.is_valid() and state in PriorityFactor.State.values:
        acts.decide_factor(
            access_of(request).actor("gaps.factors"),
            found,
            state=state,
            value=form.cleaned_data["value"],
            note=form.cleaned_data["note"],
        )
        messages.success(request, _("Tersimpan. Bobot berubah pada hitungan berikutnya."))
        return redirect("gaps:factors")
    return render(request, "gaps/factor.html", {"factor": found, "form": form})
