"""What is open at the HR agency's desk: tasks, drafts, settings with their reasons, deadlines.

Each item is a sentence with its values, so that a stored list reads in both languages; a link
names a page and its arguments.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, IntegerField, Q, QuerySet, Value

from bina.accounts.models import User
from bina.accounts.permissions import Role
from bina.api.models import ApiClient
from bina.assessment.models import SelfRating
from bina.calendar.models import Duty
from bina.calendar.selectors import duties
from bina.catalog.models import Session
from bina.gaps.models import PriorityFactor
from bina.handover.in_force import settings_in_force
from bina.handover.items import SHOWN, Item, Section
from bina.handover.models import Handover
from bina.imports.models import ImportRun
from bina.jobs.models import Job
from bina.learning.models import Outcome
from bina.learning.selectors.sessions import sessions as sessions_in_state
from bina.letters.models import Letter
from bina.money.models import BudgetVersion
from bina.people.models import DataDispute, RoleGrant
from bina.plan.models import Commitment, Plan, Seat
from bina.plan.selectors.replan import to_fill
from bina.proposals.models import Proposal
from bina.siasn.models import Answer
from bina.text import N_, Text

MOVABLE = (Role.HR_ANALYST, Role.OPD_OFFICER)  # the head of the agency is no one's to hand over
AHEAD = dt.timedelta(days=60)
State = Commitment.State


TITLES = {
    "tasks": N_("Tugas terbuka"),
    "drafts": N_("Rancangan"),
    "settings": N_("Ketentuan dan alasannya"),
    "deadlines": N_("Tenggat 60 hari ke depan"),
}


def work(day: dt.date) -> list[Section]:
    """Everything open on the day; a fixed number of queries."""
    found = {
        "tasks": _tasks(day),
        "drafts": _drafts(),
        "settings": settings_in_force(day),
        "deadlines": _deadlines(day),
    }
    return [Section(key, TITLES[key], list(items)) for key, items in found.items()]


def _tasks(day: dt.date) -> Iterator[Item]:
    runs = ImportRun.objects.filter(state=ImportRun.State.PREVIEW).order_by("created_at")
    for run in runs[:SHOWN]:
        yield Item(
            Text(N_("Unggahan {file} menunggu konfirmasi, dari {who}."),
                 {"file": run.file_name or run.kind, "who": run.created_by or "–"}),
            "imports:run", {"public_id": str(run.public_id)}, run.created_at.date(),
        )  # fmt: skip
    counted = _counted(day)
    numbers = _counts([found for _words, _page, found in counted])
    for at, (words, page, _found) in enumerate(counted):
        if n := numbers.get(at):
            yield Item(Text(words, {"n": n}), page)
    jobs = Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])
    for job in jobs.order_by("created_at")[:SHOWN]:
        yield Item(
            Text(N_("Pekerjaan berjalan: {label}, dimulai {who}."),
                 {"label": job.label, "who": job.actor_name}),
            "jobs:detail", {"public_id": str(job.public_id)}, job.created_at.date(),
        )  # fmt: skip


def _counted(day: dt.date) -> list[tuple[str, str, QuerySet[Any]]]:
    ahead = Commitment.objects.filter(
        seat__plan__state=Plan.State.FROZEN, seat__session__start__gt=day
    )
    return [
        (N_("{n} hasil belajar menunggu persetujuan."), "learning:waiting",
         Outcome.objects.filter(state=Outcome.State.WAITING, is_current=True)),
        (N_("{n} sesi sudah lewat dan daftar hadirnya belum ditutup."), "learning:sessions",
         sessions_in_state(state="open")),
        (N_("{n} kursi kosong belum mempunyai pengganti."), "letters:sessions",
         to_fill(Seat.objects.filter(
             plan__state=Plan.State.FROZEN, session__start__gt=day))),
        (N_("{n} orang dipanggil dan belum menjawab."), "letters:sessions",
         ahead.filter(state=State.CALLED)),
        (N_("{n} surat terbit dan belum dicetak."), "letters:bulk",
         Letter.objects.filter(pack=None)),
        (N_("{n} laporan data salah belum dijawab."), "people:disputes",
         DataDispute.objects.filter(answered_at=None)),
        (N_("{n} penilaian diri menunggu atasan."), "assessment:coverage",
         SelfRating.objects.filter(state=SelfRating.State.OPEN)),
        (N_("{n} usulan kebutuhan menunggu verifikasi atau validasi."), "proposals:list",
         Proposal.objects.filter(state__in=[Proposal.State.SENT, Proposal.State.VERIFIED])),
        (N_("{n} faktor prioritas diusulkan dan belum diputuskan."), "gaps:factors",
         PriorityFactor.objects.filter(state=PriorityFactor.State.PROPOSED)),
        (N_("{n} kiriman ke SIASN tidak pasti sampai."), "siasn:service",
         Answer.objects.filter(state=Answer.State.UNSURE)),
        (N_("{n} token program lain menunggu persetujuan kepala BKPP."), "api:clients",
         ApiClient.objects.filter(approved_at=None, revoked_at=None)),
    ]  # fmt: skip


def _counts(found: list[QuerySet[Any]]) -> dict[int, int]:
    """Place in the list → how many rows; one query for all of them, none where there are none."""
    parts = [
        rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))
        .order_by()
        .annotate(of_desk=Value(at, IntegerField()))
        .values("of_desk")
        .annotate(n_of_desk=Count("pk"))
        .values_list("of_desk", "n_of_desk")
        for at, rows in enumerate(found)
    ]
    return dict(parts[0].union(*parts[1:], all=True))


def _drafts() -> Iterator[Item]:
    open_states = (Plan.State.DRAFT, Plan.State.SUBMITTED, Plan.State.COMPUTING)
    plans = Plan.objects.filter(state__in=open_states).only(
        "public_id", "name", "state", "created_by", "created_at", "year"
    )
    for plan in plans.order_by("-created_at")[:SHOWN]:
        words = (
            N_("{name} {year}: sudah diajukan, menunggu kepala. Disusun {who}.")
            if plan.state == Plan.State.SUBMITTED
            else N_("{name} {year}: rancangan, belum diajukan. Disusun {who}.")
        )
        yield Item(
            Text(words, {"name": plan.name, "year": plan.year, "who": plan.created_by or "–"}),
            "plan:detail", {"public_id": str(plan.public_id)}, plan.created_at.date(),
        )  # fmt: skip
    drafts = BudgetVersion.objects.filter(state=BudgetVersion.State.DRAFT)
    for version in drafts.annotate(n=Count("lines")):
        yield Item(
            Text(N_("Anggaran {name}: {n} pos, belum ditetapkan."),
                 {"name": str(version), "n": version.n}),
            "money:version", {"public_id": str(version.public_id)},
        )  # fmt: skip


def _deadlines(day: dt.date) -> Iterator[Item]:
    found = [*_duties(day), *_answers(day), *_sessions(day), *_grants(day)]
    yield from sorted(found, key=lambda item: item.day or day)


def _duties(day: dt.date) -> list[Item]:
    """Duties of the calendar that are the agency's, as decided or by default."""
    mine = (Duty.Who.ANALYST, Duty.Who.HR_HEAD)
    known = [*duties(day.year), *duties(day.year + 1)]
    return [
        Item(
            Text(N_("Tugas persiapan {year}: {what}."), {"year": duty.year, "what": duty.what}),
            "calendar:duties", day=duty.deadline,
        )
        for duty in known
        if duty.who in mine and day <= duty.deadline <= day + AHEAD
    ]  # fmt: skip


def _answers(day: dt.date) -> list[Item]:
    called = Seat.objects.filter(
        plan__state=Plan.State.FROZEN, commitment__state=State.CALLED,
        commitment__deadline__gte=day, commitment__deadline__lte=day + AHEAD,
    )  # fmt: skip
    rows = called.order_by().values_list(
        "commitment__deadline", "session__public_id", "session__code", "programme__name"
    )
    return [
        Item(
            Text(N_("Batas jawaban {name} ({code}): {n} orang belum menjawab."),
                 {"name": name, "code": code or "", "n": n}),
            "letters:session" if session else "letters:sessions",
            {"public_id": str(session)} if session else None, deadline,
        )
        for deadline, session, code, name, n in rows.annotate(n=Count("pk"))
    ]  # fmt: skip


def _sessions(day: dt.date) -> list[Item]:
    held = Q(seats__plan__state=Plan.State.FROZEN)
    gone = Q(seats__commitment__state__in=(State.DECLINED, State.SUBSTITUTED))
    rows = (
        Session.objects.filter(start__gt=day, start__lte=day + AHEAD)
        .select_related("programme")
        .annotate(n=Count("seats", filter=held & ~gone, distinct=True))
        .filter(n__gt=0)
        .order_by("start", "code")[:SHOWN]
    )
    return [
        Item(
            Text(N_("{name} ({code}) mulai di {place}: {n} peserta."), {
                "name": row.programme.name, "code": row.code, "place": row.place, "n": row.n,
            }),
            "letters:session", {"public_id": str(row.public_id)}, row.start,
        )
        for row in rows
    ]  # fmt: skip


def _grants(day: dt.date) -> list[Item]:
    ending = RoleGrant.objects.filter(valid_until__gte=day, valid_until__lte=day + AHEAD)
    return [
        Item(
            Text(N_("Peran {name} berakhir. {document}"),
                 {"name": grant.user.display_name, "document": grant.document_no}),
            "people:roles", day=grant.valid_until,
        )
        for grant in ending.select_related("user").order_by("valid_until", "pk")[:SHOWN]
    ]  # fmt: skip


def holders(day: dt.date) -> QuerySet[User]:
    """Users who hold a role that can be handed over, in their own right, by name."""
    return User.objects.filter(pk__in=grants(day).values("user")).order_by("display_name", "pk")


def grants(day: dt.date) -> QuerySet[RoleGrant]:
    """Grants of those roles that are in force."""
    rows = RoleGrant.objects.filter(role__in=[role.value for role in MOVABLE], acting_for=None)
    rows = rows.filter(Q(valid_from=None) | Q(valid_from__lte=day))
    return rows.filter(Q(valid_until=None) | Q(valid_until__gte=day)).select_related("unit")


def handovers() -> QuerySet[Handover]:
    """What was handed over, newest first."""
    rows = Handover.objects.select_related("given_by", "taken_by").defer("body")
    return rows.order_by(F("done_at").desc(), "-pk")
