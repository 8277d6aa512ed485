"""The inside of a zipped workbook, unpacked only as far as the limits allow.

Every entry is inflated here with its own counter, so a header that lies about sizes is found
before a parser that trusts it sees the file.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bina.formats.refusals import (
    BrokenWorkbook,
    ExternalEntities,
    HasMacros,
    NestedFiles,
    TooLarge,
    ZipBomb,
)

_LOCAL_HEADER_BYTES: Final = 30
_RATIO_CHECKED_ABOVE: Final = 4_000_000  # small entries compress by any factor and do no harm
_ARCHIVE_STARTS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
_XML_ENDS: Final = (".xml", ".rels", ".vml")


@dataclass(frozen=True)
class Limits:
    """How much of a file is read. Sizes in bytes; counts per workbook or per sheet.

    >>> Limits().max_bytes
    50000000
    """

    max_bytes: int = 50_000_000
    max_unpacked_bytes: int = 400_000_000
    max_ratio: int = 200
    max_entries: int = 2_000
    max_rows: int = 100_000
    max_columns: int = 256
    max_cells: int = 8_000_000
    max_old_bytes: int = 20_000_000  # .xls states no extent before it is parsed


def check_size(data: bytes, name: str, limits: Limits) -> None:
    """Refuse more than `limits.max_bytes`."""
    if len(data) > limits.max_bytes:
        found = round(len(data) / 1_000_000, 1)
        raise TooLarge(name=name, found_mb=found, limit_mb=limits.max_bytes // 1_000_000)


def unpacked(data: bytes, name: str, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """Each entry's path and bytes, inflated within `limits`; entries are not kept.

    Raises ZipBomb, BrokenWorkbook, HasMacros, NestedFiles or ExternalEntities.
    """
    entries = _entries(data, name, limits)
    total = 0
    for info in entries:
        content = _inflated(data, info, name)
        total += len(content)
        if total > limits.max_unpacked_bytes:
            _bomb(name, total, limits.max_unpacked_bytes)
        _check_content(info.filename, content, name)
        yield info.filename, content


def _entries(data: bytes, name: str, limits: Limits) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [info for info in archive.infolist() if not info.is_dir()]
    except (
        zipfile.BadZipFile,
        ValueError,
        OverflowError,
        LookupError,
        NotImplementedError,
    ) as problem:
        raise BrokenWorkbook(name=name, found="arsip zip tidak lengkap") from problem
    if len(entries) > limits.max_entries:
        raise ZipBomb(
            name=name, found=f"{len(entries)} bagian", limit=f"{limits.max_entries} bagian"
        )
    declared = sum(info.file_size for info in entries)
    if declared > limits.max_unpacked_bytes:
        _bomb(name, declared, limits.max_unpacked_bytes)
    for info in entries:
        ratio = info.file_size / max(1, info.compress_size)
        if info.file_size > _RATIO_CHECKED_ABOVE and ratio > limits.max_ratio:
            found = f"{info.filename} menjadi {ratio:.0f} kali"
            raise ZipBomb(name=name, found=found, limit=f"{limits.max_ratio} kali")
    return entries


def _inflated(data: bytes, info: zipfile.ZipInfo, name: str) -> bytes:
    """The bytes of one entry; one byte more than declared is already a lie."""
    if info.flag_bits & 1:
        raise BrokenWorkbook(name=name, found=f"bagian {info.filename} terenkripsi")
    start = info.header_offset
    header = data[start : start + _LOCAL_HEADER_BYTES]
    if len(header) < _LOCAL_HEADER_BYTES or header[:4] != b"PK\x03\x04":
        raise BrokenWorkbook(name=name, found=f"bagian {info.filename} tidak ada")
    start += _LOCAL_HEADER_BYTES + int.from_bytes(header[26:28], "little")
    start += int.from_bytes(header[28:30], "little")
    raw = memoryview(data)[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        content = bytes(raw)
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        try:
            content = zlib.decompressobj(-15).decompress(raw, info.file_size + 1)
        except zlib.error as problem:
            raise BrokenWorkbook(name=name, found=f"bagian {info.filename} rusak") from problem
    else:
        raise BrokenWorkbook(name=name, found=f"cara kemas {info.compress_type} tidak dikenal")
    if len(content) > info.file_size:
        raise ZipBomb(name=name, found="ukuran lebih dari yang ditulis", limit="ukuran tertulis")
    if len(content) < info.file_size or zlib.crc32(content) != info.CRC:
        raise BrokenWorkbook(name=name, found=f"bagian {info.filename} tidak lengkap")
    return content


def _check_content(path: str, content: bytes, name: str) -> None:
    low = path.lower()
    if low.endswith("vbaproject.bin") or (
        low == "[content_types].xml" and b"macroenabled" in content.lower()
    ):
        raise HasMacros(name=name, found=path)
    if low.endswith(_XML_ENDS):
        if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
            raise ExternalEntities(name=name, found=path)
        if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:64]:
            raise BrokenWorkbook(name=name, found=f"huruf pada {path} bukan UTF-8")
    elif content.startswith(_ARCHIVE_STARTS):
        raise NestedFiles(name=name, found=path)


def _bomb(name: str, found: int, limit: int) -> None:
    raise ZipBomb(name=name, found=f"{found // 1_000_000} MB", limit=f"{limit // 1_000_000} MB")
