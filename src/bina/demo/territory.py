"""The units spread over the city: health centres, schools, districts and kelurahan."""

from typing import Any

from bina.demo.tables import table
from bina.demo.units import Unit


def puskesmas() -> list[Unit]:
    """The health centres under the health office."""
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
        for one in table("organisation")["puskesmas"]
    ]


def schools() -> list[Unit]:
    """The schools under the education office."""
    units = []
    for group in table("organisation")["schools"]:
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
    every = table("organisation")["districts"]
    if "count" in group:
        places = [(d["name"], p) for d in every for p in d["kelurahan"]]
        return [places[n * 7 % len(places)] for n in range(group["count"])]
    if group["at"] == "district":
        return [(d["name"], d["kelurahan"][0]) for d in every]
    return [(d["name"], place) for d in every for place in d[group["at"]]]


def districts() -> list[Unit]:
    """The districts with their sections and kelurahan."""
    return [unit for district in table("organisation")["districts"] for unit in _district(district)]


def _district(district: dict[str, Any]) -> list[Unit]:
    code = f"UNOR-D-{district['code']}"
    seat = district["kelurahan"][0]
    base: dict[str, Any] = {"district": district["name"], "place": seat, "opd": code}
    cluster = f"D-{district['code']}"
    office = table("organisation")["district_office"]
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
        people=table("organisation")["kelurahan_people"],
        mix="kelurahan",
        posts=posts,
        cluster=f"KEL-{tail}",
    )
