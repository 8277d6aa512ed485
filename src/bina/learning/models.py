"""What happened: who was there, what came of it, with which evidence, and who confirmed it.

Nothing here counts hours: an approved outcome is one development record, and JP are computed from
those alone.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bina.accounts.models import User
from bina.catalog.models import Session
from bina.files.models import StoredFile
from bina.people.models import DevelopmentRecord, Person


class Attendance(models.Model):
    """Whether a person was there in one half-day. A correction leaves the former row behind."""

    class Half(models.TextChoices):
        MORNING = "morning", _("Pagi")
        AFTERNOON = "afternoon", _("Siang")

    class How(models.TextChoices):
        LIST = "list", _("Daftar")
        CODE = "code", _("Kode")
        UPLOAD = "upload", _("Berkas")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendance")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendance")
    day = models.DateField()
    half = models.CharField(max_length=9, choices=Half.choices)
    present = models.BooleanField()
    how = models.CharField(max_length=6, choices=How.choices, default=How.UPLOAD)
    noted_by = models.CharField(max_length=200, blank=True)
    noted_at = models.DateTimeField(auto_now_add=True)
    is_current = models.BooleanField(default=True)  # false: what was noted before a correction

    class Meta:
        ordering = ["day", "-half", "person__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person", "day", "half"],
                condition=Q(is_current=True),
                name="attendance_once_a_half_day",
            ),
            models.CheckConstraint(
                condition=Q(half__in=["morning", "afternoon"]), name="attendance_half_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.session_id} {self.day} {self.half}"


class CheckInCode(models.Model):
    """A code that participants type in a half-day, each once, between two moments.

    Kept as it is, for it is shown in the room; it opens nothing but the own attendance.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="codes")
    day = models.DateField()
    half = models.CharField(max_length=9, choices=Attendance.Half.choices)
    code = models.CharField(max_length=12, unique=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="code_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.day} {self.half}"


class Outcome(models.Model):
    """One learning of one person: of a session, or reported by the person. Rows are never changed
    once decided: a correction is a further row that supersedes."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu persetujuan")
        APPROVED = "approved", _("Disetujui")
        REFUSED = "refused", _("Tidak disetujui")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="outcomes")
    session = models.ForeignKey(
        Session, null=True, on_delete=models.PROTECT, related_name="outcomes"
    )  # null: reported by the person
    form = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    provider = models.CharField(max_length=200, blank=True)
    start = models.DateField()
    end = models.DateField()
    jp = models.DecimalField(max_digits=7, decimal_places=1)
    certificate_no = models.CharField(max_length=120, blank=True)
    n_present = models.PositiveSmallIntegerField(null=True)  # half-days; null without a session
    n_half_days = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(null=True)  # null: the programme has no test
    score_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    paid_idr = models.PositiveBigIntegerField(null=True)  # as paid for this person; null: unknown
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    said_by = models.CharField(max_length=200)
    said_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)  # of a refusal or a correction
    record = models.ForeignKey(
        DevelopmentRecord, null=True, on_delete=models.PROTECT, related_name="outcomes"
    )
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["-end", "-pk"]
        indexes = [models.Index(fields=["state", "is_current"], name="outcome_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(is_current=True, session__isnull=False),
                name="outcome_once_a_session",
            ),
            models.UniqueConstraint(
                fields=["record"], condition=Q(is_current=True), name="outcome_has_its_own_record"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(record__isnull=False),
                name="outcome_approved_has_a_record",
            ),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="outcome_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(jp__gte=0), name="outcome_jp_not_negative"),
            models.CheckConstraint(
                condition=Q(score_percent=None) | Q(score_percent__gte=0, score_percent__lte=100),
                name="outcome_score_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.title}"


class Evidence(models.Model):
    """A file that shows an outcome: certificate, report, list."""

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="evidence")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    given_by = models.CharField(max_length=200)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["outcome", "file"], name="evidence_once")]

    def __str__(self) -> str:
        return f"{self.outcome_id} {self.file_id}"


class Upload(models.Model):
    """A file on its way from a phone, in parts. How much is here is told by the disk alone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="uploads")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()  # bytes of the whole file
    started_at = models.DateTimeField(auto_now_add=True)
    evidence = models.ForeignKey(Evidence, null=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.name
