"""Days on which people are not planned: holidays, joint leave, school calendars."""

from django.db import models


class Holiday(models.Model):
    """A day or a span of days, from an imported calendar."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday"
        JOINT_LEAVE = "joint_leave"
        LOCAL = "local"
        SCHOOL_HOLIDAY = "school_holiday"
        SCHOOL_EXAM = "school_exam"

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
