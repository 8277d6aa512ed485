"""Work that went from one log-in to another, as it stood at that moment."""

import uuid

from django.db import models
from django.db.models import F, Q

from bina.accounts.models import User


class Handover(models.Model):
    """One act: roles and tasks moved, and the list of everything that was open. Never changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    roles = models.JSONField()  # [[role, name of the unit or ""], …]
    n_messages = models.PositiveIntegerField()  # unread tasks that moved along
    reason = models.CharField(max_length=500)
    document_no = models.CharField(max_length=120, blank=True)
    advice = models.CharField(max_length=2000, blank=True)  # what the successor should know
    body = models.JSONField()  # the sections of selectors.work as JSON
    digest = models.CharField(max_length=64)  # SHA-256 of the body as canonical JSON
    done_by = models.CharField(max_length=200)
    done_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-done_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_by=F("taken_by")), name="handover_between_two"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="handover_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.given_by_id} → {self.taken_by_id}"
