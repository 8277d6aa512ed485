"""Programs that may read or write facts: each with a token, scopes, an end and an approval."""

import uuid

from django.db import models
from django.db.models import F, Q

from bina.accounts.models import User


class ApiClient(models.Model):
    """A program. Its token is shown once and kept as a hash; it works once it is approved."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80, unique=True)
    purpose = models.CharField(max_length=300)
    scopes = models.JSONField()  # e.g. ["education.read", "education.write"]
    token_sha256 = models.CharField(max_length=64, unique=True)
    token_tail = models.CharField(max_length=4)  # tells tokens apart, opens nothing
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField()  # the last day
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=200, blank=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("issued_by")),
                name="api_client_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="api_client_approval_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name
