"""Why no plan is possible: a smallest set of pins, quotas and rules that cannot hold together.

Without pins and quotas the empty plan is feasible, so every conflict contains at least one of them.
`demands.Demands` says whether all of them can be met; then each demand and each rule is left out in
turn and stays out when the rest is still impossible (deletion filter). What remains is minimal:
leave any one out and the others can hold.
"""

from collections.abc import Callable

from bina.engines.allocation.demands import DEMANDS, Demands, Rule
from bina.engines.allocation.model import Instance


def _shrink(members: list[Rule], impossible: Callable[[set[Rule]], bool]) -> list[Rule]:
    """Deletion filter, first in halves, then one by one."""
    kept = list(members)
    size = max(1, len(kept) // 2)
    while True:
        at = 0
        while at < len(kept):
            rest = kept[:at] + kept[at + size :]
            if impossible(set(rest)):
                kept = rest
            else:
                at += size
        if size == 1:
            return kept
        size = max(1, size // 2)


def find_conflict(instance: Instance) -> tuple[Rule, ...]:
    """A minimal conflict, demands first; empty when all pins and quotas can be met."""
    for row, (i, s) in enumerate(
        zip(instance.pinned_person.tolist(), instance.pinned_session.tolist(), strict=True)
    ):
        if instance.pair_of(i, s) < 0:
            return (Rule("pin", (row,)), Rule("not_eligible", (i, s)))
    if not instance.pinned_person.size and not instance.quota_programme.size:
        return ()
    demands = Demands(instance)

    def impossible(kept: set[Rule]) -> bool:
        return demands.solve(kept, {}) is None

    everything = [rule for rule in demands.rule_of if rule is not None]
    if not impossible(set(everything)):
        return ()
    demanded = [r for r in everything if r.kind in DEMANDS]
    found = _shrink([r for r in everything if r.kind not in DEMANDS] + demanded, impossible)
    return tuple(sorted(found, key=lambda r: (r.kind not in DEMANDS, r.kind, r.where)))
