"""What a cut proves: against tiny cities solved again with the smaller budget."""

from dataclasses import fields, replace

import numpy as np
import pytest

from bina.engines.allocation.exact import NoFeasiblePlanError, solve_exact
from bina.engines.allocation.model import Instance, Settings, Work
from bina.engines.allocation.solve import solve
from bina.plan.rules.cuts import Priced, WrongCut, cut_amount, cut_line, cut_total
from tests.engines.allocation.brute import all_plans
from tests.engines.allocation.tiny import random_tiny

CONSTANTS = Settings()


@pytest.mark.parametrize(
    ("given", "cut"),
    [
        ("", 0), ("10%", 200), ("10 %", 200), ("2,5%", 50), ("0.05%", 1), ("100%", 2_000),
        ("1500", 1_500), ("1.500", 1_500), ("Rp 1.500", 1_500), ("rp2000", 2_000),
    ],
)  # fmt: skip
def test_a_cut_is_rupiah_or_percent(given: str, cut: int) -> None:
    assert cut_amount(given, 2_000) == cut


@pytest.mark.parametrize("given", ["-5", "101%", "2.001", "1,5", "banyak", "1.50", "٣", "1e3"])
def test_a_cut_that_is_neither_is_refused(given: str) -> None:
    with pytest.raises(WrongCut):
        cut_amount(given, 2_000)


def test_money_that_the_plan_does_not_spend_costs_it_nothing() -> None:
    line = Priced(amount=1_000, spent=700, price=0.01)

    cut = cut_line(line, before=1_000, after=700, tied=0)
    total = cut_total([line], [cut], value=50.0, bound=51.0, missing_jp_bound=0)

    assert (cut.short, cut.about, total.lost_at_least, total.still_fits) == (0, 0.0, 0.0, True)
    assert total.bound == pytest.approx(48.0)


@pytest.mark.parametrize(("after", "refused"), [(401, False), (400, False), (399, True)])
def test_less_than_what_is_obliged_or_paid_is_refused(after: int, refused: bool) -> None:
    cut = cut_line(Priced(1_000, 700, 0.01), before=1_000, after=after, tied=400)

    assert cut.refused is refused


def test_a_larger_line_that_is_over_its_obligations_is_not_refused() -> None:
    assert not cut_line(Priced(100, 0, 0.0), before=100, after=120, tied=150).refused


def test_prices_say_nothing_about_hours_when_none_were_proven_missing() -> None:
    line = Priced(1_000, 1_000, 0.0, hours_price=0.01)
    cut = cut_line(line, before=1_000, after=500, tied=0)

    none = cut_total([line], [cut], value=1.0, bound=1.0, missing_jp_bound=0)
    some = cut_total([line], [cut], value=1.0, bound=1.0, missing_jp_bound=3)

    assert none.missing_jp is None
    assert some.missing_jp == 3 + 4  # 5 JP, rounded down on the safe side


def with_lines(instance: Instance, amounts: np.ndarray) -> Instance:
    columns = {item.name: getattr(instance, item.name) for item in fields(instance)}
    return Instance(**{**columns, "line_amount": amounts})


WITH_MONEY = [
    seed
    for seed in range(14)
    if random_tiny(seed).line_amount.size and all_plans(random_tiny(seed), CONSTANTS)
]


@pytest.mark.parametrize("seed", WITH_MONEY)
def test_no_plan_of_the_smaller_budget_passes_the_moved_bound(seed: int) -> None:
    instance = random_tiny(seed)
    work = replace(Work(), hours_rounds=10, closure_rounds=15, masters=1, blocks=3)
    solved = solve(instance, CONSTANTS, seed=1, work=work, clock=lambda: 0.0)
    proof = solved.certificate
    spent = spent_by(instance, solved.plan.pairs)
    lines = [
        Priced(int(amount), int(used), float(price), float(hours))
        for amount, used, price, hours in zip(
            instance.line_amount, spent, proof.closure_prices.money, proof.hours_prices.money,
            strict=True,
        )
    ]  # fmt: skip

    for keep in (0.9, 0.5, 0.1):
        after = (instance.line_amount * keep).astype(np.int64)
        cuts = [
            cut_line(line, line.amount, int(left), 0)
            for line, left in zip(lines, after, strict=True)
        ]
        total = cut_total(
            lines, cuts, value=proof.value, bound=proof.closure_bound,
            missing_jp_bound=proof.missing_jp_bound,
        )  # fmt: skip
        plans = all_plans(with_lines(instance, after), CONSTANTS)
        within = [value for missing, value, _pairs in plans if missing <= proof.missing_jp]
        best = max(within, default=-np.inf)
        assert best <= total.bound + 1e-9
        if total.missing_jp is not None and plans:
            assert min(missing for missing, _value, _pairs in plans) >= total.missing_jp
        if total.still_fits:
            assert best >= proof.value - 1e-9
        else:
            assert proof.value - best >= total.lost_at_least - 1e-9


def test_the_exact_optimum_of_a_halved_budget_stays_under_the_moved_bound() -> None:
    checked = 0
    for seed in range(40):
        instance = random_tiny(seed)
        try:
            whole = solve_exact(instance, CONSTANTS)
            halved = with_lines(instance, instance.line_amount // 2)
            less = solve_exact(halved, CONSTANTS)
        except NoFeasiblePlanError:
            continue
        proof = solve(instance, CONSTANTS, seed=1, work=Work(), clock=lambda: 0.0).certificate
        if less.plan.missing_jp > proof.missing_jp or not instance.line_amount.size:
            continue
        fall = float(proof.closure_prices.money @ (instance.line_amount - halved.line_amount))
        assert less.plan.value <= proof.closure_bound - fall + 1e-6
        assert less.plan.value <= whole.plan.value + 1e-6
        checked += 1
        if checked == 4:
            break
    assert checked == 4


def spent_by(instance: Instance, pairs: np.ndarray) -> np.ndarray:
    """Rupiah of the plan by line, fixed costs included."""
    spent = np.zeros(instance.line_amount.size, dtype=np.int64)
    for pair in pairs.tolist():
        if instance.pair_line[pair] >= 0:
            spent[instance.pair_line[pair]] += instance.pair_cost[pair]
    for session in set(instance.pair_session[pairs].tolist()):
        if instance.session_fixed_line[session] >= 0:
            spent[instance.session_fixed_line[session]] += instance.session_fixed_cost[session]
    return spent
