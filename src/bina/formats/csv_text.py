"""Rows of a CSV file: the encoding and the delimiter are found out, never guessed silently.

Encodings: UTF-8 with or without mark, UTF-16, Windows-1252. Delimiters: semicolon, comma, tab.
"""

import codecs
import csv
import io
from typing import Final

from bina.formats.archive import Limits
from bina.formats.refusals import BrokenCsv, EmptyFile, NotAWorkbook, TooManyCells, WrongEncoding
from bina.text import N_

DELIMITERS: Final = (";", ",", "\t")
_SAMPLE_LINES: Final = 30
_MOJIBAKE: Final = ("Ã©", "Ã¨", "Ã¶", "Ã¼", "â€“", "â€™", "â€œ", "Â ")
_FOREIGN_SHARE: Final = 0.10  # above this share of non-ASCII letters it is not Windows-1252


def csv_rows(data: bytes, name: str, limits: Limits) -> list[list[str]]:
    """The cells of every line as text, in order; short lines stay short."""
    text = decoded(data, name)
    if not text.strip():
        raise EmptyFile(name=name)
    delimiter, text = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > limits.max_rows or len(row) > limits.max_columns:
                raise TooManyCells(
                    name=name,
                    sheet="CSV",
                    found=f"baris {len(rows)} dengan {len(row)} kolom",
                    limit=f"{limits.max_rows} baris dan {limits.max_columns} kolom",
                )
    except csv.Error as problem:
        raise BrokenCsv(
            name=name,
            row=len(rows) + 1,
            found=N_("tanda kutip tidak ditutup atau sel terlalu panjang"),
        ) from problem
    return rows


def decoded(data: bytes, name: str) -> str:
    """The text of `data`. Raises WrongEncoding or NotAWorkbook."""
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise WrongEncoding(name=name, found=f"huruf tak dikenal pada baris {line}") from problem
    if any(letter < " " and letter not in "\r\n\t\f" for letter in set(text)):
        raise NotAWorkbook(name=name, found=N_("data biner, bukan teks"))
    if encoding == "cp1252":
        foreign = sum(letter > "\x7f" for letter in text)
        if foreign > _FOREIGN_SHARE * len(text):
            raise WrongEncoding(name=name, found=N_("sebagian besar huruf bukan huruf Latin"))
    for wrong in _MOJIBAKE:
        if wrong in text:
            line = text[: text.index(wrong)].count("\n") + 1
            raise WrongEncoding(name=name, found=f"'{wrong}' pada baris {line}, tersimpan dua kali")
    if "\ufffd" in text:
        line = text[: text.index("\ufffd")].count("\n") + 1
        raise WrongEncoding(name=name, found=f"huruf hilang pada baris {line}")
    return text


def _encoding(data: bytes) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:4000]
    if sample[1::2].count(0) > 0.4 * len(sample) / 2:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.4 * len(sample) / 2:
        return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(text: str) -> tuple[str, str]:
    """The delimiter that splits the first lines into most columns; and the text without 'sep='."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    lines = text.splitlines()[:_SAMPLE_LINES]
    counts = {
        delimiter: max(_outside_quotes(line, delimiter) for line in lines)
        for delimiter in DELIMITERS
    }
    return max(DELIMITERS, key=counts.__getitem__), text


def _outside_quotes(line: str, delimiter: str) -> int:
    return sum(part.count(delimiter) for part in line.split('"')[::2])
