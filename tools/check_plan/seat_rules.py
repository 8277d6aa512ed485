"""Rules of one seat: whom the programme is for, and whether it helps the person."""

from tools.check_plan.facts import Facts, jp_owed
from tools.check_plan.reading import Row, text, words
from tools.check_plan.report import Report

PNS_RANKS = [f"{r}/{c}" for r in ("I", "II", "III") for c in "abcd"] + [f"IV/{c}" for c in "abcde"]
PPPK_RANKS = [
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
]


def rank_reaches(rank: str, least: str) -> bool:
    """Whether a rank is at least another; a minimum of the other list binds nobody."""
    for own, other in ((PNS_RANKS, PPPK_RANKS), (PPPK_RANKS, PNS_RANKS)):
        if least in own:
            if rank in other:
                return True
            return rank in own and own.index(rank) >= own.index(least)
    return True


def check_target(facts: Facts, report: Report, seat: Row) -> None:
    """Tier, position, employment, unit and rank that the programme is for."""
    who, programme = facts.people[int(seat["ORANG"])], facts.programmes[text(seat["KODE PROGRAM"])]
    place = f"{seat['NAMA']} in {text(seat['KODE PROGRAM'])}"
    tiers, posts = words(programme["JENJANG SASARAN"]), words(programme["JABATAN SASARAN"])
    kinds = [facts.kinds.get(k, k) for k in words(programme["JENIS PEGAWAI SASARAN"])]
    units = words(programme["UNIT SASARAN"])
    wrong = [
        name
        for name, bad in (
            ("tier", tiers and text(who["JENJANG"]).zfill(2) not in [t.zfill(2) for t in tiers]),
            ("position", posts and text(who["JABATAN"]).casefold() not in map(str.casefold, posts)),
            ("employment", kinds and text(who["JENIS PEGAWAI"]) not in kinds),
            ("unit", units and not set(units) & set(facts.path[text(who["KODE UNIT"])])),
            ("rank", not rank_reaches(text(who["GOLONGAN"]), text(programme["GOLONGAN MINIMUM"]))),
        )
        if bad
    ]
    for name in wrong:
        report.fault("eligible", f"{place}: {name}")


def check_level(facts: Facts, report: Report, seat: Row) -> None:
    """Not at or above every ceiling; some gap, hours owed, or a step to another programme."""
    who, programme = int(seat["ORANG"]), text(seat["KODE PROGRAM"])
    needs, effects = facts.needs.get(who, {}), facts.effects.get(programme, {})
    if effects and all(c in needs and needs[c][0] >= top for c, (_, top) in effects.items()):
        report.fault("level", f"{seat['NAMA']} stands above {programme}")
    closes = any(
        c in needs and needs[c][0] < min(top, needs[c][1]) and needs[c][2] > 0
        for c, (_lift, top) in effects.items()
    )
    leads = any(programme in words(p["PRASYARAT"]) for p in facts.programmes.values())
    owed = jp_owed(facts, who) > 0
    if not (closes or leads or owed):
        report.fault("level", f"{seat['NAMA']} gains nothing from {programme}")
