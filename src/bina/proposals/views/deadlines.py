"""The stages of the round with their deadlines, who is behind, and one button for the late."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.people.models import Unit
from bina.proposals.rules.stages import RANK, SEND
from bina.proposals.selectors import lists
from bina.proposals.selectors.lateness import duty_behind, matching
from bina.proposals.services.proposing import send_list
from bina.proposals.services.reminding import remind_late
from bina.proposals.views.frame import asked_late, asked_round, spoken
from bina.text import BinaError

PAGE = 50


@requires("proposals.decide")
@require_GET
def deadlines(request: HttpRequest) -> HttpResponse:
    """The year's stages; units that have not ranked, or officers who have not sent."""
    access, round_ = access_of(request), asked_round(request)
    code, search = asked_late(request)
    stages = duty_behind(round_)
    shown = next(rows for key, _duty, rows, _late in stages if key == code)
    found = matching(shown, search)
    context = {
        "round": round_,
        "stages": [
            (key, duty, len(rows), sum(not row.reminded_today for row in rows), late)
            for key, duty, rows, late in stages
        ],
        "code": code,
        "rank_code": RANK,
        "late": round_.is_past(code),
        "search": search,
        "page": Paginator(found, PAGE).get_page(request.GET.get("hal")),
        "counts": lists.counts(access.reach("proposals.decide"), round_.year),
    }
    return render(request, "proposals/deadlines.html", context)


@requires("proposals.decide")
@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Remind everybody who is late with one stage."""
    round_, code = asked_round(request), request.POST.get("tahap", "")
    code = code if code in (SEND, RANK) else RANK
    try:
        n = remind_late(access_of(request).actor("proposals.decide"), round_, code)
    except BinaError as problem:
        messages.error(request, spoken(problem.sentence))
    else:
        if n:
            messages.success(request, _("%(n)s orang diingatkan lewat kotak masuk.") % {"n": n})
        else:
            messages.info(request, _("Semua yang terlambat sudah diingatkan hari ini."))
    return redirect(f"{reverse('proposals:deadlines')}?tahun={round_.year}&tahap={code}")


@requires("proposals.send")
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """The officer sends the list of an office."""
    access, round_ = access_of(request), asked_round(request)
    reach = access.reach("proposals.send")
    unit = Unit.objects.filter(code=request.POST.get("unit", ""), pk__in=reach.unit_ids).first()
    if unit is None:
        messages.error(request, _("Pilih dahulu perangkat daerah yang dikirim."))
    else:
        row = send_list(access.actor("proposals.send"), unit, round_.year, today())
        text = _("Daftar %(unit)s dikirim ke BKPP: %(n)s usulan.")
        messages.success(request, text % {"unit": unit.name, "n": row.n_sent})
    return redirect(f"{reverse('proposals:list')}?tahun={round_.year}")
