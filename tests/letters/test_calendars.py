"""Calendars as RFC 5545 asks, read by an independent reader; addresses that can be revoked."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM
from bina.formats.ics import Event, calendar, escaped, folded
from bina.letters.models import CalendarLink
from bina.letters.rules.meetings import Hours, Meeting, events_of
from bina.plan.commitments import write_answer
from tests.cast import Cast
from tests.letters.read_ics import Wrong, read, unescaped
from tests.letters.scene import DAY, session_of
from tests.scenes import holiday

STAMP = dt.datetime(2026, 11, 23, 1, 2, 3, tzinfo=dt.UTC)
HOURS = Hours(dt.time(8), dt.time(12), dt.time(15))


def at(hour: int) -> dt.datetime:
    """A local time of the session's first day, without a zone as the writer takes it."""
    return dt.datetime.combine(dt.date(2027, 3, 2), dt.time(hour))


def event(**more: object) -> Event:
    fields: dict[str, object] = {
        "uid": "a-20270302@bina", "start": at(8),
        "end": at(15), "summary": "Empati", "stamp": STAMP,
    }  # fmt: skip
    return Event(**{**fields, **more})  # type: ignore[arg-type] # the fields of Event


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n")))
def test_any_text_survives_writing_and_reading(text: str) -> None:
    stream = calendar("Kalender; Ani, dkk", [event(summary=text or "x", description=text)])

    found = read(stream.encode()).parts[1]

    assert found.text("SUMMARY") == (text or "x")
    if text:
        assert found.text("DESCRIPTION") == text


@pytest.mark.parametrize("n", [73, 74, 75, 76, 149, 150, 300])
def test_a_line_is_folded_at_75_octets_and_never_inside_a_letter(n: int) -> None:
    for letter in ("a", "é", "漢", "😀"):
        parts = folded(letter * n).split("\r\n")

        assert max(len(part.encode()) for part in parts) <= 75
        assert parts[0] + "".join(part[1:] for part in parts[1:]) == letter * n
        assert (len(parts) == 1) == (len((letter * n).encode()) <= 75)


def test_marks_are_escaped_and_controls_dropped() -> None:
    assert escaped("a;b,c\\d\r\ne\x07") == "a\\;b\\,c\\\\d\\ne"
    assert unescaped(escaped("C:\\neu, und")) == "C:\\neu, und"


def test_times_are_local_with_their_zone() -> None:
    found = read(calendar("x", [event()]).encode())

    assert found.parts[1].when("DTSTART").astimezone(dt.UTC) == dt.datetime(
        2027, 3, 1, 23, tzinfo=dt.UTC
    )
    zone = found.parts[0].parts[0]
    assert (found.parts[0].one("TZID")[1], zone.one("TZOFFSETTO")[1]) == ("Asia/Jayapura", "+0900")


def test_an_event_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="end must be after start"):
        calendar("x", [event(end=at(8))])


@pytest.mark.parametrize(
    "broken",
    [b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
     b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nX:" + b"a" * 80 + b"\r\nEND:VCALENDAR\r\n"],
)  # fmt: skip
def test_the_reader_itself_refuses_what_is_wrong(broken: bytes) -> None:
    with pytest.raises(Wrong):
        read(broken)


@pytest.mark.parametrize(
    ("half", "first", "last"), [("full", 8, 15), ("morning", 8, 12), ("afternoon", 12, 15)]
)
def test_a_session_is_one_event_a_meeting_day(half: str, first: int, last: int) -> None:
    meeting = Meeting(
        "k", "Empati", "Aula", dt.date(2027, 3, 5), dt.date(2027, 3, 9), half, "01234", "", STAMP
    )

    found = events_of(meeting, HOURS, frozenset({dt.date(2027, 3, 8)}))

    # Friday and Tuesday: a weekend and a holiday lie between
    assert [(e.uid, e.start.hour, e.end.hour) for e in found] == [
        ("k-20270305@bina", first, last), ("k-20270309@bina", first, last),
    ]  # fmt: skip


pytestmark_db = pytest.mark.django_db


@pytestmark_db
def test_the_own_calendar_has_stable_events_and_cancels_what_was_given_up(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    scene = session_of(cast)
    holiday()
    ani = as_("ani")

    before = read(ani.get("/surat/kalender/saya.ics").content)
    write_answer(SYSTEM, scene.seats["ani"], accepts=False, reason="Cuti", day=DAY)
    after = read(ani.get("/surat/kalender/saya.ics").content)

    uids = [part.text("UID") for part in before.parts[1:]]
    assert len(uids) == 2
    assert [part.text("UID") for part in after.parts[1:]] == uids
    assert {part.text("STATUS") for part in before.parts[1:]} == {"CONFIRMED"}
    assert {part.text("STATUS") for part in after.parts[1:]} == {"CANCELLED"}
    assert before.parts[1].text("LOCATION") == "Aula A, Wamena"


def address_of(client: Client, **data: str) -> str:
    page = client.post("/surat/kalender/alamat/", data).content.decode()
    return "/surat/kalender/baca/" + page.split("/surat/kalender/baca/")[1].split("<")[0]


@pytestmark_db
def test_an_address_needs_no_log_in_and_stops_when_revoked(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    session_of(cast)
    ani, nobody = as_("ani"), Client()
    first = address_of(ani)

    assert len(read(nobody.get(first).content).parts) == 3
    second = address_of(ani)
    assert nobody.get(first).status_code == 404  # a new one ends the one before
    assert nobody.get(second).status_code == 200
    link = CalendarLink.objects.get(revoked_at=None)
    assert as_("dani").post(f"/surat/kalender/alamat/{link.public_id}/cabut/").status_code == 404
    ani.post(f"/surat/kalender/alamat/{link.public_id}/cabut/")
    assert nobody.get(second).status_code == 404
    assert nobody.get("/surat/kalender/baca/x.ics").status_code == 404


@pytestmark_db
def test_the_token_is_long_and_is_not_stored(cast: Cast, as_: Callable[[str], Client]) -> None:
    address = address_of(as_("ani"))
    token = address.removeprefix("/surat/kalender/baca/").removesuffix(".ics")

    assert len(token) >= 43
    assert token not in str(list(CalendarLink.objects.values_list()))


@pytestmark_db
def test_a_units_calendar_names_its_people_only(cast: Cast, as_: Callable[[str], Client]) -> None:
    session_of(cast)
    budi = as_("budi")

    stream = budi.get(f"/surat/kalender/unit/{cast.puskesmas.public_id}.ics").content
    note = read(stream).parts[1].text("DESCRIPTION")

    assert "ANI WENDA" in note and "YULI KBAREK" in note and "DANI" not in note
    other = f"/surat/kalender/unit/{cast.registry.public_id}.ics"
    assert budi.get(other).status_code == 404
    assert (
        budi.post("/surat/kalender/alamat/", {"unit": str(cast.registry.public_id)}).status_code
        == 404
    )


@pytestmark_db
def test_a_units_address_ends_with_the_office(cast: Cast, as_: Callable[[str], Client]) -> None:
    session_of(cast)
    address = address_of(as_("budi"), unit=str(cast.puskesmas.public_id))
    assert Client().get(address).status_code == 200

    with unguarded():
        type(cast.budi).objects.filter(pk=cast.budi.pk).update(unit=cast.registry)

    assert Client().get(address).status_code == 404


@pytestmark_db
def test_the_address_of_a_locked_user_is_silent(cast: Cast, as_: Callable[[str], Client]) -> None:
    session_of(cast)
    address = address_of(as_("ani"))
    with unguarded():
        type(cast.user("ani")).objects.filter(pk=cast.user("ani").pk).update(is_active=False)

    assert Client().get(address).status_code == 404
