"""Uploads on their way into the tables: read, previewed, applied, undone."""

import uuid

from django.db import models

from bina.accounts.models import User
from bina.files.models import StoredFile
from bina.jobs.models import Job


class Source(models.Model):
    """Where files of a kind come from; remembers how its columns and values are meant."""

    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    header_map = models.JSONField(default=dict)  # header as in the file -> column key
    corrections = models.JSONField(default=list)  # [column key, value as in the file, value meant]
    options = models.JSONField(default=dict)  # "kept": column key -> purpose, basis, by, since

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="source_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"

    @property
    def kept(self) -> dict[str, dict[str, str]]:
        """Optional columns that its files keep: column key -> purpose, basis, by, since."""
        found: dict[str, dict[str, str]] = self.options.get("kept", {})
        return found


class ImportRun(models.Model):
    """One upload. Until it is applied, nothing but this table and its problems is written."""

    class State(models.TextChoices):
        READING = "reading"
        PREVIEW = "preview"  # waits for confirmation
        REFUSED = "refused"  # the file could not be used at all
        APPLYING = "applying"
        APPLIED = "applied"
        CANCELLED = "cancelled"
        UNDONE = "undone"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="runs")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT)  # null: too large
    file_name = models.CharField(max_length=200, default="")
    state = models.CharField(max_length=9, choices=State.choices, default=State.READING)
    refusal = models.JSONField(null=True)  # a Text
    understood = models.JSONField(default=dict)  # sheets, headers read, dropped, unknown
    counts = models.JSONField(default=dict)  # rows, new, changed, unchanged, missing, errors …
    digest = models.CharField(max_length=64, blank=True)  # sha256 of the previewed changes
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=200, blank=True)
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    unit_ids = models.JSONField(null=True)  # units whose rows it may touch; null: of everybody
    previewed_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["kind", "applied_at"], name="import_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class RowProblem(models.Model):
    """Something wrong or doubtful in a row of an upload."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    sheet = models.CharField(max_length=80)
    row = models.PositiveIntegerField()  # as Excel numbers it; 0: the whole sheet
    column = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=300, blank=True)
    reason = models.JSONField()  # a Text
    remedy = models.JSONField()  # a Text
    severity = models.CharField(max_length=6)  # error, doubt, notice

    class Meta:
        ordering = ["sheet", "row", "pk"]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row} {self.column}"


class ImportChange(models.Model):
    """A row that is new, changed or missing, for the preview; images as JSON."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="changes")
    sheet = models.CharField(max_length=80)
    row = models.PositiveIntegerField()  # 0: not in the file
    op = models.CharField(max_length=9)  # new, changed, missing
    key = models.CharField(max_length=300)
    label = models.CharField(max_length=300, blank=True)
    before = models.JSONField(null=True)  # only the fields that change
    after = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["run", "op"], name="change_by_op")]

    def __str__(self) -> str:
        return f"{self.op} {self.key}"


class UndoImage(models.Model):
    """What an applied import needs to be undone; deleted with a later import of the kind."""

    run = models.OneToOneField(ImportRun, on_delete=models.CASCADE, related_name="undo")
    image = models.BinaryField()  # zlib of JSON, made and read by the importer

    def __str__(self) -> str:
        return f"undo of {self.run_id}"
