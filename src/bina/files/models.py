"""Files that people gave or that Bina made, stored once by content."""

import uuid

from django.db import models


class StoredFile(models.Model):
    """One file: bytes lie in BINA_DATA/files under their sha256, until they are erased."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True)  # the row stays, the bytes do not

    def __str__(self) -> str:
        return self.name
