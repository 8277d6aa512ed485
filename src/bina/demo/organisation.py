"""The tree of units of the demonstration city, whole or as a small town."""

from dataclasses import dataclass
from typing import Any

from bina.demo.tables import table

CITY_PLACE = "Kota Jayapura"
FULL_CITY_PEOPLE = 4000  # from this size on every unit exists


@dataclass(frozen=True)
class Unit:
    """One unit: `people` is its usual size, `mix` names its staffing, `posts` its structural
    posts as (position name, position code, tier, echelon), the head's first."""

    code: str
    name: str
    parent: str
    kind: str
    district: str
    place: str
    opd: str  # code of the office it belongs to
    people: int = 0
    mix: str = ""
    posts: tuple[tuple[str, str, str, str], ...] = ()
    cluster: str = ""  # what a small town takes or leaves together
    inpatient: bool = False


def build_units(people: int) -> list[Unit]:
    """Units in tree order (parents first) for a city of `people`.

    Below 4,000 people only the clusters of `core` exist, as many as need half their usual size.
    """
    every = [_root(), *_offices(), *_puskesmas(), *_schools(), *_districts()]
    if people >= FULL_CITY_PEOPLE:
        return every
    wanted: set[str] = set()
    room = people * 2
    for cluster in _cluster_order(every):
        size = sum(unit.people for unit in every if unit.cluster == cluster)
        if wanted and size > room and len(wanted) >= len(_data()["core"]):
            break
        wanted.add(cluster)
        room -= size
    kept = {unit.code for unit in every if unit.cluster in wanted}
    parents = {unit.code: unit.parent for unit in every}
    for code in tuple(kept):
        while code := parents[code]:
            kept.add(code)
    return [unit for unit in every if unit.code in kept]


def path_of(unit: Unit, units: dict[str, Unit]) -> str:
    """The SIASN path from the office down: 'Dinas Kesehatan / Puskesmas Hamadi'."""
    names = [unit.name]
    while unit.parent and units[unit.parent].parent:
        unit = units[unit.parent]
        names.append(unit.name)
    return " / ".join(reversed(names))


def _data() -> Any:
    return table("organisation")


def _cluster_order(every: list[Unit]) -> list[str]:
    core: list[str] = list(_data()["core"])
    others = dict.fromkeys(unit.cluster for unit in every if unit.cluster)
    return core + [cluster for cluster in others if cluster not in core]


def _root() -> Unit:
    root = _data()["root"]
    return Unit(root["code"], root["name"], "", "city", "", CITY_PLACE, "")


def _offices() -> list[Unit]:
    return [unit for office in _data()["offices"] for unit in _office(office)]


def _office(office: dict[str, Any]) -> list[Unit]:
    code = f"UNOR-{office['code']}"
    base: dict[str, Any] = {
        "kind": "division",
        "district": office["district"],
        "place": CITY_PLACE,
        "opd": code,
        "cluster": office["code"],
    }
    special = office.get("kind")
    if special == "advisers":
        fields = ("Hukum dan Politik", "Pembangunan", "Kemasyarakatan")
        posts = tuple(
            (f"Staf Ahli Bidang {field}", f"ST-03-STAFAHLI{n}", "03", "II.b")
            for n, field in enumerate(fields, start=1)
        )
        return [_top(office, code, base, posts)]
    head = _head_name(office)
    echelon = "II.a" if special == "setda" else "II.b"
    units = [_top(office, code, base, ((head, f"ST-03-{office['code']}", "03", echelon),))]
    if special == "setda":
        units += _assistants(code, base)
    if office["secretariat"]:
        units += _secretariat(office, code, base)
    units += [
        _division(office, code, base, n, name, size)
        for n, (name, size) in enumerate(office["bidang"], start=1)
    ]
    return units + [_uptd(code, base, *one) for one in office.get("uptd", ())]


def _top(
    office: dict[str, Any],
    code: str,
    base: dict[str, Any],
    posts: tuple[tuple[str, str, str, str], ...],
) -> Unit:
    fields = base | {"kind": "opd"}
    return Unit(code, office["name"], "UNOR-KOTA", **fields, people=len(posts), posts=posts)


def _head_name(office: dict[str, Any]) -> str:
    names = {"SETDA": "Sekretaris Daerah", "INSPEKTORAT": "Inspektur"}
    if office["code"] == "SETWAN":
        return "Sekretaris Dewan Perwakilan Rakyat Kota"
    return names.get(office["code"], f"Kepala {office['name']}")


def _assistants(code: str, base: dict[str, Any]) -> list[Unit]:
    fields = (
        "Pemerintahan dan Kesejahteraan Rakyat",
        "Perekonomian dan Pembangunan",
        "Administrasi Umum",
    )
    return [
        Unit(
            f"{code}-AS{n}",
            f"Asisten {field}",
            code,
            **base,
            people=1,
            posts=((f"Asisten {field}", f"ST-03-ASISTEN{n}", "03", "II.b"),),
        )
        for n, field in enumerate(fields, start=1)
    ]


def _secretariat(office: dict[str, Any], code: str, base: dict[str, Any]) -> list[Unit]:
    size = office["secretariat"]
    top = f"{code}-SEK"
    parts = (("UMPEG", "Umum dan Kepegawaian"), ("PROKEU", "Program dan Keuangan"))
    head = ("Sekretaris", f"ST-04-SEK-{office['code']}", "04", "III.a")
    units = [Unit(top, "Sekretariat", code, **base, people=1, posts=(head,))]
    for n, (short, name) in enumerate(parts):
        post = (f"Kepala Subbagian {name}", f"ST-05-{short}", "05", "IV.a")
        part = (size - 1 + n) // 2
        units.append(
            Unit(
                f"{top}-{short}",
                f"Subbagian {name}",
                top,
                **base,
                people=part,
                mix="office",
                posts=(post,),
            )
        )
    return units


def _division(
    office: dict[str, Any], code: str, base: dict[str, Any], n: int, name: str, size: int
) -> Unit:
    own_name = name.startswith(("Bagian", "Inspektur"))
    full = name if own_name else f"Bidang {name}"
    title = name if name.startswith("Inspektur") else f"Kepala {full}"
    echelon = "III.a" if own_name else "III.b"
    mix = "procurement" if "Pengadaan Barang" in name else office["mix"]
    post = (title, f"ST-04-{office['code']}-{n}", "04", echelon)
    return Unit(f"{code}-B{n}", full, code, **base, people=size, mix=mix, posts=(post,))


def _uptd(code: str, base: dict[str, Any], short: str, name: str, size: int, mix: str) -> Unit:
    fields = base | {"kind": "uptd"}
    post = (f"Kepala {name}", f"ST-05-UPTD-{short}", "05", "IV.a")
    return Unit(f"{code}-{short}", name, code, **fields, people=size, mix=mix, posts=(post,))


def _puskesmas() -> list[Unit]:
    posts = (
        ("Kepala Puskesmas", "ST-05-PUSKESMAS", "05", "IV.a"),
        ("Kepala Subbagian Tata Usaha Puskesmas", "ST-05-TUPKM", "05", "IV.b"),
    )
    return [
        Unit(
            f"UNOR-DINKES-PKM-{one['code']}",
            one["name"],
            "UNOR-DINKES",
            "puskesmas",
            one["district"],
            one["place"],
            "UNOR-DINKES",
            people=one["people"],
            mix="puskesmas",
            posts=posts,
            cluster=f"PKM-{one['code']}",
            inpatient=one.get("inpatient", False),
        )
        for one in _data()["puskesmas"]
    ]


def _schools() -> list[Unit]:
    units = []
    for group in _data()["schools"]:
        for n, (district, place) in enumerate(_school_places(group), start=1):
            numbered = "count" in group
            name = f"{group['name']} {n} Jayapura" if numbered else f"{group['name']} {place}"
            short = group["kind"] if group["kind"] != "SDK" else "SD"
            tail = str(n) if numbered else place.upper().replace(" ", "")
            units.append(
                Unit(
                    f"UNOR-DISDIK-{short}-{tail}",
                    name,
                    "UNOR-DISDIK",
                    "school",
                    district,
                    place,
                    "UNOR-DISDIK",
                    people=group["people"],
                    mix=group["mix"],
                    cluster=f"{short}-{tail}",
                )
            )
    return units


def _school_places(group: dict[str, Any]) -> list[tuple[str, str]]:
    districts = _data()["districts"]
    if "count" in group:
        places = [(d["name"], p) for d in districts for p in d["kelurahan"]]
        return [places[n * 7 % len(places)] for n in range(group["count"])]
    if group["at"] == "district":
        return [(d["name"], d["kelurahan"][0]) for d in districts]
    return [(d["name"], place) for d in districts for place in d[group["at"]]]


def _districts() -> list[Unit]:
    return [unit for district in _data()["districts"] for unit in _district(district)]


def _district(district: dict[str, Any]) -> list[Unit]:
    code = f"UNOR-D-{district['code']}"
    seat = district["kelurahan"][0]
    base: dict[str, Any] = {"district": district["name"], "place": seat, "opd": code}
    cluster = f"D-{district['code']}"
    office = _data()["district_office"]
    head = ("Kepala Distrik", "ST-04-DISTRIK", "04", "III.a")
    name = f"Distrik {district['name']}"
    units = [
        Unit(code, name, "UNOR-KOTA", "district", **base, people=1, posts=(head,), cluster=cluster)
    ]
    posts = [("Sekretariat Distrik", office["secretariat"], "Sekretaris Distrik", "III.b")]
    posts += [(part, size, f"Kepala {part}", "IV.a") for part, size in office["sections"]]
    for n, (part, size, title, echelon) in enumerate(posts):
        tier = "04" if echelon == "III.b" else "05"
        units.append(
            Unit(
                f"{code}-{n}",
                part,
                code,
                "division",
                **base,
                people=size,
                mix="public_order" if "Ketertiban" in part else "district",
                posts=((title, f"ST-{tier}-DISTRIK-{n}", tier, echelon),),
                cluster=cluster,
            )
        )
    return units + [_kelurahan(name, code, base) for name in district["kelurahan"]]


def _kelurahan(name: str, parent: str, base: dict[str, Any]) -> Unit:
    tail = name.upper().replace(" ", "")
    posts = (
        ("Lurah", "ST-05-LURAH", "05", "IV.a"),
        ("Sekretaris Kelurahan", "ST-05-SEKLUR", "05", "IV.b"),
        ("Kepala Seksi Pelayanan Kelurahan", "ST-05-KASIKEL", "05", "IV.b"),
    )
    fields = base | {"place": name}
    return Unit(
        f"UNOR-KEL-{tail}",
        f"Kelurahan {name}",
        parent,
        "kelurahan",
        **fields,
        people=_data()["kelurahan_people"],
        mix="kelurahan",
        posts=posts,
        cluster=f"KEL-{tail}",
    )
