"""Raw facts with history that the official indices are computed from: performance, discipline."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PerformanceReview(models.Model):
    """A person's performance of a year: a predicate since 2022, before that a value."""

    class Rating(models.TextChoices):
        ABOVE = "di_atas", _("Di atas ekspektasi")
        AS_EXPECTED = "sesuai", _("Sesuai ekspektasi")
        BELOW = "di_bawah", _("Di bawah ekspektasi")

    class Predicate(models.TextChoices):
        VERY_GOOD = "sangat_baik", _("Sangat Baik")
        GOOD = "baik", _("Baik")
        NEEDS_WORK = "butuh_perbaikan", _("Butuh Perbaikan")
        POOR = "kurang", _("Kurang")
        VERY_POOR = "sangat_kurang", _("Sangat Kurang")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="reviews")
    year = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=8, choices=Rating.choices, blank=True)
    behaviour = models.CharField(max_length=8, choices=Rating.choices, blank=True)
    predicate = models.CharField(max_length=15, choices=Predicate.choices, blank=True)
    value = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # 0-100, before 2022
    document_no = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=20, default="import")

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["person", "year"], name="review_once_a_year"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__range=(0, 100)), name="review_value_is_0_to_100"
            ),
            models.CheckConstraint(
                condition=~Q(predicate="") | Q(value__isnull=False), name="review_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.year} {self.predicate}"


class DisciplineCase(models.Model):
    """A punishment by decree. Older kinds (PP 53/2010) stay as they were written."""

    class Level(models.TextChoices):
        LIGHT = "ringan", _("Ringan")
        MIDDLE = "sedang", _("Sedang")
        HEAVY = "berat", _("Berat")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="discipline")
    level = models.CharField(max_length=6, choices=Level.choices)
    kind = models.CharField(max_length=200)
    document_no = models.CharField(max_length=120)
    document_date = models.DateField()
    start = models.DateField()  # TMT
    end = models.DateField(null=True)
    source = models.CharField(max_length=20, default="import")

    class Meta:
        ordering = ["-start"]
        constraints = [
            models.UniqueConstraint(fields=["person", "document_no"], name="punished_once"),
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")), name="punishment_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.level} {self.start}"
