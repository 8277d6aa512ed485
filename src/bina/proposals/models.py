"""Needs that people propose from below (AKPK), how their heads rank them, and what HR answered.

A proposal never gives a right: once validated it is one accepted priority factor, which weighs the
gap and stands in its explanation.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bina.accounts.models import User
from bina.calendar.today import today
from bina.gaps.models import PriorityFactor
from bina.people.models import Person, Unit
from bina.standards.models import Competency


class Proposal(models.Model):
    """One need of one person for one competency, for the plan of one year."""

    class State(models.TextChoices):
        SENT = "sent", _("Diusulkan")
        VERIFIED = "verified", _("Terverifikasi")
        VALIDATED = "validated", _("Divalidasi")
        REFUSED = "refused", _("Tidak diterima")
        WITHDRAWN = "withdrawn", _("Ditarik")

    class Origin(models.TextChoices):
        EMPLOYEE = "employee", _("Pegawai sendiri")
        OFFICER = "officer", _("Petugas kepegawaian")
        FILE = "file", _("Berkas unit")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField()  # of the plan it is meant for
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proposals")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="proposals")
    reason = models.CharField(max_length=500)  # in the proposer's own words
    form = models.CharField(max_length=60, blank=True)  # wished form of development
    origin = models.CharField(max_length=8, choices=Origin.choices)
    of_head = models.BooleanField(default=False)  # of a unit's head: the head above ranks it
    rank = models.PositiveSmallIntegerField(null=True)  # the head's word; 1 = most urgent
    paper_rank = models.PositiveSmallIntegerField(null=True)  # as the unit's file said
    state = models.CharField(max_length=9, choices=State.choices, default=State.SENT)
    proposed_by = models.CharField(max_length=200, blank=True)
    proposed_by_user = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_on = models.DateField(default=today)
    answer = models.CharField(max_length=500, blank=True)  # HR's words, read by the proposer
    answered_by = models.CharField(max_length=200, blank=True)
    answered_on = models.DateField(null=True)
    factor = models.ForeignKey(
        PriorityFactor, null=True, on_delete=models.SET_NULL, related_name="proposals"
    )

    class Meta:
        ordering = ["-year", "person__name", "pk"]
        indexes = [models.Index(fields=["year", "state"], name="proposal_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "person", "competency"],
                condition=Q(state__in=["sent", "verified", "validated"]),
                name="proposal_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "verified", "validated", "refused", "withdrawn"]),
                name="proposal_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["employee", "officer", "file"]),
                name="proposal_origin_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["verified", "validated", "refused"])
                | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="proposal_is_answered_in_words",
            ),
            models.CheckConstraint(
                condition=Q(rank=None) | Q(rank__gte=1), name="proposal_rank_from_one"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="proposal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.person_id} {self.competency_id}"


class ProposalStep(models.Model):
    """One change of a proposal's state: when, by whom, in which role, in which words."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="steps")
    on = models.DateField()
    before = models.CharField(max_length=9, choices=Proposal.State.choices)
    after = models.CharField(max_length=9, choices=Proposal.State.choices)
    by = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.before} → {self.after}"


class UnitList(models.Model):
    """What a unit said of its list of a year: sent by its officer, ranked by its head."""

    year = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="proposal_lists")
    sent_on = models.DateField(null=True)
    sent_by = models.CharField(max_length=200, blank=True)
    n_sent = models.PositiveIntegerField(null=True)
    ranked_on = models.DateField(null=True)
    ranked_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "unit"], name="unit_list_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.unit_id}"


class Reminder(models.Model):
    """That a user was reminded of a duty on a day; never twice on one day."""

    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)  # of the duty
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "code", "user", "day"], name="reminder_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.user_id} {self.day}"
