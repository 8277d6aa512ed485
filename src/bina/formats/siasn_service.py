"""SIASN's web service: answers read as rows of Bina's files, records written as forms.

Source: field names of one public implementation of the service; dates are dd-mm-yyyy. Which field
holds what is data (`Reading`, `Answering`), so that an agency can mend it without a developer.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from bina.formats.cell_text import comparable

AUTOMATIC: Final = "otomatis"
MESSAGE_LETTERS: Final = 500
State = Literal["accepted", "refused"]


@dataclass(frozen=True)
class Reading:
    """How an answer becomes rows of a file: header of the file -> field of the answer."""

    columns: Mapping[str, str] | None  # None: fields are named like the headers
    holder: str = "data"  # key of the answer that holds the rows; "" where it is the rows
    fixed: Mapping[str, str] = field(default_factory=dict)  # header -> value of every row
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # header -> code -> word
    number: str = ""  # field with SIASN's own key of a row


@dataclass(frozen=True)
class Answering:
    """Which fields of an answer to a sent record say whether it was taken, under which key."""

    success: str
    number: str
    message: str


@dataclass(frozen=True)
class Outcome:
    """What SIASN said to one record."""

    state: State
    number: str
    message: str


class WrongAnswer(ValueError):
    """An answer that is no JSON, or holds something else than rows."""


def decoded(body: bytes) -> Any:
    """The JSON of an answer. Raises WrongAnswer with the beginning of what came instead.

    >>> decoded(b'{"data": []}')
    {'data': []}
    """
    try:
        return json.loads(body.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as wrong:
        raise WrongAnswer(body[:80].decode("utf-8", "replace")) from wrong


def rows_of(answer: Any, holder: str) -> list[Mapping[str, Any]]:
    """The rows of an answer; a single object is one row, nothing is none.

    >>> rows_of({"data": {"tahun": 2025}}, "data")
    [{'tahun': 2025}]
    """
    found = answer.get(holder) if holder and isinstance(answer, Mapping) else answer
    if found is None or found == "":
        return []
    rows = [found] if isinstance(found, Mapping) else found
    if not isinstance(rows, Sequence) or not all(isinstance(row, Mapping) for row in rows):
        raise WrongAnswer(str(found)[:80])
    return list(rows)


def as_file_row(
    row: Mapping[str, Any], reading: Reading, headers: Collection[str], nip: str
) -> dict[str, str]:
    """One row under the headers of a file; what the file does not have is dropped.

    A code without a word stays as it is, so that the preview names it. `nip` fills NIP where the
    row has none.

    >>> as_file_row({"nipBaru": "1", "nik": "9"}, Reading(None), ["NIP BARU"], "1")
    {'NIP BARU': '1'}
    """
    if reading.columns is None:
        by_name = {comparable(key): value for key, value in row.items()}
        found = {header: _plain(by_name.get(comparable(header))) for header in headers}
    else:
        found = {
            header: _plain(row.get(key))
            for header, key in reading.columns.items()
            if header in headers and key
        }
    for header, words in reading.words.items():
        if found.get(header):
            found[header] = words.get(found[header], found[header])
    found |= {header: value for header, value in reading.fixed.items() if header in headers}
    if "NIP" in headers:
        found["NIP"] = nip
    return found


def _plain(value: Any) -> str:
    if value is None or isinstance(value, Mapping | list):
        return ""
    return str(value).strip()


def answer_to(status: int, body: bytes, shape: Answering) -> Outcome:
    """What an answer to a sent record means: taken when the status and its own word say so.

    >>> answer_to(200, b'{"success": true, "id": "7"}', Answering("success", "id", "message"))
    Outcome(state='accepted', number='7', message='')
    """
    try:
        found = decoded(body)
    except WrongAnswer as wrong:
        taken = 200 <= status < 300 and not body
        return Outcome("accepted" if taken else "refused", "", str(wrong)[:MESSAGE_LETTERS])
    fields = found if isinstance(found, Mapping) else {}
    said = str(fields.get(shape.message) or "")[:MESSAGE_LETTERS]
    number = _plain(_deep(fields, shape.number))
    taken = 200 <= status < 300 and fields.get(shape.success, True) in (True, 1, "1", "true")
    return Outcome("accepted" if taken else "refused", number, said)


def _deep(fields: Mapping[str, Any], path: str) -> Any:
    """The value at a path such as "data.id"."""
    found: Any = fields
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def multipart(
    fields: Mapping[str, Any], file: tuple[str, str, bytes] | None, boundary: str
) -> bytes:
    """A form with its file (field, name, PDF), as multipart/form-data (RFC 7578)."""
    parts: list[bytes] = []
    for name, value in fields.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts.append(f"{head}{value}\r\n".encode())
    if file is not None:
        name, file_name, data = file
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; '
        head += f'filename="{file_name}"\r\nContent-Type: application/pdf\r\n\r\n'
        parts += [head.encode(), data, b"\r\n"]
    return b"".join([*parts, f"--{boundary}--\r\n".encode()])
