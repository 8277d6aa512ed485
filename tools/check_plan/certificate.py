"""A certificate's file: what it claims, and whether instance, prices and plan bear it out.

The file is a zip of `instance.npz`, `certificate.json`, `prices.json` and, if the plan has been
kept with it, `plan.json`; `keys.json` says what the rows are. See docs/certificate.md.
"""

import io
import json
import zipfile
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np

from tools.check_plan.bounds import Told, closure_bound, hours_bound
from tools.check_plan.instance import Array, Instance, hash_of, read_instance
from tools.check_plan.people import Constants, Reader, fair_groups
from tools.check_plan.possible import possible
from tools.check_plan.prices import Prices, WrongPrices, read_prices
from tools.check_plan.reading import Unreadable
from tools.check_plan.report import Report
from tools.check_plan.seating import check_seats, worth

CLAIMS = ("instance_hash", "missing_jp", "missing_jp_bound", "value", "closure_bound", "settings")
STAGES = ("hours_prices", "closure_prices")
SAME = 1e-6  # share by which a written value may differ from the recomputed one


class Certificate(NamedTuple):
    """The files of one certificate."""

    instance: Instance
    claims: dict[str, Any]
    prices: dict[str, Any]
    pairs: Array | None  # rows of the instance's pairs that the plan seats
    keys: dict[str, Any] | None  # what the instance's rows stand for
    measured: dict[str, Array] | None = None  # columns as measured, of a plan that counts otherwise


def read_certificate(path: Path | IO[bytes]) -> Certificate:
    """The zip's files. Raises Unreadable."""
    try:
        with zipfile.ZipFile(path) as pack:
            names = set(pack.namelist())
            claims = json.loads(pack.read("certificate.json"))
            prices = json.loads(pack.read("prices.json"))
            plan, keys = (
                json.loads(pack.read(name)) if name in names else None
                for name in ("plan.json", "keys.json")
            )
            instance = read_instance(io.BytesIO(pack.read("instance.npz")))
            measured = _measured(pack) if "measured.npz" in names else None
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as wrong:
        raise Unreadable(f"{path}: {wrong}") from wrong
    lacking = [n for n in CLAIMS if n not in claims] + [n for n in STAGES if n not in prices]
    if lacking or set(claims["settings"]) < set(Constants._fields):
        raise Unreadable(f"{path}: {', '.join(lacking) or 'settings'} missing")
    pairs = None if plan is None else np.array(plan["pairs"], dtype=np.int64)
    return Certificate(instance, claims, prices, pairs, keys, measured)


def _measured(pack: zipfile.ZipFile) -> dict[str, Array]:
    with np.load(io.BytesIO(pack.read("measured.npz")), allow_pickle=False) as file:
        return {name: file[name] for name in file}


def check_certificate(
    given: Certificate, report: Report | None = None, told: Told = lambda _n, _all: None
) -> Report:
    """The hash, the plan's own rules and value, and both bounds from the prices."""
    report = report or Report()
    instance, claims = given.instance, given.claims
    found = hash_of(instance)
    if found != claims["instance_hash"]:
        report.fault("hash", f"the certificate is about {claims['instance_hash']}, not {found}")
    constants = Constants(*(float(claims["settings"][name]) for name in Constants._fields))
    reader = Reader(instance, constants)
    _check_plan(given, reader, report)
    keep = possible(instance)
    n_groups = len(fair_groups(instance, constants))
    for name, check in zip(STAGES, (_check_hours, _check_closure), strict=True):
        try:
            check(claims, reader, read_prices(instance, given.prices[name], n_groups), keep, report,
                  told)  # fmt: skip
        except WrongPrices as wrong:
            report.fault("prices", f"{name}, {wrong}")
    return report


def _check_plan(given: Certificate, reader: Reader, report: Report) -> None:
    claims, figures = given.claims, report.figures
    if claims["missing_jp"] < claims["missing_jp_bound"]:
        report.fault("bound", "fewer hours missing than proven possible")
    if claims["value"] > claims["closure_bound"]:
        report.fault("bound", "the plan is worth more than its proven bound")
    if given.pairs is None:
        return
    pairs = given.pairs
    if pairs.size and (
        pairs.min() < 0 or pairs.max() >= reader.instance.pair_person.size
        or np.unique(pairs).size < pairs.size
    ):  # fmt: skip
        report.fault("seats", "a seat is no pair of the instance, or is there twice")
        return
    check_seats(reader, pairs, report)
    own = worth(reader, pairs)
    figures |= {"certificate.missing_jp": own.missing_jp, "certificate.value": own.value}
    if own.missing_jp != claims["missing_jp"]:
        report.fault("claim", f"missing_jp is {claims['missing_jp']}, recomputed {own.missing_jp}")
    if abs(own.value - claims["value"]) > SAME * max(1.0, abs(own.value)):
        report.fault("claim", f"value is {claims['value']}, recomputed {own.value}")


def _check_hours(
    claims: dict[str, Any], reader: Reader, prices: Prices, keep: Array, report: Report, told: Told
) -> None:
    bound, cut = hours_bound(reader, prices, keep, told)
    report.figures |= {"hours_bound": bound, "hours_bound_cut": cut}
    if claims["missing_jp_bound"] > bound:
        report.fault(
            "hours bound", f"{claims['missing_jp_bound']} JP claimed, the prices prove {bound}"
        )


def _check_closure(
    claims: dict[str, Any], reader: Reader, prices: Prices, keep: Array, report: Report, told: Told
) -> None:
    bound, cut = closure_bound(reader, prices, keep, claims["missing_jp"], told)
    claimed = claims["closure_bound"]
    report.figures |= {"closure_bound": bound, "closure_bound_cut": cut}
    report.figures["closure_bound_claimed"] = claimed
    if claimed < bound:
        report.fault(
            "closure bound",
            f"{claimed:.6f} claimed, the prices prove {bound:.6f}, {bound - claimed:.6f} more",
        )
