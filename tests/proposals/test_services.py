"""Propose, rank, answer: each on the real tables, with its ledger entry."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from bina.accounts.permissions import Role
from bina.audit.guard import unguarded
from bina.audit.models import Entry
from bina.audit.services import Actor
from bina.calendar.models import Duty
from bina.gaps.models import PriorityFactor
from bina.gaps.selectors.inputs import gap_inputs
from bina.gaps.selectors.people import person_gaps
from bina.gaps.selectors.runs import current_run
from bina.inbox.models import Message
from bina.law.law import law_on
from bina.people.models import Headship, Person, Unit
from bina.proposals.models import Proposal, UnitList
from bina.proposals.selectors.lateness import rankers_of_proposal
from bina.proposals.selectors.lists import on_list, rankable, unit_lists
from bina.proposals.selectors.rounds import current_round
from bina.proposals.services.deciding import decide
from bina.proposals.services.proposing import (
    NothingComputed,
    NotNeeded,
    ProposedBefore,
    TooLate,
    WordsWanted,
    propose,
    send_list,
    withdraw,
)
from bina.proposals.services.ranking import ListChanged, rank_list
from bina.text import Text
from tests.cast import grant
from tests.gaps.scene import competencies, run
from tests.proposals.scene import DAY, YEAR, access, gaps, proposed

pytestmark = pytest.mark.django_db
WEIGHT = Decimal("1.2")


@pytest.fixture(autouse=True)
def day(settings) -> None:
    settings.FIXED_DAY = DAY.isoformat()


def say(cast, person: str, competency, reason="Loket ramai, warga cemas", **more):
    actor = Actor(cast.user(person).pk, getattr(cast, person).name, Role.EMPLOYEE)
    facts = {"year": YEAR, "origin": "employee", "day": DAY, **more}
    return propose(actor, getattr(cast, person), competency, reason, **facts)


def answer(cast, who, rows, verb, words="Sesuai kebutuhan unit", value=WEIGHT):
    return decide(access(cast, who), rows, verb, words, value=value, day=DAY)


def test_a_gap_is_proposed_in_own_words_and_in_the_ledger(cast) -> None:
    made = say(cast, "ani", gaps(cast)["KOM"], "  Loket   ramai ")

    assert (made.person, made.state, made.reason) == (cast.ani, "sent", "Loket ramai")
    assert (made.of_head, made.rank, made.proposed_on) == (False, None, DAY)
    assert Entry.objects.latest("sequence").action == "proposals.propose"


def test_what_is_unmeasured_may_be_proposed_and_what_is_met_may_not(cast) -> None:
    made = gaps(cast)

    assert say(cast, "ani", made["KES"]).state == "sent"
    with pytest.raises(NotNeeded):
        say(cast, "ani", made["PLP"])  # level 5 is held
    with pytest.raises(NotNeeded):
        say(cast, "dani", made["KES"])  # his post does not require it


def test_the_same_need_once_and_never_without_words(cast) -> None:
    made = gaps(cast)
    say(cast, "ani", made["KOM"])

    with pytest.raises(ProposedBefore):
        say(cast, "ani", made["KOM"])
    with pytest.raises(WordsWanted):
        say(cast, "ani", made["KES"], "   ")
    with pytest.raises(IntegrityError), transaction.atomic(), unguarded():
        proposed(cast.ani, made["KOM"])


def test_nothing_is_proposed_before_gaps_are_computed(cast) -> None:
    with pytest.raises(NothingComputed):
        say(cast, "ani", competencies()["KOM"])


def test_taken_back_until_the_agency_begins_and_then_proposed_again(cast) -> None:
    made = gaps(cast)
    first, second = say(cast, "ani", made["KOM"]), say(cast, "ani", made["KES"])
    answer(cast, "citra", [second], "verify")

    withdraw(access(cast, "ani"), first, DAY)

    first.refresh_from_db()
    assert first.state == "withdrawn"
    with pytest.raises(TooLate):
        withdraw(access(cast, "ani"), second, DAY)
    assert say(cast, "ani", made["KOM"]).pk != first.pk


def test_a_heads_need_stands_on_the_list_above(cast) -> None:
    made = gaps(cast)
    own, anis = say(cast, "budi", made["KOM"]), say(cast, "ani", made["KOM"])

    assert own.of_head
    assert list(on_list(cast.health, YEAR)) == [own]
    assert list(on_list(cast.puskesmas, YEAR)) == [anis]
    lists = {row.unit: row.n for row in unit_lists(YEAR)}
    assert lists == {cast.health: 1, cast.puskesmas: 1}


def heads_health(cast) -> None:
    """Elia heads the health office, above which nobody who could rank has a log-in."""
    with unguarded():
        cast.officer.position = cast.hr_head.position
        cast.officer.save()


def test_the_needs_of_heads_of_offices_are_ranked_by_the_agencys_head(cast) -> None:
    made = gaps(cast)
    heads_health(cast)
    elia = proposed(cast.officer, made["KOM"], of_head=True)
    frans = proposed(cast.hr_head, made["KOM"], of_head=True)
    anis = proposed(cast.ani, made["KOM"])
    head = access(cast, "hr_head")

    left = rankable(head.reach("proposals.rank"), YEAR)
    typed = {str(frans.public_id): 1, str(elia.public_id): 2}
    rank_list(head, cast.city, YEAR, typed, day=DAY)

    assert left == {cast.agency.pk, cast.city.pk}  # not Ani's, which Budi ranks
    assert list(on_list(cast.city, YEAR)) == [elia, frans]  # the own need last
    entry = Entry.objects.latest("sequence")
    assert (entry.action, entry.role) == ("proposals.rank", Role.HR_HEAD)
    assert list(on_list(cast.puskesmas, YEAR)) == [anis]
    assert rankable(access(cast, "officer").reach("proposals.rank"), YEAR) == {
        cast.health.pk,
        cast.puskesmas.pk,
    }


def test_a_head_above_goes_before_the_agency_and_its_deputy_ranks_for_it(cast) -> None:
    made = gaps(cast)
    heads_health(cast)
    elia = proposed(cast.officer, made["KOM"], of_head=True)
    with unguarded():
        grant(cast.user("dani"), Role.HR_HEAD)  # as a secretary who acts for the head
    secretary = access(cast, "dani")
    assert cast.city.pk in rankable(secretary.reach("proposals.rank"), YEAR)
    rank_list(secretary, cast.city, YEAR, {str(elia.public_id): 1}, day=DAY)
    elia.refresh_from_db()
    assert elia.rank == 1

    with unguarded():  # a city secretary: above the office stands a head now
        Headship.objects.create(unit=cast.city, person=cast.colleague, valid_from=DAY)
    assert rankable(secretary.reach("proposals.rank"), YEAR) == set()
    assert rankers_of_proposal(elia) == (cast.colleague.full_name,)


def test_a_head_with_nothing_above_is_ranked_by_the_agency_too(cast) -> None:
    made = gaps(cast)
    with unguarded():
        Unit.objects.filter(pk=cast.health.pk).update(parent=None, path=f"/{cast.health.pk}/")
    heads_health(cast)
    proposed(Person.objects.get(pk=cast.officer.pk), made["KOM"], of_head=True)

    assert rankable(access(cast, "hr_head").reach("proposals.rank"), YEAR) == {
        cast.agency.pk,
        cast.health.pk,
    }


def test_the_head_orders_by_numbers_and_one_step(cast) -> None:
    made = gaps(cast)
    a, b, c = (
        say(cast, "ani", made["KOM"]),
        say(cast, "ani", made["KES"]),
        say(cast, "colleague", made["KOM"]),
    )
    budi = access(cast, "budi")
    typed = {str(a.public_id): 3, str(b.public_id): 1, str(c.public_id): 2}

    rank_list(budi, cast.puskesmas, YEAR, typed, day=DAY)
    assert list(on_list(cast.puskesmas, YEAR)) == [b, c, a]
    rank_list(budi, cast.puskesmas, YEAR, {**typed}, day=DAY, move=(str(a.public_id), -1))
    assert list(on_list(cast.puskesmas, YEAR)) == [b, a, c]
    assert [row.rank for row in on_list(cast.puskesmas, YEAR)] == [1, 2, 3]
    said = UnitList.objects.get(unit=cast.puskesmas, year=YEAR)
    assert (said.ranked_on, said.ranked_by) == (DAY, cast.budi.name)
    with pytest.raises(ListChanged):
        rank_list(budi, cast.puskesmas, YEAR, {str(a.public_id): 1}, day=DAY)


def test_a_deputy_cannot_put_the_own_need_first(cast) -> None:
    made = gaps(cast)
    own, other = say(cast, "ani", made["KOM"]), say(cast, "colleague", made["KOM"])
    deputy = replace(
        access(cast, "ani"),
        roles=frozenset({Role.EMPLOYEE, Role.UNIT_HEAD}),
        units={Role.UNIT_HEAD: frozenset({cast.puskesmas.pk})},
    )

    rank_list(
        deputy, cast.puskesmas, YEAR, {str(own.public_id): 1, str(other.public_id): 2}, day=DAY
    )

    assert list(on_list(cast.puskesmas, YEAR)) == [other, own]


def test_a_validated_need_is_one_accepted_factor_that_weighs_the_gap(cast) -> None:
    made = gaps(cast)
    row = say(cast, "ani", made["KOM"])
    before = {one.competency.code: one.weight for one in person_gaps(current_run(), cast.ani)}

    answer(cast, "citra", [row], "verify")
    answer(cast, "hr_head", [row], "validate", value=Decimal("1.35"))
    run()

    row.refresh_from_db()
    factor = PriorityFactor.objects.get()
    assert row.factor == factor
    assert (factor.source, factor.state, factor.value) == ("proposal", "accepted", Decimal("1.35"))
    assert (factor.person, factor.competency, factor.period) == (cast.ani, made["KOM"], "AKPK 2027")
    assert "Loket ramai" in Text.from_json(factor.evidence).plain()
    after = {one.competency.code: one.weight for one in person_gaps(current_run(), cast.ani)}
    assert after["KOM"] == pytest.approx(before["KOM"] * 1.35)
    assert after["PLP"] == before["PLP"]


def test_a_validated_need_weighs_until_its_year_is_over(cast) -> None:
    row = say(cast, "ani", gaps(cast)["KOM"])
    answer(cast, "citra", [row], "verify")
    answer(cast, "hr_head", [row], "validate")

    def weighs_on(day: dt.date) -> bool:
        inputs = gap_inputs(day, law_on(day))
        return PriorityFactor.objects.get().pk in inputs.factor_id

    assert weighs_on(DAY) and weighs_on(dt.date(YEAR, 12, 31))
    assert not weighs_on(dt.date(YEAR + 1, 1, 1))


def test_reopened_takes_the_weight_away(cast) -> None:
    row = say(cast, "ani", gaps(cast)["KOM"])
    for verb in ("verify", "validate", "reopen"):
        answer(cast, "citra", [row], verb)
        row.refresh_from_db()

    assert row.state == "sent"
    assert PriorityFactor.objects.get().state == "refused"
    assert [step.after for step in row.steps.all()] == ["verified", "validated", "sent"]


def test_every_refusal_reaches_who_proposed_in_words(cast) -> None:
    made = gaps(cast)
    own = say(cast, "ani", made["KOM"])
    by_officer = proposed(
        cast.colleague, made["KOM"], origin="officer", proposed_by_user=cast.officer.user
    )

    answer(cast, "citra", [own, by_officer], "refuse", "Sudah dilatih bulan Mei.")

    told = {
        (row.user_id, Text.from_json(row.text).plain(), row.kind) for row in Message.objects.all()
    }
    assert {user for user, *_ in told} == {
        cast.ani.user_id, cast.colleague.user_id, cast.officer.user_id
    }  # fmt: skip
    assert all("Sudah dilatih bulan Mei." in text and kind == "answer" for _, text, kind in told)
    assert Message.objects.filter(link_type="proposal", link_id=own.public_id).count() == 1


def test_no_answer_without_words_and_none_to_oneself(cast) -> None:
    made = gaps(cast)
    row = say(cast, "ani", made["KOM"])
    own = proposed(cast.citra, made["PLP"])

    with pytest.raises(WordsWanted):
        answer(cast, "citra", [row], "refuse", "  ")
    done = answer(cast, "citra", [row, own], "validate")

    assert done.n_done == 0  # nobody verified them
    assert {str(why) for _, why in done.skipped} == {
        "Usulan sendiri diputuskan oleh orang lain di BKPP.",
        "Keadaannya sekarang tidak mengizinkan langkah ini.",
    }
    assert not PriorityFactor.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic(), unguarded():
        Proposal.objects.filter(pk=row.pk).update(state="refused")  # the database wants words


def test_a_refused_need_with_a_newer_one_is_not_reopened(cast) -> None:
    made = gaps(cast)
    first = say(cast, "ani", made["KOM"])
    answer(cast, "citra", [first], "refuse")
    say(cast, "ani", made["KOM"])

    done = answer(cast, "citra", [first], "reopen")

    assert (done.n_done, str(done.skipped[0][1])) == (
        0, "Kebutuhan yang sama sudah diusulkan lagi; putuskan yang baru.",
    )  # fmt: skip


def test_sending_counts_all_units_below_and_none_is_an_answer(cast) -> None:
    made = gaps(cast)
    say(cast, "ani", made["KOM"])
    actor = Actor(cast.officer.user_id, cast.officer.name, "opd_officer")

    sent = send_list(actor, cast.health, YEAR, DAY)
    empty = send_list(actor, cast.registry, YEAR, DAY)

    assert (sent.n_sent, sent.sent_on, empty.n_sent) == (1, DAY, 0)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (dt.date(2026, 12, 15), 2027),
        (dt.date(2026, 12, 16), 2028),
        (dt.date(2027, 1, 1), 2028),
    ],
)
def test_the_round_turns_after_its_last_deadline(cast, day, year) -> None:
    assert current_round(day).year == year


def test_hrs_own_deadline_counts_over_the_default(cast) -> None:
    with unguarded():
        Duty.objects.create(
            year=2027, code="AKPK-VALIDASI", what="Validasi", who="hr_head",
            deadline=dt.date(2027, 1, 10),
        )  # fmt: skip

    found = current_round(dt.date(2027, 1, 5))

    assert (found.year, found.collecting_ends) == (2027, dt.date(2026, 10, 15))
    assert found.stage == "AKPK-VALIDASI"
