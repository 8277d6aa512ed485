"""Letters: who writes them, their templates and numbers, what was issued, and calendar links."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bina.accounts.models import User
from bina.catalog.models import Session
from bina.files.models import StoredFile
from bina.jobs.models import Job
from bina.people.models import Person, Unit
from bina.plan.models import Seat


class Kind(models.TextChoices):
    """The kinds of letters; the first three are for one person each."""

    CALL = "call", _("Surat panggilan")
    ASSIGNMENT = "assignment", _("Surat tugas")
    TRAVEL = "travel", _("SPPD")
    PARTICIPANTS = "participants", _("Daftar peserta")
    ATTENDANCE = "attendance", _("Daftar hadir")


KINDS = [kind.value for kind in Kind]


class Letterhead(models.Model):
    """The one row of what stands on top of every letter, and the hours of a day of learning."""

    government = models.CharField(max_length=200, default="Pemerintah Kota Jayapura")
    agency = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=80, default="Jayapura")
    starts = models.TimeField(default=dt.time(8))
    noon = models.TimeField(default=dt.time(12))
    ends = models.TimeField(default=dt.time(15))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__lt=F("noon")) & Q(noon__lt=F("ends")),
                name="letterhead_hours_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.agency


class Signatory(models.Model):
    """Who may sign in a span of days: the holder of the post, or somebody acting (Plh, Plt)."""

    class Mode(models.TextChoices):
        DEFINITIVE = "definitive", _("Definitif")
        PLH = "plh", _("Plh (pelaksana harian)")
        PLT = "plt", _("Plt (pelaksana tugas)")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.DEFINITIVE)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    document_no = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="signatory_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mode} {self.title}"


class Numbering(models.Model):
    """The pattern of the numbers of a kind."""

    kind = models.CharField(max_length=12, choices=Kind.choices, unique=True)
    pattern = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.pattern


class Counter(models.Model):
    """The last number given of a kind in a year; raised in the transaction that writes letters."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)
    last_day = models.DateField(null=True)  # numbers rise with the days

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="counter_once_a_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"


class Template(models.Model):
    """A version of a template file; the newest of a kind and medium is in use."""

    class Medium(models.TextChoices):
        PDF = "pdf", _("PDF (typst)")
        DOCX = "docx", _("Word")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    medium = models.CharField(max_length=4, choices=Medium.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["kind", "medium"], name="template_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.medium}"


class Batch(models.Model):
    """Letters issued in one act, made into PDF by a job that can be stopped and resumed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    label = models.CharField(max_length=200)
    n_letters = models.PositiveIntegerField()
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} × {self.n_letters}"


class Letter(models.Model):
    """An issued letter. The database refuses every change but the keeping of its PDF."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=160, unique=True)
    day = models.DateField()
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="letters")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="letters")
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="letters")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="letters")
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField()
    content_hash = models.CharField(max_length=64)
    issued_by = models.CharField(max_length=200)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    reason = models.CharField(max_length=500, blank=True)  # why it replaces another
    pack = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    pdf_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-year", "kind", "-sequence"]
        indexes = [
            models.Index(fields=["session", "kind"], name="letter_by_session"),
            models.Index(fields=["person", "day"], name="letter_by_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "sequence"], name="letter_number_once"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="letter_sequence_from_one"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="letter_kind_is_known"),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(reason=""), name="letter_replaced_with_a_reason"
            ),
            models.CheckConstraint(
                condition=(Q(pack=None) & Q(pdf_sha256="")) | (~Q(pack=None) & ~Q(pdf_sha256="")),
                name="letter_pdf_has_its_hash",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CalendarLink(models.Model):
    """An address that gives a person's or a unit's sessions without a log-in; can be revoked."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_links")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(unit=None), name="calendar_link_person_or_unit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.person_id or self.unit_id}"
