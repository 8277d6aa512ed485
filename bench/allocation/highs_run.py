"""A `Mip` solved by HiGHS: one call, the answer as a point and a proven bound."""

import time
from dataclasses import dataclass

import highspy
import numpy as np

from bench.allocation.mip import Mip
from bina.engines.allocation.program import QuietHighs


@dataclass(frozen=True, eq=False)
class Answer:
    """Best point found (None: none), proven lower bound of the cost, whether it is the optimum.

    `seconds`: what the solver took, where that is not all the call took.
    """

    point: np.ndarray | None
    bound: float
    proven: bool
    infeasible: bool = False
    seconds: float | None = None


def run_highs(
    mip: Mip, seconds: float, *, threads: int = 2, gap: float = 1e-4, seed: int = 0,
    start: np.ndarray | None = None,
) -> Answer:  # fmt: skip
    """Minimise within `seconds`; `start` is a point to begin with."""
    if mip.n_columns == 0:
        return Answer(np.zeros(0), mip.offset, proven=True)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = mip.n_columns, mip.n_rows
    lp.col_cost_, lp.offset_ = mip.cost, mip.offset
    lp.col_lower_, lp.col_upper_ = mip.low, mip.high
    lp.row_lower_, lp.row_upper_ = mip.row_low, mip.row_high
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [kinds[whole] for whole in mip.whole.tolist()]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = mip.start.astype(np.int32)
    lp.a_matrix_.index_ = mip.index.astype(np.int32)
    lp.a_matrix_.value_ = mip.value
    solver = QuietHighs()
    for name, setting in (
        ("threads", threads), ("time_limit", float(max(0.1, seconds))), ("random_seed", seed),
        ("mip_rel_gap", gap), ("mip_abs_gap", 1e-9),
    ):  # fmt: skip
        solver.setOptionValue(name, setting)
    highspy.Highs.resetGlobalScheduler(True)  # it keeps the first run's number of threads
    solver.passModel(lp)
    if start is not None:
        first = highspy.HighsSolution()
        first.col_value = start.tolist()
        solver.setSolution(first)
    begun = time.monotonic()
    solver.run()
    took = time.monotonic() - begun
    info, status = solver.getInfo(), solver.getModelStatus()
    found = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    return Answer(
        point=np.array(solver.getSolution().col_value) if found else None,
        bound=float(info.mip_dual_bound)
        if mip.whole.any()
        else float(info.objective_function_value),
        proven=status == highspy.HighsModelStatus.kOptimal,
        infeasible=status == highspy.HighsModelStatus.kInfeasible,
        seconds=took,
    )
