"""What the kernels read: `Problem`, tables and columns made from an instance by `prepare`."""

from typing import NamedTuple

import numpy as np

from bina.engines.allocation.model import Bytes, Floats, Ints, Longs
from bina.engines.allocation.tables import Table


class Problem(NamedTuple):
    """Tables and columns for the kernels; see `tables` for the records.

    Entry e = (person, programme); pair p = (person, session); class: an entry's pairs with the same
    hours and units; cell = (staffing group, session). Properties are a table's columns.
    """

    n_people: int
    n_sessions: int
    person: Table
    pair: Table
    p_row: Longs  # row of the instance
    cell: Ints  # lists of pairs: cells that they use
    cells: Table  # by group, then session; spare: of the group, over all half-days of the session
    pq_quota: Ints  # lists of pairs: quotas whose count they raise
    entry: Table  # home: need (number within the person) in whose sets it is; -1: none; -2: tied
    item: Ints  # per person: entries (numbers within the person) in the knapsack's order
    cls: Table  # gain: closure alone; bonus: the part outside the sets of the entry's home
    group: Table  # sets of one need, or of entries tied by prerequisites: need -1
    sets: Table  # see `subsets`
    set_class: Ints  # (n_sets, MAX_MEMBERS)
    rise: Table  # effects of entries; need: number within the person
    before_entry: Ints  # lists of entries: entries of the person that must come first (numbers)
    need: Table
    session: Table  # most: no more than may attend; first, last: half-days, -1 for open forms
    slot: Ints
    clash: Bytes  # (n_sessions, n_sessions)
    staffing: Ints  # capacity (groups, slots)
    line: Longs
    pool: Longs
    form_cap: Ints
    quota: Ints
    fair: Ints  # (n_people, n_groupings) number of the group over all groupings; -1
    fair_need: Floats  # share_G = fair_share * N_G / N, per fair group
    fair_penalty: float
    late_slope: float
    owed: int  # JP that stage 1 counts for the empty plan: hours owed and seats held before
    n_pins: int  # different pinned pairs; more than p_pinned marks when one is impossible
    max_entries: int
    max_classes: int  # of one person
    max_states: int  # hour steps of a person's cap, and 1
    max_sets: int  # of a person
    max_groups: int
    max_pairs: int
    max_needs: int

    @property
    def jp_needed(self) -> Ints:
        """Hours still owed, (n_people,)."""
        return np.asarray(self.person["jp_needed"][:-1])

    @property
    def pair_ptr(self) -> Longs:
        """First pair of each person, (n_people + 1,)."""
        return np.asarray(self.person["pair"])

    @property
    def p_session(self) -> Ints:
        """Session of each pair."""
        return np.asarray(self.pair["session"][:-1])

    @property
    def p_cost(self) -> Longs:
        """Cost per head of each pair, rupiah."""
        return np.asarray(self.pair["cost"][:-1])

    @property
    def p_pinned(self) -> Bytes:
        """1 for a pinned pair."""
        return np.asarray(self.pair["pinned"][:-1])

    @property
    def slot_ptr(self) -> Longs:
        """First half-day of each session, (n_sessions + 1,)."""
        return np.asarray(self.session["slot"])

    @property
    def p_keep(self) -> Ints:
        """JP lost without (> 0) or with (< 0) each pair: a re-plan's changed seats."""
        return np.asarray(self.pair["keep"][:-1])

    @property
    def s_jp(self) -> Ints:
        """Hours of each session."""
        return np.asarray(self.session["jp"][:-1])

    @property
    def s_min(self) -> Ints:
        """Minimum seats of each session."""
        return np.asarray(self.session["least"][:-1])

    @property
    def s_max(self) -> Ints:
        """Seats of each session, no more than may attend."""
        return np.asarray(self.session["most"][:-1])

    @property
    def s_fixed(self) -> Longs:
        """Fixed cost of each session, rupiah."""
        return np.asarray(self.session["fixed"][:-1])

    @property
    def s_line(self) -> Ints:
        """Line that pays the fixed cost; -1: none."""
        return np.asarray(self.session["line"][:-1])

    @property
    def s_minutes(self) -> Longs:
        """Coach minutes per head of each session."""
        return np.asarray(self.session["minutes"][:-1])

    @property
    def s_must(self) -> Bytes:
        """1 for a session that is held in every feasible plan (someone is pinned)."""
        return np.asarray(self.session["must"][:-1])
