"""What raises a unit's figures most, with gain and cost; what only has to be registered."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.audit.kept import kept
from bina.calendar.today import today
from bina.catalog.rules.seating import BUSY, FULL, NO_SEAT
from bina.catalog.selectors.prices import Prices, prices_for
from bina.formats.tables import TableColumn
from bina.indices.rules.actions import Action, Priced, register_action
from bina.indices.rules.ip_asn import tables_of
from bina.indices.selectors.measured import RULESET_NAMES, Measured
from bina.indices.selectors.pages import ACTION_WORDS, actions_of
from bina.indices.selectors.pending import pending_evidence, unmatched_evidence
from bina.indices.views.files import list_file
from bina.indices.views.frame import asked_measure, query_context
from bina.law.law import Parameter
from bina.law.scaled import MISSING, SCALE, divided
from bina.learning.selectors.drawer import in_drawer
from bina.people.models import Person, Unit
from bina.plan.selectors.places import places_of
from bina.text import N_, Text

SHOWN = 10
FREE = ("drawer", "drawer_hours", "match")
WORDS = {
    **ACTION_WORDS,
    "drawer": N_("Mencatat sertifikat yang sudah dilaporkan"),
    "drawer_hours": N_("Memutuskan laporan belajar yang menunggu"),
    "match": N_("Mencocokkan diklat yang sudah tercatat dengan jabatan"),
}


WHY = {
    NO_SEAT: N_("belum ada sesi"),
    FULL: N_("semua sesi yang cocok penuh"),
    BUSY: N_("tidak bebas pada hari sesi yang masih ada kursinya"),
}


@dataclass(frozen=True)
class Offer:
    """An action with its price, and the session that would be taken by each person."""

    priced: Priced
    session: np.ndarray[Any, Any]
    n_group: int

    @property
    def name(self) -> str:
        """Of WORDS."""
        return self.priced.action.name

    @property
    def in_hours(self) -> bool:
        """Whether its gain is a share of people with the JP of the year."""
        return self.name in ("hours", "drawer_hours")

    @property
    def group_gain(self) -> float:
        """Points of the group's mean, or percent of its people, for those who can."""
        if not self.n_group:
            return 0.0
        if self.in_hours:
            return self.priced.n_priced * 100 / self.n_group
        return int(divided(self.priced.gain, self.n_group)) / SCALE

    @property
    def n_full(self) -> int:
        """People for whom a session fits, and none with a seat left."""
        return int((self.priced.cost == FULL).sum())

    @property
    def n_busy(self) -> int:
        """People who are not free on the days of any session that fits and has a seat."""
        return int((self.priced.cost == BUSY).sum())

    @property
    def per_unit(self) -> float | None:
        """Rupiah for one point of the group's mean, or for one percent of its people."""
        return self.priced.total / self.group_gain if self.group_gain else None


@requires("indices.issue")
@require_GET
def city(request: HttpRequest) -> HttpResponse:
    """The actions of the whole city."""
    return _page(request, None)


@requires("people.list")
@require_GET
def unit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The actions of a unit with all below it."""
    return _page(request, _within(request, public_id))


@requires("indices.issue")
@require_GET
def city_export(request: HttpRequest) -> HttpResponse:
    """Every person of every action, as a file."""
    return _file(request, None)


@requires("people.list")
@require_GET
def unit_export(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Every person of every action of a unit, as a file."""
    return _file(request, _within(request, public_id))


def _within(request: HttpRequest, public_id: UUID) -> Unit:
    reach = access_of(request).reach("people.list")
    units = Unit.objects.all() if reach.everybody else Unit.objects.filter(pk__in=reach.unit_ids)
    return get_object_or_404(units, public_id=public_id)


def _kept_offers(measured: Measured, top: Unit | None) -> tuple[list[Offer], Prices]:
    """The offers of a group, a list of the caller's own."""
    key = ("offers", top.path if top else "", measured.law.day, measured.ruleset, today())
    offers, prices = kept(key, lambda: _offers(measured))
    return list(offers), prices


def _offers(measured: Measured) -> tuple[list[Offer], Prices]:
    """All actions with price, best for the group first; those that cost nothing among them."""
    people = measured.people.person_id.tolist()
    prices = prices_for(people, today())
    places = places_of(prices.sessions, people)
    forms = measured.law.parameter("ip_asn.bkn_8_2019.forms").value
    every = [row["form"] for row in measured.law.value("development.forms")]
    least = int(measured.law.parameter("ip_asn.bkn_8_2019.technical_min_jp").value) * SCALE
    owed = np.where(
        measured.minimum == MISSING, 0, np.maximum(measured.minimum - measured.hours, 0)
    )
    found = []
    for action in actions_of(measured):
        if action.name == "hours":
            last = dt.date(measured.law.day.year, 12, 31)  # JP belong to the year of the last day
            cost, session = prices.cheapest(every, owed, action.people, places, last)
        else:
            need = np.full(len(people), least if action.name == "technical" else 0)
            cost, session = prices.cheapest(forms[action.name], need, action.people, places)
        found.append(Offer(Priced(action, cost), session, _size(measured, action)))
    found += _registering(measured)
    kept = [offer for offer in found if len(offer.priced.action.people)]
    return sorted(kept, key=_by_gain), prices


def _by_gain(offer: Offer) -> tuple[Any, ...]:
    """Those that can be done first, whatever a seat for everybody would bring."""
    return not offer.priced.n_priced, offer.in_hours, -offer.group_gain, offer.name


def _registering(measured: Measured) -> list[Offer]:
    """What is here already and waits for a decision: no price, only the decision."""
    rows = in_drawer(measured.people.person_id.tolist(), measured.law.day)
    bits, hours = pending_evidence(measured, [(r.person_id, r.form, r.jp, r.end) for r in rows])
    tables, facts = tables_of(measured.law, measured.ruleset), measured.people.facts
    reaches = (
        ~measured.reached & (measured.minimum != MISSING)
        & (measured.hours + hours >= measured.minimum)
    )  # fmt: skip
    who = np.flatnonzero(reaches)
    owed = (measured.minimum - measured.hours)[who]
    actions = [
        register_action("drawer", facts, tables, bits),
        Action("drawer_hours", who, owed, 0, 0),
        register_action("match", facts, tables, unmatched_evidence(measured)),
    ]
    return [
        Offer(
            Priced(action, np.zeros(len(action.people), dtype=np.int64)),
            np.full(len(action.people), NO_SEAT),
            _size(measured, action),
        )
        for action in actions
    ]


def _size(measured: Measured, action: Action) -> int:
    if action.name in ("hours", "drawer_hours"):
        return len(measured.people.person_id)
    return int((measured.scores.total != MISSING).sum())


def _page(request: HttpRequest, top: Unit | None) -> HttpResponse:
    measured = asked_measure(request, top)
    offers, prices = _kept_offers(measured, top)
    if request.GET.get("urut") == "murah":
        offers.sort(key=lambda offer: (
            not offer.priced.n_priced, offer.in_hours, offer.per_unit or 0,
        ))  # fmt: skip
    wanted = [offer.priced.action.people[:SHOWN] for offer in offers]
    ids = {int(measured.people.person_id[at]) for people in wanted for at in people.tolist()}
    people = Person.objects.select_related("unit", "position").in_bulk(ids)
    context = {
        "unit": top,
        "measured": measured,
        "ruleset_name": RULESET_NAMES[measured.ruleset],
        "rows": [(offer, Text(WORDS[offer.name]), offer.name in FREE,
                  _people(measured, offer, prices, people)) for offer in offers],
        "incomplete": prices.incomplete,
        "n_sessions": len(prices.sessions),
        "urut": request.GET.get("urut", ""),
        "parameters": _parameters(measured),
        **query_context(request, measured),
    }  # fmt: skip
    return render(request, "web/actions.html", context)


def _parameters(measured: Measured) -> list[Parameter]:
    names = ("forms", "lookback_years", "technical_min_jp")
    return [measured.law.parameter(f"ip_asn.bkn_8_2019.{name}") for name in names]


def _people(
    measured: Measured, offer: Offer, prices: Prices, people: dict[int, Person]
) -> list[dict[str, Any]]:
    action = offer.priced.action
    rows = zip(
        action.people[:SHOWN].tolist(), action.gain[:SHOWN].tolist(),
        offer.priced.cost[:SHOWN].tolist(), offer.session[:SHOWN].tolist(), strict=True,
    )  # fmt: skip
    return [
        {
            "person": people[int(measured.people.person_id[at])],
            "gain": gain / SCALE,
            "cost": None if cost < 0 else cost,
            "session": prices.sessions[session] if session >= 0 else None,
            "why": Text(WHY[session]) if session in WHY else None,
        }
        for at, gain, cost, session in rows
    ]


def _file(request: HttpRequest, top: Unit | None) -> HttpResponse:
    measured = asked_measure(request, top)
    offers, prices = _kept_offers(measured, top)
    names = ("pk", "nip", "name", "unit__name")
    found = Person.objects.filter(pk__in=measured.people.person_id.tolist()).values_list(*names)
    known = {row[0]: row[1:] for row in found}
    columns = [
        ("action", TableColumn(_("Tindakan"))),
        ("nip", TableColumn("NIP")),
        ("name", TableColumn(_("Nama"))),
        ("unit", TableColumn(_("Unit"))),
        ("gain", TableColumn(_("Tambahan (poin atau JP kurang)"), "decimal")),
        ("cost", TableColumn(_("Biaya"), "money")),
        ("session", TableColumn(_("Sesi termurah"))),
        ("why", TableColumn(_("Mengapa belum dapat"))),
    ]
    rows = []
    for offer in offers:
        action = offer.priced.action
        for at, gain, cost, session in zip(
            action.people.tolist(), action.gain.tolist(), offer.priced.cost.tolist(),
            offer.session.tolist(), strict=True,
        ):  # fmt: skip
            rows.append((
                _(WORDS[offer.name]), *known[int(measured.people.person_id[at])], gain / SCALE,
                None if cost < 0 else cost, prices.sessions[session].code if session >= 0 else None,
                _(WHY[session]) if session in WHY and offer.name not in FREE else None,
            ))  # fmt: skip
    title = _("Tindakan {year}").format(year=measured.law.day.year)
    return list_file(request, title, columns, rows, [*measured.unsure, *_parameters(measured)])
