"""The yearly plan as data: `Instance` (what is given), `Plan`, `Certificate`, `Settings`, `Work`.

Everything is columns. Rows are numbered from 0 in each table: people i (n_people), needs,
programmes k, sessions s, pairs (one person may sit in one session), staffing groups g, half-day
slots t, budget lines b, coach pools, forms, quotas. Lists of varying length are stored as `*_ptr`
(n + 1 offsets) with the concatenated values (CSR). A reference to "none" is -1. Money is whole
rupiah (int64), hours are whole JP (1 JP = 45 minutes), levels are proficiency levels (0..5,
fractions allowed).

Stage 1   S* = min sum_i short_i,   short_i = max(0, jp_needed_i - sum of the JP of i's seats)
          in a re-plan + sum of keep_p over seats p given up - sum of keep_p < 0 over seats p taken
Stage 2   V* = max sum_i v_i - M sum_G u_G  subject to  sum_i short_i <= S (the plan's own hours)
Level     h <- held;  for i's programmes by rising ceiling L:  h <- max(h, min(h + lift, L))
Closure   v_i = sum_c w_ic phi(min(h, standard) - held)   (more is better)

Schema of every column: `COLUMNS`. Rules: docs/engine.md.
"""

from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]

UNLIMITED_SEATS = 2**31 - 1
NONE = -1


class Column(NamedTuple):
    """Schema of one column: dtype name, symbolic shape, unit, what it holds."""

    dtype: str
    shape: str
    unit: str
    holds: str


COLUMNS: dict[str, Column] = {
    "jp_needed": Column("int32", "person", "JP", "hours still owed: max(0, minimum - done)"),
    "jp_cap": Column("int32", "person", "JP", "hours that may still be planned this year"),
    "staffing_ptr": Column("int64", "person+1", "offset", "into staffing_group"),
    "staffing_group": Column("int32", "*staffing_ptr", "group", "groups the person is counted in"),
    "fair_group": Column("int32", "person,grouping", "fair group", "-1: in none"),
    "done_ptr": Column("int64", "person+1", "offset", "into done_programme"),
    "done_programme": Column("int32", "*done_ptr", "programme", "completed: prerequisites met"),
    "need_ptr": Column("int64", "person+1", "offset", "into need_*"),
    "need_competency": Column("int32", "*need_ptr", "competency", "once per person"),
    "need_held": Column("float64", "*need_ptr", "level", "level held today"),
    "need_standard": Column("float64", "*need_ptr", "level", "level the position asks for"),
    "need_weight": Column("float64", "*need_ptr", "1", "product of the priority factors, >= 0"),
    "effect_ptr": Column("int64", "programme+1", "offset", "into effect_*"),
    "effect_competency": Column("int32", "*effect_ptr", "competency", "once per programme"),
    "effect_lift": Column("float64", "*effect_ptr", "level", "rise by taking the programme once"),
    "effect_ceiling": Column("float64", "*effect_ptr", "level", "no rise above this level"),
    "prereq_ptr": Column("int64", "programme+1", "offset", "into prereq_programme"),
    "prereq_programme": Column("int32", "*prereq_ptr", "programme", "all of these come first"),
    "session_programme": Column("int32", "session", "programme", ""),
    "session_jp": Column("int32", "session", "JP", "in all, that is for all units together"),
    "session_units": Column(
        "int32", "session", "times", "open form taken n times: lift x n; else 1"
    ),
    "session_min": Column("int32", "session", "seats", "held with at least so many; 0: no minimum"),
    "session_max": Column("int32", "session", "seats", "UNLIMITED_SEATS for open forms"),
    "session_fixed_cost": Column("int64", "session", "rupiah", "paid once when anyone attends"),
    "session_fixed_line": Column("int32", "session", "line", "-1 only if the fixed cost is 0"),
    "session_form": Column("int32", "session", "form", "open form with a yearly cap; -1: none"),
    "session_pool": Column("int32", "session", "pool", "coach pool; -1: none"),
    "session_pool_minutes": Column("int64", "session", "minutes", "coach time per head"),
    "slot_ptr": Column("int64", "session+1", "offset", "into slot_index; open forms have none"),
    "slot_index": Column("int32", "*slot_ptr", "half-day", "2 x day of the year + half, rising"),
    "pair_ptr": Column("int64", "person+1", "offset", "into pair_*; only eligible pairs"),
    "pair_session": Column("int32", "*pair_ptr", "session", "rising within a person"),
    "pair_cost": Column("int64", "*pair_ptr", "rupiah", "per head, travel included"),
    "pair_line": Column("int32", "*pair_ptr", "line", "-1 only if the cost is 0"),
    "staffing_capacity": Column(
        "int32", "staffing,slot", "people", "may be away in this half-day: present - minimum, >= 0"
    ),
    "line_amount": Column("int64", "line", "rupiah", "budget of the line"),
    "pool_minutes": Column("int64", "pool", "minutes", "coach time of the year"),
    "form_jp_cap": Column("int32", "form", "JP", "per person and year"),
    "quota_programme": Column("int32", "quota", "programme", ""),
    "quota_seats": Column("int32", "quota", "seats", "at least so many for the members"),
    "quota_ptr": Column("int64", "quota+1", "offset", "into quota_person"),
    "quota_person": Column("int32", "*quota_ptr", "person", "members, rising"),
    "pinned_person": Column("int32", "pin", "person", "must sit in pinned_session"),
    "pinned_session": Column("int32", "pin", "session", ""),
    "forbidden_person": Column("int32", "ban", "person", "for explanations: absent from pairs"),
    "forbidden_session": Column("int32", "ban", "session", ""),
    "pair_keep": Column(
        "int32", "*pair_ptr", "JP", "re-plan: > 0 lost without this seat, < 0 lost with it; else 0"
    ),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Instance:
    """One city and year to plan. Columns are checked at the door and then read-only.

    Open forms (coaching, self-study, communities) are sessions without slots, with `session_min`
    0 and `session_max` UNLIMITED_SEATS. Taking one several times is one session per allowed number
    of times (`session_units` n, `session_jp` n x JP of once, coach minutes n x once) of the same
    programme; as everywhere a person takes one session of a programme. `session_form` caps the JP
    of a form over all its programmes. Few steps (1, 2, 4, 8, ...) keep the search fast.
    An open form can be fitted anywhere in the year, so it is before and after every session.
    `session_jp` at least 1. Quotas and pins are hard. Without `pair_keep` no seat was held before.
    Raises InstanceError naming column and row.
    """

    jp_needed: Ints
    jp_cap: Ints
    staffing_ptr: Longs
    staffing_group: Ints
    fair_group: Ints
    done_ptr: Longs
    done_programme: Ints
    need_ptr: Longs
    need_competency: Ints
    need_held: Floats
    need_standard: Floats
    need_weight: Floats
    effect_ptr: Longs
    effect_competency: Ints
    effect_lift: Floats
    effect_ceiling: Floats
    prereq_ptr: Longs
    prereq_programme: Ints
    session_programme: Ints
    session_jp: Ints
    session_units: Ints
    session_min: Ints
    session_max: Ints
    session_fixed_cost: Longs
    session_fixed_line: Ints
    session_form: Ints
    session_pool: Ints
    session_pool_minutes: Longs
    slot_ptr: Longs
    slot_index: Ints
    pair_ptr: Longs
    pair_session: Ints
    pair_cost: Longs
    pair_line: Ints
    staffing_capacity: Ints
    line_amount: Longs
    pool_minutes: Longs
    form_jp_cap: Ints
    quota_programme: Ints
    quota_seats: Ints
    quota_ptr: Longs
    quota_person: Ints
    pinned_person: Ints
    pinned_session: Ints
    forbidden_person: Ints
    forbidden_session: Ints
    pair_keep: Ints = field(default_factory=lambda: np.zeros(0, np.int32))

    def __post_init__(self) -> None:
        # Imported here because the checks name this class; they run once per instance.
        from bina.engines.allocation.check import check_instance, checked_column

        if np.size(self.pair_keep) == 0:
            object.__setattr__(self, "pair_keep", np.zeros(np.size(self.pair_session), np.int32))
        for item in fields(self):
            column = checked_column(item.name, getattr(self, item.name))
            object.__setattr__(self, item.name, column)
        check_instance(self)

    @property
    def n_people(self) -> int:
        """Number of people."""
        return int(self.jp_needed.size)

    @property
    def n_programmes(self) -> int:
        """Number of programmes."""
        return int(self.effect_ptr.size - 1)

    @property
    def n_sessions(self) -> int:
        """Number of sessions, open forms included."""
        return int(self.session_jp.size)

    @property
    def n_pairs(self) -> int:
        """Number of eligible (person, session) pairs."""
        return int(self.pair_session.size)

    @property
    def n_slots(self) -> int:
        """Number of half-days of the year."""
        return int(self.staffing_capacity.shape[1])

    def pair_person(self) -> Ints:
        """Person of every pair, (n_pairs,)."""
        people = np.arange(self.n_people, dtype=np.int32)
        return np.repeat(people, np.diff(self.pair_ptr))

    def pair_of(self, person: int, session: int) -> int:
        """Row of the pair (person, session), or -1 when it is not eligible."""
        low, high = int(self.pair_ptr[person]), int(self.pair_ptr[person + 1])
        at = low + int(np.searchsorted(self.pair_session[low:high], session))
        return at if at < high and int(self.pair_session[at]) == session else NONE

    def slots_of(self, session: int) -> Ints:
        """Half-days of a session, rising; empty for an open form."""
        return self.slot_index[self.slot_ptr[session] : self.slot_ptr[session + 1]]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The constants of the plan. All are provisional parameters that the agency may change.

    full_share   part of a gap closed at slope 1 (0..1)
    late_slope   slope for the rest of the gap (0..1); nothing beyond the gap
    fair_share   a group's closure per weighted need is at least this share of everybody's (0..1)
    fair_penalty M, closure points lost per point a group stays below its share (>= 0)
    """

    full_share: float = 0.6
    late_slope: float = 0.5
    fair_share: float = 0.85
    fair_penalty: float = 3.0

    def __post_init__(self) -> None:
        for name in ("full_share", "late_slope", "fair_share"):
            value = getattr(self, name)
            if not 0.0 <= value <= 1.0:
                raise ValueError(f"Settings.{name} must be in 0..1, but is {value!r}.")
        if not 0.0 <= self.fair_penalty < float("inf"):
            raise ValueError(
                f"Settings.fair_penalty must be 0 or more, but is {self.fair_penalty!r}."
            )


@dataclass(frozen=True, kw_only=True)
class Work:
    """How much the solver may do, in counts, so that a run can be repeated exactly.

    hours_rounds    price rounds for the hours' bound (stage 1)
    closure_rounds  price rounds for the closure's bound (stage 2)
    deciding_rounds price rounds that decide which sessions to hold (`deciding`), after those
    masters         masters solved (`mixing`), after the rounds and before the search
    blocks          blocks of local search; each makes `moves_per_block` moves in each of 4 parts
    blocks_cut      blocks after which the regions began; None: after all of them
    settled_rounds  price rounds with the plan's sessions as given (`settled`), before the regions
    regions         after the blocks: so many times two regions of people decided anew (`regions`)
    proof_levels    how finely the closure's bound is proven at the end, 1..5
    stop_after      steps (rounds, masters, blocks) after which it was stopped; None: never
    """

    hours_rounds: int = 20
    closure_rounds: int = 50
    deciding_rounds: int = 16
    masters: int = 0
    blocks: int = 12
    moves_per_block: int = 500
    blocks_cut: int | None = None
    settled_rounds: int = 8
    regions: int = 18
    proof_levels: int = 4
    stop_after: int | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Plan:
    """Who sits where: rows of the instance's pairs, rising, and what the plan is worth.

    pairs              (n_seats,) rows into pair_*
    missing_jp         sum of short_i in JP (less is better)
    changes_jp         of a re-plan: JP that its changed seats count for (less is better)
    closure            sum of v_i in weighted levels (more is better)
    fairness_shortfall sum over groups of u_G in weighted levels
    value              closure - M x fairness_shortfall
    """

    pairs: Longs
    missing_jp: int
    closure: float
    fairness_shortfall: float
    value: float
    changes_jp: int = 0

    @property
    def owed_jp(self) -> int:
        """What stage 1 makes small: hours missing and hours that changed seats count for."""
        return self.missing_jp + self.changes_jp


class SparePrices(NamedTuple):
    """Prices >= 0 per person spared, for some (staffing group, session); rising, each once."""

    group: Ints
    session: Ints
    price: Floats


def no_spare_prices() -> SparePrices:
    """Nothing has a price."""
    return SparePrices(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0))


@dataclass(frozen=True, kw_only=True, eq=False)
class Prices:
    """Prices >= 0 of the shared rules; any such prices give valid bounds. Unit: value per unit.

    seat      (n_sessions,) signed: per seat of the session (< 0 where the minimum is hard to reach)
    money     (n_lines,) per rupiah
    staffing  (n_staffing, n_slots) per person away
    coach     (n_pools,) per minute
    quota     (n_quotas,) per seat
    opening   (n_pairs,) paid by a person in the pair, earned by the session when it is held: prices
              of x_is <= y_s, mostly 0
    spare     paid by a group's member in a session, earned by the session per person whom the group
              can spare, when it is held: prices of sum of x_is <= spare_gs y_s (`spare`)
    fairness  (n_fair_groups over all groupings) per point below the share, at most M; 0 in stage 1
    hours     per missing JP; 1 in stage 1
    """

    seat: Floats
    money: Floats
    staffing: Floats
    coach: Floats
    quota: Floats
    opening: Floats
    fairness: Floats
    hours: float
    spare: SparePrices = field(default_factory=no_spare_prices)


@dataclass(frozen=True, kw_only=True, eq=False)
class Certificate:
    """Two proven sentences about one instance, with the prices that prove them.

    missing_jp_bound   LB: no plan leaves fewer hours missing (JP, rounded up to a whole hour)
    missing_jp         S: the plan's missing hours, for which the closure's bound was computed
                       (both of a re-plan: hours that changed seats count for are added)
    closure_bound      UB: no plan with at most S missing hours has a higher value
    hours_prices       prices behind LB; closure_prices: prices behind UB
    """

    instance_hash: str
    settings: Settings
    missing_jp_bound: int
    missing_jp: int
    closure_bound: float
    value: float
    hours_prices: Prices
    closure_prices: Prices

    @property
    def gap(self) -> float:
        """(UB - V) / UB, share 0..1 of the bound that the plan may lack; 0 when UB is 0 or less."""
        if self.closure_bound <= 0.0:
            return 0.0
        return max(0.0, self.closure_bound - self.value) / self.closure_bound

    @property
    def missing_jp_gap(self) -> int:
        """S - LB in JP: hours that the plan may be missing too many."""
        return self.missing_jp - self.missing_jp_bound


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What a page shows while the plan is computed. `share_done` 0..1 of the work."""

    phase: str
    elapsed_seconds: float
    share_done: float
    missing_jp: int | None
    missing_jp_bound: int
    value: float | None
    closure_bound: float | None

    @property
    def gap(self) -> float | None:
        """(UB - V) / UB so far, or None while one of them is unknown."""
        if self.value is None or self.closure_bound is None or self.closure_bound <= 0:
            return None
        return max(0.0, self.closure_bound - self.value) / self.closure_bound


@dataclass(frozen=True, kw_only=True, eq=False)
class Result:
    """A plan with its certificate, the way it was found, and the work that repeats it."""

    plan: Plan
    certificate: Certificate
    history: tuple[Progress, ...] = ()
    work: Work = field(default_factory=Work)
    notes: dict[str, Any] = field(default_factory=dict)
