"""The append-only ledger of every write: who, in which role, what, chained by hash."""

from django.db import models


class Entry(models.Model):
    """One act. Its hash covers its own fields and the hash before it."""

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor_name = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    action = models.CharField(max_length=80, db_index=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80, db_index=True)
    detail = models.JSONField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-sequence"]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class Head(models.Model):
    """The end of the chain: one row, locked while an entry is appended."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"head at {self.sequence}"
