"""What an applied import keeps to be undone: JSON, compressed, one row per run."""

import json
import zlib
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from bina.imports.models import UndoImage


def packed(image: dict[str, Any]) -> bytes:
    """The stored form."""
    text = json.dumps(image, cls=DjangoJSONEncoder, separators=(",", ":"))
    return zlib.compress(text.encode(), 3)


def undo_image_of(run_id: int) -> dict[str, Any] | None:
    """What the importer kept for a run; None when there is nothing (any more)."""
    kept = UndoImage.objects.filter(run_id=run_id).values_list("image", flat=True).first()
    if kept is None:
        return None
    image: dict[str, Any] = json.loads(zlib.decompress(bytes(kept)))
    return image
