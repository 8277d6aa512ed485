"""Cards of proposals: the own ones with their next gaps, what waits for a head."""

from typing import Any

from bina.accounts.access import Access
from bina.calendar.today import today
from bina.people.models import Person
from bina.proposals.rules.stages import COLLECT, OPEN_STATES, RANK, SEND, VALIDATE, VERIFY
from bina.proposals.selectors import lists, needs
from bina.proposals.selectors.lateness import duty_behind
from bina.proposals.selectors.rounds import current_round

SHOWN = 5


def card_own(access: Access, person: Person) -> dict[str, Any]:
    """The widest gaps with one tap each, and what was proposed with its answer."""
    round_ = current_round(today())
    mine = list(lists.of_person(person)[: 2 * SHOWN])
    taken = {
        row.competency_id for row in mine if row.year == round_.year and row.state in OPEN_STATES
    }
    reach = access.reach("proposals.propose")
    own = reach.person_id == person.pk
    may = own or person.unit_id in reach.unit_ids
    gaps = [row for row in needs.open_gaps(person) if row.competency.pk not in taken] if may else []
    return {
        "template": "proposals/cards/own.html",
        "person": person,
        "own": access.person_id == person.pk,
        "may": may,
        "round": round_,
        "late": round_.is_past(COLLECT),
        "gaps": [row for row in gaps if row.gap is not None][:SHOWN],
        "proposals": mine,
        "fates": {},  # the plan's card says what came of each
    }


def card_rank(access: Access) -> dict[str, Any]:
    """The lists that are the reader's to rank and that nobody has put in order."""
    round_ = current_round(today())
    own = lists.rankable(access.reach("proposals.rank"), round_.year)
    rows = lists.unit_lists(round_.year, own)
    waiting = [row for row in rows if row.n_unranked or not (row.said and row.said.ranked_on)]
    return {
        "template": "proposals/cards/rank.html",
        "round": round_,
        "duty": round_.duties[RANK],
        "late": round_.is_past(RANK),
        "rows": waiting[:SHOWN],
        "n": len(waiting),
        "n_lists": len(rows),
    }


def card_send(access: Access) -> dict[str, Any]:
    """The officer's offices whose list has not gone to BKPP."""
    round_ = current_round(today())
    rows = lists.sendable(access, round_.year)
    return {
        "template": "proposals/cards/send.html",
        "round": round_,
        "duty": round_.duties[SEND],
        "late": round_.is_past(SEND),
        "rows": [(unit, said) for unit, said in rows if not (said and said.sent_on)],
        "n": sum(not (said and said.sent_on) for _unit, said in rows),
    }


def card_decide(access: Access) -> dict[str, Any]:
    """What waits for HR, and who is late with their stage."""
    round_ = current_round(today())
    counts = lists.counts(access.reach("proposals.decide"), round_.year)
    return {
        "template": "proposals/cards/decide.html",
        "round": round_,
        "rows": [
            ("sent", round_.duties[VERIFY], counts["sent"], round_.is_past(VERIFY)),
            ("verified", round_.duties[VALIDATE], counts["verified"], round_.is_past(VALIDATE)),
        ],
        "late": [(code, duty, len(rows)) for code, duty, rows, late in duty_behind(round_) if late],
        "n": counts["sent"] + counts["verified"],
    }
