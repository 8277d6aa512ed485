"""Four people, one dear session and one free one at the same time; hand-checkable columns.

People 0, 1 and 2 share a counter, 3 has none. All lack a level or two of one competency: 0, 1 and 3
hold 1 of 3, person 2 holds 0. Person 3 lacks 20 hours, the others 10. Session 0 costs Rp 100 a
head and gives 8 JP; session 1 costs nothing and gives 4.
"""

import numpy as np

from bina.engines.allocation.model import Instance


def city(
    *,
    capacity: int = 3,
    money: int = 1_000,
    jp_cap: int = 40,
    quota: int = 0,
    owed: int | None = None,
    level: float | None = None,
) -> Instance:
    """The columns, with some limits to choose."""
    return Instance(
        jp_needed=[10, 10, 10, 20] if owed is None else [owed] * 4,
        jp_cap=[jp_cap] * 4,
        staffing_ptr=[0, 1, 2, 3, 3],
        staffing_group=[0, 0, 0],
        fair_group=np.zeros((4, 0), dtype=np.int32),
        done_ptr=[0] * 5,
        done_programme=[],
        need_ptr=[0, 1, 2, 3, 4],
        need_competency=[0, 0, 0, 0],
        need_held=[1.0, 1.0, 0.0, 1.0] if level is None else [level] * 4,
        need_standard=[3.0] * 4,
        need_weight=[1.0] * 4,
        effect_ptr=[0, 1, 1],
        effect_competency=[0],
        effect_lift=[2.0],
        effect_ceiling=[3.0],
        prereq_ptr=[0, 0, 0],
        prereq_programme=[],
        session_programme=[0, 1],
        session_jp=[8, 4],
        session_units=[1, 1],
        session_min=[1, 1],
        session_max=[4, 4],
        session_fixed_cost=[0, 0],
        session_fixed_line=[-1, -1],
        session_form=[-1, -1],
        session_pool=[-1, -1],
        session_pool_minutes=[0, 0],
        slot_ptr=[0, 1, 2],
        slot_index=[5, 5],
        pair_ptr=[0, 2, 4, 6, 8],
        pair_session=[0, 1] * 4,
        pair_cost=[100, 0] * 4,
        pair_line=[0, -1] * 4,
        staffing_capacity=np.full((1, 10), capacity, dtype=np.int32),
        line_amount=[money],
        pool_minutes=[],
        form_jp_cap=[],
        quota_programme=[0] if quota else [],
        quota_seats=[quota] if quota else [],
        quota_ptr=[0, 2] if quota else [0],
        quota_person=[0, 1] if quota else [],
        pinned_person=[],
        pinned_session=[],
        forbidden_person=[],
        forbidden_session=[],
    )  # type: ignore[arg-type]  # lists become columns at the door
