"""Compiles all kernels on a tiny city, so that a plan's first rounds are not spent on that."""

from functools import cache

import numpy as np

from bina.engines.allocation.model import Instance, Settings, Work
from bina.engines.allocation.solve import solve


def smallest_instance() -> Instance:
    """Two people, two programmes, a session and an open form, one of every kind of rule."""
    return Instance(
        jp_needed=np.array([4, 4]),
        jp_cap=np.array([20, 20]),
        staffing_ptr=np.array([0, 1, 2]),
        staffing_group=np.array([0, 0]),
        fair_group=np.array([[0], [1]]),
        done_ptr=np.zeros(3, np.int64),
        done_programme=np.zeros(0, np.int32),
        need_ptr=np.array([0, 1, 2]),
        need_competency=np.array([0, 0]),
        need_held=np.array([1.0, 1.0]),
        need_standard=np.array([3.0, 2.0]),
        need_weight=np.array([1.0, 1.0]),
        effect_ptr=np.array([0, 1, 2]),
        effect_competency=np.array([0, 0]),
        effect_lift=np.array([1.0, 0.5]),
        effect_ceiling=np.array([3.0, 4.0]),
        prereq_ptr=np.array([0, 0, 1]),
        prereq_programme=np.array([0]),
        session_programme=np.array([0, 1]),
        session_jp=np.array([4, 2]),
        session_units=np.array([1, 1]),
        session_min=np.array([1, 0]),
        session_max=np.array([2, 2]),
        session_fixed_cost=np.array([10, 0]),
        session_fixed_line=np.array([0, -1]),
        session_form=np.array([-1, 0]),
        session_pool=np.array([-1, 0]),
        session_pool_minutes=np.array([0, 60]),
        slot_ptr=np.array([0, 2, 2]),
        slot_index=np.array([0, 1]),
        pair_ptr=np.array([0, 2, 4]),
        pair_session=np.array([0, 1, 0, 1]),
        pair_cost=np.array([5, 0, 5, 0]),
        pair_line=np.array([0, -1, 0, -1]),
        staffing_capacity=np.array([[1, 1]]),
        line_amount=np.array([30]),
        pool_minutes=np.array([60]),
        form_jp_cap=np.array([4]),
        quota_programme=np.array([0]),
        quota_seats=np.array([1]),
        quota_ptr=np.array([0, 2]),
        quota_person=np.array([0, 1]),
        pinned_person=np.zeros(0, np.int32),
        pinned_session=np.zeros(0, np.int32),
        forbidden_person=np.zeros(0, np.int32),
        forbidden_session=np.zeros(0, np.int32),
    )


@cache
def warm() -> None:
    """Compile (about two minutes the first time) or load the kernels, once per process."""
    work = Work(hours_rounds=1, closure_rounds=8, masters=1, blocks=2, moves_per_block=4)
    solve(smallest_instance(), Settings(), seed=1, work=work, clock=lambda: 0.0)
