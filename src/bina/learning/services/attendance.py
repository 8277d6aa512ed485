"""Note who was there: by list, by a code that participants type, by an uploaded file."""

import datetime as dt
import secrets

from django.utils import timezone

from bina.accounts.access import Access
from bina.accounts.codes import ALPHABET
from bina.audit.services import Actor, act
from bina.calendar.today import today
from bina.catalog.models import Session
from bina.learning.models import Attendance, CheckInCode
from bina.learning.selectors.sessions import half_days_of, participants
from bina.text import N_, BinaError

How = Attendance.How
CODE_LETTERS = 6  # 28^6: within an hour nobody guesses it through a page
LONGEST_MINUTES = 240


class NoSuchHalfDay(BinaError):
    """The session does not meet then."""

    text = N_("Sesi ini tidak bertemu pada {day} {half}. Pilih paruh hari dari daftar.")


class CodeUnknown(BinaError):
    """No open code of a session of the person."""

    text = N_(
        "Kode ini tidak berlaku sekarang. Periksa hurufnya dan waktunya; bila benar, minta panitia "
        "membuka kode lagi atau mencatat Anda pada daftar."
    )


class NotInTheRoom(BinaError):
    """The person neither has a seat in the session nor was ever noted there."""

    text = N_("Anda tidak terdaftar pada sesi ini. Minta panitia mencatat Anda pada daftar.")


class NotYet(BinaError):
    """The half-day is still to come."""

    text = N_("{day} belum tiba, jadi kehadirannya belum dapat dicatat.")


class MinutesWanted(BinaError):
    """A window without a sensible length."""

    text = N_("Tulis lama kode berlaku dalam menit, 1 sampai {most}.")


def note(
    actor: Actor,
    session: Session,
    slot: tuple[dt.date, str],
    present: dict[int, bool],
    *,
    how: How,
) -> int:
    """Write who was there in a half-day; how many rows are new or corrected.

    A correction leaves what was noted before as a row of the past. Raises NoSuchHalfDay, NotYet.
    """
    if slot not in half_days_of(session):
        raise NoSuchHalfDay(day=slot[0].strftime("%d-%m-%Y"), half=slot[1])
    if slot[0] > today():
        raise NotYet(day=slot[0].strftime("%d-%m-%Y"))
    where = {"session": session, "day": slot[0], "half": slot[1]}
    with act(actor, "learning.attendance", ("session", session.public_id)) as entry:
        rows = Attendance.objects.select_for_update().filter(
            **where, is_current=True, person__in=present
        )
        known = {row.person_id: row for row in rows}
        stale = [row for pk, row in known.items() if row.present != present[pk]]
        Attendance.objects.filter(pk__in=[row.pk for row in stale]).update(is_current=False)
        fresh = [pk for pk in present if pk not in known] + [row.person_id for row in stale]
        Attendance.objects.bulk_create(
            Attendance(**where, person_id=pk, present=present[pk], how=how, noted_by=actor.name)
            for pk in fresh
        )
        entry.note(
            day=slot[0], half=slot[1], how=how.value, n=len(fresh), corrected=len(stale),
            present=sorted(pk for pk in fresh if present[pk]),
        )  # fmt: skip
    return len(fresh)


def open_code(
    actor: Actor, session: Session, slot: tuple[dt.date, str], minutes: int, now: dt.datetime
) -> CheckInCode:
    """A fresh code for a half-day, from now for so many minutes; an older open one ends.

    Raises NoSuchHalfDay, MinutesWanted.
    """
    if slot not in half_days_of(session):
        raise NoSuchHalfDay(day=slot[0].strftime("%d-%m-%Y"), half=slot[1])
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise MinutesWanted(most=LONGEST_MINUTES)
    with act(actor, "learning.code", ("session", session.public_id)) as entry:
        open_ones = session.codes.filter(day=slot[0], half=slot[1], closes_at__gt=now)
        open_ones.filter(opens_at__lt=now).update(closes_at=now)
        code = CheckInCode.objects.create(
            session=session,
            day=slot[0],
            half=slot[1],
            code="".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS)),
            opens_at=now,
            closes_at=now + dt.timedelta(minutes=minutes),
            opened_by=actor.name,
        )
        entry.note(day=slot[0], half=slot[1], minutes=minutes)
    return code


def check_in(access: Access, typed: str, now: dt.datetime | None = None) -> CheckInCode:
    """The person says "I am here" with the code of the room. Raises CodeUnknown, NotInTheRoom."""
    now = now or timezone.now()
    plain = "".join(letter for letter in typed.upper() if letter.isalnum())[:CODE_LETTERS]
    code = (
        CheckInCode.objects.select_related("session__programme")
        .filter(code=plain, opens_at__lte=now, closes_at__gt=now)
        .first()
    )
    if code is None:
        raise CodeUnknown
    person_id = access.person_id or 0
    if person_id not in participants(code.session):
        raise NotInTheRoom
    actor = access.actor("learning.report", own=True)
    note(actor, code.session, (code.day, code.half), {person_id: True}, how=How.CODE)
    return code
