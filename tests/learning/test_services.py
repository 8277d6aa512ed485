"""Attendance, outcomes and evidence on the real database."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bina.audit.guard import unguarded
from bina.audit.services import Actor
from bina.files.services import read
from bina.imports.services import import_now
from bina.law.law import law_on
from bina.learning.models import Attendance, Evidence, Outcome
from bina.learning.selectors.outcomes import waiting
from bina.learning.services import attendance, outcomes, uploads
from bina.people.cards import hours_by_person
from bina.people.models import DevelopmentRecord
from bina.people.selectors import access_of
from tests.web.scene import planned

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 12, 2)  # the day after the session of the scene
MET = dt.date(2026, 12, 1)
HR = Actor(None, "CITRA RUMBIAK", "hr_analyst")
LIST = Attendance.How.LIST
PDF = b"%PDF-1.7 sertifikat"


@pytest.fixture(autouse=True)
def day(settings, tmp_path):
    settings.FIXED_DAY = DAY.isoformat()
    settings.DATA_DIR = tmp_path


@pytest.fixture
def session(cast):
    return planned(cast).ani_seat.session


def both_halves(session, present):
    for half in ("morning", "afternoon"):
        attendance.note(HR, session, (MET, half), present, how=LIST)


def reported(cast, **more):
    facts = {"form": "Seminar", "title": "Gizi", "provider": "", "start": MET, "end": MET,
             "jp": Decimal(4), "certificate_no": "", **more}  # fmt: skip
    return outcomes.report(Actor(None, "ANI", "employee"), cast.ani, facts)


def as_budi(cast):
    return access_of(cast.user("budi"))


def test_a_correction_of_the_list_leaves_the_former_row(cast, session) -> None:
    attendance.note(HR, session, (MET, "morning"), {cast.ani.pk: False}, how=LIST)

    attendance.note(HR, session, (MET, "morning"), {cast.ani.pk: True}, how=LIST)
    again = attendance.note(HR, session, (MET, "morning"), {cast.ani.pk: True}, how=LIST)

    rows = Attendance.objects.order_by("pk").values_list("present", "is_current")
    assert (list(rows), again) == ([(False, False), (True, True)], 0)


def test_a_half_day_on_which_the_session_does_not_meet_is_refused(cast, session) -> None:
    with pytest.raises(attendance.NoSuchHalfDay):
        attendance.note(HR, session, (DAY, "morning"), {cast.ani.pk: True}, how=LIST)


def test_the_code_counts_within_its_window_for_seat_holders_only(cast, session) -> None:
    now = timezone.now()
    code = attendance.open_code(HR, session, (MET, "morning"), 15, now)
    ani, yuli = access_of(cast.user("ani")), access_of(cast.user("colleague"))
    minutes = dt.timedelta(minutes=1)

    for moment in (now - minutes, now + 15 * minutes):
        with pytest.raises(attendance.CodeUnknown):
            attendance.check_in(ani, code.code, moment)
    with pytest.raises(attendance.NotInTheRoom):
        attendance.check_in(yuli, code.code, now)
    attendance.check_in(ani, f" {code.code.lower()[:3]}-{code.code[3:]}", now + 14 * minutes)

    row = Attendance.objects.get()
    assert (row.person, row.present, row.how, row.half) == (cast.ani, True, "code", "morning")


def test_a_new_code_ends_the_older_one(cast, session) -> None:
    now = timezone.now()
    old = attendance.open_code(HR, session, (MET, "morning"), 15, now)
    later = now + dt.timedelta(minutes=2)
    attendance.open_code(HR, session, (MET, "morning"), 15, later)

    with pytest.raises(attendance.CodeUnknown):
        attendance.check_in(access_of(cast.user("ani")), old.code, later)


def test_closing_makes_one_outcome_for_each_who_took_part(cast, session) -> None:
    both_halves(session, {cast.ani.pk: True, cast.dani.pk: False})

    first = outcomes.close_session(HR, session, law_on(DAY), DAY)
    second = outcomes.close_session(HR, session, law_on(DAY), DAY)

    assert (first.n_made, first.n_short, second.n_made) == (1, 1, 0)
    made = Outcome.objects.get()
    assert (made.person, made.jp, made.n_present, made.n_half_days) == (cast.ani, 8, 2, 2)
    assert not DevelopmentRecord.objects.filter(title=session.programme.name).exists()


def test_a_session_is_closed_after_it_is_over_and_noted(cast, session) -> None:
    with pytest.raises(outcomes.NotOver):
        outcomes.close_session(HR, session, law_on(DAY), dt.date(2026, 11, 30))
    with pytest.raises(outcomes.NobodyNoted):
        outcomes.close_session(HR, session, law_on(DAY), DAY)


def test_an_approved_attendance_is_exactly_one_record_and_jp_go_up(cast, session) -> None:
    forms = law_on(DAY).value("development.forms")
    before = hours_by_person(2026, forms)[cast.ani.pk]
    both_halves(session, {cast.ani.pk: True})
    outcomes.close_session(HR, session, law_on(DAY), DAY)
    found = Outcome.objects.get()
    with unguarded():  # the programme of the scene has a name of a form that the law lacks
        Outcome.objects.update(form="Diklat Teknis")
    uploads.add_evidence(HR, found, PDF, "sertifikat.pdf")

    outcomes.approve(as_budi(cast), found, law_on(DAY))
    with pytest.raises(outcomes.Decided):
        outcomes.approve(as_budi(cast), found, law_on(DAY))

    record = DevelopmentRecord.objects.get(title=session.programme.name)
    assert (record.person, record.jp, record.status) == (cast.ani, 8, "approved")
    assert hours_by_person(2026, forms)[cast.ani.pk] == before + 8
    found.refresh_from_db()
    assert (found.state, found.record, found.decided_by) == ("approved", record, "BUDI MANDOWEN")


def test_without_evidence_nothing_is_approved(cast) -> None:
    planned(cast)
    with pytest.raises(outcomes.EvidenceWanted):
        outcomes.approve(as_budi(cast), reported(cast), law_on(DAY))


def test_nobody_decides_the_own_learning(cast) -> None:
    facts = {"form": "Seminar", "title": "Gizi", "start": MET, "end": MET, "jp": Decimal(4)}
    own = outcomes.report(Actor(None, "BUDI", "employee"), cast.budi, facts)

    with pytest.raises(outcomes.OwnOutcome):
        outcomes.approve(as_budi(cast), own, law_on(DAY))
    assert list(waiting(as_budi(cast))) == []


def test_the_same_learning_is_reported_once(cast) -> None:
    reported(cast)
    with pytest.raises(outcomes.ReportedBefore):
        reported(cast)


def test_a_refusal_has_words_and_may_be_reported_again(cast) -> None:
    found = reported(cast)
    with pytest.raises(outcomes.WordsWanted):
        outcomes.refuse(as_budi(cast), found, "  ")

    outcomes.refuse(as_budi(cast), found, "Foto tidak terbaca")

    found.refresh_from_db()
    assert (found.state, found.reason) == ("refused", "Foto tidak terbaca")
    assert reported(cast).pk != found.pk


def test_a_correction_supersedes_and_the_same_record_follows(cast) -> None:
    old = reported(cast)
    uploads.add_evidence(HR, old, PDF, "sertifikat.pdf")
    record = outcomes.approve(as_budi(cast), old, law_on(DAY))

    new = outcomes.correct(as_budi(cast), old, {"jp": Decimal(6)}, "Sertifikat menyebut 6 JP")
    record.refresh_from_db()
    between = record.status
    outcomes.approve(as_budi(cast), new, law_on(DAY))

    record.refresh_from_db()
    old.refresh_from_db()
    assert (between, record.status, record.jp) == ("claimed", "approved", 6)
    assert (old.is_current, old.jp, old.state) == (False, 4, "approved")
    assert DevelopmentRecord.objects.filter(title="Gizi").count() == 1
    assert new.evidence.count() == 1


def test_the_database_refuses_an_approval_without_a_record(cast) -> None:
    found = reported(cast)
    with unguarded(), pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.filter(pk=found.pk).update(state="approved")


def test_evidence_is_told_by_content_and_kept_once(cast) -> None:
    found = reported(cast)
    with pytest.raises(uploads.NotEvidence):
        uploads.add_evidence(HR, found, b"MZ program", "sertifikat.pdf")

    uploads.add_evidence(HR, found, PDF, "a.pdf")
    uploads.add_evidence(HR, found, PDF, "b.pdf")

    assert Evidence.objects.count() == 1


def test_an_upload_goes_on_where_it_was_cut(cast) -> None:
    found, ani = reported(cast), Actor(cast.ani.user_id, "ANI", "employee")
    upload = uploads.start(ani, found, "foto.pdf", len(PDF))
    uploads.take_part(ani, upload, 0, PDF[:7])

    again = uploads.start(ani, found, "foto.pdf", len(PDF))
    assert (again.pk, uploads.received(again)) == (upload.pk, 7)
    with pytest.raises(uploads.OutOfStep):
        uploads.take_part(ani, again, 9, PDF[9:])
    uploads.take_part(ani, again, 5, PDF[5:10])  # overlaps what is here
    uploads.take_part(ani, again, 10, PDF[10:])
    uploads.take_part(ani, again, 10, PDF[10:])  # the answer was lost: sent once more

    evidence = Evidence.objects.get()
    assert evidence.file.size == len(PDF)
    assert read(evidence.file) == PDF


def test_an_upload_of_something_else_ends_with_a_reason(cast) -> None:
    found, ani = reported(cast), Actor(cast.ani.user_id, "ANI", "employee")
    upload = uploads.start(ani, found, "foto.jpg", 4)

    with pytest.raises(uploads.NotEvidence):
        uploads.take_part(ani, upload, 0, b"MZzz")
    assert uploads.received(upload) == 0


@pytest.mark.parametrize(("size", "error"), [(0, uploads.Empty), (10_000_001, uploads.TooLarge)])
def test_sizes_out_of_bounds_are_refused_before_sending(cast, size, error) -> None:
    with pytest.raises(error):
        uploads.start(Actor(cast.ani.user_id, "ANI", "employee"), reported(cast), "x", size)


def test_an_uploaded_sheet_corrects_and_keeps_what_was_noted(cast, session) -> None:
    head = "KODE SESI;NIP;NAMA;TANGGAL;PARUH HARI;HADIR\n"
    row = f"{session.code};{cast.ani.nip};ANI;01-12-2026;Pagi;"

    first = import_now(HR, "attendance", (head + row + "tidak\n").encode(), "hadir.csv")
    second = import_now(HR, "attendance", (head + row + "ya\n").encode(), "hadir.csv")

    assert (first.counts["new"], second.counts["changed"]) == (1, 1)
    rows = Attendance.objects.order_by("is_current").values_list("present", "is_current", "how")
    assert list(rows) == [(False, False, "upload"), (True, True, "upload")]
