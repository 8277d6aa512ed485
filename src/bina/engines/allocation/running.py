"""What one run of the solver carries along: its work, its clock, its best plan, its history."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from bina.engines.allocation.construct import Draft
from bina.engines.allocation.demanded import with_demands_pinned
from bina.engines.allocation.model import Instance, Progress, Settings, Work
from bina.engines.allocation.problem import Problem

FIRST_ROUNDS = 4  # price rounds before the first plan
HOURS_TIME, CLOSURE_TIME, FINISH_TIME = 0.03, 0.46, 0.08  # shares of a timed run
REPLAN_HOURS_TIME = 0.3  # where seats were held before, the first stage says how many stay
MASTERS_UNTIL, MOST_MASTERS = 0.72, 12  # of a timed run: share of the time, number
MASTER_SHARE = 0.06  # of the time: dearer masters gain less than rounds and regions
MASTER_ROUNDS = 60  # a master takes about as long as so many of the first price rounds
MOST_ROUNDS = 600  # of a timed run: later ones gain little,
MOST_OF_SMALL, SMALL = 240, 2000  # in cities of fewer people sooner
DECIDING_TIME, DECIDING_ROUNDS = 0.09, (12, 40)  # of a timed run: share of the time, number
REGIONS_TIME = 0.85  # share of a timed run's search for regions and the rounds before them
SETTLED_TIME, MOST_SETTLED = 0.06, 48  # rounds before the regions: share of a timed run, number
LIKELY = 0.8  # of what the last regions took: so much must be left for the next ones
TIMED_MOVES = 250  # moves per block and part of a timed run: short, so that it ends in time
EARLY_BLOCKS = 3  # of search before the masters, for those who stop early

Report = Callable[[Progress], None]


@dataclass
class Run:
    """Everything that one call of `solve` carries along."""

    instance: Instance
    settings: Settings
    problem: Problem
    work: Work
    seed: int
    clock: Callable[[], float]
    report: Report | None
    should_stop: Callable[[], bool] | None
    seconds: float | None = None  # of a timed run
    started: float = 0.0
    master_seconds: float = 0.0  # what the next master will take about
    round_seconds: float = 0.0  # what a price round took on average, the last time
    region_seconds: float = 0.0  # what the last regions took
    over_at: float = float("inf")  # rounds and search of a timed run
    blocks_until: float = float("inf")
    prove_until: float = float("inf")
    user_stopped: bool = False
    steps: int = 0
    stopped: bool = False
    hours_lb: int = 0
    best: Draft | None = None
    best_score: tuple[int, float] = (2**62, 0.0)
    bound: float | None = None
    demands_pinned: tuple[Problem | None] | None = None  # made when first asked for
    history: list[Progress] = field(default_factory=list)

    @property
    def total_steps(self) -> int:
        """Steps of the whole work."""
        w = self.work
        rounds = w.hours_rounds + w.closure_rounds + w.deciding_rounds + w.settled_rounds
        return rounds + w.masters + w.blocks + w.regions

    def step(self, phase: str) -> bool:
        """Count a finished step, report it, and say whether to go on."""
        self.steps += 1
        now = Progress(
            phase=phase,
            elapsed_seconds=self.clock() - self.started,
            share_done=min(1.0, self.steps / max(1, self.total_steps)),
            missing_jp=self.best_score[0] if self.best else None,
            missing_jp_bound=self.hours_lb,
            value=-self.best_score[1] if self.best else None,
            closure_bound=self.bound,
        )
        self.history.append(now)
        if self.report is not None:
            self.report(now)
        limit = self.work.stop_after
        if (limit is not None and self.steps >= limit) or (
            limit is None and (self.clock() >= self.over_at or self._is_told_to_stop())
        ):
            self.stopped = True
        return not self.stopped

    def _is_told_to_stop(self) -> bool:
        if self.should_stop is not None and self.should_stop():
            self.user_stopped = True
        return self.user_stopped

    def has_time(self) -> bool:
        """Another level of the proof may be begun."""
        return self.clock() < self.prove_until

    def pace_rounds(self, seconds: float) -> None:
        """Numbers of rounds that fit, from the pace of the first ones."""
        pace = max(1e-3, self.round_seconds)
        share = REPLAN_HOURS_TIME if (self.problem.p_keep > 0).any() else HOURS_TIME
        hours = int(np.clip(share * seconds / pace, 4, 60))
        most = MOST_ROUNDS if self.problem.n_people >= SMALL else MOST_OF_SMALL
        closure = int(np.clip(CLOSURE_TIME * seconds / pace, 2 * FIRST_ROUNDS, most))
        deciding = int(np.clip(DECIDING_TIME * seconds / pace, *DECIDING_ROUNDS))
        self.work = replace(
            self.work, hours_rounds=hours, closure_rounds=closure, deciding_rounds=deciding,
            moves_per_block=TIMED_MOVES,
        )  # fmt: skip
        self.master_seconds = MASTER_ROUNDS * pace
        self.over_at = self.started + (1.0 - FINISH_TIME) * seconds
        self.prove_until = self.started + (1.0 - FINISH_TIME / 3) * seconds
        self.seconds = seconds

    def wants_master(self, done: int) -> bool:
        """One more master after `done` of them; in a timed run it must leave time to search."""
        if self.seconds is None:
            return done < self.work.masters
        if self.master_seconds > MASTER_SHARE * self.seconds:
            return False
        ends = self.clock() - self.started + self.master_seconds
        return done < MOST_MASTERS and ends < MASTERS_UNTIL * self.seconds

    def pace_blocks(self, seconds: float, seconds_per_block: float) -> None:
        """Number of search blocks that fit into what is left, the polish and the proof aside."""
        spent = self.clock() - self.started
        left = (1.0 - REGIONS_TIME) * (seconds - spent - FINISH_TIME * seconds)
        self.blocks_until = self.clock() + left
        blocks = EARLY_BLOCKS + max(1, int(left / max(1e-3, seconds_per_block)))
        self.work = replace(self.work, blocks=blocks)

    def wants_block(self, done: int) -> bool:
        """One more block after `done` of them; in a timed run the regions have their time."""
        if self.seconds is None or done < EARLY_BLOCKS or done >= self.work.blocks:
            cut = self.work.blocks_cut
            return done < (self.work.blocks if cut is None else cut)
        if self.clock() < self.blocks_until:
            return True
        self.work = replace(self.work, blocks_cut=done)
        return False

    def pace_settled(self) -> None:
        """Number of rounds before the regions that fit, from the pace of the ones before."""
        if self.seconds is None:
            return
        left = min(SETTLED_TIME * self.seconds, 0.5 * (self.over_at - self.clock()))
        rounds = int(np.clip(left / max(1e-3, self.round_seconds), 1, MOST_SETTLED))
        self.work = replace(self.work, settled_rounds=rounds)

    def wants_region(self, done: int) -> bool:
        """One more round of regions after `done` of them."""
        if self.seconds is None:
            return done < self.work.regions
        ends = self.clock() + LIKELY * self.region_seconds
        return not self.stopped and ends < self.over_at

    def with_demands_pinned(self) -> Problem | None:
        """The problem with the seats that pins and quotas demand as pins; None: there is none."""
        if self.demands_pinned is None:
            made = with_demands_pinned(self.instance, self.settings, self.seed)
            self.demands_pinned = (made,)
        return self.demands_pinned[0]

    def offer(self, draft: Draft) -> None:
        """Keep the draft if it is the best so far."""
        score = draft.score(self.problem)
        if score < self.best_score:
            self.best, self.best_score = draft.copy(), score
