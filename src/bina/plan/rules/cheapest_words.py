"""The cheapest change for a refused wish, in words."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bina.plan.rules.cheapest import Change, Used, Way, Wish, cheapest_way
from bina.plan.rules.facts import Facts
from bina.plan.rules.instance import Built
from bina.plan.rules.results import bundle_effects
from bina.plan.rules.sayings import grouped, session_label
from bina.plan.rules.settings import PlanSettings
from bina.plan.rules.worth import Need, bundle_worth
from bina.text import N_, Text

Prices = NDArray[np.float64]  # closure points per rupiah, per budget line


def wish_of(
    facts: Facts,
    built: Built,
    person: int,
    held: Sequence[int],
    needs: list[Need],
    settings: PlanSettings,
) -> Wish:
    """A person with the own seats, who values bundles as the plan does."""

    def worth(sessions: Sequence[int]) -> float:
        return bundle_worth(needs, bundle_effects(facts, built, list(sessions)), settings)

    return Wish(person, tuple(held), worth)


def cheapest_words(
    facts: Facts, built: Built, used: Used, wish: Wish, sessions: Sequence[int], price: Prices
) -> tuple[Text, ...]:
    """Clauses of the cheapest way; none where no such change suffices or none is needed."""
    way = cheapest_way(built.instance, used, wish, sessions, price)
    if way is None or not way.changes:
        return ()
    said = [_SAY[change.kind](facts, built, change) for change in way.changes]
    return (*said, *_lost(way), _where(facts, built, way))


def _where(facts: Facts, built: Built, way: Way) -> Text:
    return Text(N_("untuk {name}"), {"name": session_label(facts, built, way.session)})


def _lost(way: Way) -> tuple[Text, ...]:
    if way.points < 0.005:
        return ()
    return (Text(N_("kehilangan {points} poin"), {"points": round(way.points, 2)}),)


Said = Callable[[Facts, Built, Change], Text]
_SAY: dict[str, Said] = {
    "release": lambda facts, built, change: Text(
        N_("melepas {name}"), {"name": session_label(facts, built, change.row)}
    ),
    "money": lambda facts, built, change: Text(
        N_("tambahan Rp {more} pada pos {line}"),
        {"more": grouped(change.amount), "line": facts.lines[change.row].code},
    ),
    "seat": lambda facts, built, change: Text(N_("satu kursi lagi")),
    "opening": lambda facts, built, change: Text(
        N_("{n} peserta lain yang membuka sesi"), {"n": change.amount}
    ),
    "coach": lambda facts, built, change: Text(
        N_("{hours} jam pelatih {pool} lagi"),
        {"hours": round(change.amount / 60, 1), "pool": sorted(facts.pools)[change.row]},
    ),
    "staffing": lambda facts, built, change: Text(
        N_("pengganti bernama untuk {label} selama {n} paruh hari"),
        {"label": facts.staffing[change.row].label, "n": change.amount},
    ),
    "jp_cap": lambda facts, built, change: Text(
        N_("batas JP setahun naik {jp} JP"), {"jp": change.amount}
    ),
    "form_cap": lambda facts, built, change: Text(
        N_("batas JP bentuk itu naik {jp} JP"), {"jp": change.amount}
    ),
    "prerequisite": lambda facts, built, change: Text(
        N_("menyelesaikan {code} lebih dulu"), {"code": facts.programmes[change.row].code}
    ),
}
