"""What somebody must know: short messages to a user, and how the user wants to hear of them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bina.accounts.models import User


class Message(models.Model):
    """One message. `text` is a Text: template and values, so that both languages work."""

    class Kind(models.TextChoices):
        TASK = "task", _("Perlu tindakan")
        ANSWER = "answer", _("Jawaban")
        REMINDER = "reminder", _("Pengingat")
        NOTICE = "notice", _("Kabar")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="inbox")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.JSONField()
    link_type = models.CharField(max_length=40, blank=True)
    link_id = models.CharField(max_length=64, blank=True)
    sender = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(null=True)  # the last day on which it matters
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "read_at"], name="message_unread"),
            models.Index(fields=["link_type", "link_id"], name="message_by_link"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["task", "answer", "reminder", "notice"]),
                name="message_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(read_at__gte=F("created_at")),
                name="message_read_after_it_came",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.user_id}"


class MailWish(models.Model):
    """Where and how often a user wants messages by e-mail; without a row: never."""

    class Often(models.TextChoices):
        NEVER = "never", _("Tidak lewat surel")
        EACH = "each", _("Segera")
        DAILY = "daily", _("Sekali sehari")
        WEEKLY = "weekly", _("Sekali seminggu")

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="mail_wish")
    address = models.EmailField(blank=True)
    often = models.CharField(max_length=6, choices=Often.choices, default=Often.NEVER)
    since = models.DateTimeField(auto_now_add=True)  # older messages are never mailed
    last_sent_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    next_try_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(often="never") | ~Q(address=""), name="mail_wish_has_an_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.often}"
