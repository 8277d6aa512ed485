"""The competency dictionary and what each post requires (SKJ).

Source: Permenpan RB 38/2017 for the nine common competencies; technical ones come from the
ministries' dictionaries by import.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bina.people.models import Position
from bina.standards.rules.required import HIGHEST_LEVEL, LOWEST_LEVEL

LEVELS = (LOWEST_LEVEL, HIGHEST_LEVEL)


class Competency(models.Model):
    """Something that can be held at level 1..5 and can have a gap."""

    class Group(models.TextChoices):
        MANAGERIAL = "managerial", _("Manajerial")
        SOCIOCULTURAL = "sociocultural", _("Sosial kultural")
        # character and service: the source document's own qualities
        SERVICE = "service", _("Karakter dan layanan")
        TECHNICAL = "technical", _("Teknis")

    code = models.CharField(max_length=20, unique=True)
    group = models.CharField(max_length=14, choices=Group.choices)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    definition = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]
        verbose_name_plural = "competencies"

    def __str__(self) -> str:
        return self.name


class CompetencyLevel(models.Model):
    """What a level means; a summary in our words until the official text is imported."""

    class Status(models.TextChoices):
        SUMMARY = "summary", _("Ringkasan")
        OFFICIAL = "official", _("Resmi")

    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="levels")
    level = models.PositiveSmallIntegerField()
    description = models.TextField()
    indicators = models.JSONField(default=list)  # behaviours, as plain sentences
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.SUMMARY)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["competency", "level"]
        constraints = [
            models.UniqueConstraint(fields=["competency", "level"], name="level_once"),
            models.CheckConstraint(condition=Q(level__range=LEVELS), name="level_is_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id} {self.level}"


class PositionStandard(models.Model):
    """The level of a competency that a post requires. Posts without rows use tier defaults."""

    class Importance(models.TextChoices):
        ESSENTIAL = "essential", _("Mutlak")
        IMPORTANT = "important", _("Penting")
        NEEDED = "needed", _("Perlu")

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="standards")
    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="standards")
    level = models.PositiveSmallIntegerField()
    importance = models.CharField(
        max_length=9, choices=Importance.choices, default=Importance.IMPORTANT
    )
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["position", "competency"], name="standard_once"),
            models.CheckConstraint(condition=Q(level__range=LEVELS), name="standard_is_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.position_id} {self.competency_id} {self.level}"
