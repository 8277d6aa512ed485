"""Raw facts with history: what a person finished learning, and the ranks in the order of days."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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


class DroppedFact(models.Model):
    """A row of a person's history that HR deleted: what it said, why, by whom. Never changed."""

    class Kind(models.TextChoices):
        EDUCATION = "education", _("Pendidikan")
        RANK = "rank", _("Golongan")
        POST = "post", _("Jabatan")

    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="dropped_facts"
    )
    kind = models.CharField(max_length=9, choices=Kind.choices)
    words = models.CharField(max_length=500)  # the row in one line, as the page had it
    day = models.DateField(null=True)  # since when, or of graduation; null: only the year is known
    year = models.PositiveSmallIntegerField(null=True)
    values = models.JSONField()  # field → value as text
    reason = models.CharField(max_length=500)
    dropped_by = models.CharField(max_length=200)
    dropped_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-dropped_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="dropped_fact_has_a_reason"),
            models.CheckConstraint(
                condition=Q(kind__in=["education", "rank", "post"]), name="dropped_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.words}"
