"""The five-minute self-rating and the head's word."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from bina.assessment.models import Result, SelfRating
from bina.assessment.selectors import oldest_valid
from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.law.law import law_on
from tests.cast import Cast
from tests.scenes import dictionary, rating, skj

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]
ANSWERS = {"PLP": "2", "KOM": "3", "PRB": "2", "EMP": "1"}


def test_ani_rates_herself_and_budi_agrees_in_one_tap(cast: Cast, as_: As) -> None:
    dictionary()
    page = f"/ukur/diri/{cast.ani.public_id}/"
    assert [c.question.competency.code for c in as_("ani").get(page).context["cards"]] == [
        "PLP", "KOM", "PRB", "EMP",
    ]  # fmt: skip

    as_("ani").post(page, ANSWERS)
    row = SelfRating.objects.get()
    assert not Result.objects.exists()
    as_("budi").post(f"/ukur/konfirmasi/{row.public_id}/", {"setuju": "1"})

    found = Result.objects.order_by("competency__order")
    assert list(found.values_list("person", "kind", "level", "measured_on")) == [
        (cast.ani.pk, "self_confirmed", level, dt.date(2026, 11, 23)) for level in (2, 3, 2, 1)
    ]
    row.refresh_from_db()
    assert (row.state, row.confirmed_by) == ("confirmed", cast.budi.user)


def test_the_head_changes_one_level_and_the_ledger_says_which(cast: Cast, as_: As) -> None:
    dictionary()
    row = rating(cast.ani, PLP=4, KOM=3)

    as_("budi").post(f"/ukur/konfirmasi/{row.public_id}/", {"PLP": "2", "KOM": "3"})

    assert float(Result.objects.get(competency__code="PLP").level) == 2
    assert Entry.objects.get(action="assessment.confirm").detail["changed"] == {"PLP": [4, 2]}


def test_a_missing_card_is_marked_and_the_other_answers_stay(cast: Cast, as_: As) -> None:
    dictionary()

    answer = as_("ani").post(f"/ukur/diri/{cast.ani.public_id}/", {"PLP": "2", "KOM": "9"})

    cards = answer.context["cards"]
    assert [card.chosen for card in cards] == [2, None, None, None]
    assert [card.is_missing for card in cards] == [False, True, True, True]
    assert not SelfRating.objects.exists()


def test_nobody_confirms_the_own_rating(cast: Cast, as_: As) -> None:
    dictionary()
    row = rating(cast.budi)

    assert as_("budi").get(f"/ukur/konfirmasi/{row.public_id}/").status_code == 404
    assert (
        as_("budi").post(f"/ukur/konfirmasi/{row.public_id}/", {"setuju": "1"}).status_code == 404
    )


@pytest.mark.parametrize("name", ["ani", "dani", "officer", "citra", "mayor"])
def test_only_the_head_confirms(cast: Cast, as_: As, name: str) -> None:
    dictionary()
    row = rating(cast.ani)

    answer = as_(name).post(f"/ukur/konfirmasi/{row.public_id}/", {"setuju": "1"})

    assert answer.status_code in (403, 404)
    assert not Result.objects.exists()


def test_the_officer_fills_in_for_a_colleague_and_is_named(cast: Cast, as_: As) -> None:
    dictionary()

    as_("officer").post(f"/ukur/diri/{cast.ani.public_id}/", ANSWERS)

    entry = Entry.objects.get(action="assessment.self_rating")
    assert (entry.actor_name, entry.role) == ("ELIA SUEBU", "opd_officer")
    assert entry.detail["filled_in_for"] is True
    assert SelfRating.objects.get().person == cast.ani


@pytest.mark.parametrize("name", ["budi", "dani", "citra"])
def test_nobody_else_fills_in(cast: Cast, as_: As, name: str) -> None:
    dictionary()

    assert as_(name).get(f"/ukur/diri/{cast.ani.public_id}/").status_code == 404


def test_a_returned_rating_shows_the_word_and_is_filled_in_again(cast: Cast, as_: As) -> None:
    dictionary()
    row = rating(cast.ani)
    as_("budi").post(f"/ukur/konfirmasi/{row.public_id}/kembalikan/", {"catatan": "Terlalu rendah"})

    assert "Terlalu rendah" in as_("ani").get("/ukur/").content.decode()
    as_("ani").post(f"/ukur/diri/{cast.ani.public_id}/", ANSWERS)

    row.refresh_from_db()
    assert (row.state, row.note, row.answers["EMP"]) == ("open", "", 1)


def test_a_decided_rating_is_not_decided_again(cast: Cast, as_: As) -> None:
    dictionary()
    row = rating(cast.ani)
    with unguarded():
        SelfRating.objects.update(state="confirmed")

    assert as_("budi").get(f"/ukur/konfirmasi/{row.public_id}/").status_code == 404


def test_coverage_counts_valid_results_of_what_the_post_requires(cast: Cast, as_: As) -> None:
    made = dictionary()
    skj(cast.ani.position, made["KES"], 2)
    with unguarded():
        for code, day in (("PLP", "2023-11-23"), ("KOM", "2023-11-22"), ("KES", "2026-01-01")):
            Result.objects.create(
                person=cast.ani, competency=made[code], kind="test", level=2, measured_on=day
            )

    rows = {row.unit.code: row for row in as_("citra").get("/ukur/cakupan/").context["rows"]}

    # health office: Ani and her colleague need 5 each, Budi and the officer 4 each;
    # Ani's KOM is one day too old
    assert (rows["DINKES"].required, rows["DINKES"].measured) == (18, 2)
    assert (rows["DUKCAPIL"].required, rows["DUKCAPIL"].measured) == (4, 0)
    own = as_("budi").get("/ukur/cakupan/").context["rows"]
    assert [(row.unit.code, row.n_people) for row in own] == [("DINKES", 3)]


@pytest.mark.parametrize(
    ("day", "oldest"),
    [(dt.date(2026, 11, 23), dt.date(2023, 11, 23)), (dt.date(2028, 2, 29), dt.date(2025, 2, 28))],
)
def test_results_are_valid_for_three_years(day: dt.date, oldest: dt.date) -> None:
    assert oldest_valid(law_on(day)) == oldest
