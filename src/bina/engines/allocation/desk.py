"""The desk on which one thread works out a person's bundle, and the levels that it holds."""

from typing import NamedTuple

import numpy as np
from numba import njit

from bina.engines.allocation.levels import closure_at, insert_effect, level_with, remove_effect
from bina.engines.allocation.model import Floats, Ints, Longs
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.tables import Table

MAX_BUNDLE = 24  # seats of one person and year; a longer bundle would only loosen the bound
PIN_BONUS = 1.0e6  # makes a pinned seat part of every best bundle; taken off again in the bounds
MAX_OWN = 16  # half-days, forms and programmes with a price of the person's own
MAX_HOSTS, MAX_GUESTS = 4, 3  # needs that take in programmes at home elsewhere; of each
NEVER = -1.0e300
TINY = 1.0e-9
FREE, IN = 0, 1


# Tables of the desk: a record per pair, entry, class or need of the person at hand, per row and
# option of the knapsacks, per seat of a bundle, per depth of the search.
PAIRS = np.dtype(
    [("price", "f8"), ("asked", "f8"), ("shut", "i4"), ("allowed", "u1"), ("open", "u1")],
    align=True,
)  # asked: with the person's own prices of half-days; open: allowed and not shut at the node;
# shut: a stack of shut pairs
ENTRIES = np.dtype([("state", "u1"), ("pushed", "u1")])  # pushed: it is part of the levels
CLASSES = np.dtype([("price", "f8"), ("gain", "f8"), ("worth", "f8"), ("pair", "i4")], align=True)
NEEDS = np.dtype([("worth", "f8"), ("kept", "f8"), ("n_in", "i4"), ("count", "i4")], align=True)
ROWS = np.dtype(
    [("option", "i4"), ("reach", "i4"), ("first", "i4"), ("last", "i4"), ("kind", "u1"),
     ("must", "u1")], align=True,
)  # fmt: skip
FORM_ROWS = np.dtype([("option", "i4"), ("reach", "i4"), ("must", "u1")], align=True)
OPTIONS = np.dtype([("worth", "f8"), ("steps", "i4"), ("ref", "i4")], align=True)
HOURS = np.dtype([("best", "f8"), ("ref", "i4"), ("cheap", "i4")], align=True)
BUNDLE = np.dtype(
    [("entry", "i4"), ("cls", "i4"), ("pair", "i4"), ("again", "i4")]
)  # again: its programme is in the bundle before
TIES = np.dtype(
    [("price", "f8"), ("first", "i4"), ("later", "i4"), ("one", "i4"), ("two", "i4")], align=True
)  # first, later: members of the set; one, two: their pairs in order
OWN = np.dtype(
    [("price", "f8"), ("kind", "i4"), ("which", "i4"), ("over", "i4")], align=True
)  # over: by how much the relaxed bundle takes more than there is
OWN_SUM = np.dtype(
    [("total", "f8"), ("taken_in", "f8"), ("n", "i4"), ("hosts", "i4")], align=True
)  # taken_in: what hosts gain by their guests alone, per worth 1
HOSTS = np.dtype(
    [("gap", "f8"), ("full", "f8"), ("weight", "f8"), ("sets", "i8"), ("need", "i4"), ("n", "i4"),
     ("n_sets", "i4"), ("chosen", "i4")], align=True,
)  # fmt: skip
GUESTS = np.dtype([("bonus", "f8"), ("price", "f8"), ("cls", "i4"), ("off", "i4")], align=True)
KEPT = np.dtype([("price", "f8"), ("need", "i4"), ("cls", "i4")], align=True)
TAKEN = np.dtype([("pair", "i4"), ("entry", "i4")])
FRAMES = np.dtype(
    [("bound", "f8"), ("kind", "i4"), ("entry", "i4"), ("pick", "i4"), ("shut", "i4"),
     ("phase", "i4"), ("state", "i4")], align=True,
)  # fmt: skip


class Desk(NamedTuple):
    """Working memory of one thread. Tables are records, so that a call passes few columns."""

    pairs: Table
    entries: Table
    classes: Table
    needs: Table
    in_lift: Floats  # (need, number): effects pushed so far, by ceiling
    in_ceiling: Floats
    set_gain: Floats  # per set of the person, beside what must be in
    value: Floats  # (row + 1, hour steps): best value with the first rows
    rows: Table
    options: Table
    form_value: Floats  # the same for the entries of the open forms
    form_rows: Table
    form_options: Table
    hours: Table  # per hour steps: best set of a need; number of cheap classes
    cheap_worth: Floats  # (hour steps, number): classes that only fill hours
    cheap_class: Ints
    bundle: Table  # the relaxation's
    taken: Table  # the bundle under repair
    frames: Table
    ties: Table  # per set of the person: price of the order of tied programmes
    own: Table  # what has a price of the person's own
    own_sum: Table  # one row: numbers and sums of the own prices
    hosts: Table
    guests: Table  # MAX_GUESTS rows for each host
    host_value: Floats  # (host, set or none, choice of guests): closure
    kept_own: Table  # own prices to begin with, and those that the root ended with
    kept_guests: Table
    kept_sum: Longs  # their numbers
    guest_lift: Floats
    guest_ceiling: Floats
    result: Ints
    line_left: Longs
    pool_left: Longs


def make_desk(problem: Problem) -> Desk:
    """Working memory large enough for every person of the problem."""
    P, d = problem, MAX_BUNDLE + 2
    e, p, k, c = P.max_entries + 1, P.max_pairs + 1, P.max_needs + 1, P.max_classes + 1
    s, n_forms = P.max_states + 1, P.form_cap.size
    rows, form_rows = P.max_entries + P.max_groups + 2, e + n_forms + 1
    return Desk(
        np.zeros(p, PAIRS), np.zeros(e, ENTRIES), np.zeros(c, CLASSES), np.zeros(k, NEEDS),
        np.zeros((k, d)), np.zeros((k, d)), np.zeros(P.max_sets + 1),
        np.zeros((rows + 1, s)), np.zeros(rows + 1, ROWS),
        np.zeros(c + (P.max_groups + n_forms + 1) * s, OPTIONS),
        np.zeros((form_rows, s)), np.zeros(form_rows, FORM_ROWS), np.zeros(c, OPTIONS),
        np.zeros(s, HOURS), np.zeros((s, s)), np.zeros((s, s), np.int32),
        np.zeros(2 * c, BUNDLE), np.zeros(d, TAKEN), np.zeros(d, FRAMES),
        np.zeros(P.max_sets + 1, TIES), np.zeros(MAX_OWN, OWN), np.zeros(1, OWN_SUM),
        np.zeros(MAX_HOSTS, HOSTS), np.zeros(MAX_HOSTS * MAX_GUESTS, GUESTS),
        np.zeros((MAX_HOSTS, P.max_sets + 1, 1 << MAX_GUESTS)),
        np.zeros(MAX_OWN, OWN), np.zeros(MAX_HOSTS * MAX_GUESTS, KEPT), np.zeros(2, np.int64),
        np.zeros(d), np.zeros(d),
        np.zeros(d, np.int32), P.line.copy(), P.pool.copy(),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def gain_of(P: Problem, D: Desk, first_need: int, entry: int, units: int) -> float:
    """Closure gained by adding an entry to what is pushed."""
    gain = 0.0
    for r in range(P.entry[entry].rise, P.entry[entry + 1].rise):
        need = P.rise[r].need
        h = level_with(
            D.needs[need].n_in, D.in_lift[need], D.in_ceiling[need],
            P.rise[r].lift * units, P.rise[r].ceiling,
        )  # fmt: skip
        k = first_need + need
        gain += closure_at(h, P.need[k].gap, P.need[k].full, P.need[k].weight, P.late_slope)
        gain -= D.needs[need].worth
    return gain


@njit(cache=True, nogil=True)
def push_effects(P: Problem, D: Desk, first_need: int, entry: int, units: int) -> float:
    """Add an entry's effects to the person's levels; returns the closure gained."""
    gain = 0.0
    for r in range(P.entry[entry].rise, P.entry[entry + 1].rise):
        need, k = P.rise[r].need, first_need + P.rise[r].need
        lift, ceiling, n = P.rise[r].lift * units, P.rise[r].ceiling, D.needs[need].n_in
        h = level_with(n, D.in_lift[need], D.in_ceiling[need], lift, ceiling)
        worth = closure_at(h, P.need[k].gap, P.need[k].full, P.need[k].weight, P.late_slope)
        insert_effect(n, D.in_lift[need], D.in_ceiling[need], lift, ceiling)
        D.needs[need].n_in = n + 1
        gain += worth - D.needs[need].worth
        D.needs[need].worth = worth
    return gain


@njit(cache=True, nogil=True)
def pop_effects(P: Problem, D: Desk, first_need: int, entry: int, units: int) -> None:
    """Take an entry's effects off again."""
    for r in range(P.entry[entry].rise, P.entry[entry + 1].rise):
        need, k = P.rise[r].need, first_need + P.rise[r].need
        lift, ceiling, n = P.rise[r].lift * units, P.rise[r].ceiling, D.needs[need].n_in
        h = remove_effect(n, D.in_lift[need], D.in_ceiling[need], lift, ceiling)
        D.needs[need].n_in = n - 1
        D.needs[need].worth = closure_at(
            h, P.need[k].gap, P.need[k].full, P.need[k].weight, P.late_slope
        )


@njit(cache=True, nogil=True)
def clear_levels(P: Problem, D: Desk, i: int) -> None:
    """Nothing pushed yet for person i."""
    for k in range(P.person[i + 1].need - P.person[i].need):
        D.needs[k].n_in = 0
        D.needs[k].worth = 0.0


@njit(cache=True, nogil=True)
def entry_of(P: Problem, i: int, p: int) -> int:
    """Entry of pair p of person i, as a number within the person."""
    return P.cls[P.pair[p].cls].entry - P.person[i].entry


@njit(cache=True, nogil=True)
def closure_of(P: Problem, D: Desk, i: int, pairs: Ints, n: int) -> float:
    """Closure of person i's first n pairs. Leaves the levels of that bundle on the desk."""
    clear_levels(P, D, i)
    total = 0.0
    for a in range(n):
        entry = P.person[i].entry + entry_of(P, i, pairs[a])
        units = P.cls[P.pair[pairs[a]].cls].units
        total += push_effects(P, D, P.person[i].need, entry, units)
    return total
