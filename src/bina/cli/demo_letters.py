"""The demonstration's calls: some sessions are called, two people decline, letters go out."""

import datetime as dt
from typing import Any

import click

CALLED = 3  # sessions
DECLINED = ("Cuti besar pada minggu itu.", "Ditugaskan ke luar kota oleh kepala dinas.")
ACCEPTED_SHARE = 2  # every second of the others has accepted already


def call_sessions(analyst: Any, head_nip: str, spared: set[str]) -> None:
    """Set up letters as an agency would, call the first sessions, take answers, write letters.

    `spared` are the NIPs of people whom one may log in as: their units answer by themselves.
    """
    from bina.calendar.today import today
    from bina.letters.models import Kind
    from bina.letters.services.issuing import issue
    from bina.letters.services.printing import render
    from bina.plan.services.nominating import call, nominations

    _set_up(analyst, head_nip)
    sessions = _first_sessions()
    for session in sessions:
        deadline = min(session.start - dt.timedelta(days=7), today() + dt.timedelta(days=28))
        call(
            analyst, session, list(nominations(session)),
            deadline=max(deadline, today()), day=today(),
        )  # fmt: skip
    if not sessions:
        return
    _answer(analyst, sessions[0], spared)
    batch = issue(analyst, Kind.CALL, sessions, today())
    render(analyst, batch)
    click.echo(f"{len(sessions)} sesi dipanggil, {batch.n_letters} surat panggilan terbit.")


def _set_up(actor: Any, head_nip: str) -> None:
    """Letterhead, signatory, and the shipped templates through the upload path."""
    from django.conf import settings

    from bina.calendar.today import today
    from bina.letters.services.setup import add_signatory, install_shipped, save_letterhead
    from bina.people.models import Person

    save_letterhead(
        actor,
        {
            "government": "Pemerintah Kota Jayapura",
            "agency": settings.AGENCY,
            "address": "Jalan Contoh Nomor 1, Kota Jayapura (alamat karangan)",
            "contact": "",
            "city": "Jayapura",
            "starts": dt.time(8),
            "noon": dt.time(12),
            "ends": dt.time(15),
        },
    )
    add_signatory(
        actor,
        {
            "person": Person.objects.get(nip=head_nip),
            "title": "Kepala BKPP",
            "mode": "definitive",
            "valid_from": dt.date(today().year, 1, 2),
        },
    )
    install_shipped(actor)


def _first_sessions() -> list[Any]:
    """The first sessions of the plan in force with enough people to choose from."""
    from django.db.models import Count

    from bina.catalog.models import Session
    from bina.plan.models import Plan

    seats = Session.objects.filter(seats__plan__state=Plan.State.FROZEN)
    counted = seats.annotate(n=Count("seats")).filter(n__gte=5)
    return list(counted.select_related("programme").order_by("start", "code")[:CALLED])


def _answer(actor: Any, session: Any, spared: set[str]) -> None:
    """Two decline, half of the others accept; the best substitutes are found."""
    from bina.calendar.today import today
    from bina.people.models import Person
    from bina.plan.commitments import write_answer
    from bina.plan.services.nominating import nominations
    from bina.plan.services.substituting import keep_waiting_list

    theirs = Person.objects.filter(nip__in=spared)
    seats = list(nominations(session).exclude(person__unit__in=theirs.values("unit")))
    refused = seats[: len(DECLINED)]
    for seat, reason in zip(refused, DECLINED, strict=False):
        write_answer(actor, seat, accepts=False, reason=reason, day=today())
    for seat in seats[len(DECLINED) :: ACCEPTED_SHARE]:
        write_answer(actor, seat, accepts=True, reason="", day=today())
    if refused:  # HR is told by the work that each decline has queued
        keep_waiting_list(actor, seats[0].plan, session)
