"""Who can log in. What a user may do is decided by `permissions.py` and the people stage."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

UNUSABLE = "!"  # Django reads any password starting with "!" as unusable: nothing is hashed


class UserManager(BaseUserManager["User"]):
    """Finds users by login name."""


class User(AbstractBaseUser):
    """A login: the NIP for employees, a chosen name for others. No e-mail or phone needed."""

    username = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=200)
    language = models.CharField(max_length=5, default="id")
    is_active = models.BooleanField(default=True)
    password = models.CharField(max_length=128, default=UNUSABLE)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.username


class Activation(models.Model):
    """A printed one-time code with which a person sets the first (or a new) password."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="activations")
    code_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "used_at"], name="activation_open")]

    def __str__(self) -> str:
        return f"activation of {self.user_id}"
