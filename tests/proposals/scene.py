"""Gaps and proposals for the cast: Ani lacks communication and her own craft, Dani service."""

import datetime as dt

from bina.accounts.access import Access
from bina.audit.guard import unguarded
from bina.people.models import Person
from bina.people.selectors import access_of
from bina.proposals.models import Proposal
from bina.standards.models import Competency
from tests.cast import Cast
from tests.gaps.scene import competencies, nurse_standard, result, run

DAY = dt.date(2026, 10, 5)  # before every deadline of the round of 2027
YEAR = 2027


def gaps(cast: Cast) -> dict[str, Competency]:
    """A run in which Ani and her colleague are below in KOM, Ani meets PLP; KES unmeasured."""
    made = competencies()
    nurse_standard(made["KES"], 4)
    result(cast.ani, made["KOM"], 1)
    result(cast.ani, made["PLP"], 5)
    result(cast.colleague, made["KOM"], 1)
    result(cast.budi, made["KOM"], 1)
    result(cast.dani, made["PLP"], 0)
    run()
    return made


def access(cast: Cast, name: str) -> Access:
    """A member's access today."""
    return access_of(cast.user(name))


def proposed(person: Person, competency: Competency, **more: object) -> Proposal:
    """A proposal for 2027 as the person wrote it."""
    fields: dict[str, object] = {
        "year": YEAR,
        "reason": "Sering menghadapi warga yang cemas",
        "origin": "employee",
        "proposed_by": person.name,
        "proposed_by_user": person.user,
        "proposed_on": DAY,
    }
    with unguarded():
        return Proposal.objects.create(person=person, competency=competency, **{**fields, **more})
