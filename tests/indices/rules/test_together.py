"""Several actions at once: against a plain count of each person, and over all subsets."""

import itertools
import math
import random
from datetime import date
from decimal import Decimal

import numpy as np

from bina.indices.rules.codes import DISCIPLINE, EDUCATION, PATHS, PREDICATE, coded
from bina.indices.rules.ip_asn import EVIDENCE, Facts, tables_of
from bina.indices.rules.together import (
    Compared,
    Effect,
    Gain,
    Standing,
    compared,
    done,
    gain,
    ranked,
)
from bina.law.law import law_on
from bina.law.scaled import MISSING
from bina.people.rules.hours import Record

LAW = law_on(date(2026, 11, 23))
POINTS = LAW.parameter("ip_asn.bkn_8_2019.competence").value
TABLES = tables_of(LAW, "bkn_8_2019")
FORMS = LAW.value("development.forms")


def standing(paths, evidence=None, hours=None, minimum=2000, **more):
    n = len(paths)
    facts = Facts(
        coded(["40"] * n, EDUCATION), coded(paths, PATHS),
        np.array(evidence if evidence is not None else [0] * n, np.uint8),
        coded(["baik"] * n, PREDICATE), coded(["none"] * n, DISCIPLINE),
    )  # fmt: skip
    own = np.array(hours if hours is not None else [0] * n, np.int64)
    return Standing(facts, TABLES, own, np.full(n, minimum), 2026, FORMS, **more)


def effect(bits, hours=None, **more):
    n = len(bits)
    own = np.array(hours if hours is not None else [0] * n, np.int64)
    return Effect(np.array(bits, np.uint8), own, **more)


def test_what_two_actions_bring_the_same_person_counts_once():
    start = standing(["general", "functional"], hours=[1500, 0])
    technical = effect([4, 4], [2000, 2000])  # bit of "technical"

    once = done(start, technical)
    both = done(once, effect([4, 8], [2000, 0]))

    assert gain(start, once).points.tolist() == [2250, 1500]
    assert gain(start, both).points.tolist() == [2250, 2500]
    assert gain(once, both).reached.tolist() == [False, False]
    assert gain(start, both).n_reached == 2


def test_who_has_no_total_gains_nothing():
    start = standing(["nobody", "general"])

    found = gain(start, done(start, effect([4, 4])))

    assert found.points.tolist() == [0, 2250]


def test_jp_of_nobody_whose_minimum_no_rule_says():
    start = standing(["general"], minimum=MISSING)
    after = done(start, effect([0], [9000]))

    assert (start.owed.tolist(), gain(start, after).n_reached) == ([0], 0)


def coaching(day, jp):
    return Record("Coaching", date(2026, 3, day), Decimal(jp), "approved", date(2026, 3, day))


def test_a_form_with_a_cap_counts_up_to_it_whatever_is_there_already():
    start = standing(["general"] * 2, hours=[200, 0], capped={0: [coaching(2, 2)]})
    more = effect([0, 0], capped={0: [coaching(9, 4)], 1: [coaching(9, 4), coaching(16, 4)]})

    after = done(start, more)

    assert after.hours.tolist() == [400, 400]  # 4 JP a month
    assert done(after, effect([0, 0], capped={1: [coaching(20, 2)]})).hours.tolist() == [400, 400]
    assert start.hours.tolist() == [200, 0]  # what was given stays as it was


def plain_points(path, evidence):
    return sum(POINTS[path][name] for at, name in enumerate(EVIDENCE) if evidence >> at & 1)


def random_town(chance, n_people, n_actions):
    paths = [chance.choice(["structural", "functional", "general"]) for _ in range(n_people)]
    evidence = [chance.randrange(16) for _ in paths]
    hours = [chance.choice([0, 600, 1200, 1900, 2000]) for _ in paths]
    actions = {
        f"a{at}": ([chance.choice([0, 0, 1, 4, 8, 12]) for _ in paths],
                   [chance.choice([0, 0, 400, 800, 2000]) for _ in paths])
        for at in range(n_actions)
    }  # fmt: skip
    return paths, evidence, hours, actions


def plain(town, names):
    """(hundredths of points, people newly with 20 JP) of a set, person by person."""
    paths, evidence, hours, actions = town
    points, reached = 0.0, 0
    for at, path in enumerate(paths):
        after, jp = evidence[at], hours[at]
        for name in names:
            after |= actions[name][0][at]
            jp += actions[name][1][at]
        points += plain_points(path, after) - plain_points(path, evidence[at])
        reached += hours[at] < 2000 <= jp
    return round(points * 100), reached


def test_every_subset_is_what_a_plain_count_of_each_person_says():
    chance = random.Random(5)
    for _round in range(12):
        town = random_town(chance, chance.randint(1, 6), 5)
        start = standing(town[0], town[1], town[2])
        for size in range(6):
            for names in itertools.combinations(town[3], size):
                after = start
                for name in chance.sample(names, len(names)):  # in any order
                    after = done(after, effect(*town[3][name]))
                found = gain(start, after)
                assert (found.total_points, found.n_reached) == plain(town, names)


def test_each_next_action_adds_most_and_the_first_k_are_close_to_the_best_k():
    chance = random.Random(8)
    for _round in range(40):
        town = random_town(chance, chance.randint(1, 8), 5)
        start = standing(town[0], town[1], town[2])

        def step(name, now, actions=town[3]):
            after = done(now, effect(*actions[name]))
            return (name, gain(now, after).total_points), after

        order, empty, last = ranked(list(town[3]), start, step, lambda one: -one[1] or None)

        taken = [name for name, _points in order]
        assert sorted(taken + [name for name, _points in empty]) == sorted(town[3])
        assert sum(points for _name, points in order) == gain(start, last).total_points
        for at, (name, points) in enumerate(order):
            before = plain(town, taken[:at])[0]
            adds = {
                one: plain(town, [*taken[:at], one])[0] - before
                for one in set(town[3]) - set(taken[:at])
            }
            assert points == adds[name] == max(adds.values())
            best = max(plain(town, names)[0] for names in itertools.combinations(town[3], at + 1))
            assert plain(town, taken[: at + 1])[0] >= (1 - 1 / math.e) * best
        assert all(plain(town, [*taken, name])[0] == plain(town, taken)[0] for name, _ in empty)


def test_why_the_set_is_not_the_sum_is_counted_person_by_person():
    def one(points, reached):
        return Gain(np.array(points), np.array(reached, bool))

    alone = [one([2250, 1500, 0, 0], [1, 0, 0, 0]), one([2250, 1500, 0, 0], [1, 0, 0, 0])]
    together = one([2250, 1500, 0, 0], [1, 0, 1, 0])
    squeezed = np.array([False, True, False, False])

    assert compared(alone, together, squeezed) == Compared(twice=1, squeezed=1, only_together=1)
    assert compared([], together, squeezed) == Compared(0, 0, 0)
