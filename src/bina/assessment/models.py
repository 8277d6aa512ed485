"""Measured competency levels, each with its kind, day and standard error."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bina.accounts.models import User
from bina.people.models import Person
from bina.standards.models import Competency
from bina.standards.rules.required import HIGHEST_LEVEL


class Result(models.Model):
    """A measured level 0..5. `standard_error` null: the kind's parameter is used."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("Penilaian kompetensi resmi")
        TEST = "test", _("Uji kompetensi")
        SUPERIOR = "superior", _("Penilaian atasan")
        PEERS = "peers", _("Penilaian 360")
        SELF_CONFIRMED = "self_confirmed", _("Penilaian diri dikonfirmasi")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="results")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="results")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    level = models.DecimalField(max_digits=3, decimal_places=2)
    standard_error = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    measured_on = models.DateField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "competency"], name="result_by_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "competency", "kind", "measured_on"], name="result_once"
            ),
            models.CheckConstraint(
                condition=Q(level__range=(0, HIGHEST_LEVEL)), name="result_is_0_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.competency_id} {self.level}"


class SelfRating(models.Model):
    """A person's own five-minute rating; counts only once the head has confirmed or changed it."""

    class State(models.TextChoices):
        OPEN = "open", _("Menunggu atasan")
        CONFIRMED = "confirmed", _("Dikonfirmasi")
        RETURNED = "returned", _("Dikembalikan")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="self_ratings")
    rated_on = models.DateField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    answers = models.JSONField(default=dict)  # competency code -> level 0..5
    confirmed = models.JSONField(default=dict)  # competency code -> level the head confirmed
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    confirmed_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-rated_on"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.rated_on}"
