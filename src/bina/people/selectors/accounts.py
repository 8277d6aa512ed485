"""Who cannot log in yet, per unit."""

from django.db.models import BooleanField, Case, Count, Q, QuerySet, Value, When

from bina.accounts.access import Reach
from bina.accounts.models import UNUSABLE
from bina.people.models import Person, Unit
from bina.people.selectors.access import active_people

_CLOSED = Q(user=None) | Q(user__password__startswith=UNUSABLE)
_ACTIVE = Q(people__merged_into=None, people__left_on=None)
_OPEN = Q(people__user__isnull=False) & ~Q(people__user__password__startswith=UNUSABLE)


def activation_units(reach: Reach, search: str = "") -> QuerySet[Unit]:
    """Units with people, each with `n` people and `n_open` who can log in; most closed first."""
    units = Unit.objects.all() if reach.everybody else Unit.objects.filter(pk__in=reach.unit_ids)
    if search:
        units = units.filter(name__icontains=search)
    return (
        units.annotate(
            n=Count("people", filter=_ACTIVE), n_open=Count("people", filter=_ACTIVE & _OPEN)
        )
        .filter(n__gt=0)
        .order_by("name", "pk")
    )


def activation_people(unit: Unit) -> QuerySet[Person]:
    """The unit's people, each with `is_open`: can log in."""
    return (
        active_people()
        .filter(unit=unit)
        .select_related("user", "position")
        .annotate(
            is_open=Case(
                When(_CLOSED, then=Value(False)), default=Value(True), output_field=BooleanField()
            )
        )
        .order_by("name", "pk")
    )
