"""The districts on a schematic map: hours reached, seats in the plan, gaps; the table behind."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from bina.accounts.access import Access
from bina.calendar.today import today
from bina.gaps.cards import MeanGap, gaps_by_district
from bina.gaps.models import GapRun
from bina.law.law import law_on
from bina.people.cards import (
    Reach,
    Reaches,
    hidden_reaches,
    minimum_jp,
    small_cell,
    summed,
)
from bina.people.selectors.listing import districts
from bina.plan.cards import seats_by_district
from bina.plan.models import Plan
from bina.web.templatetags.bina import number, percent
from bina.web.templatetags.maps import placed

TILES: Final = "tiles.yaml"
GAP_AT_FULL: Final = 0.5  # levels; only the shades of the picture, the figure stands on the tile


@dataclass(frozen=True)
class District:
    """A row of the table: everything that is known of a district. `hidden`: too few people."""

    name: str  # "": units without a district
    people: Reach
    hidden: bool
    seats: int | None  # people with a seat; None without a plan
    gap: MeanGap

    @property
    def reached(self) -> float | None:
        """Share of its people with the year's minimum."""
        return self.people.full / self.people.n if self.people.n and not self.hidden else None

    @property
    def seated(self) -> float | None:
        """Share of its people with a seat in the plan."""
        if self.seats is None or not self.people.n or self.hidden:
            return None
        return min(1.0, self.seats / self.people.n)


def card_districts(
    access: Access, reaches: Reaches, plan: Plan | None, run: GapRun | None
) -> dict[str, Any]:
    """Three maps of the districts, the words over them, and the table."""
    day = today()
    least = 0 if access.may("people.list") else small_cell(law_on(day))
    people = {name: Reach() for name in districts()} | summed(reaches, 1)
    seats = seats_by_district(plan) if plan else None
    gaps = gaps_by_district(run, least) if run else {}
    nothing = MeanGap(None, None, 0)
    places = sorted(people.items())
    taken = [0 if seats is None else min(seats.get(name, 0), reach.n) for name, reach in places]
    hidden = hidden_reaches([reach for _name, reach in places], least, [[n] for n in taken])
    rows = [
        District(
            name,
            reach,
            is_hidden,
            None if seats is None else seats.get(name, 0),
            gaps.get(name, nothing),
        )
        for (name, reach), is_hidden in zip(places, hidden, strict=True)
    ]
    named = [row for row in rows if row.name]
    maps = [_reach_map(named), _seat_map(named, plan), _gap_map(named)]
    return {
        "template": "web/districts.html",
        "year": day.year,
        "minimum": minimum_jp(law_on(day), "pns"),
        "plan": plan,
        "run": run,
        "rows": [*named, *(row for row in rows if not row.name)],
        "n_named": len(named),
        "n_elsewhere": sum(row.people.n for row in rows if not row.name),
        "maps": [one for one in maps if one is not None],
    }


def _places(rows: list[District]) -> dict[str, tuple[int, int]]:
    """Where the tiles lie: the city's own file goes before the packaged one."""
    own = Path(settings.DATA_DIR) / "templates" / TILES
    path = own if own.is_file() else Path(__file__).resolve().parent.parent / TILES
    known = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return placed([row.name for row in rows], known)


def _tiles(
    rows: list[District], shown: list[tuple[float | None, str, bool]]
) -> list[dict[str, Any]]:
    """Tiles of (share to look at, text, hidden) per row."""
    places = _places(rows)
    return [
        {
            "label": row.name,
            "text": _("disembunyikan") if hidden else text,
            "column": places[row.name][0],
            "row": places[row.name][1],
            "share": share,
            "hidden": hidden,
        }
        for row, (share, text, hidden) in zip(rows, shown, strict=True)
    ]


def _share_map(
    rows: list[District], shares: list[float | None], title: str, said: str
) -> dict[str, Any]:
    """A map of shares of which few are what to look at. `said` has {low}, {high} and figures."""
    known = [(share, row) for share, row in zip(shares, rows, strict=True) if share is not None]
    low, high = min(known, key=lambda pair: pair[0]), max(known, key=lambda pair: pair[0])
    if len(known) == 1:
        said = _("Di {low}: {a} dari {n} orang.")
    words = said.format(
        low=low[1].name, a=percent(low[0]), n=number(low[1].people.n),
        high=high[1].name, b=percent(high[0]),
    )  # fmt: skip
    shown = [
        (None if share is None else 1 - share, percent(share) or "–", row.hidden)
        for share, row in zip(shares, rows, strict=True)
    ]
    steps = ["80–100 %", "60–80 %", "40–60 %", "20–40 %", "0–20 %"]
    return {"title": title, "words": words, "tiles": _tiles(rows, shown), "legend": steps}


def _reach_map(rows: list[District]) -> dict[str, Any] | None:
    shares = [row.reached for row in rows]
    if all(share is None for share in shares):
        return None
    said = _("Paling sedikit di {low}: {a} dari {n} orang. Paling banyak di {high}: {b}.")
    return _share_map(rows, shares, _("Hak JP tahun ini terpenuhi"), said)


def _seat_map(rows: list[District], plan: Plan | None) -> dict[str, Any] | None:
    shares = [row.seated for row in rows]
    if plan is None or all(share is None for share in shares):
        return None
    said = _("Paling sedikit di {low}: {a} dari {n} orang. Paling banyak di {high}: {b}.")
    title = _("Mendapat kursi dalam {plan}").format(plan=plan.name)
    return _share_map(rows, shares, title, said)


def _gap_map(rows: list[District]) -> dict[str, Any] | None:
    known = [(row.gap.mean, row) for row in rows if row.gap.mean is not None]
    if not known:
        return None
    high, low = max(known, key=lambda pair: pair[0]), min(known, key=lambda pair: pair[0])
    words = _("Terbesar di {high}: {a} ± {e} level. Terkecil di {low}: {b} level.").format(
        high=high[1].name, a=number(high[0], 2), e=number(high[1].gap.error, 2),
        low=low[1].name, b=number(low[0], 2),
    )  # fmt: skip
    shown = [_gap_tile(row.gap) for row in rows]
    edges = [number(at * GAP_AT_FULL / 5, 1) for at in range(6)]
    steps = [f"{edges[at]}–{edges[at + 1]}" for at in range(4)] + [f"≥ {edges[4]}"]
    title = _("Kesenjangan rata-rata, dalam level")
    return {"title": title, "words": words, "tiles": _tiles(rows, shown), "legend": steps}


def _gap_tile(gap: MeanGap) -> tuple[float | None, str, bool]:
    if gap.mean is None:
        return None, _("belum terukur"), gap.hidden
    text = f"{number(gap.mean, 2)} ± {number(gap.error, 2)}"
    return min(1.0, gap.mean / GAP_AT_FULL), text, False
