"""Actions together on small towns: against a plain simulation and every possible seating."""

import datetime as dt
import itertools
import random

import numpy as np
import pytest

from bina.catalog.models import Programme, Session
from bina.catalog.selectors.prices import Prices
from bina.indices.rules.codes import DISCIPLINE, EDUCATION, PATHS, PREDICATE, coded
from bina.indices.rules.ip_asn import EVIDENCE, Facts, ip_asn, tables_of
from bina.indices.rules.together import Effect, Standing
from bina.indices.selectors.columns import People
from bina.indices.selectors.measured import Measured
from bina.law.law import law_on
from bina.web.pages.offers import FREE, NAMES, State, Town, joined, offers_alone

LAW = law_on(dt.date(2026, 11, 23))
TABLES = tables_of(LAW, "bkn_8_2019")
POINTS = LAW.parameter("ip_asn.bkn_8_2019.competence").value
KINDS = ["structural", "functional", "general"]
FORMS = [("Diklat Teknis", 24), ("Diklat Teknis", 10), ("Seminar", 8), ("Workshop", 24),
         ("Diklat Fungsional", 30), ("Pelatihan Manajerial", 30), ("E-learning", 20)]  # fmt: skip


def sessions_of(rows):
    """Sessions from (form, JP, first day of December, days)."""
    found = []
    for at, (form, jp, first, days) in enumerate(rows):
        start = dt.date(2026, 12, first)
        programme = Programme(pk=at + 1, form=form, jp=jp, code=f"P{at}", name=form)
        end = start + dt.timedelta(days=days - 1)
        found.append(Session(pk=at + 1, programme=programme, code=f"S{at}", start=start, end=end))
    return found


def town(kinds, evidence, hours, sessions, cost, free, drawer=None, unmatched=None):
    n = len(kinds)
    facts = Facts(
        coded(["40"] * n, EDUCATION), coded(kinds, PATHS), np.array(evidence, np.uint8),
        coded(["baik"] * n, PREDICATE), coded(["none"] * n, DISCIPLINE),
    )  # fmt: skip
    people = People(
        np.arange(n) + 1, np.zeros(n, np.int64), np.array(["pns"] * n), np.array([""] * n),
        np.zeros(n, np.int64), ["40"] * n, facts,
    )  # fmt: skip
    jp, owed = np.array(hours, np.int64), np.full(n, 2000)
    measured = Measured(LAW, "bkn_8_2019", people, ip_asn(facts, TABLES), jp, owed)
    standing = Standing(facts, TABLES, jp, owed, 2026, LAW.value("development.forms"))
    places = np.array(free, np.int64), np.zeros((n, len(sessions)), bool)
    prices = Prices(sessions, np.array(cost, np.int64).reshape(n, len(sessions)), False)
    return Town(
        measured, State(standing, places, np.ones(n, bool)), prices, drawer or Effect.of(n),
        np.array(unmatched if unmatched is not None else [0] * n, np.uint8),
    )  # fmt: skip


def both(found, picked=NAMES):
    alone = offers_alone(found)
    return alone, joined(found, alone, picked, cheap=False)


def test_a_training_and_a_certificate_of_one_person_count_once_and_take_no_seat():
    technical = 1 << EVIDENCE.index("technical")
    drawer = Effect(np.array([technical, 0], np.uint8), np.array([2400, 0]))
    found = town(["general"] * 2, [0, 0], [0, 0], sessions_of([("Diklat Teknis", 24, 1, 3)]),
                 [[500], [500]], [1], drawer)  # fmt: skip

    alone, joint = both(found, ["technical", "drawer"])

    first = {offer.name: offer.gain.points.tolist() for offer in alone}
    assert first["drawer"] == [2250, 0]
    assert first["technical"] == [2250, 0]  # alone, the seat goes to the first of both
    assert [(one.name, one.gain.points.tolist()) for one in joint.order] == [
        ("drawer", [2250, 0]), ("technical", [0, 2250]),
    ]  # fmt: skip
    assert (joint.points, joint.share, joint.cost) == (22.5, 100.0, 500)


def test_reports_of_one_person_are_decided_once():
    drawer = Effect(np.array([1 << EVIDENCE.index("seminar")], np.uint8), np.array([2000]))
    found = town(["general"], [0], [0], [], [[]], [], drawer)

    alone, joint = both(found)

    assert [offer.name for offer in alone if offer.priced.n_priced] == ["drawer", "drawer_hours"]
    assert [(one.name, one.points, one.share) for one in joint.order] == [("drawer", 17.5, 100.0)]
    assert [one.name for one in joint.empty if one.name in FREE] == ["drawer_hours"]
    assert (joint.share_alone, joint.compared.twice, joint.is_sum) == (200.0, 1, False)


def test_the_last_seat_goes_to_one_action():
    rows = [("Diklat Teknis", 24, 1, 3)]
    found = town(["general"] * 2, [4, 0], [0, 2000], sessions_of(rows), [[5], [5]], [1])

    alone, joint = both(found, ["technical", "hours"])

    assert {offer.name: offer.priced.n_priced for offer in alone}["hours"] == 1
    assert [(one.name, one.priced.n_priced) for one in joint.order] == [("technical", 1)]
    assert (joint.n_seats, joint.compared.squeezed, joint.cost, joint.cost_alone) == (1, 1, 5, 10)


def test_two_trainings_on_the_same_days_are_not_both_for_one_person():
    rows = [("Diklat Teknis", 24, 1, 3), ("Seminar", 8, 3, 1), ("Seminar", 8, 9, 1)]
    one = town(["general"], [0], [0], sessions_of(rows), [[5, 1, 9]], [9, 9, 9])

    _alone, joint = both(one, ["technical", "seminar"])

    taken = {offer.name: offer.session.tolist() for offer in joint.order}
    assert taken == {"technical": [0], "seminar": [2]}  # alone, the seminar costs 1
    assert joint.cost == 14


def test_a_person_may_reach_the_jp_by_two_actions_and_by_neither_alone():
    rows = [("Diklat Teknis", 24, 1, 3), ("Seminar", 8, 9, 1)]
    drawer = Effect(np.array([1 << EVIDENCE.index("technical")], np.uint8), np.array([1200]))
    one = town(["general"], [0], [0], sessions_of(rows[1:]), [[5]], [9], drawer)

    alone, joint = both(one, ["drawer", "seminar"])

    assert [offer.gain.n_reached for offer in alone if offer.name in ("drawer", "seminar")] == [
        0,
        0,
    ]
    assert (joint.gain.n_reached, joint.compared.only_together) == (1, 1)


def random_town(chance, *, ample=False):
    n, rows = chance.randint(1, 4), chance.sample(FORMS, chance.randint(1, 4))
    days = [(3 * at + 1, 2) if ample else (chance.randint(1, 6), chance.randint(1, 3))
            for at in range(len(rows))]  # fmt: skip
    sessions = sessions_of([(*row, *span) for row, span in zip(rows, days, strict=True)])
    cost = [[chance.choice([-1, 100, 200, 300]) for _s in rows] for _p in range(n)]
    bits = [chance.choice([0, 0, 4, 8, 12]) for _ in range(n)]
    waiting = [chance.choice([400, 2000]) if one else 0 for one in bits]
    return town(
        [chance.choice(KINDS) for _ in range(n)],
        [chance.randrange(16) for _ in range(n)],
        [chance.choice([0, 1200, 2000]) for _ in range(n)],
        sessions,
        cost,
        [n if ample else chance.randint(0, 2) for _ in rows],
        Effect(np.array(bits, np.uint8), np.array(waiting)),
        [chance.choice([0, 0, 1, 2]) for _ in range(n)],
    )


def check(found, joint, picked):
    """The set against its own acts, counted person by person in the law's names."""
    n, sessions = len(found.start.waits), found.prices.sessions
    seats, acts = {at: [] for at in range(n)}, {at: [] for at in range(n)}
    for offer in joint.order:
        for at, session in zip(
            offer.priced.action.people.tolist(), offer.session.tolist(), strict=True
        ):
            if offer.name in FREE:
                acts[at].append(offer.name)
            elif session >= 0:
                seats[at].append((offer.name, session))
    used = [session for own in seats.values() for _name, session in own]
    assert all(used.count(at) <= free for at, free in enumerate(found.start.places[0].tolist()))
    points, reached = 0, 0
    for at in range(n):
        own = [sessions[session] for _name, session in seats[at]]
        for one, other in itertools.combinations(own, 2):
            assert one.end < other.start or other.end < one.start
        assert all(found.prices.cost[at, session] >= 0 for _name, session in seats[at])
        now = person_after(found, at, seats[at], acts[at])
        points += now[0] - person_after(found, at, [], [])[0]
        reached += now[1] and not person_after(found, at, [], [])[1]
    assert (joint.gain.total_points, joint.gain.n_reached) == (points, reached)
    assert joint.gain.total_points == sum(offer.gain.total_points for offer in joint.order)
    assert joint.cost == sum(
        int(found.prices.cost[at, one]) for at in seats for _n, one in seats[at]
    )
    assert {offer.name for offer in (*joint.order, *joint.empty)} <= set(picked)


def person_after(found, at, seats, acts):
    """(hundredths of points, has the JP) of a person after seats and decisions, in plain words."""
    facts = found.measured.people.facts
    has = {name for bit, name in enumerate(EVIDENCE) if facts.evidence[at] >> bit & 1}
    jp = int(found.measured.hours[at])
    for name, session in seats:
        one = found.prices.sessions[session].programme
        has |= {name} if name in EVIDENCE else set()
        has |= {"technical"} if one.form == "Diklat Teknis" and one.jp >= 20 else set()
        has |= {"seminar"} if one.form in ("Seminar", "Workshop") else set()
        jp += one.jp * 100
    if {"drawer", "drawer_hours"} & set(acts):
        has |= {name for bit, name in enumerate(EVIDENCE) if found.drawer.evidence[at] >> bit & 1}
        jp += int(found.drawer.hours[at])
    if "match" in acts:
        has |= {name for bit, name in enumerate(EVIDENCE) if found.unmatched[at] >> bit & 1}
    kind = PATHS[facts.path[at] - 1]
    return round(sum(POINTS[kind][name] for name in has) * 100), jp >= 2000


def best_possible(found, picked):
    """Most hundredths of points that any seating of the picked actions gives; all are tried."""
    n, acts = len(found.start.waits), [name for name in picked if name in FREE]
    names = [name for name in picked if name not in FREE]
    forms = LAW.parameter("ip_asn.bkn_8_2019.forms").value
    every = [row["form"] for row in LAW.value("development.forms")]
    choices = []
    for at in range(n):
        own = []
        for seats in itertools.product(
            [None, *range(len(found.prices.sessions))], repeat=len(names)
        ):
            pairs = [(name, one) for name, one in zip(names, seats, strict=True) if one is not None]
            if allowed(found, at, pairs, forms | {"hours": every}):
                gained = (
                    person_after(found, at, pairs, acts)[0] - person_after(found, at, [], [])[0]
                )
                own.append((gained, [one for _name, one in pairs]))
        choices.append(own)
    best = 0
    for chosen in itertools.product(*choices):
        used = [one for _gained, seats in chosen for one in seats]
        if all(used.count(at) <= free for at, free in enumerate(found.start.places[0].tolist())):
            best = max(best, sum(gained for gained, _seats in chosen))
    return best


def allowed(found, at, pairs, forms):
    for name, one in pairs:
        programme = found.prices.sessions[one].programme
        if found.prices.cost[at, one] < 0 or programme.form not in forms[name]:
            return False
        if name == "technical" and programme.jp < 20:
            return False
    taken = [found.prices.sessions[one] for _name, one in pairs]
    return all(a.end < b.start or b.end < a.start for a, b in itertools.combinations(taken, 2))


@pytest.mark.parametrize("seed", range(6))
def test_every_subset_counts_as_its_own_acts_do_and_is_possible(seed):
    chance = random.Random(seed)
    for _round in range(3):
        found = random_town(chance)
        alone = offers_alone(found)
        for size in range(len(NAMES) + 1):
            for picked in itertools.combinations(NAMES, size):
                check(found, joined(found, alone, picked, cheap=chance.random() < 0.3), picked)


@pytest.mark.parametrize("ample", [True, False])
def test_no_set_promises_more_than_the_best_of_all_seatings(ample):
    chance = random.Random(3)
    best_found = 0
    for _round in range(60):
        found = random_town(chance, ample=ample)
        picked = chance.sample([*EVIDENCE, "drawer", "match"], 4)

        joint = both(found, picked)[1]

        best = best_possible(found, picked)
        assert joint.gain.total_points <= best
        best_found += joint.gain.total_points == best
    # With seats for all it is the best. Else people take the cheapest one after the other.
    assert best_found == 60 if ample else 45 <= best_found < 60
