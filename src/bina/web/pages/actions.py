"""What raises a unit's figures most, with gain and cost, alone and together with other actions."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.audit.kept import kept
from bina.calendar.today import today
from bina.catalog.rules.seating import BUSY, FULL, NO_SEAT
from bina.catalog.selectors.prices import Prices
from bina.formats.tables import TableColumn
from bina.indices.selectors.measured import RULESET_NAMES, Measured
from bina.indices.selectors.pages import ACTION_WORDS
from bina.indices.views.files import list_file
from bina.indices.views.frame import asked_measure, query_context
from bina.law.law import Parameter
from bina.law.scaled import SCALE
from bina.people.models import Person, Unit
from bina.text import N_, Text
from bina.web.pages.offers import FREE, Joint, Offer, Town, joined, offers_alone, town_of

SHOWN = 10
NOTHING: Final = (None, None, None)
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
class Row:
    """An action on the page: what it adds after those above it, and what it would add alone."""

    offer: Offer
    alone: Offer
    rank: int  # 0: not in the set, or nothing left for it to add
    picked: bool
    people: list[dict[str, Any]]

    @property
    def word(self) -> Text:
        """Its name."""
        return Text(WORDS[self.offer.name])

    @property
    def free(self) -> bool:
        """Whether it takes a decision and no seat."""
        return self.offer.name in FREE

    @property
    def is_covered(self) -> bool:
        """Whether it is picked and the others have done all it could do."""
        return self.picked and not self.rank

    @property
    def differs(self) -> bool:
        """Whether alone it would add something else."""
        one, other = self.offer.gain, self.alone.gain
        return (one.total_points, one.n_reached) != (other.total_points, other.n_reached)


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


def _kept_town(measured: Measured, top: Unit | None) -> tuple[Town, list[Offer]]:
    """What the actions of a group need, and each of them alone."""
    key = _key(measured, top)

    def make() -> tuple[Town, list[Offer]]:
        town = town_of(measured)
        return town, offers_alone(town)

    return kept(("town", *key), make)


def _kept_joint(
    request: HttpRequest, measured: Measured, top: Unit | None
) -> tuple[Town, list[Offer], Joint]:
    """Each action alone, and the picked ones together.

    Picked are those in the query; without a query all that can be done.
    """
    town, alone = _kept_town(measured, top)
    able = {offer.name for offer in alone if offer.priced.n_priced}
    asked = able & set(request.GET.getlist("pilih"))
    picked = frozenset(asked if "dipilih" in request.GET else able)
    cheap = request.GET.get("urut") == "murah"
    key = ("joint", *_key(measured, top), picked, cheap)
    return town, alone, kept(key, lambda: joined(town, alone, picked, cheap=cheap))


def _key(measured: Measured, top: Unit | None) -> tuple[Any, ...]:
    return top.path if top else "", measured.law.day, measured.ruleset, today()


def _page(request: HttpRequest, top: Unit | None) -> HttpResponse:
    measured = asked_measure(request, top)
    town, single, joint = _kept_joint(request, measured, top)
    shown = [*joint.order, *joint.empty, *joint.others]
    wanted = [offer.priced.action.people[:SHOWN] for offer in shown]
    ids = {int(measured.people.person_id[at]) for people in wanted for at in people.tolist()}
    people = Person.objects.select_related("unit", "position").in_bulk(ids)
    alone = {offer.name: offer for offer in single}
    ranks = {offer.name: at + 1 for at, offer in enumerate(joint.order)}
    picked = {offer.name for offer in (*joint.order, *joint.empty)}
    context = {
        "unit": top,
        "measured": measured,
        "ruleset_name": RULESET_NAMES[measured.ruleset],
        "rows": [Row(offer, alone[offer.name], ranks.get(offer.name, 0),
                     offer.name in picked,
                     _people(measured, offer, town.prices, people)) for offer in shown],
        "joint": joint,
        "incomplete": town.prices.incomplete,
        "n_sessions": len(town.prices.sessions),
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
    town, single, joint = _kept_joint(request, measured, top)
    names = ("pk", "nip", "name", "unit__name")
    found = Person.objects.filter(pk__in=measured.people.person_id.tolist()).values_list(*names)
    known = {row[0]: row[1:] for row in found}
    together = {offer.name: _cells(town, offer) for offer in joint.order}
    rows = [
        (_(WORDS[offer.name]), *known[int(measured.people.person_id[at])], *cells,
         *together.get(offer.name, {}).get(at, NOTHING)[:3])
        for offer in sorted(single, key=_by_gain)
        for at, cells in _cells(town, offer).items()
    ]  # fmt: skip
    title = _("Tindakan {year}").format(year=measured.law.day.year)
    return list_file(request, title, _columns(), rows, [*measured.unsure, *_parameters(measured)])


def _columns() -> list[tuple[str, TableColumn]]:
    return [
        ("action", TableColumn(_("Tindakan"))),
        ("nip", TableColumn("NIP")),
        ("name", TableColumn(_("Nama"))),
        ("unit", TableColumn(_("Unit"))),
        ("gain", TableColumn(_("Tambahan (poin atau JP kurang)"), "decimal")),
        ("cost", TableColumn(_("Biaya"), "money")),
        ("session", TableColumn(_("Sesi termurah"))),
        ("why", TableColumn(_("Mengapa belum dapat"))),
        ("together_gain", TableColumn(_("Tambahan bersama tindakan lain"), "decimal")),
        ("together_cost", TableColumn(_("Biaya bersama"), "money")),
        ("together_session", TableColumn(_("Sesi bersama"))),
    ]


def _cells(town: Town, offer: Offer) -> dict[int, tuple[Any, ...]]:
    """(gain, cost, session, why not) of each person of an action, by position."""
    action, sessions = offer.priced.action, town.prices.sessions
    found = zip(
        action.people.tolist(), action.gain.tolist(), offer.priced.cost.tolist(),
        offer.session.tolist(), strict=True,
    )  # fmt: skip
    return {
        at: (
            gain / SCALE,
            None if cost < 0 else cost,
            sessions[session].code if session >= 0 else None,
            _(WHY[session]) if session in WHY and offer.name not in FREE else None,
        )
        for at, gain, cost, session in found
    }


def _by_gain(offer: Offer) -> tuple[Any, ...]:
    """Those that can be done first, whatever a seat for everybody would bring."""
    return not offer.priced.n_priced, offer.in_hours, -offer.group_gain, offer.name
