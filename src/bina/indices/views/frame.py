"""What the views of the indices share: the day and ruleset asked for, whose sums may be seen."""

import datetime as dt
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from bina.accounts.access import Access, access_of
from bina.audit.kept import kept
from bina.calendar.today import today
from bina.indices.selectors.columns import year_end
from bina.indices.selectors.measured import (
    RULESETS,
    Measured,
    hidden_groups,
    is_hidden_above,
    measure,
)
from bina.law.law import law_on
from bina.law.parameters import all_entries
from bina.people.models import Unit
from bina.people.selectors import active_people

FIRST_YEAR = all_entries()["ip_asn.ruleset"].values[1].since.year  # both rulesets are known


def asked_year(request: HttpRequest) -> int:
    """The year in the query, or the present one."""
    written = request.GET.get("tahun", "")
    year = int(written) if written.isascii() and written.isdigit() else 0
    return year if FIRST_YEAR <= year <= today().year else today().year


def asked_ruleset(request: HttpRequest) -> str:
    """The ruleset in the query, or "" for the official one of the day."""
    written = request.GET.get("aturan", "")
    return written if written in RULESETS else ""


def asked_measure(request: HttpRequest, top: Unit | None = None) -> Measured:
    """The indices of the group for the query."""
    people = active_people()
    if top is not None:
        people = people.filter(unit__path__startswith=top.path)
    day = year_end(asked_year(request), today())
    ruleset = _possible(asked_ruleset(request), day)
    key = ("indices", top.path if top else "", day, ruleset, today())
    return kept(key, lambda: measure(day, ruleset=ruleset, found=people))


def _possible(ruleset: str, day: dt.date) -> str:
    """No ruleset before it was in force: the official one instead."""
    started = any(each.startswith(f"ip_asn.{ruleset}.") for each in law_on(day).ids())
    return ruleset if started else ""


def unit_within(request: HttpRequest, public_id: UUID) -> Unit:
    """The unit if its sums may be seen; 404 otherwise."""
    reach = access_of(request).reach("indices.unit")
    units = Unit.objects.all() if reach.everybody else Unit.objects.filter(pk__in=reach.unit_ids)
    return get_object_or_404(units, public_id=public_id)


def hide_below(access: Access, unit: Unit | None = None) -> int:
    """How many people a group must have for this reader; 0 for who may see the people."""
    reach = access.reach("indices.view")
    if reach.everybody or (unit is not None and unit.pk in reach.unit_ids):
        return 0
    return int(law_on(today()).value("gaps.small_cell"))


def is_closed(request: HttpRequest, unit: Unit | None, least: int) -> bool:
    """Whether a unit's page must stay empty because a table above hides the unit."""
    if not least or unit is None:
        return False
    city = asked_measure(request)
    return is_hidden_above(city, unit, partial(hidden_groups, city, least=least))


def query_context(request: HttpRequest, measured: Measured) -> dict[str, Any]:
    """The choices of year and ruleset."""
    return {
        "year": measured.law.day.year,
        "years": range(today().year, FIRST_YEAR - 1, -1),
        "ruleset": measured.ruleset,
        "official": str(measured.law.value("ip_asn.ruleset")),
        "asked": asked_ruleset(request),
    }
