"""What a file is, told from its first bytes: never from its name or from what was claimed."""

from typing import Final

MAX_BYTES: Final = 10_000_000  # ours, provisional: a scan of ten pages
PDF, JPEG, PNG, WEBP = "application/pdf", "image/jpeg", "image/png", "image/webp"


def media_type_of(data: bytes) -> str | None:
    """The type of a file that may be evidence: PDF, JPEG, PNG or WebP; None for anything else.

    >>> media_type_of(b"%PDF-1.7 ..."), media_type_of(b"MZ...")
    ('application/pdf', None)
    """
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    return None
