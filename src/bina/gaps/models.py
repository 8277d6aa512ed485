"""Stored gap runs and the priority factors that weigh gaps.

A run keeps its rows as compressed columns, one block per leaf unit: a person's page reads one
small block, the engine reads all of them at once, and nothing is recomputed to be shown.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from bina.people.models import Person, Position, Unit
from bina.standards.models import Competency


class GapRun(models.Model):
    """One computation of all gaps for a day, with the versions of everything that went in."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    day = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)
    inputs = models.JSONField(default=dict)  # name -> version or hash
    settings = models.JSONField(default=dict)  # validity, standard errors, with confidence marks
    totals = models.JSONField(default=dict)  # city sums that pages show
    is_current = models.BooleanField(default=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=models.Q(is_current=True),
                name="one_current_gap_run",
            )
        ]

    def __str__(self) -> str:
        return f"gaps of {self.day}"


class GapBlock(models.Model):
    """The rows of one leaf unit in a run, as compressed named columns (see rules/columns.py).

    `unit` is null for the people whose unit is not known.
    """

    run = models.ForeignKey(GapRun, on_delete=models.CASCADE, related_name="blocks")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    n_people = models.PositiveIntegerField()
    totals = models.JSONField(default=dict)  # the unit's sums per competency
    payload = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "unit"], name="gap_block_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.unit_id}"


class PriorityFactor(models.Model):
    """A named factor that multiplies the weight of gaps. Only accepted rows count."""

    class Source(models.TextChoices):
        POSITION = "position", _("Jabatan")
        SERVICE = "service", _("Layanan")
        CITIZEN = "citizen", _("Suara warga")
        CHALLENGE = "challenge", _("Tantangan")
        GOAL = "goal", _("Tujuan pembangunan daerah")
        PROPOSAL = "proposal", _("Usulan")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Diusulkan")
        ACCEPTED = "accepted", _("Diterima")
        REFUSED = "refused", _("Ditolak")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE)  # with all units below
    position = models.ForeignKey(Position, null=True, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE)
    competency = models.ForeignKey(Competency, null=True, on_delete=models.CASCADE)
    source = models.CharField(max_length=9, choices=Source.choices)
    value = models.DecimalField(max_digits=5, decimal_places=3)
    standard_error = models.DecimalField(max_digits=5, decimal_places=3, null=True)
    period = models.CharField(max_length=12, blank=True)
    last_day = models.DateField(null=True, blank=True)  # weighs until then; None: until taken back
    evidence = models.JSONField(default=dict)  # a Text, or the sentence alone
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["source", "pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.value}"
