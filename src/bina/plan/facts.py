"""The approved plans that other programs may read: each plan, and its seats with their fate."""

from django.db.models import Exists, OuterRef, QuerySet

from bina.api.registry import Fact, register
from bina.formats.sheet import Column, Sheet
from bina.plan.models import Commitment, Plan, Release, Seat
from bina.text import N_

_PLAN = Column("plan", "RENCANA")  # its public id
_YEAR = Column("year", "TAHUN", "integer")
_PLANS = Sheet(
    "Rencana",
    (
        _PLAN, _YEAR, Column("name", "NAMA"), Column("approved_at", "DISETUJUI", "date"),
        Column("approved_by", "OLEH"), Column("amends", "MENGUBAH RENCANA"),
        Column("from_day", "BERLAKU MULAI", "date"), Column("content_hash", "SIDIK ISI"),
    ),
    key=("plan",),
)  # fmt: skip
_SEATS = Sheet(
    "Kursi",
    (
        Column("nip", "NIP", "nip"), _PLAN, _YEAR, Column("programme", "KODE PROGRAM"),
        Column("title", "PROGRAM"), Column("form", "BENTUK"), Column("session", "KODE SESI"),
        Column("start", "MULAI", "date"), Column("end", "SELESAI", "date"),
        Column("times", "BANYAKNYA KEGIATAN", "integer"), Column("jp", "JP", "integer"),
        Column("cost", "BIAYA", "money"), Column("budget_line", "KODE POS"),
        Column("state", "KEADAAN", "choice",
               choices=tuple((one.value, one.value) for one in Commitment.State)),
        Column("released", "DILEPAS RENCANA ULANG", "flag"),
    ),
    key=("nip", "plan", "programme", "session"),
)  # fmt: skip


def _approved() -> QuerySet[Plan]:
    """What nobody approved is a draft, and nobody's business outside."""
    return Plan.objects.filter(state=Plan.State.FROZEN)


def _seats() -> QuerySet[Seat]:
    given_up = Release.objects.filter(seat=OuterRef("pk"), plan__state=Plan.State.FROZEN)
    return Seat.objects.filter(
        plan__state=Plan.State.FROZEN, person__merged_into=None
    ).annotate(released=Exists(given_up))  # fmt: skip


register(
    Fact(
        "plans",
        _approved,
        {
            "plan": "public_id", "year": "year", "name": "name", "approved_at": "approved_at",
            "approved_by": "approved_by", "amends": "amends__public_id", "from_day": "from_day",
            "content_hash": "content_hash",
        },
        filters={"tahun": "year"},
        title=N_("Rencana yang disetujui"),
        sheet=_PLANS,
    )
)  # fmt: skip
register(
    Fact(
        "plan_seats",
        _seats,
        {
            "nip": "person__nip", "plan": "plan__public_id", "year": "plan__year",
            "programme": "programme__code", "title": "programme__name", "form": "programme__form",
            "session": "session__code", "start": "session__start", "end": "session__end",
            "times": "times", "jp": "jp", "cost": "cost", "budget_line": "budget_line__code",
            "state": "commitment__state", "released": "released",
        },
        filters={"nip": "person__nip", "tahun": "plan__year", "rencana": "plan__public_id"},
        words={"state": {None: Commitment.State.PLANNED.value}},
        title=N_("Kursi rencana yang disetujui"),
        sheet=_SEATS,
    )
)  # fmt: skip
