"""Acts of measuring: rating oneself, confirming, returning; each with its audit entry."""

from collections.abc import Mapping
from datetime import date

from bina.assessment.models import Result, SelfRating
from bina.assessment.rules.self_rating import changed_by_head
from bina.audit.services import Actor, act
from bina.people.models import Person
from bina.standards.models import Competency
from bina.text import N_, BinaError


class AlreadyConfirmed(BinaError):
    """Somebody confirmed or returned the rating in the meantime."""

    text = N_("Penilaian diri {name} sudah diputuskan sebelumnya. Muat ulang daftar.")


def rate_oneself(actor: Actor, person: Person, levels: Mapping[str, int], day: date) -> SelfRating:
    """Keep the answers, waiting for the head; an open or returned rating is replaced.

    `actor` is the person, or an officer who fills in for somebody without a phone.
    """
    with act(actor, "assessment.self_rating", ("person", person.public_id)) as entry:
        rating = (
            SelfRating.objects.select_for_update()
            .filter(person=person)
            .exclude(state=SelfRating.State.CONFIRMED)
            .order_by("-rated_on", "-pk")
            .first()
        ) or SelfRating(person=person)
        rating.rated_on = day
        rating.answers = dict(levels)
        rating.state = SelfRating.State.OPEN.value
        rating.note = ""
        rating.save()
        entry.note(answers=dict(levels), filled_in_for=actor.user_id != person.user_id)
    return rating


def confirm_rating(
    actor: Actor, rating: SelfRating, confirmed: Mapping[str, int], day: date
) -> None:
    """The head's word: the confirmed levels become results. Raises AlreadyConfirmed."""
    with act(actor, "assessment.confirm", ("person", rating.person.public_id)) as entry:
        rating = _still_open(rating)
        rating.state = SelfRating.State.CONFIRMED.value
        rating.confirmed = dict(confirmed)
        rating.confirmed_by_id = actor.user_id
        rating.confirmed_on = day
        rating.save()
        ids = dict(Competency.objects.filter(code__in=confirmed).values_list("code", "pk"))
        Result.objects.bulk_create(
            [
                Result(
                    person_id=rating.person_id,
                    competency_id=ids[code],
                    kind=Result.Kind.SELF_CONFIRMED.value,
                    level=level,
                    measured_on=rating.rated_on,
                    source=actor.name,
                )
                for code, level in confirmed.items()
                if code in ids
            ],
            update_conflicts=True,
            unique_fields=["person", "competency", "kind", "measured_on"],
            update_fields=["level", "source"],
        )
        entry.note(confirmed=dict(confirmed), changed=changed_by_head(rating.answers, confirmed))


def return_rating(actor: Actor, rating: SelfRating, note: str) -> None:
    """Hand the rating back with a word to the person. Raises AlreadyConfirmed."""
    with act(actor, "assessment.return", ("person", rating.person.public_id)) as entry:
        rating = _still_open(rating)
        rating.state = SelfRating.State.RETURNED.value
        rating.note = note
        rating.save()
        entry.note(note=note)


def _still_open(rating: SelfRating) -> SelfRating:
    present = (
        SelfRating.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=rating.pk)
    )
    if present.state != SelfRating.State.OPEN:
        raise AlreadyConfirmed(name=present.person.full_name)
    return present
