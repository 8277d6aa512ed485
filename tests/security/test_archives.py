"""A backup that somebody prepared writes nowhere but into the database and the folder of files."""

import io
import json
import tarfile
from pathlib import Path

import pytest

from bina.cli import archive
from bina.cli.archive import ArchiveDamaged

MANIFEST = {"format": 1, "version": "x", "migrations": [], "tables": {}, "files": {}}


def packed(
    path: Path, *members: tuple[tarfile.TarInfo, bytes], manifest: object = MANIFEST
) -> Path:
    with tarfile.open(path, "w:gz") as made:
        last = (tarfile.TarInfo("manifest.json"), json.dumps(manifest).encode())
        for info, data in (*members, last):
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))
    return path


def link(kind: bytes) -> tarfile.TarInfo:
    info = tarfile.TarInfo("files/" + "a" * 64)
    info.type, info.linkname = kind, "/etc/passwd"
    return info


@pytest.mark.parametrize(
    "member",
    [
        tarfile.TarInfo("../../rahasia"),
        tarfile.TarInfo("files/../../rahasia"),
        tarfile.TarInfo("/etc/cron.d/x"),
        tarfile.TarInfo("tables/../x.jsonl"),
        link(tarfile.SYMTYPE),
        link(tarfile.LNKTYPE),
        link(tarfile.FIFOTYPE),
    ],
    ids=lambda info: f"{info.name[:20]} {info.type!r}",
)
def test_members_that_no_backup_has_are_refused(member: tarfile.TarInfo, tmp_path: Path) -> None:
    with pytest.raises(ArchiveDamaged):
        archive.check(packed(tmp_path / "b.tar.gz", (member, b"")))


def test_a_listed_name_outside_the_folder_is_refused(tmp_path: Path) -> None:
    manifest = {**MANIFEST, "files": {"../../rahasia": 1}}
    member = (tarfile.TarInfo("files/../../rahasia"), b"x")
    with pytest.raises(ArchiveDamaged):
        archive.check(packed(tmp_path / "b.tar.gz", member, manifest=manifest))


@pytest.mark.parametrize("manifest", [[], {}, "x", {"tables": {}}])
def test_a_strange_list_of_contents_is_refused(manifest: object, tmp_path: Path) -> None:
    with pytest.raises(ArchiveDamaged):
        archive.check(packed(tmp_path / "b.tar.gz", manifest=manifest))
