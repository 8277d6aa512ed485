"""Files of the plan engine: the instance's hash, and instance, plan and certificate on disk.

Hash: SHA-256 over `bina-allocation-1`, then for each column in the order of `COLUMNS`:
its name, dtype and shape as ASCII `name|dtype|d0,d1;`, then its little-endian C-order bytes.
`pair_keep` counts only where a seat was held before, so it may be missing in a file.
"""

import hashlib
import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np

from bina.engines.allocation.model import (
    COLUMNS,
    Certificate,
    Instance,
    Plan,
    Prices,
    Settings,
    SparePrices,
)

FORMAT = "bina-allocation-1"
OPTIONAL = ("pair_keep",)  # columns that are 0 unless a plan is made anew


class WrongFormatError(ValueError):
    """A file that is not of this engine's format."""


def instance_hash(instance: Instance) -> str:
    """SHA-256 (64 hexadecimal digits) of the instance; equal columns give an equal hash."""
    digest = hashlib.sha256(FORMAT.encode())
    for name in COLUMNS:
        column = getattr(instance, name)
        if name in OPTIONAL and not column.any():
            continue
        shape = ",".join(str(d) for d in column.shape)
        digest.update(f"{name}|{column.dtype.name}|{shape};".encode("ascii"))
        digest.update(column.astype(column.dtype.newbyteorder("<"), copy=False).tobytes())
    return digest.hexdigest()


def save_instance(path: Path, instance: Instance) -> str:
    """Write all columns to one compressed .npz; returns the instance's hash."""
    columns = {name: getattr(instance, name) for name in COLUMNS}
    with path.open("wb") as file:
        np.savez_compressed(file, format=np.array(FORMAT), **columns)
    return instance_hash(instance)


def load_instance(path: Path) -> Instance:
    """Read what `save_instance` wrote, checked again. Raises WrongFormatError, InstanceError."""
    with np.load(path, allow_pickle=False) as stored:
        if "format" not in stored or str(stored["format"]) != FORMAT:
            raise WrongFormatError(f"{path.name} must be an instance of format {FORMAT}.")
        missing = [name for name in COLUMNS if name not in stored and name not in OPTIONAL]
        if missing:
            raise WrongFormatError(f"{path.name} lacks the columns {missing}.")
        return Instance(**{name: stored[name] for name in COLUMNS if name in stored})


def _prices_as_json(prices: Prices) -> dict[str, Any]:
    group, slot = np.nonzero(prices.staffing)
    paid = np.flatnonzero(prices.opening)
    return {
        "n_pairs": prices.opening.size,
        "opening": [[int(p), float(prices.opening[p])] for p in paid],
        "spare": [
            [int(g), int(s), float(price)] for g, s, price in zip(*prices.spare, strict=True)
        ],
        "seat": prices.seat.tolist(),
        "money": prices.money.tolist(),
        "coach": prices.coach.tolist(),
        "quota": prices.quota.tolist(),
        "fairness": prices.fairness.tolist(),
        "hours": prices.hours,
        "staffing_shape": list(prices.staffing.shape),
        "staffing": [
            [int(g), int(t), float(prices.staffing[g, t])] for g, t in zip(group, slot, strict=True)
        ],
    }


def _prices_from_json(stored: dict[str, Any]) -> Prices:
    staffing = np.zeros(tuple(stored["staffing_shape"]))
    for g, t, price in stored["staffing"]:
        staffing[g, t] = price
    opening = np.zeros(int(stored["n_pairs"]))
    for p, price in stored["opening"]:
        opening[p] = price
    spared = np.array(stored.get("spare", []), dtype=np.float64).reshape(-1, 3)
    spare = SparePrices(
        spared[:, 0].astype(np.int32), spared[:, 1].astype(np.int32), spared[:, 2].copy()
    )
    columns = {
        name: np.array(stored[name], dtype=np.float64)
        for name in ("seat", "money", "coach", "quota", "fairness")
    }
    return Prices(
        staffing=staffing, opening=opening, spare=spare, hours=float(stored["hours"]), **columns
    )


def certificate_as_json(certificate: Certificate) -> dict[str, Any]:
    """The certificate as plain JSON values; floats keep every digit (repr)."""
    return {
        "format": FORMAT,
        "instance_hash": certificate.instance_hash,
        "settings": asdict(certificate.settings),
        "missing_jp_bound": certificate.missing_jp_bound,
        "missing_jp": certificate.missing_jp,
        "closure_bound": certificate.closure_bound,
        "value": certificate.value,
        "hours_prices": _prices_as_json(certificate.hours_prices),
        "closure_prices": _prices_as_json(certificate.closure_prices),
    }


def certificate_from_json(stored: dict[str, Any]) -> Certificate:
    """Rebuild from `certificate_as_json`. Raises WrongFormatError."""
    if stored.get("format") != FORMAT:
        raise WrongFormatError(f"The certificate must be of format {FORMAT}.")
    return Certificate(
        instance_hash=stored["instance_hash"],
        settings=Settings(**stored["settings"]),
        missing_jp_bound=int(stored["missing_jp_bound"]),
        missing_jp=int(stored["missing_jp"]),
        closure_bound=float(stored["closure_bound"]),
        value=float(stored["value"]),
        hours_prices=_prices_from_json(stored["hours_prices"]),
        closure_prices=_prices_from_json(stored["closure_prices"]),
    )


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """The plan as plain JSON values."""
    figures = {f.name: getattr(plan, f.name) for f in fields(plan) if f.name != "pairs"}
    return {"format": FORMAT, "pairs": plan.pairs.tolist(), **figures}


def plan_from_json(stored: dict[str, Any]) -> Plan:
    """Rebuild from `plan_as_json`. Raises WrongFormatError."""
    if stored.get("format") != FORMAT:
        raise WrongFormatError(f"The plan must be of format {FORMAT}.")
    figures = {f.name: stored[f.name] for f in fields(Plan) if f.name != "pairs"}
    return Plan(pairs=np.array(stored["pairs"], dtype=np.int64), **figures)


def save_certificate(path: Path, certificate: Certificate) -> None:
    """Write the certificate as JSON text."""
    path.write_text(json.dumps(certificate_as_json(certificate)), encoding="utf-8")


def load_certificate(path: Path) -> Certificate:
    """Read what `save_certificate` wrote. Raises WrongFormatError."""
    return certificate_from_json(json.loads(path.read_text(encoding="utf-8")))
