"""A unit's list: the head puts it in order, without script."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.people.models import Unit
from bina.proposals.selectors import lists, needs
from bina.proposals.selectors.lateness import rankers_of
from bina.proposals.services import ranking
from bina.proposals.views.frame import asked_round, spoken
from bina.text import BinaError


@requires("proposals.rank")
@require_GET
def rank(request: HttpRequest) -> HttpResponse:
    """The lists of the own units, or those left to the agency's head; one of them in order."""
    access, round_ = access_of(request), asked_round(request)
    reach = access.reach("proposals.rank")
    rows = lists.unit_lists(round_.year, lists.rankable(reach, round_.year))
    asked = request.GET.get("unit", "")
    open_first = sorted(rows, key=lambda row: bool(row.said and row.said.ranked_on))
    chosen = next((row for row in rows if str(row.unit.public_id) == asked), None) or next(
        iter(open_first), None
    )
    proposals = list(lists.on_list(chosen.unit, round_.year)) if chosen else []
    levels = needs.levels_of(proposals)
    context = {
        "round": round_,
        "late": round_.is_past("AKPK-URUT"),
        "lists": rows,
        "chosen": chosen,
        "rankers": rankers_of([chosen.unit.pk])[chosen.unit.pk] if chosen else (),
        "left_to_agency": chosen is not None and chosen.unit.pk not in reach.unit_ids,
        "rows": [
            (at, row, levels.get((row.person_id, row.competency_id)))
            for at, row in enumerate(proposals, start=1)
        ],
        "me": access.person_id,
    }
    return render(request, "proposals/rank.html", context)


@requires("proposals.rank")
@require_POST
def rank_save(request: HttpRequest) -> HttpResponse:
    """Save the numbers typed, or move one row up or down."""
    access, round_ = access_of(request), asked_round(request)
    unit = _unit(request, round_.year)
    if unit is None:
        messages.error(request, _("Pilih dahulu daftar unit yang diurutkan."))
        return redirect("proposals:rank")
    key, _colon, places = request.POST.get("geser", "").partition(":")
    move = (key, -1 if places == "naik" else 1) if key else None
    try:
        ranking.rank_list(access, unit, round_.year, _typed(request), day=today(), move=move)
        messages.success(request, _("Urutan %(unit)s disimpan.") % {"unit": unit.name})
    except BinaError as problem:
        messages.error(request, spoken(problem.sentence))
    query = f"?tahun={round_.year}&unit={unit.public_id}"
    return redirect(f"{reverse('proposals:rank')}{query}#daftar")


def _unit(request: HttpRequest, year: int) -> Unit | None:
    """The unit that the form names; None for a form without one, 404 for somebody else's."""
    reach = access_of(request).reach("proposals.rank")
    try:
        wanted = UUID(request.POST.get("unit", ""))
    except ValueError:
        return None
    found = Unit.objects.filter(public_id=wanted, pk__in=lists.rankable(reach, year)).first()
    if found is None:
        raise Http404("unit")
    return found


def _typed(request: HttpRequest) -> dict[str, int | None]:
    """Public id -> number as typed; None where nothing sensible was typed."""
    found: dict[str, int | None] = {}
    for name, value in request.POST.items():
        if name.startswith("u-"):
            text = str(value).strip()
            found[name[2:]] = int(text) if text.isdecimal() and len(text) < 6 else None
    return found
