"""Days on which people are not planned: holidays, joint leave, school calendars."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    """A day or a span of days, from an imported calendar."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Libur nasional")
        JOINT_LEAVE = "joint_leave", _("Cuti bersama")
        LOCAL = "local", _("Libur daerah")
        SCHOOL_HOLIDAY = "school_holiday", _("Libur sekolah")
        SCHOOL_EXAM = "school_exam", _("Ujian sekolah")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    start = models.DateField(db_index=True)
    end = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["start", "kind"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")), name="holiday_ends_after_start"
            ),
            models.UniqueConstraint(fields=["start", "kind", "name"], name="holiday_once"),
        ]

    def __str__(self) -> str:
        return f"{self.start} {self.name}"
