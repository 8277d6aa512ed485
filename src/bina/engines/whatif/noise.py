"""What a plan closes when levels are measured with error and people stay away.

    t ~ N(held, error²)          the true level of a need, independent, no lower than 0
    closure at t                 w φ(min(h, standard) - t), φ with the gap standard - t, h from t
    a seat is used with probability p, seats independent of one another and of the errors

Expected closure = sum over needs of E over t and over the effects of the seats used. Seats of two
programmes that raise one need belong to two pairs, so the subsets of its effects are independent:

    E_p = sum_k p^k (1 - p)^(K - k) M_k,    M_k = sum of E_t[closure] over subsets of k effects of K

The law of t stands on POINTS equally likely levels; everything else is exact.
Source: the formulation in docs/engine.md; errors as in the gap run (levels).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist

import numpy as np

from bina.engines.allocation.model import Floats, Instance, Longs, Settings

POINTS = 41
STANDARD = np.array([NormalDist().inv_cdf((j + 0.5) / POINTS) for j in range(POINTS)])


@dataclass(frozen=True, eq=False)
class Noise:
    """A plan's closure under noise; all in closure points.

    planned      as the plan counts it: levels as measured, everybody there
    without_gap  the part of `planned` that is expected to go to needs whose true gap is none
    sums         per number K of effects: (exact levels or not, k) → M_k
    n_needs      needs that the plan raises; n_unsure of them have an error
    """

    planned: float
    without_gap: float
    sums: dict[int, Floats]
    n_needs: int
    n_unsure: int

    def expected(self, shows: float, *, measured: bool = False) -> float:
        """Expected closure with seats used with probability `shows`; `measured`: without errors."""
        total = 0.0
        for n, rows in self.sums.items():
            k = np.arange(n + 1)
            total += float((shows**k * (1.0 - shows) ** (n - k)) @ rows[0 if measured else 1])
        return total


def noise_of(instance: Instance, settings: Settings, pairs: Longs, errors: Floats) -> Noise:
    """The plan with these pair rows; `errors` (n_needs,) standard errors of the levels held.

    An error that is not known (NaN) counts as none. Raises ValueError when the shapes differ or an
    error is negative.
    """
    error = known_errors(instance, errors)
    sums: dict[int, Floats] = {}
    planned = without = 0.0
    n_needs = n_unsure = 0
    for needs, lifts, ceilings in _effects(instance, pairs):
        n = lifts.shape[1]
        held, standard = instance.need_held[needs], instance.need_standard[needs]
        weight, wide = instance.need_weight[needs], error[needs]
        true = true_levels(held, wide)
        rows = np.zeros((2, n + 1))
        own = np.zeros(needs.size)
        for k in range(1, n + 1):
            for used in combinations(range(n), k):
                some = lifts[:, used], ceilings[:, used]
                exact = weight * closure_at(settings, held[:, None], standard, *some)[:, 0]
                rows[0, k] += exact.sum()
                rows[1, k] += (
                    weight * closure_at(settings, true, standard, *some).mean(axis=1)
                ).sum()
                own = exact
        sums[n] = rows
        planned += own.sum()
        without += (own * (true >= standard[:, None]).mean(axis=1)).sum()
        n_needs += needs.size
        n_unsure += int((wide > 0).sum())
    return Noise(float(planned), float(without), sums, n_needs, n_unsure)


def known_errors(instance: Instance, errors: Floats) -> Floats:
    """Errors (n_needs,) with 0 for the unknown. Raises ValueError; see `noise_of`."""
    if errors.shape != instance.need_held.shape:
        raise ValueError(f"one error per need: {instance.need_held.shape}, got {errors.shape}")
    bad = np.flatnonzero((errors < 0) | np.isinf(errors))
    if bad.size:
        raise ValueError(
            f"errors must be 0 or more, or NaN where unknown, but {bad.size} row(s) are not, first "
            f"{bad[:3].tolist()}. Give the standard errors of the levels held."
        )
    return np.nan_to_num(errors, nan=0.0)


def true_levels(held: Floats, error: Floats) -> Floats:
    """Equally likely true levels (needs, POINTS) of levels held (needs,) with these errors."""
    out: Floats = np.maximum(0.0, held[:, None] + error[:, None] * STANDARD)
    return out


def closure_at(
    settings: Settings, true: Floats, standard: Floats, lifts: Floats, ceilings: Floats
) -> Floats:
    """φ of (needs, points) true levels after the effects (needs, n), by rising ceiling."""
    h = true.copy()
    for a in range(lifts.shape[1]):
        h = np.maximum(h, np.minimum(h + lifts[:, a, None], ceilings[:, a, None]))
    gap = np.maximum(0.0, standard[:, None] - true)
    rise = np.minimum(h - true, gap)
    full = settings.full_share * gap
    out: Floats = np.minimum(rise, full) + settings.late_slope * np.maximum(0.0, rise - full)
    return out


def _effects(instance: Instance, pairs: Longs) -> Iterator[tuple[Longs, Floats, Floats]]:
    """Needs with n effects of the plan, their lifts and ceilings (needs, n) by rising ceiling."""
    need, lift, ceiling = raised(instance, pairs)
    order = np.lexsort((lift, ceiling, need))
    need, lift, ceiling = need[order], lift[order], ceiling[order]
    needs, start, n = np.unique(need, return_index=True, return_counts=True)
    for size in np.unique(n).tolist():
        rows = start[n == size][:, None] + np.arange(size)
        yield needs[n == size], lift[rows], ceiling[rows]


def raised(instance: Instance, pairs: Longs) -> tuple[Longs, Floats, Floats]:
    """Every effect of these pairs on a need of its person: need, lift, ceiling, (n_effects,)."""
    session = instance.pair_session[pairs]
    programme = instance.session_programme[session]
    count = np.diff(instance.effect_ptr)[programme]
    at = np.repeat(np.arange(pairs.size), count)
    first = np.cumsum(count) - count
    effect = np.arange(at.size) - first[at] + instance.effect_ptr[:-1][programme][at]
    width = int(
        max(instance.need_competency.max(initial=0), instance.effect_competency.max(initial=0))
    )
    owner = np.repeat(np.arange(instance.n_people), np.diff(instance.need_ptr))
    known = owner * (width + 1) + instance.need_competency
    by_key = np.argsort(known, kind="stable")
    asked = instance.pair_person()[pairs][at] * (width + 1) + instance.effect_competency[effect]
    place = np.searchsorted(known[by_key], asked)
    found = place < known.size
    found[found] = known[by_key][place[found]] == asked[found]
    need = by_key[place[found]]
    lift = (instance.effect_lift[effect] * instance.session_units[session][at])[found]
    return need, lift, instance.effect_ceiling[effect][found]
