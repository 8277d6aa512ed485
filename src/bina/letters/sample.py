"""An invented letter on which a template is tried before it is taken into use."""

from typing import Any

from bina.letters.rules.content import COMMON, PERSON


def sample(kind: str) -> dict[str, Any]:
    """Every value that a letter of the kind can have, filled."""
    values: dict[str, Any] = {name: f"contoh {name}" for name in COMMON | PERSON}
    values["sidik"] = "0" * 64
    values["label"] = f"Contoh {kind}"
    values["hari"] = ["2/3", "3/3"]
    values["peserta"] = [
        {
            "no": str(n),
            **{name: f"contoh {name}" for name in ("nama", "nip", "pangkat", "jabatan", "unit")},
        }
        for n in (1, 2)
    ]
    return values
