"""Money for learning: versions of a year's budget, and their lines."""

import uuid
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bina.money.rules.sheets import FUNDS

QUARTERS = ("quarter_1", "quarter_2", "quarter_3", "quarter_4")


class BudgetVersion(models.Model):
    """One document of a year's money: RKA, then DPA, then APBD-Perubahan. Approved: frozen."""

    class Stage(models.TextChoices):
        RKA = "rka", _("RKA")
        DPA = "dpa", _("DPA")
        REVISED = "apbdp", _("APBD-Perubahan")

    class State(models.TextChoices):
        DRAFT = "draft", _("Rancangan")
        APPROVED = "approved", _("Ditetapkan")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=5, choices=Stage.choices, default=Stage.RKA)
    number = models.PositiveSmallIntegerField(default=1)  # a stage may be revised
    valid_from = models.DateField(null=True)  # null: from the first day of the year
    document_no = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "stage", "number"], name="budget_version_once"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["rka", "dpa", "apbdp"]), name="budget_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="budget_version_number_from_one"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", approved_at=None)
                | Q(state="approved", approved_at__isnull=False),
                name="budget_version_approved_at_a_moment",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.year}/{self.number}"

    @property
    def is_frozen(self) -> bool:
        """Whether nothing in it may change."""
        return self.state == self.State.APPROVED


class BudgetLine(models.Model):
    """Money of one version, and what it may pay for.

    A line keeps its code from version to version: year and code are what postings sum by.
    """

    version = models.ForeignKey(BudgetVersion, on_delete=models.PROTECT, related_name="lines")
    code = models.CharField(max_length=80)
    name = models.CharField(max_length=300)
    fund = models.CharField(max_length=8, choices=FUNDS)
    amount = models.PositiveBigIntegerField()  # rupiah
    quarter_1 = models.PositiveBigIntegerField(default=0)  # rupiah; all zero: not split
    quarter_2 = models.PositiveBigIntegerField(default=0)
    quarter_3 = models.PositiveBigIntegerField(default=0)
    quarter_4 = models.PositiveBigIntegerField(default=0)
    forms = models.JSONField(default=list)  # empty: every form
    unit_codes = models.JSONField(default=list)  # empty: every unit
    activity = models.CharField(max_length=80, blank=True)  # code of a sub-kegiatan (goals)
    account = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["version", "code"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="budget_line_once_a_version"),
            models.CheckConstraint(
                condition=reduce(or_, (Q(fund=fund) for fund, _shown in FUNDS)),
                name="budget_fund_is_known",
            ),
            models.CheckConstraint(
                condition=Q(quarter_1=0, quarter_2=0, quarter_3=0, quarter_4=0)
                | Q(amount=F("quarter_1") + F("quarter_2") + F("quarter_3") + F("quarter_4")),
                name="budget_quarters_make_the_amount",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def year(self) -> int:
        """The version's year; one query unless the version is there."""
        return self.version.year

    @property
    def quarters(self) -> tuple[int, ...]:
        """Rupiah by quarter; empty when the line is not split."""
        amounts = (self.quarter_1, self.quarter_2, self.quarter_3, self.quarter_4)
        return amounts if any(amounts) else ()


class Posting(models.Model):
    """One entry of the ledger. Nothing here changes or goes: a wrong one is reversed by another."""

    class Kind(models.TextChoices):
        OBLIGATION = "obligation", _("Komitmen")
        REALISATION = "realisation", _("Realisasi")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="postings")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    amount = models.PositiveBigIntegerField()  # rupiah, also of a reversal
    about = models.CharField(max_length=60, blank=True)  # "seat:…": what later stages post for
    words = models.CharField(max_length=300)  # what a reader sees
    day = models.DateField()
    document_no = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    over = models.PositiveBigIntegerField(default=0)  # rupiah beyond the rest, said with a reason
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    posted_at = models.DateTimeField(auto_now_add=True)
    posted_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["about", "kind"], name="posting_about")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="posting_has_an_amount"),
            models.CheckConstraint(
                condition=Q(kind__in=["obligation", "realisation"]), name="posting_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(over=0) | ~Q(reason=""), name="posting_over_the_line_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(over__lte=F("amount")), name="posting_over_is_part_of_it"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
