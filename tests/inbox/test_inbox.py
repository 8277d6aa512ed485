"""Messages reach whom they are for, once, are read by nobody else, and go out by mail if asked."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bina.audit.guard import unguarded
from bina.audit.services import SYSTEM
from bina.inbox import mailing, selectors, services
from bina.inbox.models import MailWish, Message
from bina.inbox.rules.mailing import is_due, wait_after
from bina.jobs import services as jobs
from bina.text import N_, Text
from tests.cast import Cast

pytestmark = pytest.mark.django_db
CALLED = N_("Anda dipanggil ke {session}.")
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def tell(cast: Cast, *who: str, session: str = "Empati", **more: object) -> int:
    users = [cast.user(name).pk for name in who]
    text = Text(CALLED, {"session": session})
    return services.send(SYSTEM, users, services.Kind.TASK, text, **more)  # type: ignore[arg-type] # the words of send


def test_a_message_is_written_once_to_each_and_to_nobody_without_a_user(cast: Cast) -> None:
    ani = cast.user("ani").pk

    n = services.send(
        SYSTEM, [ani, None, ani, cast.user("budi").pk], services.Kind.NOTICE, Text("Halo")
    )

    assert n == 2
    assert sorted(Message.objects.values_list("user_id", flat=True)) == sorted(
        [ani, cast.user("budi").pk]
    )


def test_the_sentence_is_shown_in_the_readers_language_and_to_nobody_else(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    tell(cast, "ani", session="Empati & <b>Loket</b>")

    page = as_("ani").get("/kotak-masuk/").content.decode()
    other = as_("dani").get("/kotak-masuk/").content.decode()

    assert "Anda dipanggil ke Empati &amp; &lt;b&gt;Loket&lt;/b&gt;." in page
    assert "Empati" not in other
    assert "Belum ada pesan" in other


def test_a_message_counts_as_unread_until_its_day_is_over(cast: Cast) -> None:
    ani = cast.user("ani").pk
    tell(cast, "ani", expires_on=dt.date(2026, 11, 22))
    tell(cast, "ani", expires_on=dt.date(2026, 11, 23))  # the fixed day of the tests
    tell(cast, "ani", expires_on=dt.date(2026, 11, 24))

    assert selectors.n_unread(ani) == 2


def test_opening_marks_as_read_and_leads_to_the_record(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    tell(cast, "ani", link=("report", ""))
    row = Message.objects.get()
    client = as_("ani")
    assert "belum dibaca" in client.get("/kotak-masuk/").content.decode()

    answer = client.post(f"/kotak-masuk/{row.public_id}/buka/")

    assert answer.headers["Location"] == "/rapor/"
    assert Message.objects.get().read_at is not None
    assert "belum dibaca" not in client.get("/kotak-masuk/").content.decode()


def test_somebody_elses_message_is_not_there(cast: Cast, as_: Callable[[str], Client]) -> None:
    tell(cast, "ani")
    row = Message.objects.get()

    assert as_("budi").post(f"/kotak-masuk/{row.public_id}/buka/").status_code == 404
    assert Message.objects.get().read_at is None


def test_a_reminder_only_reaches_those_without_an_unread_one(cast: Cast) -> None:
    ani, budi = cast.user("ani").pk, cast.user("budi").pk
    link = ("plan", "x")
    assert services.remind(SYSTEM, [ani], Text("Tenggat besok"), link=link) == 1

    assert services.remind(SYSTEM, [ani, budi], Text("Tenggat besok"), link=link) == 1
    assert services.remind(SYSTEM, [ani], Text("Tenggat besok"), link=("plan", "y")) == 1
    assert Message.objects.filter(user=ani).count() == 2


def test_the_number_of_questions_does_not_grow(cast: Cast, as_: Callable[[str], Client]) -> None:
    client = as_("ani")
    counts = []
    for more in (1, 20):
        for number in range(more):
            tell(cast, "ani", session=str(number))
        with CaptureQueriesContext(connection) as asked:
            client.get("/kotak-masuk/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_digest_holds_every_sentence_of_the_week(
    cast: Cast, as_: Callable[[str], Client]
) -> None:
    tell(cast, "ani", session="Minggu ini")
    tell(cast, "ani", session="Bulan lalu")
    with unguarded():
        old = timezone.now() - dt.timedelta(days=8)
        Message.objects.filter(text__v__session="Bulan lalu").update(created_at=old)

    page = as_("ani").get("/kotak-masuk/ringkasan/").content.decode()

    assert "Minggu ini" in page
    assert "Bulan lalu" not in page


@pytest.mark.parametrize(
    ("often", "hours", "due"),
    [
        ("each", 0, True),
        ("daily", 23.99, False),
        ("daily", 24, True),
        ("daily", 24.01, True),
        ("weekly", 24 * 7 - 0.01, False),
        ("weekly", 24 * 7, True),
        ("weekly", 24 * 7 + 0.01, True),
        ("never", 1000, False),
    ],
)
def test_a_mail_is_due_from_its_interval_on(often: str, hours: float, due: bool) -> None:
    last = NOON - dt.timedelta(hours=hours)

    assert is_due(often, NOON, since=NOON - dt.timedelta(days=99), last_sent=last) is due


def test_a_first_digest_waits_a_full_interval_from_the_wish() -> None:
    assert not is_due("daily", NOON, since=NOON - dt.timedelta(hours=1), last_sent=None)


def test_waits_double_up_to_a_day() -> None:
    minutes = [wait_after(n) / dt.timedelta(minutes=1) for n in (1, 2, 9, 10, 99)]

    assert minutes == [5, 10, 1280, 1440, 1440]
    with pytest.raises(ValueError, match="failures must be 1 or more"):
        wait_after(0)


@pytest.fixture
def wished(cast: Cast, settings: Any) -> MailWish:
    """Ani wants each message at once; the installation has a server."""
    settings.EMAIL_HOST = "127.0.0.1"
    with unguarded():
        return MailWish.objects.create(
            user=cast.user("ani"), address="ani@bina.example", often="each"
        )


def test_without_a_server_nothing_is_due(cast: Cast, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    with unguarded():
        MailWish.objects.create(user=cast.user("ani"), address="ani@bina.example", often="each")
    tell(cast, "ani")

    assert not mailing.is_anything_due()


def test_a_mail_tells_each_message_once(cast: Cast, wished: MailWish) -> None:
    tell(cast, "ani", "budi")  # Budi has not asked for mail

    assert mailing.is_anything_due()
    for wish in mailing.due():
        mailing.serve(wish)

    assert [(m.to, "Anda dipanggil ke Empati." in m.body) for m in mail.outbox] == [
        (["ani@bina.example"], True)
    ]
    assert not mailing.is_anything_due()


class Refusing(BaseEmailBackend):
    """A server that cannot be reached."""

    def send_messages(self, messages: object) -> int:
        raise ConnectionRefusedError("nobody listens")


def test_a_failed_mail_is_kept_and_tried_again_later(
    cast: Cast, wished: MailWish, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "tests.inbox.test_inbox.Refusing"
    tell(cast, "ani")

    assert mailing.serve(mailing.due()[0]) is False

    wished.refresh_from_db()
    assert (wished.failures, "nobody listens" in wished.last_error) == (1, True)
    assert mailing.due() == []  # not before its wait is over
    with unguarded():
        MailWish.objects.update(next_try_at=timezone.now())
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mailing.serve(mailing.due()[0]) is True
    wished.refresh_from_db()
    assert (wished.failures, wished.next_try_at, len(mail.outbox)) == (0, None, 1)


def test_the_clock_starts_the_round_once_while_it_is_open(cast: Cast, wished: MailWish) -> None:
    assert jobs.tick() == []
    tell(cast, "ani")

    assert [job.kind for job in jobs.tick()] == ["inbox.mail"]
    assert jobs.tick() == []  # the first is still queued


def test_a_wish_for_mail_needs_an_address(cast: Cast, as_: Callable[[str], Client]) -> None:
    client = as_("ani")

    bad = client.post("/kotak-masuk/surel/", {"often": "daily", "address": ""})
    good = client.post("/kotak-masuk/surel/", {"often": "daily", "address": "ani@bina.example"})

    assert "Tulis alamat surel" in bad.content.decode()
    assert good.status_code == 302
    assert MailWish.objects.get().often == "daily"
