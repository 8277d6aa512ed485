"""The yearly plan: pins, versions, seats and what people answered."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from bina.accounts.models import User
from bina.catalog.models import Programme, Session
from bina.files.models import StoredFile
from bina.gaps.models import GapRun
from bina.jobs.models import Job
from bina.money.models import BudgetLine, BudgetVersion
from bina.people.models import Person


class Pin(models.Model):
    """HR's word that a person must, or must not, get a session or any session of a programme."""

    class Kind(models.TextChoices):
        MUST = "must", _("Harus ikut")
        FORBID = "forbid", _("Tidak boleh ikut")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    session = models.ForeignKey(Session, null=True, on_delete=models.CASCADE)
    programme = models.ForeignKey(Programme, null=True, on_delete=models.CASCADE)
    reason = models.CharField(max_length=500)
    requester = models.CharField(max_length=200)
    document_no = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(session=None) ^ models.Q(programme=None),
                name="pin_names_session_or_programme",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class Quota(models.Model):
    """HR's word that a group of people gets at least so many seats of a programme in a year."""

    class Grouping(models.TextChoices):
        DISTRICT = "district", _("Distrik")
        GRADE = "grade", _("Jenjang")
        GENDER = "gender", _("Jenis kelamin")
        EMPLOYMENT = "employment", _("Jenis kepegawaian")
        UNIT = "unit", _("Unit")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField()
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="quotas")
    grouping = models.CharField(max_length=10, choices=Grouping.choices)
    word = models.CharField(max_length=80)  # as rules/groups.py names the group
    seats = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    document_no = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-year", "programme__name", "grouping", "word"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "programme", "grouping", "word"], name="quota_once"
            ),
            models.CheckConstraint(
                condition=models.Q(seats__gte=1), name="quota_has_at_least_one_seat"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.programme_id} {self.grouping} {self.word}: {self.seats}"


class Plan(models.Model):
    """One version of a year's plan. Frozen: approved, its content fixed by a hash."""

    class State(models.TextChoices):
        COMPUTING = "computing", _("Sedang disusun")
        DRAFT = "draft", _("Rancangan")
        SUBMITTED = "submitted", _("Diajukan")
        FROZEN = "frozen", _("Disetujui")
        DISCARDED = "discarded", _("Dibuang")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.COMPUTING)
    settings = models.JSONField(default=dict)
    seed = models.PositiveBigIntegerField(default=1)
    work = models.JSONField(default=dict)  # the work that was done, so that it can be repeated
    gap_run = models.ForeignKey(GapRun, null=True, on_delete=models.PROTECT)
    # whose lines it spends; null: the version that counted when it was computed
    budget_version = models.ForeignKey(
        BudgetVersion, null=True, on_delete=models.PROTECT, related_name="plans"
    )
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL)
    instance = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    prices = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    certificate = models.JSONField(default=dict)
    totals = models.JSONField(default=dict)
    history = models.JSONField(default=list)  # [seconds, value, bound, missing hours]
    comparison = models.JSONField(default=dict)  # first come, first served
    pins = models.JSONField(default=list)  # as approved, each with what it cost
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=200, blank=True)
    submitted_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=200, blank=True)
    submitted_by = models.CharField(max_length=200, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    conflict = models.JSONField(default=list)  # Texts: rules that cannot hold together
    # a re-plan: holds only what it changes of the approved plan, from a day on
    amends = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replans")
    from_day = models.DateField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A person in a session of a plan; for open programmes `session` is null."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT)
    session = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="seats")
    times = models.PositiveSmallIntegerField(default=1)  # open programmes: activities
    jp = models.PositiveSmallIntegerField()
    cost = models.PositiveBigIntegerField()  # rupiah
    budget_line = models.ForeignKey(BudgetLine, null=True, on_delete=models.PROTECT)
    closure = models.FloatField()  # weighted gap closed by this seat, given the person's others
    closes = models.JSONField(default=list)  # [competency id, level before, level after]
    pinned = models.BooleanField(default=False)
    # a substitute's seat stands beside the approved ones; the approved content never changes
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    basis = models.JSONField(default=list)  # Texts: why this substitute

    class Meta:
        indexes = [models.Index(fields=["plan", "person"], name="seat_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(replaces=None) | models.Q(session__isnull=False),
                name="substitute_seat_has_a_session",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.programme_id}"


class Release(models.Model):
    """A seat of the plan in force that a re-plan gives up, and the rules that stand against it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="releases")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="releases")
    reasons = models.JSONField(default=list)  # Texts

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "seat"], name="release_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} releases {self.seat_id}"


class Refusal(models.Model):
    """A wish that the plan could not give: which rule stands against it and what it would take."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="refusals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="+")
    closure = models.FloatField()  # weighted gap it would close beside the person's seats
    reasons = models.JSONField(default=list)  # Texts: the rules
    remedies = models.JSONField(default=list)  # Texts: what it would take
    cheapest = models.JSONField(null=True)  # Texts: clauses of the cheapest change over all rules

    class Meta:
        ordering = ["-closure", "pk"]
        indexes = [models.Index(fields=["plan", "person"], name="refusal_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} not {self.programme_id}"


class WhatIf(models.Model):
    """What a year would be worth under another rule: asked, then solved again from a plan's prices.

    The plan itself never changes by it, frozen or not. An answer is a plan of its own with its own
    proof, of which only the figures and the prices are kept; seed and work repeat it.
    """

    class Kind(models.TextChoices):
        BUDGET = "budget", _("Anggaran")
        FLOORS = "floors", _("Tanpa batas keadilan")
        STAFFING = "staffing", _("Tanpa satu aturan staf")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="what_ifs")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    # budget: percent of every line; staffing: row of the group in the plan's instance
    key = models.PositiveIntegerField(default=0)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL)
    asked_by = models.CharField(max_length=200)
    seconds = models.PositiveIntegerField()
    seed = models.PositiveBigIntegerField()
    answered_at = models.DateTimeField(null=True)
    instance_hash = models.CharField(max_length=64, blank=True)
    settings = models.JSONField(default=dict)
    work = models.JSONField(default=dict)
    value = models.FloatField(null=True)  # of the plan found
    bound = models.FloatField(null=True)  # no plan with at most missing_jp missing exceeds it
    missing_jp = models.PositiveIntegerField(null=True)
    missing_jp_bound = models.PositiveIntegerField(null=True)
    prices = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "key"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind", "key"], name="what_if_once"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None) | models.Q(value__isnull=False),
                name="answered_what_if_has_a_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.kind} {self.key}"


class HeadDecision(models.Model):
    """One act of a head on one or many seats, so that it can be taken back as one."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    approves = models.BooleanField()
    n_seats = models.PositiveIntegerField()
    decided_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "decided_at"], name="decision_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.decided_at} × {self.n_seats}"


class Commitment(models.Model):
    """What happened to a frozen seat: called, accepted, declined, approved by the head, replaced.

    `state` follows from the other columns (rules/commitment.py); every change of it is a
    `CommitmentStep`. Later stages post here; a re-plan reads only these rows.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Direncanakan")
        CALLED = "called", _("Dipanggil")
        ACCEPTED = "accepted", _("Menerima")
        DECLINED = "declined", _("Menolak")
        SUBSTITUTED = "substituted", _("Digantikan")
        CONFIRMED = "confirmed", _("Ditetapkan")

    class Answer(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="commitment")
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.OPEN)
    reason = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    head_approved = models.BooleanField(null=True)
    head_reason = models.CharField(max_length=500, blank=True)
    head_decided_at = models.DateTimeField(null=True)
    head_decided_by = models.CharField(max_length=200, blank=True)
    decision = models.ForeignKey(
        HeadDecision, null=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    state = models.CharField(max_length=11, choices=State.choices, default=State.PLANNED)
    called_at = models.DateTimeField(null=True)
    called_by = models.CharField(max_length=200, blank=True)
    deadline = models.DateField(null=True)  # the last day for an answer
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "deadline"], name="commitment_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        "planned", "called", "accepted", "declined", "substituted", "confirmed",
                    ]
                ),
                name="commitment_state_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed") | models.Q(answer="accepted"),
                name="confirmed_only_when_accepted",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.seat_id} {self.answer}"


class CommitmentStep(models.Model):
    """One change of a commitment's state: when, by whom, in which role, in which words."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(auto_now_add=True)
    before = models.CharField(max_length=11, choices=Commitment.State.choices)
    after = models.CharField(max_length=11, choices=Commitment.State.choices)
    by = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.before} → {self.after}"


class Waiting(models.Model):
    """A place on a session's waiting list: who would take the next free seat, and why."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="waiting")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="waiting")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()
    closure = models.FloatField()  # weighted gap the seat would close beside the person's others
    closes = models.JSONField(default=list)  # [competency id, level before, level after]
    missing_jp = models.PositiveSmallIntegerField()  # before the seat
    jp = models.PositiveSmallIntegerField()
    cost = models.PositiveBigIntegerField()  # rupiah
    budget_line = models.ForeignKey(BudgetLine, null=True, on_delete=models.PROTECT)
    basis = models.JSONField(default=list)  # Texts
    computed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["session", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "session", "person"], name="waiting_once"),
            models.UniqueConstraint(fields=["plan", "session", "rank"], name="waiting_rank_once"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.rank}"


class Change(models.Model):
    """Something that happened to a session or a person after the plan was approved."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("Sesi dipindah tanggalnya")
        CANCELLED = "cancelled", _("Sesi dibatalkan")
        SICK = "sick", _("Sakit")
        LEAVE = "leave", _("Cuti alasan penting")
        RETIRED = "retired", _("Pensiun")
        UNIT = "unit", _("Pindah unit")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    session = models.ForeignKey(
        Session, null=True, on_delete=models.PROTECT, related_name="changes"
    )
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="changes")
    start = models.DateField()  # moved: the new first day; cancelled: the day it was said
    end = models.DateField(null=True)  # null: not known when back, or for good
    old_start = models.DateField(null=True)  # moved: the former days
    old_end = models.DateField(null=True)
    reason = models.CharField(max_length=500)
    document_no = models.CharField(max_length=120, blank=True)
    noted_by = models.CharField(max_length=200)
    noted_at = models.DateTimeField(auto_now_add=True)
    effects = models.JSONField(default=list)  # per seat: what it did, as it was then

    class Meta:
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(session=None) ^ models.Q(person=None),
                name="change_names_session_or_person",
            ),
            models.CheckConstraint(
                condition=models.Q(end=None) | models.Q(end__gte=models.F("start")),
                name="change_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=models.Q(kind="cancelled"),
                name="session_cancelled_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.session_id or self.person_id}"
