"""Propose a need, take it back, send a unit's list: what comes from below."""

import datetime as dt

from bina.accounts.access import Access
from bina.audit.services import Actor, act
from bina.gaps.selectors.runs import current_run
from bina.people.models import Person, Unit
from bina.people.selectors import headed_unit_ids
from bina.proposals.models import Proposal, ProposalStep, UnitList
from bina.proposals.rules.stages import OPEN_STATES
from bina.proposals.selectors.needs import open_gaps
from bina.standards.models import Competency
from bina.text import N_, BinaError

State = Proposal.State
REASON_LETTERS = 500  # of the column


class WordsWanted(BinaError):
    """A proposal, or an answer to one, without words."""

    text = N_("Tulis alasannya dengan kata-kata sendiri.")


class ProposedBefore(BinaError):
    """The same need is open."""

    text = N_("{competency} sudah diusulkan untuk {year}. Tarik dahulu bila ingin mengubahnya.")


class NotNeeded(BinaError):
    """The post does not require it, or no gap was found."""

    text = N_(
        "{competency} bukan kesenjangan jabatan ini menurut hitungan terakhir. Pilih salah satu "
        "kesenjangan yang tampil; bila pengukurannya keliru, nilai diri lagi."
    )


class TooLate(BinaError):
    """HR has begun with it."""

    text = N_("Usulan ini sudah diproses BKPP dan tidak dapat ditarik lagi. Hubungi BKPP.")


class NothingComputed(BinaError):
    """No run of gaps yet."""

    text = N_("Kesenjangan belum dihitung. Usulan dibuka sesudah BKPP menghitungnya.")


def words(reason: str) -> str:
    """The words, trimmed. Raises WordsWanted."""
    reason = " ".join(reason.split())[:REASON_LETTERS]
    if not reason:
        raise WordsWanted
    return reason


def propose(
    actor: Actor,
    person: Person,
    competency: Competency,
    reason: str,
    *,
    year: int,
    origin: str,
    day: dt.date,
    form: str = "",
) -> Proposal:
    """Propose one need from a person's own gaps.

    Raises WordsWanted, NothingComputed, NotNeeded, ProposedBefore.
    """
    reason = words(reason)
    _refuse_unneeded(person, competency)
    with act(actor, "proposals.propose", ("person", person.public_id)) as entry:
        same = Proposal.objects.select_for_update().filter(
            year=year, person=person, competency=competency, state__in=OPEN_STATES
        )
        if same.exists():
            raise ProposedBefore(competency=competency.name, year=year)
        made = Proposal.objects.create(
            year=year,
            person=person,
            competency=competency,
            reason=reason,
            form=form,
            origin=origin,
            of_head=person.unit_id is not None and person.unit_id in headed_unit_ids(person),
            proposed_by=actor.name,
            proposed_by_user_id=actor.user_id,
            proposed_on=day,
        )
        entry.note(proposal=made.public_id, competency=competency.code, year=year, reason=reason)
    return made


def _refuse_unneeded(person: Person, competency: Competency) -> None:
    if current_run() is None:
        raise NothingComputed
    if competency.pk not in {row.competency.pk for row in open_gaps(person)}:
        raise NotNeeded(competency=competency.name)


def withdraw(access: Access, proposal: Proposal, day: dt.date) -> None:
    """Take a proposal back while HR has not begun with it. Raises TooLate."""
    actor = access.actor("proposals.propose", own=proposal.person_id == access.person_id)
    with act(actor, "proposals.withdraw", ("proposal", proposal.public_id)) as entry:
        row = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if row.state != State.SENT:
            raise TooLate
        step_of(actor, row, State.WITHDRAWN, "", day).save()
        row.state, row.rank = State.WITHDRAWN, None
        row.save(update_fields=["state", "rank"])
        entry.note(before=State.SENT, after=State.WITHDRAWN)


def step_of(actor: Actor, row: Proposal, after: str, said: str, day: dt.date) -> ProposalStep:
    """One change of state, not stored yet; the caller changes the proposal itself."""
    return ProposalStep(
        proposal=row, on=day, before=row.state, after=after, by=actor.name, role=actor.role,
        words=said,
    )  # fmt: skip


def send_list(actor: Actor, unit: Unit, year: int, day: dt.date) -> UnitList:
    """The officer says that the unit's proposals are complete; none at all is an answer too."""
    with act(actor, "proposals.send", ("unit", unit.public_id)) as entry:
        n = Proposal.objects.filter(
            year=year, state__in=OPEN_STATES, person__unit__path__startswith=unit.path
        ).count()
        row, _made = UnitList.objects.get_or_create(year=year, unit=unit)
        row.sent_on, row.sent_by, row.n_sent = day, actor.name, n
        row.save(update_fields=["sent_on", "sent_by", "n_sent"])
        entry.note(year=year, n=n)
    return row
