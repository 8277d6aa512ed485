"""What goes to SIASN: layouts of its files, evidence, packages, and what was sent with them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bina.files.models import StoredFile
from bina.imports.models import ImportRun
from bina.jobs.models import Job
from bina.people.models import DevelopmentRecord, Person, Unit


class Kind(models.TextChoices):
    """A shape of SIASN."""

    COURSE = "kursus", _("Kursus")
    STRUCTURAL = "diklat", _("Diklat struktural")


class Layout(models.Model):
    """A version of a layout that HR uploaded; the newest of a kind is in use."""

    kind = models.CharField(max_length=10)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at}"


class RecordEvidence(models.Model):
    """A file that shows a development record which no outcome of learning carries."""

    record = models.ForeignKey(
        DevelopmentRecord, on_delete=models.CASCADE, related_name="siasn_evidence"
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    given_by = models.CharField(max_length=200)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.record_id} {self.file_id}"


class Package(models.Model):
    """Upload files of a period and unit, made in parts by a job that can be stopped and resumed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    start = models.DateField()  # records that ended from this day
    end = models.DateField()  # to this one
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    skipped = models.JSONField(default=list)  # [public id of a record, why as a Text], …
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=200)
    taken_back_at = models.DateTimeField(null=True)  # SIASN did not take it
    taken_back_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="siasn_package_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | ~Q(reason=""), name="siasn_taken_back_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start} {self.end} {self.public_id}"


class Part(models.Model):
    """One zip of a package: the workbooks and the evidence of its own records."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    n_records = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["package", "number"], name="siasn_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.package_id} {self.number}"


class Sent(models.Model):
    """A record as it went out. The next file has it again only when its facts differ."""

    class How(models.TextChoices):
        FILE = "file", _("berkas unggah")
        SERVICE = "service", _("layanan web")
        FOUND = "found", _("ditemukan di SIASN")

    record = models.ForeignKey(DevelopmentRecord, on_delete=models.PROTECT, related_name="sent")
    part = models.ForeignKey(Part, null=True, on_delete=models.PROTECT, related_name="sent")
    form = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    provider = models.CharField(max_length=200, blank=True)
    start = models.DateField()
    end = models.DateField()
    jp = models.DecimalField(max_digits=7, decimal_places=1)
    certificate_no = models.CharField(max_length=120, blank=True)
    file_name = models.CharField(max_length=200, blank=True)  # of the evidence
    file_sha256 = models.CharField(max_length=64, blank=True)
    corrects = models.BooleanField(default=False)  # an earlier one had other facts
    how = models.CharField(max_length=8, choices=How.choices, default=How.FILE)
    siasn_id = models.CharField(max_length=80, blank=True)  # SIASN's own key, where it gave one
    is_current = models.BooleanField(default=True)  # the newest that was not taken back
    sent_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(is_current=True), name="siasn_sent_current_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.sent_at}"


class Transfer(models.Model):
    """One piece of work with the web service: reading about people, or sending records."""

    class Direction(models.TextChoices):
        PULL = "pull", _("Ambil")
        PUSH = "push", _("Kirim")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    direction = models.CharField(max_length=4, choices=Direction.choices)
    source = models.CharField(max_length=20, blank=True)  # what is read, e.g. "kursus"
    start = models.DateField(null=True)  # of the records sent
    end = models.DateField(null=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    dry_run = models.BooleanField(default=False)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    run = models.ForeignKey(ImportRun, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.direction} {self.source} {self.public_id}"


class Fetched(models.Model):
    """What was read about one person; its rows are erased once they went into a preview."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="fetched")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    rows = models.JSONField(default=list)  # under the headers of the file; nothing else is kept
    n_rows = models.PositiveIntegerField(default=0)
    failure = models.JSONField(null=True)  # a Text; null: it was read

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "person"], name="siasn_fetched_once")
        ]

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.person_id}"


class Answer(models.Model):
    """What became of one record that was to be sent."""

    class State(models.TextChoices):
        WAITING = "waiting", _("menunggu")
        SENDING = "sending", _("sedang dikirim")
        ACCEPTED = "accepted", _("diterima")
        REFUSED = "refused", _("ditolak")
        UNSURE = "unsure", _("tidak pasti")
        DRY = "dry", _("uji coba")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="answers")
    record = models.ForeignKey(
        DevelopmentRecord, on_delete=models.CASCADE, related_name="siasn_answers"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    message = models.JSONField(default=dict)  # a Text
    payload = models.JSONField(default=dict)  # of a dry run: the form as it would go out
    siasn_id = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["record", "state"], name="siasn_answer_by_record")]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "record"], name="siasn_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.state}"
