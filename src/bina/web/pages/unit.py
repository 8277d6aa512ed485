"""The head's three cards, and the officer's: what the unit waits for."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bina.accounts.access import Access, access_of, requires
from bina.accounts.permissions import Role
from bina.assessment.cards import card_waiting
from bina.calendar.today import today
from bina.learning.cards import card_outcomes_waiting
from bina.people.cards import card_activation, card_disputes, card_doubts, card_zero
from bina.people.models import Unit
from bina.plan.cards import card_approve
from bina.plan.cards_away import card_away
from bina.plan.commitments import decide_seats, seats_awaiting_head
from bina.plan.models import Seat
from bina.plan.undoing import undo_approval
from bina.proposals.cards import card_rank, card_send
from bina.text import N_, BinaError
from bina.web.remembered import remembered_cards
from bina.web.templatetags.bina import say


class ListChanged(BinaError):
    """Another number of seats waits than the head saw when pressing "all"."""

    text = N_("Daftarnya berubah: sekarang {n} kursi menunggu. Periksa lagi, lalu setujui.")


class NothingChosen(BinaError):
    """A form without a seat."""

    text = N_("Tidak ada kursi yang dipilih. Muat ulang halaman ini, lalu pilih lagi.")


ACTS = (card_approve, card_waiting, card_rank)  # of a head
READS = (card_away, card_zero)
OFFICER = (card_send, card_activation, card_disputes, card_doubts)


@requires("unit.view")
@require_GET
def unit(request: HttpRequest) -> HttpResponse:
    """Everything of the units that the user heads or acts for."""
    access = access_of(request)
    acts = [card(access) for card in ACTS] if Role.UNIT_HEAD in access.roles else []
    acts.append(card_outcomes_waiting(access))
    reads = (*OFFICER, *READS) if Role.OPD_OFFICER in access.roles else READS
    html = remembered_cards(request, access, reads, of=f"user {access.user_id}")
    context = {"units": _tops(access), "cards": acts, "html": html}
    return render(request, "web/unit.html", context)


@requires("unit.approve")
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Approve one seat, all that wait, or refuse one with a reason."""
    access = access_of(request)
    verdict = request.POST.get("putusan", "")
    try:
        seats = _chosen(request, access)
        n = decide_seats(
            access,
            seats,
            approves=verdict != "tidak",
            reason=request.POST.get("alasan", ""),
            day=today(),
        )
    except BinaError as problem:
        messages.error(request, say(problem.sentence))
    else:
        approved = _("{n} kursi disetujui.").format(n=n)
        refused = _("Kursi tidak disetujui; alasannya tercatat.")
        messages.success(request, refused if verdict == "tidak" else approved)
    return redirect("web:unit")


@requires("unit.approve")
@require_POST
def undecide(request: HttpRequest) -> HttpResponse:
    """Take back the approvals of one act of today."""
    try:
        key = str(UUID(request.POST.get("putusan", "")))
        n = undo_approval(access_of(request), key, today())
    except ValueError:
        messages.error(request, say(NothingChosen().sentence))
    except BinaError as problem:
        messages.error(request, say(problem.sentence))
    else:
        text = _("Persetujuan diurungkan; {n} kursi menunggu Anda lagi.")
        messages.success(request, text.format(n=n))
    return redirect("web:unit")


def _chosen(request: HttpRequest, access: Access) -> list[Seat]:
    """The seats that the form names; all only if as many wait as the page said."""
    waiting = seats_awaiting_head(access, today())
    if request.POST.get("putusan") == "semua":
        seats = list(waiting)
        if request.POST.get("semua") != str(len(seats)):
            raise ListChanged(n=len(seats))
        return seats
    try:
        key = UUID(request.POST.get("kursi", ""))
    except ValueError:
        raise NothingChosen from None
    return [get_object_or_404(waiting, public_id=key)]


def _tops(access: Access) -> list[Unit]:
    """The highest of the units in reach: the names over the page."""
    reach = access.reach("unit.view").unit_ids
    units = Unit.objects.filter(pk__in=reach).order_by("path")
    return [one for one in units if one.parent_id not in reach]
