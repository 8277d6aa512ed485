"""What HR's description of the web service says: addresses, readings, where records are sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import yaml

from bina.formats.siasn_service import AUTOMATIC, Answering, Reading
from bina.siasn.rules.layouts import CONFIRMED, WrongLayout
from bina.text import N_, Text

NAME: Final = "layanan"


@dataclass(frozen=True)
class Source:
    """One thing that can be read: its address, the kind of upload it becomes, and how."""

    key: str
    title: str
    path: str  # with {nip}
    upload: str  # kind of an importer
    reading: Reading


@dataclass(frozen=True)
class Service:
    """The description in use."""

    title: str
    is_confirmed: bool
    source: str
    note: str
    sources: Mapping[str, Source]
    send_paths: Mapping[str, str]  # kind of file -> address; a kind without one is not sent
    answering: Answering


@lru_cache(maxsize=8)
def read_service(text: str) -> Service:
    """The description in a YAML text. Raises WrongLayout with the first fault."""
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        said = str(wrong).replace("\n", " ")[:200]
        raise WrongLayout(name=NAME, problem=said) from wrong
    if not isinstance(found, dict) or not isinstance(found.get("baca"), dict):
        raise _wrong(N_("bagian baca tidak ada"))
    sends = found.get("kirim") or {}
    words = found.get("jawaban") or {}
    if not isinstance(sends, dict) or not isinstance(words, dict):
        raise _wrong(N_("bagian kirim dan jawaban harus daftar isian"))
    return Service(
        title=str(found.get("nama") or NAME),
        is_confirmed=found.get("kepastian") == CONFIRMED and bool(found.get("dasar")),
        source=str(found.get("dasar") or ""),
        note=" ".join(str(found.get("catatan") or "").split()),
        sources={str(key): _source(str(key), each) for key, each in found["baca"].items()},
        send_paths={str(kind): str(path) for kind, path in sends.items() if path},
        answering=Answering(
            str(words.get("berhasil") or "success"), str(words.get("nomor") or "id"),
            str(words.get("pesan") or "message"),
        ),
    )  # fmt: skip


def _wrong(reason: str, **values: Any) -> WrongLayout:
    return WrongLayout(name=NAME, problem=Text(reason, values).plain())


def _source(key: str, written: Any) -> Source:
    if not isinstance(written, dict):
        raise _wrong(N_("bacaan {key} bukan daftar isian"), key=key)
    path, columns = str(written.get("alamat") or ""), written.get("kolom")
    if not path.startswith("/") or "{nip}" not in path:
        raise _wrong(N_("alamat bacaan {key} harus mulai dengan / dan memuat nip"), key=key)
    if columns != AUTOMATIC and not isinstance(columns, dict):
        raise _wrong(N_("kolom bacaan {key} harus daftar isian, atau otomatis"), key=key)
    reading = Reading(
        columns=_columns(columns),
        holder=str(written.get("isi") or ""),
        fixed={str(h): str(v) for h, v in (written.get("tetap") or {}).items()},
        words={
            str(header): {str(code): str(word) for code, word in (table or {}).items()}
            for header, table in (written.get("nilai") or {}).items()
        },
        number=str(written.get("nomor") or ""),
    )
    title = str(written.get("judul") or key)
    return Source(key, title, path, str(written.get("unggahan") or ""), reading)


def _columns(written: Any) -> dict[str, str] | None:
    """Header -> field; a field that is not known is empty."""
    if written == AUTOMATIC:
        return None
    return {str(header): str(key or "") for header, key in written.items()}
