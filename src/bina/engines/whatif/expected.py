"""An instance whose closure stands in for the closure expected under noise, to plan with.

A need with an error keeps its standard, and gets a level and a weight such that φ comes as near as
it can to what every single seat may be expected to close (`noise`):

    e_k    = w E[φ_t(effect k)]        over the true levels t, for every effect k that can reach it
    held'  = standard - f E[standard - t | t < U],   f of SPREADS
    w'     = p sum e_k s_k / sum s_k²,   s_k = φ(effect k) from held' with weight 1
    f      : least sum (e_k - w'/p s_k)²; of equal ones the nearest to 1
    U      = the highest level that an effect leads to, at most the standard

A need that one effect alone can reach is exact: w' φ = p e. A need without an error keeps its
level, w' = p w. With p = 1 and no errors nothing changes. Rules, hours and costs stay as they are,
so every plan of one instance is a plan of the other with the same missing hours.

What it neglects: seats that meet in one need are added up by φ of the stand-in, not by the law of
errors and absences; the fairness floors are shares of the expected closure; nobody becomes eligible
for a gap that was not measured.
Source: the formulation and "Planning for noise" in docs/engine.md.
"""

from dataclasses import replace

import numpy as np

from bina.engines.allocation.model import Floats, Instance, Longs, Settings
from bina.engines.whatif.noise import closure_at, known_errors, raised, true_levels

SPREADS = (1.0, *(round(1.0 + sign * step / 20, 2) for step in range(1, 11) for sign in (-1, 1)))
CHUNK = 20_000  # rows of (row, POINTS) at a time


def for_noise(instance: Instance, settings: Settings, errors: Floats, shows: float) -> Instance:
    """The stand-in. `errors` (n_needs,) standard errors, NaN: none; `shows` p, above 0, at most 1.

    Raises ValueError for errors of another shape or below 0, and for another p.
    """
    if not 0.0 < shows <= 1.0:
        raise ValueError(f"shows must be above 0 and at most 1, but is {shows!r}.")
    error = known_errors(instance, errors)
    held, weight = instance.need_held.copy(), instance.need_weight.copy()
    unsure = np.flatnonzero((error > 0) & (weight > 0))
    if unsure.size:
        held[unsure], weight[unsure] = _fitted(instance, settings, error, unsure)
    return replace(instance, need_held=held, need_weight=shows * weight)


def _fitted(
    instance: Instance, settings: Settings, error: Floats, unsure: Longs
) -> tuple[Floats, Floats]:
    """Levels and weights (of p = 1) of the unsure needs."""
    row, lift, ceiling = _single_effects(instance, unsure)
    standard = instance.need_standard[unsure]
    expected = _expected(instance, settings, error, (unsure[row], lift, ceiling))
    top = np.bincount(row, expected**2, minlength=unsure.size)
    gap, likely = _gaps(instance, error, unsure, (row, ceiling))
    held, weight = np.maximum(0.0, standard - gap), instance.need_weight[unsure] * likely
    least = np.full(unsure.size, np.inf)
    for spread in SPREADS:
        level = standard - spread * gap
        own = closure_at(
            settings, level[row][:, None], standard[row], lift[:, None], ceiling[:, None]
        )[:, 0]
        square = np.bincount(row, own**2, minlength=unsure.size)
        both = np.bincount(row, own * expected, minlength=unsure.size)
        factor = both / np.where(square > 0, square, 1.0)
        rest = top - factor * both
        better = (square > 0) & (level >= 0) & (rest < least - 1e-12 * top)
        least[better], held[better], weight[better] = rest[better], level[better], factor[better]
    return held, weight


def _gaps(
    instance: Instance, error: Floats, unsure: Longs, effects: tuple[Longs, Floats]
) -> tuple[Floats, Floats]:
    """Mean gap below U, and the probability of a level below it; `effects`: (row, ceiling)."""
    row, ceiling = effects
    standard = instance.need_standard[unsure]
    reach = np.full(unsure.size, -np.inf)
    np.maximum.at(reach, row, ceiling)
    reach = np.where(np.isfinite(reach), np.minimum(reach, standard), standard)
    true = true_levels(instance.need_held[unsure], error[unsure])
    below = true < reach[:, None]
    likely = below.mean(axis=1)
    gap = np.where(below, standard[:, None] - true, 0.0).mean(axis=1)
    return gap / np.where(likely > 0, likely, 1.0), likely


def _single_effects(instance: Instance, unsure: Longs) -> tuple[Longs, Floats, Floats]:
    """(row of `unsure`, lift, ceiling) of every different effect that can reach these needs."""
    need, lift, ceiling = raised(instance, np.arange(instance.n_pairs))
    at = np.full(instance.need_held.size, -1, dtype=np.int64)
    at[unsure] = np.arange(unsure.size)
    inside = at[need] >= 0
    table = np.stack([at[need[inside]], lift[inside], ceiling[inside]], axis=1)
    rows = np.unique(table, axis=0)
    return rows[:, 0].astype(np.int64), rows[:, 1], rows[:, 2]


def _expected(
    instance: Instance, settings: Settings, error: Floats, effects: tuple[Longs, Floats, Floats]
) -> Floats:
    """w E[φ] of each effect alone: (need, lift, ceiling) columns."""
    need, lift, ceiling = effects
    out = np.zeros(need.size)
    for low in range(0, need.size, CHUNK):
        some = slice(low, low + CHUNK)
        n = need[some]
        true = true_levels(instance.need_held[n], error[n])
        found = closure_at(
            settings, true, instance.need_standard[n], lift[some, None], ceiling[some, None]
        )
        out[some] = instance.need_weight[n] * found.mean(axis=1)
    return out
