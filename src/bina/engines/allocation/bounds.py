"""What prices prove: bounds for both stages from any prices >= 0, rounded outward.

    UB(S) = sum_i best bundle_i + sum_s open_s + staffing . capacity + money . budget
            + coach . minutes - quota . seats - hours (owed - S)
    open_s = max(0, q+ M_s - q- m_s - money F_s + sum_i rho_is + sum_g tau_gs spare_gs),
             q the signed seat price, rho the prices of x_is <= y_s, tau those of
             sum_i x_is <= spare_gs y_s; without the max(0, .) where a pinned person keeps it open
    LB    = owed - UB with closure worth nothing, hours worth 1 and S = owed
    owed  = sum_i jp_needed_i + sum of keep_p > 0: the missing hours of the empty plan

`best bundle_i` is the bound of `search_bundle`, so a cut-off search keeps the proof.
"""

import math

import numpy as np

from bina.engines.allocation.model import Floats, Prices
from bina.engines.allocation.problem import Problem
from bina.engines.allocation.spare import earned, on_cells

# Sums of some thousand doubles are off by far less than this share of their absolute sum.
OUTWARD = 1.0e-9


def session_worth(problem: Problem, prices: Prices) -> Floats:
    """open_s without the max(0, .) per session: what holding it is worth at these prices."""
    rho = np.bincount(
        problem.p_session, prices.opening[problem.p_row], minlength=problem.n_sessions
    )
    tau = on_cells(problem, prices.spare)
    return worth_with(problem, prices.seat, prices.money, rho + earned(problem, tau))


def worth_with(problem: Problem, seat: Floats, money: Floats, rho: Floats) -> Floats:
    """`session_worth` with the sums of rho and tau per session at hand."""
    fixed = np.append(money, 0.0)[problem.s_line] * problem.s_fixed
    up, down = np.maximum(seat, 0.0), np.maximum(-seat, 0.0)
    return np.asarray(up * problem.s_max - down * problem.s_min - fixed + rho)


def shared_terms(problem: Problem, prices: Prices) -> tuple[float, float]:
    """All terms of UB but the people's and the hours', and the sum of their absolute values."""
    worth = session_worth(problem, prices)
    held = np.where(problem.s_must == 1, worth, np.maximum(worth, 0.0))
    terms = [
        float(held.sum()),
        float((prices.staffing * problem.staffing).sum()),
        float(prices.money @ problem.line),
        float(prices.coach @ problem.pool),
        -float(prices.quota @ problem.quota),
    ]
    return math.fsum(terms), math.fsum(abs(x) for x in terms)


def closure_bound(
    problem: Problem, prices: Prices, person_bounds: Floats, missing_jp: float
) -> float:
    """UB(S): no plan with at most `missing_jp` hours missing has a higher value."""
    shared, size = shared_terms(problem, prices)
    owed = float(problem.owed) - missing_jp
    total = math.fsum(person_bounds.tolist()) + shared - prices.hours * owed
    size += float(np.abs(person_bounds).sum()) + abs(prices.hours * owed)
    return total + OUTWARD * (size + 1.0)


def hours_bound(problem: Problem, prices: Prices, person_bounds: Floats) -> int:
    """LB: no plan leaves fewer JP missing. `person_bounds` with closure worth nothing, hours 1."""
    owed = problem.owed
    reachable = closure_bound(problem, prices, person_bounds, float(owed))
    return max(0, math.ceil(owed - reachable - 1e-6))
