"""Faults that real exports have, put into the SIASN rows and listed for those who test for them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from bina.demo.people import Person
from bina.demo.siasn import Cells

# Kind of fault -> how many rows of 8,000 have it; small towns have fewer, but at least one.
COUNTS = {
    "nip_as_number": 10,
    "birth_date_differs_from_nip": 8,
    "gender_differs_from_nip": 3,
    "missing_education": 60,
    "missing_birth_place": 25,
    "missing_unit_id": 12,
    "slash_without_blanks": 40,
    "misspelt_unit_path": 2,
    "lower_case_name": 6,
    "blanks_around_name": 9,
    "graduation_year_impossible": 2,
}
DUPLICATES = 6


@dataclass
class Dirt:
    """What was spoilt: kind of fault -> PNS IDs (or names, where there is no id)."""

    faults: dict[str, list[str]] = field(default_factory=dict)
    trailing_blank_rows: int = 0

    def pns_ids(self, *kinds: str) -> set[str]:
        """The people touched by these kinds of fault."""
        return {pns_id for kind in kinds for pns_id in self.faults.get(kind, ())}


def draw_dirt(people: Sequence[Person], chance: np.random.Generator) -> Dirt:
    """Choose the people whose rows get a fault: never the cast, a head, or one person twice."""
    plain = [p.pns_id for p in people if not p.cast and not p.head and not p.echelon]
    order = iter(chance.permutation(len(plain)))
    scale = min(1.0, len(people) / 8000)
    counts = COUNTS | {"duplicate_row": DUPLICATES, "same_nip_other_id": 2}
    dirt = Dirt()
    for kind, count in counts.items():
        wanted = max(1, round(count * scale))
        dirt.faults[kind] = [plain[next(order)] for _ in range(wanted)]
    return dirt


def soil(rows: Sequence[Cells], dirt: Dirt) -> list[Cells]:
    """New rows with the faults in them; rows without any key stand at the end."""
    kinds = {pns_id: kind for kind, ids in dirt.faults.items() for pns_id in ids}
    soiled: list[Cells] = []
    again: list[Cells] = []
    for row in rows:
        kind = kinds.get(row["PNS ID"], "")
        row = row | _fault(kind, row)
        soiled.append(row)
        if kind == "duplicate_row":
            again.append(dict(row))
        elif kind == "same_nip_other_id":
            again.append(row | {"PNS ID": _other_id(row["PNS ID"])})
    return soiled + again + _keyless(rows[-1], dirt)


def _fault(kind: str, row: Cells) -> Cells:
    """The cells that this fault changes."""
    path, name, nip = row["UNOR NAMA"], row["NAMA"], row["NIP BARU"]
    if kind == "nip_as_number":
        return {"NIP BARU": float(f"{int(nip):.14e}")}  # Excel keeps 15 digits
    if kind == "birth_date_differs_from_nip":
        born = datetime.strptime(row["TANGGAL LAHIR"], "%d-%m-%Y")  # noqa: DTZ007 - a day
        return {"TANGGAL LAHIR": f"{born + timedelta(days=31):%d-%m-%Y}"}
    changes: dict[str, dict[str, Any]] = {
        "gender_differs_from_nip": {"JENIS KELAMIN": "M" if row["JENIS KELAMIN"] == "F" else "F"},
        "missing_education": dict.fromkeys(
            (
                "TINGKAT PENDIDIKAN ID",
                "TINGKAT PENDIDIKAN NAMA",
                "PENDIDIKAN ID",
                "PENDIDIKAN NAMA",
                "TAHUN LULUS",
            )
        ),
        "missing_birth_place": {"TEMPAT LAHIR NAMA": None},
        "missing_unit_id": {"UNOR ID": None},
        "slash_without_blanks": {"UNOR NAMA": path.replace(" / ", "/")},
        "misspelt_unit_path": {"UNOR NAMA": f"{path[:-1]}{path[-1] * 2}"},
        "lower_case_name": {"NAMA": name.title()},
        "blanks_around_name": {"NAMA": f"  {name.replace(' ', '  ')} "},
        "graduation_year_impossible": {"TAHUN LULUS": "20133"},
    }
    return changes.get(kind, {})


def _other_id(pns_id: str) -> str:
    return pns_id[:-4] + ("0000" if pns_id[-4:] != "0000" else "0001")


def _keyless(pattern: Cells, dirt: Dirt) -> list[Cells]:
    """Rows of people who exist nowhere else: nothing to match them by."""
    gone = pattern | {"PNS ID": None, "NIP BARU": None, "NAMA": "TANPA KUNCI"}
    number = pattern | {"PNS ID": None, "NIP BARU": 1.99001012015031e17, "NAMA": "NIP ANGKA"}
    dirt.faults["no_key"] = ["TANPA KUNCI"]
    dirt.faults["number_without_id"] = ["NIP ANGKA"]
    return [gone, number]
