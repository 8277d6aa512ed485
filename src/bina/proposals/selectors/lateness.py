"""Who has not done a stage of the round: units not ranked, officers who have not sent."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from bina.accounts.permissions import Role
from bina.calendar.models import Duty
from bina.calendar.today import today
from bina.people.models import Person, RoleGrant, Unit
from bina.proposals.models import Proposal, Reminder, UnitList
from bina.proposals.rules.stages import RANK, SEND
from bina.proposals.selectors.heads import users_who_rank
from bina.proposals.selectors.lists import unit_lists
from bina.proposals.selectors.rounds import Round


@dataclass(frozen=True)
class Behind:
    """A unit whose stage is not done, and whom a reminder would reach."""

    unit: Unit
    n: int  # proposals on its list that wait
    user_ids: frozenset[int]
    names: tuple[str, ...]
    reminded_today: bool


def behind(round_: Round, code: str) -> list[Behind]:
    """The units that have not done the stage RANK or SEND, by name; whether late or not yet."""
    waiting, users = _not_ranked(round_) if code == RANK else _not_sent(round_)
    known = _names({user for found in users.values() for user in found})
    told = set(
        Reminder.objects.filter(year=round_.year, code=code, day=round_.day).values_list(
            "user_id", flat=True
        )
    )
    return [
        Behind(
            unit,
            n,
            frozenset(users[unit.pk]),
            tuple(sorted(known[user] for user in users[unit.pk] if user in known)),
            bool(users[unit.pk]) and users[unit.pk] <= told,
        )
        for unit, n in waiting
    ]


def duty_behind(round_: Round) -> list[tuple[str, Duty, list[Behind], bool]]:
    """SEND and RANK: code, duty, who has not done it, whether its deadline is over."""
    return [
        (code, round_.duties[code], behind(round_, code), round_.is_past(code))
        for code in (SEND, RANK)
    ]


def matching(rows: Iterable[Behind], search: str) -> list[Behind]:
    """The rows whose unit or names contain the words, whatever their case."""
    wanted = search.casefold()
    return [row for row in rows if wanted in " ".join((row.unit.name, *row.names)).casefold()]


def _not_ranked(round_: Round) -> tuple[list[tuple[Unit, int]], dict[int, set[int]]]:
    rows = [
        (row.unit, row.n_unranked or row.n)
        for row in unit_lists(round_.year)
        if row.n_unranked or not (row.said and row.said.ranked_on)
    ]
    return rows, users_who_rank([unit.pk for unit, _n in rows])


def _not_sent(round_: Round) -> tuple[list[tuple[Unit, int]], dict[int, set[int]]]:
    grants = RoleGrant.objects.filter(role=Role.OPD_OFFICER, user__is_active=True)
    grants = grants.filter(Q(valid_from=None) | Q(valid_from__lte=today()), unit__isnull=False)
    grants = grants.filter(Q(valid_until=None) | Q(valid_until__gte=today()))
    users: dict[int, set[int]] = {}
    for unit_id, user_id in grants.values_list("unit_id", "user_id"):
        users.setdefault(unit_id or 0, set()).add(user_id)
    sent = UnitList.objects.filter(year=round_.year, sent_on__isnull=False)
    done = set(sent.values_list("unit_id", flat=True))
    units = Unit.objects.filter(pk__in=users.keys() - done).order_by("name")
    waiting = [(row.unit.path, row.n) for row in unit_lists(round_.year)]
    return [(unit, _below(unit, waiting)) for unit in units], users


def rankers_of(unit_ids: list[int]) -> dict[int, tuple[str, ...]]:
    """Unit id -> the names of who puts its list in order; empty where nobody can."""
    users = users_who_rank(unit_ids)
    known = _names({user for found in users.values() for user in found})
    return {pk: tuple(sorted(known[u] for u in who if u in known)) for pk, who in users.items()}


def rankers_of_proposal(proposal: Proposal) -> tuple[str, ...]:
    """The names of who puts the list in order on which the proposal stands."""
    unit = proposal.person.unit
    if unit is None:
        return ()
    listed = unit.parent_id if proposal.of_head and unit.parent_id else unit.pk
    return rankers_of([listed])[listed]


def _below(unit: Unit, waiting: Iterable[tuple[str, int]]) -> int:
    return sum(n for path, n in waiting if path.startswith(unit.path))


def _names(user_ids: set[int]) -> dict[int, str]:
    people = Person.objects.filter(user__in=user_ids).select_related("user")
    return {person.user_id: person.full_name for person in people if person.user_id}
