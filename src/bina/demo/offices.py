"""The offices of the city (OPD) with their secretariats, divisions and technical units."""

from typing import Any

from bina.demo.tables import table
from bina.demo.units import CITY_PLACE, Unit


def offices() -> list[Unit]:
    """Every office with its units, parents first."""
    return [unit for office in table("organisation")["offices"] for unit in _office(office)]


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
