"""Parts of the talent axes that nobody else keeps, and issued reports frozen with their hash."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from bina.people.models import Person, Unit


class TalentFact(models.Model):
    """A part of a talent axis, 0..100, as the assessors gave it for a year."""

    class Part(models.TextChoices):
        AWARD = "award", _("Penghargaan")
        ASSIGNMENT = "assignment", _("Penugasan atau tim kerja")
        FEEDBACK = "feedback", _("Umpan balik 360")
        DEVELOPMENT = "development", _("Pengembangan kompetensi")
        EXPERIENCE = "experience", _("Pengalaman jabatan")
        POTENCY = "potency", _("Potensi")
        FIELD_FIT = "field_fit", _("Kesesuaian bidang ilmu")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="talent_facts")
    year = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=11, choices=Part.choices)
    score = models.DecimalField(max_digits=5, decimal_places=2)
    document_no = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "year", "part"], name="talent_part_once_a_year"
            ),
            models.CheckConstraint(
                condition=models.Q(score__range=(0, 100)), name="talent_score_is_0_to_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.year} {self.part}"


class IssuedReport(models.Model):
    """A report as it was issued: its figures never change; `digest` proves it.

    Later stages issue their reports here, too, under a `kind` of their own.
    """

    class Kind(models.TextChoices):
        INDICES = "indices", _("Indeks")
        YEAR_END = "year_end", _("Laporan akhir tahun")

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.INDICES)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    day = models.DateField()
    ruleset = models.CharField(max_length=30, blank=True)  # of indices
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    law_hash = models.CharField(max_length=64)
    body = models.JSONField()
    digest = models.CharField(max_length=64)  # SHA-256 of the body as canonical JSON
    issued_by = models.CharField(max_length=200)
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-issued_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["indices", "year_end"]), name="report_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.ruleset}".strip()
