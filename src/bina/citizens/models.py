"""Public services and what citizens say of them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bina.people.models import Person, Position, Unit
from bina.standards.models import Competency


class Service(models.Model):
    """A public service of a unit, with its opening hours and how bad its absence is."""

    class Channel(models.TextChoices):
        COUNTER = "counter", _("Loket")
        ONLINE = "online", _("Daring")
        BOTH = "both", _("Loket dan daring")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="services")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    open_days = models.CharField(max_length=7)  # "0".."6" = Monday..Sunday, e.g. "01234"
    opens = models.TimeField()
    closes = models.TimeField()
    criticality = models.PositiveSmallIntegerField()  # 1 can wait .. 5 lives depend on it

    class Meta:
        ordering = ["unit__name", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(criticality__range=(1, 5)), name="criticality_is_1_to_5"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ServiceRole(models.Model):
    """A role at a service that must never be empty: who can fill it and how many must be there.

    Members are the unit's people (units below included) whose position is in `positions` (all
    when it is empty) and who are not measured below `min_level`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="roles")
    name = models.CharField(max_length=120)
    positions = models.ManyToManyField(Position, blank=True)
    competency = models.ForeignKey(Competency, null=True, on_delete=models.SET_NULL)
    min_level = models.PositiveSmallIntegerField(null=True)
    min_staff = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["service", "name"]
        constraints = [
            models.UniqueConstraint(fields=["service", "name"], name="service_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.name}"


class StandIn(models.Model):
    """A named person who fills a role from elsewhere for a time, so that its holder can leave."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    role = models.ForeignKey(ServiceRole, on_delete=models.CASCADE, related_name="stand_ins")
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    start = models.DateField()
    end = models.DateField()
    document_no = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="stand_in_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.role_id}"


class SatisfactionScore(models.Model):
    """One element (U1..U9) of a unit's SKM in a period, 1..4, as imported.

    Source: Permenpan RB 14/2017.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="satisfaction")
    period = models.CharField(max_length=12)
    element = models.CharField(max_length=2)
    score = models.DecimalField(max_digits=5, decimal_places=3)
    respondents = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "period", "element"], name="skm_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.period} {self.element}"
