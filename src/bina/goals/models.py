"""The regional development plan: goal → programme → kegiatan → sub-kegiatan, and what it needs."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from bina.people.models import Unit


class Node(models.Model):
    """What every level of the regional plan has."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=300)
    indicators = models.JSONField(default=list)  # sentences, each with its target
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT)  # the owner
    year_from = models.PositiveSmallIntegerField()
    year_to = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year_to__gte=F("year_from")), name="%(class)s_years_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Goal(Node):
    """A goal or target of the RPJMD, or a strategic goal of an office (Renstra)."""

    source = models.CharField(max_length=300, blank=True)  # the document that sets it


class RegionalProgramme(Node):
    """A programme of the regional plan. (A programme to learn is in the catalogue.)"""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="programmes")


class Activity(Node):
    """A kegiatan."""

    programme = models.ForeignKey(
        RegionalProgramme, on_delete=models.PROTECT, related_name="activities"
    )


class SubActivity(Node):
    """A sub-kegiatan: the level at which money is budgeted."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="sub_activities")


class GoalNeed(models.Model):
    """A competency that people of a unit, or of the whole city, need for a goal.

    The competency stands by its code: the dictionary comes later on the path.
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="needs")
    competency_code = models.CharField(max_length=80)
    unit = models.ForeignKey(  # with all units below; empty: the whole city
        Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["goal", "competency_code", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "competency_code", "unit"], name="goal_need_of_unit_once"
            ),
            models.UniqueConstraint(
                fields=["goal", "competency_code"],
                condition=Q(unit=None),
                name="goal_need_of_city_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.competency_code}"


LEVELS: tuple[type[Any], ...] = (Goal, RegionalProgramme, Activity, SubActivity)
