"""What the views of proposals share: one proposal, the weight of today, errors as words."""

from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from bina.accounts.access import access_of
from bina.calendar.today import today
from bina.law.law import law_on
from bina.proposals.models import Proposal
from bina.proposals.rules.stages import RANK, SEND
from bina.proposals.selectors.lists import visible
from bina.proposals.selectors.rounds import Round, current_round, round_of
from bina.text import Text


def spoken(sentence: Text) -> str:
    """The sentence in the reader's language."""
    return _(sentence.template).format(**sentence.values)


def proposal_within(request: HttpRequest, public_id: UUID) -> Proposal:
    """The proposal, if the reader may see its person."""
    return get_object_or_404(visible(access_of(request)), public_id=public_id)


def proposal_weight() -> Decimal:
    """The weight that is offered for a validated proposal; HR may change it."""
    return Decimal(str(law_on(today()).value("gaps.proposal_weight")))


def asked_round(request: HttpRequest) -> Round:
    """The round of the asked year, else the current one."""
    asked = request.GET.get("tahun") or request.POST.get("tahun") or ""
    if asked.isascii() and asked.isdigit() and 2000 <= int(asked[:5]) < 2200:
        return round_of(int(asked), today())
    return current_round(today())


def asked_late(request: HttpRequest) -> tuple[str, str]:
    """The stage whose late are asked, SEND or RANK, and the words that are searched."""
    code = request.GET.get("tahap", "")
    return code if code in (SEND, RANK) else RANK, request.GET.get("cari", "").strip()
