"""The demonstration's round of proposals: most heads rank, BKPP answers many, some are late."""

import datetime as dt
from decimal import Decimal
from typing import Any

import click

LATE_EVERY = 5  # of so many units one has not ranked, and of so many offices one has not sent
OPEN_EVERY = 6  # of so many ranked proposals one still waits for verification …
WAITING_EVERY = 7  # … of so many verified ones one for validation …
REFUSED_EVERY = 9  # … and one is not accepted


def answer_proposals(year: int, cast: dict[str, str], day: dt.date) -> None:
    """Let heads rank, officers send and the agency answer, as they would on their pages."""
    from bina.people.models import Person
    from bina.people.selectors import access_of
    from bina.proposals.models import Proposal

    people = Person.objects.select_related("user")
    ani, citra = people.get(nip=cast["ani"]), people.get(nip=cast["citra"])
    _rank_and_send(year, day, spared=ani.unit_id)
    ranked = list(Proposal.objects.filter(year=year, rank__isnull=False).order_by("pk"))
    ranked.sort(key=lambda row: row.person_id != ani.pk)  # hers comes first and is validated
    if citra.user is None:
        raise click.ClickException("Analis kota contoh tidak mempunyai akun; muat ulang kotanya.")
    _answer(access_of(citra.user), ranked, day)
    click.echo(f"{len(ranked)} usulan diurutkan kepala unit; BKPP menjawab sebagian besar.")


def _rank_and_send(year: int, day: dt.date, spared: int | None) -> None:
    """Heads confirm the order of the file; the list of `spared` is never late."""
    from bina.accounts.models import User
    from bina.accounts.permissions import Role
    from bina.audit.services import Actor
    from bina.people.models import RoleGrant
    from bina.people.selectors import access_of
    from bina.proposals.selectors.heads import users_who_rank
    from bina.proposals.selectors.lists import on_list, unit_lists
    from bina.proposals.services.proposing import send_list
    from bina.proposals.services.ranking import rank_list

    lists = unit_lists(year)
    heads = users_who_rank([row.unit.pk for row in lists])
    users = User.objects.in_bulk({min(found) for found in heads.values() if found})
    for number, row in enumerate(lists):
        if (number % LATE_EVERY == 0 and row.unit.pk != spared) or not heads[row.unit.pk]:
            continue
        wanted = {str(one.public_id): at for at, one in enumerate(on_list(row.unit, year), 1)}
        access = access_of(users[min(heads[row.unit.pk])])
        rank_list(access, row.unit, year, wanted, day=day)
    grants = RoleGrant.objects.filter(role=Role.OPD_OFFICER, unit__isnull=False)
    for number, grant in enumerate(grants.select_related("unit", "user").order_by("pk")):
        if number % LATE_EVERY and grant.unit is not None:
            actor = Actor(grant.user_id, grant.user.display_name, Role.OPD_OFFICER)
            send_list(actor, grant.unit, year, day)


def _answer(access: Any, ranked: list[Any], day: dt.date) -> None:
    """Verify, refuse and validate in three acts, each with its words."""
    from bina.demo.tables import table
    from bina.law.law import law_on
    from bina.proposals.services.deciding import decide

    words = table("proposals")
    weight = Decimal(str(law_on(day).value("gaps.proposal_weight")))
    begun = [row for at, row in enumerate(ranked) if at % OPEN_EVERY != OPEN_EVERY - 1]
    refused = [row for at, row in enumerate(begun) if at % REFUSED_EVERY == REFUSED_EVERY - 1]
    kept = [row for row in begun if row not in refused]
    ready = [row for at, row in enumerate(kept) if at % WAITING_EVERY != WAITING_EVERY - 1]
    steps = (
        (begun, "verify", words["verified"]),
        (refused, "refuse", words["refused"]),
        (ready, "validate", words["validated"]),
    )
    for rows, verb, said in steps:
        decide(access, rows, verb, said, value=weight, day=day)
