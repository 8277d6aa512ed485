"""For every address with arguments: what it is asked about, given the person it concerns.

An address that concerns a person (or something that belongs to one) is asked about the own
record, a colleague's, and another unit's. One that concerns things everybody with the permission
may see is asked once. An address that is in neither table fails the test of access.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

from bina.api.models import ApiClient
from bina.api.services import clients as api_clients
from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM, Actor
from bina.calendar.models import Duty
from bina.catalog.models import CoachPool, Programme, Session, StandardCost
from bina.citizens.models import ServiceRole
from bina.files.services import keep
from bina.gaps.models import PriorityFactor
from bina.goals.models import Goal
from bina.handover.models import Handover
from bina.imports import services as imports
from bina.inbox import services as inbox
from bina.inbox.models import Message
from bina.indices.models import IssuedReport
from bina.indices.selectors.measured import measure
from bina.indices.services.reports import issue as issue_report
from bina.jobs.models import Job
from bina.learning.models import Evidence, Outcome
from bina.letters.models import Kind, Letter, Letterhead, Signatory, Template
from bina.letters.services.issuing import issue
from bina.letters.services.printing import render
from bina.money import ledger
from bina.money.models import Posting
from bina.people.models import (
    Assignment,
    DisciplineCase,
    Education,
    PerformanceReview,
    Person,
    RankStep,
    Unit,
)
from bina.plan.commitments import write_answer
from bina.plan.models import Change, Pin, Plan, Quota, Seat
from bina.proposals.models import Proposal
from bina.reports.services import year_end
from bina.siasn.models import Part
from bina.text import Text
from tests.cast import Cast
from tests.letters import scene as letter_scene
from tests.money.scene import line as budget_line
from tests.proposals.scene import proposed
from tests.scenes import (
    absence,
    dictionary,
    dispute,
    holiday,
    merged,
    rating,
    record,
    scores,
    service,
    stand_in,
)
from tests.siasn import scene as siasn_scene

Maker = Callable[[Cast, Person], dict[str, Any]]


def role(cast: Cast) -> ServiceRole:
    """The only role of the service in the scene."""
    return service(cast).roles.get()


def seat_of(person: Person) -> Seat:
    """The person's seat in a frozen plan, with its date to come."""
    with unguarded():
        programme, _ = Programme.objects.get_or_create(
            code="P-1", defaults={"name": "Empati", "form": "Workshop", "mode": "open", "jp": 4}
        )
        plan = Plan.objects.create(year=2030, name="Rencana")
        made = Seat.objects.create(
            plan=plan, person=person, programme=programme, jp=4, cost=0, closure=0
        )
        Plan.objects.filter(pk=plan.pk).update(state=Plan.State.FROZEN)
    return made


def amendment(person: Person) -> Plan:
    """A re-plan of the plan that holds the person's seat."""
    approved = seat_of(person).plan
    with unguarded():
        return Plan.objects.create(
            year=approved.year, name="Perubahan", amends=approved, state=Plan.State.SUBMITTED,
            from_day=dt.date(2030, 1, 2), totals={"replan": {}},
        )  # fmt: skip


def session() -> Session:
    """A session of two days with thirty seats."""
    with unguarded():
        programme, _ = Programme.objects.get_or_create(
            code="P-2",
            defaults={"name": "Loket", "form": "Workshop", "mode": "classroom", "jp": 16},
        )
        return Session.objects.get_or_create(
            code="P-2-A",
            defaults={
                "programme": programme,
                "place": "Kota Jayapura",
                "start": dt.date(2027, 3, 2),
                "end": dt.date(2027, 3, 3),
                "min_seats": 10,
                "max_seats": 30,
            },
        )[0]


def goal() -> Goal:
    """A goal of the regional plan."""
    with unguarded():
        return Goal.objects.get_or_create(
            code="T-1", defaults={"name": "Pelayanan ramah", "year_from": 2025, "year_to": 2029}
        )[0]


def standard_cost() -> StandardCost:
    """A daily allowance."""
    with unguarded():
        return StandardCost.objects.get_or_create(
            component="daily", place="Kota Jayapura", defaults={"amount": 150_000}
        )[0]


def coach_pool() -> CoachPool:
    """Forty hours of coaches."""
    with unguarded():
        return CoachPool.objects.get_or_create(code="COACH", defaults={"hours": 40})[0]


def factor(cast: Cast) -> PriorityFactor:
    """A proposed factor of the puskesmas."""
    with unguarded():
        return PriorityFactor.objects.create(unit=cast.puskesmas, source="citizen", value=1.4)


def plan() -> Plan:
    """A draft without seats."""
    with unguarded():
        return Plan.objects.create(year=2027, name="Rencana 2027", state=Plan.State.DRAFT)


def certified() -> Plan:
    """An approved plan whose instance and prices are kept."""
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with unguarded():
        return Plan.objects.create(
            year=2027, name="Rencana 2027", state=Plan.State.FROZEN,
            instance=keep(SYSTEM, empty.getvalue(), "soal.zip", "application/zip"),
            prices=keep(SYSTEM, b"{}", "harga.json", "application/json"),
        )  # fmt: skip


def pin(person: Person) -> Pin:
    """HR wants the person in the programme."""
    with unguarded():
        return Pin.objects.create(
            year=2027, kind="must", person=person, programme=session().programme,
            reason="Penugasan", requester="Kepala Dinas", document_no="800/1",
        )  # fmt: skip


def quota() -> Quota:
    """Two seats of the programme for women."""
    with unguarded():
        return Quota.objects.create(
            year=2027, programme=session().programme, grouping="gender", word="F", seats=2,
            reason="Renstra",
        )  # fmt: skip


def change(person: Person) -> Change:
    """The person retires."""
    with unguarded():
        return Change.objects.create(
            kind="retired", person=person, start=dt.date(2027, 3, 1), reason="Pensiun"
        )


def posting() -> Posting:
    """Money of the line that is obliged."""
    entry = ledger.Entry(budget_line(), 1_000, "Biaya tetap", dt.date(2027, 1, 4))
    return ledger.post_obligations(SYSTEM, [entry])[0]


def job() -> Job:
    """A finished piece of work."""
    return Job.objects.create(kind="test", label="Pekerjaan", actor_name="x", state="done")


def upload(cast: Cast) -> dict[str, Any]:
    """Proposals of the health office that wait for their confirmation."""
    data = (
        b"TAHUN;NIP;KODE KOMPETENSI;ALASAN;TANGGAL USUL\n"
        b"2027;199001012015032001;KOM;Warga cemas;01-10-2026\n"
    )
    units = list(Unit.objects.filter(path__startswith=cast.health.path))
    run = imports.receive(
        SYSTEM, "proposals", "", data, "usulan.csv", unit_ids=[unit.pk for unit in units]
    )
    return {"public_id": imports.preview(SYSTEM, run).public_id}


def message(person: Person) -> Message:
    """A message to the person."""
    assert person.user_id is not None
    inbox.send(SYSTEM, [person.user_id], inbox.Kind.NOTICE, Text("Kabar"))
    return Message.objects.filter(user=person.user_id).latest("pk")


def called(cast: Cast) -> Seat:
    """Ani's seat in a session of 2027 to which she is called."""
    return letter_scene.session_of(cast).seats["ani"]


def letter_of(cast: Cast, person: Person) -> Letter:
    """A call letter to the person, with its PDF."""
    if not Letterhead.objects.exists():
        letter_scene.set_up(cast)
    scene = letter_scene.session_of(cast)
    batch = issue(SYSTEM, Kind.CALL, [scene.session], letter_scene.DAY)
    render(SYSTEM, batch)
    return Letter.objects.filter(batch=batch, person=person).latest("pk")


def list_letter(cast: Cast) -> Letter:
    """An attendance sheet, made into PDF."""
    letter_scene.set_up(cast)
    scene = letter_scene.session_of(cast)
    write_answer(SYSTEM, scene.seats["ani"], accepts=True, reason="", day=letter_scene.DAY)
    batch = issue(SYSTEM, Kind.ATTENDANCE, [scene.session], letter_scene.DAY)
    render(SYSTEM, batch)
    return batch.letters.get()


def signatory(cast: Cast) -> Signatory:
    """The head of the agency."""
    letter_scene.set_up(cast)
    return Signatory.objects.latest("pk")


def outcome(person: Person) -> Outcome:
    """Learning that the person reported and nobody decided."""
    with unguarded():
        return Outcome.objects.create(
            person=person, form="Seminar", title="Seminar rahasia", start=dt.date(2026, 3, 2),
            end=dt.date(2026, 3, 2), jp=4, said_by=person.name,
        )  # fmt: skip


def evidence(person: Person) -> dict[str, Any]:
    """A photo of it."""
    found = outcome(person)
    with unguarded():
        file = keep(SYSTEM, b"%PDF-1.7", "bukti.pdf", "application/pdf")
        Evidence.objects.create(outcome=found, file=file, given_by=person.name)
    return {"public_id": found.public_id, "file_id": file.public_id}


def upload_of(person: Person) -> dict[str, Any]:
    """A photo that is on its way."""
    found = outcome(person)
    with unguarded():
        made = found.uploads.create(user=person.user, name="foto.jpg", size=9)
    return {"public_id": made.public_id}


def review(person: Person) -> PerformanceReview:
    """The person's performance of 2025."""
    with unguarded():
        return PerformanceReview.objects.get_or_create(
            person=person, year=2025, defaults={"predicate": "baik"}
        )[0]


def proposal(person: Person) -> Proposal:
    """A need that the person proposed for 2027."""
    wanted = dictionary()["KOM"]
    there = Proposal.objects.filter(person=person, competency=wanted, year=2027).first()
    return there or proposed(person, wanted)


def duty() -> Duty:
    """Heads rank by 15 November."""
    with unguarded():
        return Duty.objects.get_or_create(
            year=2027, code="AKPK-URUT",
            defaults={"what": "Urut", "who": "unit_head", "deadline": dt.date(2026, 11, 15)},
        )[0]  # fmt: skip


def issued() -> IssuedReport:
    """An issued report of the city."""
    return issue_report(SYSTEM, measure(dt.date(2026, 11, 23)), None)


def satisfied(cast: Cast) -> Unit:
    """A unit with an SKM."""
    scores(cast)
    return cast.puskesmas


def handed_over(cast: Cast) -> Handover:
    """An earlier handover between two officers."""
    with unguarded():
        return Handover.objects.create(
            given_by=cast.user("officer"), taken_by=cast.user("budi"), roles=[], n_messages=0,
            reason="Mutasi", body={}, digest="", done_by="FRANS HAMADI",
        )  # fmt: skip


def punishment(person: Person) -> DisciplineCase:
    """A light one of 2025."""
    with unguarded():
        return DisciplineCase.objects.get_or_create(
            person=person,
            document_no="862/1",
            defaults={
                "level": "ringan",
                "kind": "Teguran lisan",
                "document_date": dt.date(2025, 3, 1),
                "start": dt.date(2025, 3, 1),
            },
        )[0]


def siasn_part(person: Person) -> Part:
    """A zip for SIASN with one record of the person."""
    return siasn_scene.packed(person)


def program(cast: Cast) -> ApiClient:
    """A program whose token waits for approval."""
    there = ApiClient.objects.order_by("pk").last()
    if there is not None:
        return there
    facts = {"name": "e-Kinerja", "purpose": "Predikat", "scopes": ["performance.write"],
             "expires_on": dt.date(2027, 6, 30)}  # fmt: skip
    operator = Actor(cast.operator.pk, "Operator", "operator")
    return api_clients.issue(operator, facts)[0]


def diploma(person: Person) -> Education:
    """The person's S1 of 2013."""
    with unguarded():
        return Education.objects.get_or_create(
            person=person, level="40", name="S-1 KEPERAWATAN", year=2013
        )[0]


def former_post(person: Person) -> Assignment:
    """A post that the person held in 2018."""
    with unguarded():
        return Assignment.objects.get_or_create(
            person=person, unit=person.unit, valid_from=dt.date(2018, 1, 1),
            defaults={"valid_until": dt.date(2018, 12, 31)},
        )[0]  # fmt: skip


def rank_step(person: Person) -> RankStep:
    """III/a since 2015."""
    with unguarded():
        return RankStep.objects.get_or_create(
            person=person, since=dt.date(2015, 4, 1), defaults={"rank": "III/a"}
        )[0]


# addresses whose answer depends on whom they concern
PERSONAL: dict[str, Maker] = {
    "assessment:rate": lambda cast, person: {"person_id": person.public_id},
    "assessment:confirm": lambda cast, person: {"public_id": rating(person).public_id},
    **{
        f"letters:{name}": lambda cast, person: {"public_id": letter_of(cast, person).public_id}
        for name in ("letter", "pdf", "word")
    },
    "inbox:open": lambda cast, person: {"public_id": message(person).public_id},
    "web:report_of": lambda cast, person: {"public_id": person.public_id},
    "web:answer": lambda cast, person: {"public_id": seat_of(person).public_id},
    "assessment:give_back": lambda cast, person: {"public_id": rating(person).public_id},
    **{
        f"people:{name}": lambda cast, person: {"public_id": person.public_id}
        for name in (
            "detail",
            "edit",
            "move",
            "absence_add",
            "record_add",
            "dispute",
            "protected",
        )
    },
    **{
        f"people:{name}": lambda cast, person: {"public_id": person.public_id}
        for name in ("review_add", "case_add", "education_add", "rank_add")
    },
    "people:education_edit": lambda cast, person: {"public_id": diploma(person).public_id},
    "people:education_drop": lambda cast, person: {"public_id": diploma(person).public_id},
    "people:rank_drop": lambda cast, person: {"public_id": rank_step(person).public_id},
    "people:post_drop": lambda cast, person: {
        "public_id": person.public_id,
        "number": former_post(person).pk,
    },
    "people:rank_edit": lambda cast, person: {"public_id": rank_step(person).public_id},
    "people:review_edit": lambda cast, person: {"public_id": review(person).public_id},
    "people:case_edit": lambda cast, person: {"public_id": punishment(person).public_id},
    "people:absence_end": lambda cast, person: {"public_id": absence(person).public_id},
    "people:record_edit": lambda cast, person: {"public_id": record(person).public_id},
    "people:answer": lambda cast, person: {"public_id": dispute(person).public_id},
    **{
        f"indices:{name}": lambda cast, person: {"public_id": person.public_id}
        for name in ("person", "person_json")
    },
    **{
        f"indices:{name}": lambda cast, person: {"public_id": satisfied(cast).public_id}
        for name in ("skm_unit", "skm_unit_json")
    },
    **{
        name: lambda cast, person: {"public_id": cast.puskesmas.public_id}
        for name in ("indices:whatif_unit", "web:unit_actions", "web:unit_actions_export")
    },
    "indices:issue_unit": lambda cast, person: {"public_id": cast.puskesmas.public_id},
    "indices:table": lambda cast, person: {"kind": "jpm"},
    "indices:table_export": lambda cast, person: {"kind": "kotak-talenta"},
    **{
        f"indices:unit_table{ending}": lambda cast, person: {
            "public_id": cast.puskesmas.public_id,
            "kind": "hak-jp",
        }
        for ending in ("", "_export")
    },
    "indices:unit": lambda cast, person: {"public_id": cast.puskesmas.public_id},
    "indices:unit_export": lambda cast, person: {"public_id": cast.puskesmas.public_id},
    "gaps:person": lambda cast, person: {"public_id": person.public_id},
    "gaps:unit": lambda cast, person: {"public_id": cast.puskesmas.public_id},
    "gaps:unit_export": lambda cast, person: {"public_id": cast.puskesmas.public_id},
    "plan:person": lambda cast, person: {
        "public_id": seat_of(person).plan.public_id,
        "person_id": person.public_id,
    },
    "plan:instead": lambda cast, person: {
        "public_id": seat_of(person).plan.public_id,
        "person_id": person.public_id,
    },
    **{
        f"learning:{name}": lambda cast, person: {"public_id": outcome(person).public_id}
        for name in ("outcome", "evidence", "upload_start", "decide")
    },
    "learning:file": lambda cast, person: evidence(person),
    "learning:upload_part": lambda cast, person: upload_of(person),
    "siasn:attach": lambda cast, person: {"public_id": record(person).public_id},
    "people:sheet": lambda cast, person: {"public_id": cast.puskesmas.public_id},
    "reports:unit": lambda cast, person: {"public_id": cast.puskesmas.public_id},
    **{
        f"imports:{name}": lambda cast, person: upload(cast)
        for name in ("run", "problems", "confirm", "again", "cancel", "undo", "map", "correct")
    },
    **{
        f"proposals:{name}": lambda cast, person: {"public_id": person.public_id}
        for name in ("person", "add")
    },
    **{
        f"proposals:{name}": lambda cast, person: {"public_id": proposal(person).public_id}
        for name in ("detail", "withdraw")
    },
}
# addresses with arguments that do not concern a person
GENERAL: dict[str, Maker] = {
    "imports:upload": lambda cast, person: {"kind": "proposals"},
    "imports:template": lambda cast, person: {"kind": "proposals"},
    "jobs:detail": lambda cast, person: {"public_id": job().public_id},
    "jobs:stop": lambda cast, person: {"public_id": job().public_id},
    "indices:report": lambda cast, person: {"public_id": issued().public_id},
    "handover:detail": lambda cast, person: {"public_id": handed_over(cast).public_id},
    "reports:issued": lambda cast, person: {"public_id": year_end.issue(SYSTEM, 2027).public_id},
    "goals:detail": lambda cast, person: {"level": "tujuan", "public_id": goal().public_id},
    "goals:edit": lambda cast, person: {"level": "tujuan", "public_id": goal().public_id},
    "goals:delete": lambda cast, person: {"level": "tujuan", "public_id": goal().public_id},
    "goals:add": lambda cast, person: {"level": "tujuan", "public_id": goal().public_id},
    "goals:need_add": lambda cast, person: {"public_id": goal().public_id},
    "goals:need_remove": lambda cast, person: {"public_id": goal().public_id},
    "standards:competency": lambda cast, person: {"code": dictionary()["PLP"].code},
    "standards:level": lambda cast, person: {"code": dictionary()["PLP"].code, "level": 2},
    "standards:position": lambda cast, person: {"code": "JF-PERAWAT-21"},
    "standards:position_edit": lambda cast, person: {"code": "JF-PERAWAT-21"},
    "citizens:service": lambda cast, person: {"public_id": service(cast).public_id},
    "citizens:edit": lambda cast, person: {"public_id": service(cast).public_id},
    "citizens:role_add": lambda cast, person: {"public_id": service(cast).public_id},
    "citizens:role_edit": lambda cast, person: {"public_id": role(cast).public_id},
    "citizens:role_delete": lambda cast, person: {"public_id": role(cast).public_id},
    "citizens:stand_in_add": lambda cast, person: {"public_id": service(cast).public_id},
    "citizens:stand_in_end": lambda cast, person: {
        "public_id": stand_in(role(cast), cast.dani).public_id
    },
    **{
        f"people:{name}": lambda cast, person: {"public_id": cast.puskesmas.public_id}
        for name in (
            "unit",
            "head",
            "head_end",
            "rename",
            "unit_move",
            "unit_merge",
            "unit_merge_undo",
        )
    },
    "people:merge": lambda cast, person: {
        "public_id": cast.ani.public_id,
        "other_id": cast.dani.public_id,
    },
    "people:split": lambda cast, person: {"public_id": merged(cast).public_id},
    "gaps:factor": lambda cast, person: {"public_id": factor(cast).public_id},
    **{
        f"catalog:{name}": lambda cast, person: {"public_id": session().programme.public_id}
        for name in ("programme", "programme_edit", "effect", "session_new")
    },
    "catalog:session": lambda cast, person: {"public_id": session().public_id},
    "catalog:session_edit": lambda cast, person: {"public_id": session().public_id},
    "catalog:pool": lambda cast, person: {"code": coach_pool().code},
    "catalog:cost": lambda cast, person: {"public_id": standard_cost().public_id},
    "plan:change": lambda cast, person: {"public_id": change(person).public_id},
    "plan:quota": lambda cast, person: {"public_id": quota().public_id},
    "plan:quota_remove": lambda cast, person: {"public_id": quota().public_id},
    "plan:pin_remove": lambda cast, person: {"public_id": pin(person).public_id},
    "money:reverse": lambda cast, person: {"public_id": posting().public_id},
    "money:line": lambda cast, person: {"year": 2027, "code": budget_line().code},
    **{
        f"money:{name}": lambda cast, person: {
            "public_id": budget_line().version.public_id,
            "code": budget_line().code,
        }
        for name in ("line_edit", "line_delete", "post")
    },
    **{
        f"money:{name}": lambda cast, person: {"public_id": budget_line().version.public_id}
        for name in ("version", "version_approve", "line_new")
    },
    **{
        f"plan:{name}": lambda cast, person: {"public_id": seat_of(person).plan.public_id}
        for name in (
            "cuts",
            "cuts_keep",
            "detail",
            "more",
            "curves",
            "steadiness",
            "for_noise",
            "ask",
            "ask_stop",
            "seats",
            "sessions",
            "proposals",
            "hcdp",
            "offices",
            "goals",
            "letter",
        )
    },
    **{
        f"plan:{name}": lambda cast, person: {"public_id": plan().public_id}
        for name in ("stop", "submit", "take_back", "approve", "discard")
    },
    "plan:certificate": lambda cast, person: {"public_id": certified().public_id},
    "plan:cuts_of_year": lambda cast, person: {"year": 2027},
    "plan:replan_xlsx": lambda cast, person: {"public_id": amendment(person).public_id},
    "plan:session": lambda cast, person: {
        "public_id": seat_of(person).plan.public_id,
        "session_id": session().public_id,
    },
    **{
        f"letters:{name}": lambda cast, person: {"public_id": called(cast).session.public_id}
        for name in ("session", "call", "confirm", "remind", "waiting", "share", "issue")
    },
    **{
        f"letters:{name}": lambda cast, person: {"public_id": called(cast).public_id}
        for name in ("record", "substitute")
    },
    **{
        f"letters:{name}": lambda cast, person: {"public_id": list_letter(cast).batch.public_id}
        for name in ("batch", "stop", "resume", "batch_zip")
    },
    "letters:replace": lambda cast, person: {"public_id": list_letter(cast).public_id},
    "letters:signatory_end": lambda cast, person: {"public_id": signatory(cast).public_id},
    "letters:template_file": lambda cast, person: {
        "public_id": signatory(cast) and Template.objects.latest("pk").public_id
    },
    **{
        f"learning:{name}": lambda cast, person: {"public_id": session().public_id}
        for name in ("sheet", "note", "open_code", "close")
    },
    "api:approve": lambda cast, person: {"public_id": program(cast).public_id},
    "api:revoke": lambda cast, person: {"public_id": program(cast).public_id},
    "siasn:layout_file": lambda cast, person: {"kind": "kursus"},
    "siasn:part": lambda cast, person: {"public_id": siasn_part(person).public_id},
    **{
        f"siasn:{name}": lambda cast, person: {
            "public_id": siasn_scene.unsure(person).transfer.public_id
        }
        for name in ("transfer", "transfer_stop", "transfer_resume")
    },
    "siasn:settle": lambda cast, person: {"public_id": siasn_scene.unsure(person).public_id},
    **{
        f"siasn:{name}": lambda cast, person: {"public_id": siasn_part(person).package.public_id}
        for name in ("package", "stop", "resume", "take_back")
    },
    "calendar:edit": lambda cast, person: {"public_id": holiday().public_id},
    "calendar:delete": lambda cast, person: {"public_id": holiday().public_id},
    "calendar:duty_edit": lambda cast, person: {"public_id": duty().public_id},
    "calendar:duty_delete": lambda cast, person: {"public_id": duty().public_id},
}
# addresses that answer everybody in their own way, tested by name elsewhere
ELSEWHERE: set[str] = {
    "accounts:logout",
    "api:index",  # opens to a token, not to a person: tests/api
    "api:rows",
    "letters:feed",  # needs a token that works: tests/letters/test_calendars.py
    "letters:workbook",  # only letters with a list have one
    "letters:calendar_own",  # the own sessions, whoever asks: tests/letters/test_calendars.py
    "letters:calendar_make",  # a page with the address, shown once
    "letters:calendar_revoke",  # the own addresses only
    "letters:calendar_unit",  # those who act for the unit, and nobody else
    "learning:correct",  # nobody corrects the own learning: tests/learning
    "learning:result",  # only of a session's outcome: tests/learning
    "catalog:effect_remove",  # answers 404 without the competency to remove
}
