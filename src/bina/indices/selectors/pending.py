"""Evidence of competence that facts already show but no figure counts yet."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

import numpy as np

from bina.indices.rules.codes import PATHS, Codes
from bina.indices.rules.ip_asn import EVIDENCE
from bina.indices.selectors.columns import OLD, Ints
from bina.indices.selectors.measured import Measured
from bina.law.law import Law
from bina.law.scaled import scaled
from bina.people.models import DevelopmentRecord
from bina.people.rules.discipline import years_before

MATCHED = ("leadership", "functional")  # these must fit the post that is held
Learned = tuple[int, str, Decimal, dt.date]  # person id, form, JP, last day


def pending_evidence(measured: Measured, rows: Iterable[Learned]) -> tuple[Codes, Ints]:
    """Evidence bits and JP of the year (hundredths) that each person would gain from the rows.

    Training that must fit the post gives no bit: nobody has compared it yet.
    """
    people, law = measured.people, measured.law
    place = {pk: at for at, pk in enumerate(people.person_id.tolist())}
    bits = np.zeros(len(place), dtype=np.uint8)
    hours = np.zeros(len(place), dtype=np.int64)
    for person, form, jp, end in rows:
        at = place.get(person)
        if at is None:
            continue
        general = people.facts.path[at] == PATHS.index("general") + 1
        for number, name in enumerate(EVIDENCE):
            if name not in MATCHED and _counts(law, name, (form, jp, end), general=general):
                bits[at] |= np.uint8(1) << np.uint8(number)
        if end.year == law.day.year:
            hours[at] += scaled(jp)
    return bits, hours


def _counts(law: Law, name: str, row: tuple[str, Decimal, dt.date], *, general: bool) -> bool:
    """Whether a record of (form, JP, last day) would count for a part of competence."""
    form, jp, end = row
    if form not in law.parameter(f"{OLD}.forms").value[name] or end > law.day:
        return False
    years = law.parameter(f"{OLD}.lookback_years").value
    span = years.get(f"{name}_general" if general and name == "technical" else name)
    if span is not None and end <= years_before(law.day, span):
        return False
    least = law.parameter(f"{OLD}.technical_min_jp").value
    return name != "technical" or jp >= least


def unmatched_evidence(measured: Measured) -> Codes:
    """Bits of training on record that would count if it fits the post; nobody has compared it."""
    law, people = measured.law, measured.people
    place = {pk: at for at, pk in enumerate(people.person_id.tolist())}
    bits = np.zeros(len(place), dtype=np.uint8)
    forms = law.parameter(f"{OLD}.forms").value
    rows = DevelopmentRecord.objects.filter(
        form__in=[form for name in MATCHED for form in forms[name]],
        status=DevelopmentRecord.Status.APPROVED,
        fits_post=None,
        end__lte=law.day,
    )
    for person, form in rows.order_by().values_list("person_id", "form").distinct():
        if person in place:
            for name in MATCHED:
                if form in forms[name]:
                    bits[place[person]] |= np.uint8(1) << np.uint8(EVIDENCE.index(name))
    return bits
