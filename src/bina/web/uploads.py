"""Keeps an upload from filling the disk: what is beyond the limit is counted, not stored.

Any form is parsed for its token before anybody's permission is known, so this holds for strangers
as well. The page still learns the true size and says what is too large.
"""

import io

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from bina.formats.archive import Limits

KEPT_BYTES = Limits().max_bytes  # of all files of one request together


class DropTooLarge(FileUploadHandler):
    """Stands first: hands on what fits, and answers for a file that did not fit."""

    def __init__(self, request: object = None) -> None:
        super().__init__(request)  # type: ignore[arg-type]  # Django makes it with a request
        self.seen = 0
        self.is_over = False

    def new_file(self, *args: object, **kwargs: object) -> None:
        """A further file of the same request."""
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        self.is_over = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """None: the handlers behind this one do not get the bytes."""
        self.seen += len(raw_data)
        self.is_over = self.is_over or self.seen > KEPT_BYTES
        return None if self.is_over else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:  # type: ignore[type-arg]  # not generic at run time
        """An empty file that states the size of what was sent, or what the others kept."""
        if not self.is_over:
            return None
        file = InMemoryUploadedFile(
            io.BytesIO(), self.field_name, self.file_name, self.content_type, file_size, None
        )
        file.size = max(file_size, KEPT_BYTES + 1)
        return file
