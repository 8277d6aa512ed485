"""Long work: what it is, how far it got, whether somebody asked it to stop."""

import uuid

from django.db import models


class Job(models.Model):
    """One piece of long work. Rows here record how the machine works, not what is known."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"  # somebody asked; what it had so far is kept
        FAILED = "failed"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    phase = models.JSONField(default=dict)  # a Text
    done = models.FloatField(default=0)
    total = models.FloatField(default=0)  # 0: unknown
    facts = models.JSONField(default=dict)  # what the page shows while it runs
    stop_requested = models.BooleanField(default=False)
    result = models.JSONField(default=dict)
    error = models.JSONField(null=True)  # a Text
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    actor_role = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def is_open(self) -> bool:
        """Whether it may still change."""
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def share(self) -> float:
        """Share done, 0..1; 0 when the total is unknown."""
        return min(1.0, self.done / self.total) if self.total else 0.0
