"""The MPS files as another program reads them."""

import gzip

import highspy
import numpy as np
import pytest
from bench.allocation import mps
from bench.allocation.compact import compact
from bench.allocation.highs_run import run_highs
from bench.allocation.mip import INF, Gathering
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bina.engines.allocation.evaluate import violations
from bina.engines.allocation.model import Settings
from bina.engines.allocation.program import QuietHighs
from tests.engines.allocation.tiny import random_tiny

CONSTANTS = Settings()


def read_by_highs(path):
    solver = QuietHighs()
    assert solver.readModel(str(path)) == highspy.HighsStatus.kOk
    return solver


@given(st.integers(0, 10**9), st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_highs_reads_the_same_program_and_its_solution_is_read_back(tmp_path, seed, held):
    instance = random_tiny(seed, held=held)
    model = compact(instance, CONSTANTS)
    for mip in (model.hours(), model.closure(6)):
        own = run_highs(mip, 30.0, threads=1, gap=0.0)
        mps.write(tmp_path / "m.mps", mip)
        solver = read_by_highs(tmp_path / "m.mps")
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("mip_rel_gap", 0.0)
        highspy.Highs.resetGlobalScheduler(True)
        solver.run()
        if own.infeasible:
            assert solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible
            continue
        assert solver.getInfo().objective_function_value == pytest.approx(own.bound, abs=1e-6)
        solver.writeSolution(str(tmp_path / "m.sol"), 0)
        point = mps.read_values(tmp_path / "m.sol", mip)
        assert mip.broken(point, 1e-5) == []
        assert mip.objective(point) == pytest.approx(own.bound, abs=1e-5)
        assert violations(instance, model.pairs(point)) == []


def test_every_kind_of_row_and_bound_survives(tmp_path):
    built = Gathering()
    free = built.columns(["free"], -INF, INF, whole=False)
    low = built.columns(["low"], 2.0, 7.0, whole=True)
    wide = built.columns(["wide"], 0.0, INF, whole=True)
    fixed = built.columns(["fixed"], 3.0, 3.0, whole=False)
    built.rows(["both"], -4.0, 9.5, ([0, 0], [*free, *low], [1.0, -0.1]))
    built.rows(["same"], 5.0, 5.0, ([0, 0], [*wide, *fixed], [1.0, 1 / 3]))
    built.rows(["least"], -2.5, INF, ([0], free, 1.0))
    built.rows(["idle"], -INF, INF, ([0], wide, 1.0))
    mip = built.finish()

    mps.write(tmp_path / "m.mps.gz", mip)
    lp = read_by_highs(tmp_path / "m.mps.gz").getLp()

    assert list(lp.col_names_) == mip.names
    assert np.array_equal(lp.col_lower_, mip.low)
    assert np.array_equal(lp.col_upper_, mip.high)
    names = list(lp.row_names_)
    rows = [mip.row_names.index(name) for name in names]
    assert np.allclose(lp.row_lower_, mip.row_low[rows], rtol=0, atol=1e-12)
    assert np.allclose(lp.row_upper_, mip.row_high[rows], rtol=0, atol=1e-12)
    assert [k == highspy.HighsVarType.kInteger for k in lp.integrality_] == mip.whole.tolist()


def test_equal_programs_give_equal_bytes(tmp_path):
    for name in ("a", "b"):
        mip = compact(random_tiny(5), CONSTANTS).closure(3)
        mps.write(tmp_path / f"{name}.mps.gz", mip)
    assert (tmp_path / "a.mps.gz").read_bytes() == (tmp_path / "b.mps.gz").read_bytes()
    assert b"ENDATA" in gzip.decompress((tmp_path / "a.mps.gz").read_bytes())


def test_a_solution_of_something_else_is_refused(tmp_path):
    (tmp_path / "m.sol").write_text("objective value: 3\nother 1\n")
    with pytest.raises(ValueError, match="names no column"):
        mps.read_values(tmp_path / "m.sol", compact(random_tiny(5), CONSTANTS).hours())
