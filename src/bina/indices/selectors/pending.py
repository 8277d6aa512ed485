"""Evidence of competence that facts already show but no figure counts yet."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import numpy as np
from django.db.models import Q

from bina.indices.rules.codes import PATHS, Codes
from bina.indices.rules.ip_asn import EVIDENCE, tables_of
from bina.indices.rules.together import Effect, Standing
from bina.indices.selectors.columns import OLD
from bina.indices.selectors.measured import Measured
from bina.law.law import Law
from bina.law.scaled import scaled
from bina.people.models import DevelopmentRecord
from bina.people.rules.discipline import years_before
from bina.people.rules.hours import Record

APPROVED = DevelopmentRecord.Status.APPROVED
MATCHED = ("leadership", "functional")  # these must fit the post that is held
Learned = tuple[int, str, Decimal, dt.date, dt.date]  # person id, form, JP, first and last day
Kept = tuple[int, bool | None, Record]  # person id, whether it fits the post, the record


def pending_evidence(measured: Measured, rows: Iterable[Learned]) -> Effect:
    """What each person would gain from the rows: evidence, and JP of the year.

    Training that must fit the post gives no bit: nobody has compared it yet.
    """
    people, law = measured.people, measured.law
    place = {pk: at for at, pk in enumerate(people.person_id.tolist())}
    found = Effect.of(len(place))
    limited, capped = capped_forms(law), defaultdict(list)
    for person, form, jp, start, end in rows:
        at = place.get(person)
        if at is None:
            continue
        general = people.facts.path[at] == PATHS.index("general") + 1
        for number, name in enumerate(EVIDENCE):
            if name not in MATCHED and _counts(law, name, (form, jp, end), general=general):
                found.evidence[at] |= np.uint8(1) << np.uint8(number)
        if end.year != law.day.year:
            continue
        if form in limited:
            capped[at].append(Record(form, end, jp, APPROVED, start))
        else:
            found.hours[at] += scaled(jp)
    return replace(found, capped=dict(capped))


def capped_forms(law: Law) -> set[str]:
    """Forms of which no more than so many JP count in a month or on a day."""
    forms = law.value("development.forms")
    return {row["form"] for row in forms if any(key.startswith("max_units") for key in row)}


def approved(law: Law) -> list[Kept]:
    """Records on file that say what a seat or a decision would add, by key; one query.

    Those of the year in a form with a cap, and those that nobody has compared with the post.
    """
    capped = Q(form__in=capped_forms(law), end__year=law.day.year)
    forms = law.parameter(f"{OLD}.forms").value
    fit = [form for name in MATCHED for form in forms[name]]
    unmatched = Q(form__in=fit, fits_post=None, end__lte=law.day)
    rows = DevelopmentRecord.objects.filter(capped | unmatched, status=APPROVED).order_by("pk")
    names = ("person_id", "fits_post", "form", "end", "jp", "status", "start")
    return [(person, fits, Record(*row)) for person, fits, *row in rows.values_list(*names)]


def standing_of(measured: Measured, rows: Iterable[Kept]) -> Standing:
    """Where the group stands, for what several actions do together; `rows` as of `approved`."""
    law, place = measured.law, {pk: at for at, pk in enumerate(measured.people.person_id.tolist())}
    limited, capped = capped_forms(law), defaultdict(list)
    for person, _, record in rows:
        if person in place and record.form in limited and record.end.year == law.day.year:
            capped[place[person]].append(record)
    return Standing(
        measured.people.facts, tables_of(law, measured.ruleset), measured.hours, measured.minimum,
        law.day.year, law.value("development.forms"), dict(capped),
    )  # fmt: skip


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


def unmatched_evidence(measured: Measured, rows: Iterable[Kept]) -> Codes:
    """Bits of training on record that would count if it fits the post; nobody has compared it.

    `rows` as of `approved`.
    """
    law, people = measured.law, measured.people
    place = {pk: at for at, pk in enumerate(people.person_id.tolist())}
    bits = np.zeros(len(place), dtype=np.uint8)
    forms = law.parameter(f"{OLD}.forms").value
    for person, fits, record in rows:
        if person in place and fits is None and record.end <= law.day:
            for name in MATCHED:
                if record.form in forms[name]:
                    bits[place[person]] |= np.uint8(1) << np.uint8(EVIDENCE.index(name))
    return bits
