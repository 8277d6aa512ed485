"""Days on which people are not planned, and the duties of a year with their deadlines."""

import uuid

from django.db import models
from django.db.models import Q
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


class Duty(models.Model):
    """Who must have done what by when, to prepare a year. Stages know their duties by `code`."""

    class Who(models.TextChoices):
        EMPLOYEE = "employee", _("Pegawai")
        OFFICER = "opd_officer", _("Petugas kepegawaian")
        HEAD = "unit_head", _("Kepala unit")
        ANALYST = "hr_analyst", _("Analis BKPP")
        HR_HEAD = "hr_head", _("Kepala BKPP")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField()  # the year that is prepared
    code = models.CharField(max_length=40)
    what = models.CharField(max_length=200)
    who = models.CharField(max_length=11, choices=Who.choices)
    deadline = models.DateField()  # the last day
    source = models.CharField(max_length=300, blank=True)
    is_provisional = models.BooleanField(default=False)  # a default that nobody decided yet

    class Meta:
        ordering = ["year", "deadline", "code"]
        constraints = [
            models.UniqueConstraint(fields=["year", "code"], name="duty_once_a_year"),
            models.CheckConstraint(
                condition=Q(
                    who__in=["employee", "opd_officer", "unit_head", "hr_analyst", "hr_head"]
                ),
                name="duty_who_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.code} {self.deadline}"
