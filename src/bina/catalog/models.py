"""What can be learned, when, where, by whom and at what cost."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bina.goals.models import Goal
from bina.standards.models import Competency


class Programme(models.Model):
    """A way to learn. Open programmes (coaching, self-study …) have no seats, only caps."""

    class Mode(models.TextChoices):
        CLASSROOM = "classroom", _("Tatap muka")
        ONLINE = "online", _("Daring")
        BLENDED = "blended", _("Campuran")
        OPEN = "open", _("Terbuka tanpa kursi")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    form = models.CharField(max_length=60)
    mode = models.CharField(max_length=9, choices=Mode.choices)
    provider = models.CharField(max_length=200, blank=True)
    jp = models.PositiveSmallIntegerField()  # one attendance; open programmes: one activity
    tiers = models.JSONField(default=list)  # eligible tier codes; empty: all
    positions = models.JSONField(default=list)  # eligible position names; empty: all
    employment = models.JSONField(default=list)  # eligible employment types; empty: all
    unit_codes = models.JSONField(default=list)  # eligible units with all below; empty: all
    min_rank = models.CharField(max_length=6, blank=True)
    prerequisites = models.ManyToManyField("self", symmetrical=False, blank=True)
    cap_jp = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # open: JP per person and year at most
    coach_pool = models.CharField(max_length=80, blank=True)
    coach_hours = models.DecimalField(
        max_digits=5, decimal_places=1, null=True, blank=True
    )  # per activity

    goal = models.ForeignKey(  # the goal of the regional plan that it serves
        Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="learning"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProgrammeEffect(models.Model):
    """How far a programme lifts a competency, and the level above which it lifts nobody."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="effects")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="effects")
    lift = models.DecimalField(max_digits=3, decimal_places=2)
    ceiling = models.DecimalField(max_digits=3, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "competency"], name="effect_once")
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.competency_id}"


class Session(models.Model):
    """One run of a programme with dates, place and seats."""

    class Halves(models.TextChoices):
        FULL = "full", _("Penuh")
        MORNING = "morning", _("Pagi")
        AFTERNOON = "afternoon", _("Siang")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=80, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="sessions")
    place = models.CharField(max_length=80)
    venue = models.CharField(max_length=120, blank=True)
    start = models.DateField(db_index=True)
    end = models.DateField()
    half_days = models.CharField(max_length=9, choices=Halves.choices, default=Halves.FULL)
    weekdays = models.CharField(max_length=7, default="01234")  # "0" = Monday
    min_seats = models.PositiveSmallIntegerField()
    max_seats = models.PositiveSmallIntegerField()
    fixed_cost = models.PositiveBigIntegerField(default=0)  # rupiah
    contribution = models.PositiveBigIntegerField(default=0)  # rupiah per head
    budget_line = models.CharField(max_length=80, blank=True)
    goal = models.ForeignKey(  # where it differs from the programme's
        Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )

    class Meta:
        ordering = ["start", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="session_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(max_seats__gte=F("min_seats")), name="session_seats_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CoachPool(models.Model):
    """Hours that a group of coaches can give in the year."""

    code = models.CharField(max_length=80, unique=True)
    hours = models.DecimalField(max_digits=8, decimal_places=1)

    def __str__(self) -> str:
        return self.code


class StandardCost(models.Model):
    """An amount of the standard-cost table; the most specific row that fits counts."""

    class Component(models.TextChoices):
        TRANSPORT = "transport", _("Transportasi")  # both ways
        LODGING = "lodging", _("Penginapan")  # a night
        DAILY = "daily", _("Uang harian")  # a day

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    component = models.CharField(max_length=9, choices=Component.choices)
    origin = models.CharField(max_length=80, blank=True)  # empty: every origin
    place = models.CharField(max_length=80)
    rank_from = models.CharField(max_length=6, blank=True)  # empty: every rank
    amount = models.PositiveBigIntegerField()  # rupiah
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["component", "origin", "place", "rank_from"], name="standard_cost_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.component} {self.origin} {self.place}"
