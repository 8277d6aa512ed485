"""Seats of people whose unit was merged stay; answer and head's approval are asked anew."""

import datetime as dt
from typing import Any

from bina.audit.services import Actor, act
from bina.calendar.today import today
from bina.people.models import Person, Unit
from bina.people.services.unit_merging import Follower, add_unit_follower
from bina.plan.commitments import settle
from bina.plan.models import Change, Commitment, Plan, Seat
from bina.plan.services.changing import News, note_change
from bina.text import N_, Text

FIELDS = (
    "answer", "reason", "answered_by", "head_approved", "head_reason", "head_decided_by",
    "confirmed_by", "decision_id",
)  # fmt: skip
MOMENTS = ("answered_at", "head_decided_at", "confirmed_at")
GONE = (Commitment.State.DECLINED, Commitment.State.SUBSTITUTED)


def _seats(people: list[int] | Any, day: dt.date) -> Any:
    """Seats in force of these people whose session is still to come."""
    seats = Seat.objects.filter(plan__state=Plan.State.FROZEN, person__in=people)
    return seats.filter(session__start__gt=day).exclude(commitment__state__in=GONE)


def preview(source: Unit, _into: Unit) -> list[Text]:
    """How many seats are asked about again."""
    people = Person.objects.filter(unit=source, merged_into=None)
    n = _seats(people, today()).count()
    words = N_("{n} kursi rencana tetap, tetapi jawaban dan persetujuan atasannya diminta lagi.")
    return [Text(words, {"n": n})] if n else []


def follow(
    actor: Actor, _source: Unit, _into: Unit, people: list[int], day: dt.date, reason: str
) -> list[dict[str, Any]]:
    """A change of kind unit for everybody with such a seat; what the answers were before."""
    now = today()
    rows = Commitment.objects.filter(seat__in=_seats(people, now))
    before = {
        row.seat_id: {name: getattr(row, name) for name in FIELDS}
        | {name: getattr(row, name) and getattr(row, name).isoformat() for name in MOMENTS}
        for row in rows
    }
    concerned = _seats(people, now).values_list("person_id", flat=True).distinct()
    done = []
    for person in Person.objects.filter(pk__in=concerned).order_by("pk"):
        news = News(Change.Kind.UNIT, day, None, reason, person=person)
        change = note_change(actor, news, now)
        seats = [one["seat"] for one in change.effects if one["what"] == "ask_again"]
        answers = {str(pk): before.get(pk) for pk in seats}
        done.append({"change": change.pk, "answers": answers})
    return done


def undo(actor: Actor, done: list[dict[str, Any]]) -> None:
    """The answers are as before where nobody answered since; the notes of the change go."""
    with act(actor, "plan.change.undo") as entry:
        for one in done:
            for pk, before in one["answers"].items():
                row = Commitment.objects.filter(seat=int(pk)).select_related("seat").first()
                if row is None or before is None or row.answer != Commitment.Answer.OPEN:
                    continue
                for name in FIELDS:
                    setattr(row, name, before[name])
                for name in MOMENTS:
                    at = before[name]
                    setattr(row, name, dt.datetime.fromisoformat(at) if at else None)
                row.save()
                settle(row, actor, "Penggabungan unit diurungkan")
        Change.objects.filter(pk__in=[one["change"] for one in done]).delete()
        entry.note(n=len(done))


add_unit_follower(Follower("plan", preview, follow, undo))
