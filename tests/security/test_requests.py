"""Redirects, headers, foreign hosts, forged forms, uploads that would fill the disk."""

import io
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from bina.accounts.permissions import PUBLIC
from bina.imports.models import ImportRun
from bina.web import uploads
from tests.cast import Cast
from tests.security.every_address import gets, url_of
from tests.web.addresses import Address

pytestmark = pytest.mark.django_db
ELSEWHERE = (
    "https://example.org/",
    "//example.org",
    "/\\example.org",
    "\\\\example.org",
    "javascript:alert(1)",
    "evil",
    "plan:detail",
    "",
)


@pytest.mark.parametrize("back", ELSEWHERE)
def test_the_switch_of_language_leads_nowhere_else(back: str) -> None:
    answer = Client().post("/akun/bahasa/", {"bahasa": "en", "kembali": back})
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize("back", ELSEWHERE[:5])
def test_the_log_in_leads_nowhere_else(back: str, as_: Callable[[str], Client]) -> None:
    answer = as_("ani").get("/akun/masuk/", {"next": back})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("address", gets(), ids=lambda address: address.name)
def test_every_page_carries_its_shields(
    address: Address, cast: Cast, as_: Callable[[str], Client]
) -> None:
    answer = as_("hr_head").get(url_of(address, cast))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    policy = answer["Content-Security-Policy"]
    # a file that somebody uploaded is shown with nothing allowed at all
    shut = policy == "sandbox; default-src 'none'"
    assert "default-src 'self'" in policy or shut
    assert "unsafe" not in policy
    if address.permission != PUBLIC:
        assert "no-store" in answer["Cache-Control"]
    name = answer.get("Content-Disposition", "")
    assert (
        not name
        or (shut and name == "inline")
        or re.fullmatch(r"attachment; filename(=\"[\w.-]+\"|\*=UTF-8''[\w.%-]+)", name)
    )


@pytest.mark.parametrize("address", gets(), ids=lambda address: address.name)
def test_no_page_has_script_or_style_of_its_own(
    address: Address, cast: Cast, as_: Callable[[str], Client]
) -> None:
    answer = as_("hr_head").get(url_of(address, cast))
    if "html" in answer.get("Content-Type", ""):
        body = answer.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", body)
        assert not re.search(r'(?:href|src|action)="(?:https?:)?//', body)


def test_a_form_from_another_site_is_refused(cast: Cast, as_: Callable[[str], Client]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = as_("ani").cookies
    answer = client.post(f"/pegawai/{cast.ani.public_id}/salah/", {"statement": "x"})
    assert answer.status_code == 403
    assert "kedaluwarsa" in answer.content.decode()


def test_another_host_name_gets_nothing() -> None:
    assert Client().get("/akun/masuk/", headers={"Host": "example.org"}).status_code == 400


def test_a_fault_tells_nothing(
    as_: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("RAHASIA di /srv/rahasia")

    monkeypatch.setattr("bina.jobs.views.Paginator", broken)
    client = as_("hr_head")
    client.raise_request_exception = False
    answer = client.get("/pekerjaan/")
    assert answer.status_code == 500
    assert b"RAHASIA" not in answer.content


def test_what_is_too_large_is_counted_and_not_kept(
    as_: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "KEPT_BYTES", 100_000)
    handler = uploads.DropTooLarge()
    handler.new_file("file", "besar.xlsx", "x", 0)
    kept = [handler.receive_data_chunk(b"a" * 64_000, at) for at in range(5)]
    made = handler.file_complete(5 * 64_000)
    assert [chunk is not None for chunk in kept] == [True, False, False, False, False]
    assert made is not None
    assert (made.size, made.read()) == (320_000, b"")


def test_too_large_a_file_is_refused_by_name(as_: Callable[[str], Client]) -> None:
    big = SimpleUploadedFile("besar.xlsx", b"a" * (uploads.KEPT_BYTES + 10))
    as_("citra").post("/unggah/calendar/", {"file": big})
    run = ImportRun.objects.get()
    assert (run.state, run.file) == ("refused", None)
    assert "besar.xlsx" in str(run.refusal)


@pytest.mark.parametrize("name", ["../../x.csv", "a\r\nb.csv", 'x".csv', "=cmd.csv", "..", "%0a"])
def test_the_name_of_a_file_is_only_a_name(name: str, as_: Callable[[str], Client]) -> None:
    file = io.BytesIO(b"TANGGAL;JENIS;NAMA\nkapan;Libur nasional;Tahun Baru\n")
    file.name = name
    client = as_("citra")
    client.post("/unggah/calendar/", {"file": file})
    for run in ImportRun.objects.all():
        assert "/" not in run.file_name
        answer = client.get(f"/unggah/berkas/{run.public_id}/masalah/")
        assert not set('\r\n"/;') & set(answer["Content-Disposition"].split("''")[1])


@override_settings(SECURE_HSTS_SECONDS=60, HTTPS=True)
def test_with_a_certificate_the_browser_is_held_to_it() -> None:
    client = Client()
    answer = client.get("/akun/masuk/", secure=True)
    assert answer["Strict-Transport-Security"].startswith("max-age=")
    client.post("/akun/bahasa/", {"bahasa": "en", "kembali": "/"}, secure=True)
    assert client.cookies["bahasa"]["secure"]
