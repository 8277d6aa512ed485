"""Raw facts with history: what a person finished learning, and the ranks in the order of days."""

import uuid

from django.db import models
from django.db.models import Q

from bina.formats.ranks import RANKS
from bina.formats.siasn import EDUCATION_BY_ID


class Education(models.Model):
    """A finished education as its diploma has it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="educations")
    level = models.CharField(max_length=2, choices=list(EDUCATION_BY_ID.items()))  # BKN id
    name = models.CharField(max_length=200)  # e.g. S-1 KEPERAWATAN
    school = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField()  # of graduation
    graduated_on = models.DateField(null=True)  # null: only the year is known
    document_no = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=20, default="import")

    class Meta:
        ordering = ["-year", "-level"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "level", "name", "year"], name="education_once"
            ),
            models.CheckConstraint(
                condition=Q(level__in=list(EDUCATION_BY_ID)), name="education_level_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.level} {self.year}"


class RankStep(models.Model):
    """A golongan that a person had from a day on."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="ranks")
    rank = models.CharField(max_length=6)  # "III/c", PPPK "IX"
    since = models.DateField()  # TMT
    document_no = models.CharField(max_length=120, blank=True)
    document_date = models.DateField(null=True)
    source = models.CharField(max_length=20, default="import")

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(fields=["person", "since"], name="rank_step_once_a_day"),
            models.CheckConstraint(condition=Q(rank__in=list(RANKS)), name="rank_step_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.rank} {self.since}"
