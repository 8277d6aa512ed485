"""Nothing that is typed into an address or a form makes a fault: 200, 3xx or 4xx, never 5xx."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.test import Client
from django.utils.deprecation import MiddlewareMixin

import bina
from tests.cast import Cast
from tests.security.every_address import gets, posts, sensible_form, url_of
from tests.web.addresses import Address

pytestmark = pytest.mark.django_db
READERS = ("hr_head", "officer", "operator")
HOSTILE = (
    "",
    "²²²²",
    "٢٠٢٦",
    "-1",
    "NaN",
    "-Infinity",
    "1e400",
    "9" * 19,
    "9" * 4_500,
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "'\"><script>alert(1)</script>",
    "{0.__class__.__init__} %s %(x)s",
    "a " * 1_500,
    "(" * 300,
    "%",
    "\\",
    "\ufdd0\u202e\U000e0041",
    "../../../etc/passwd",
    "\r\nSet-Cookie: a=b",
    "00000000-0000-0000-0000-000000000000",
    '{"a": [1, {}]}',
)


NUMBERS = ("-1", "0", "1e400", "NaN", "9" * 19, "9" * 40, "9999-12-31", "0001-01-01")


class Watched(WSGIRequest):
    """A request that knows whether anybody looked at its query."""

    looked = False

    @property
    def GET(self) -> Any:
        self.looked = True
        return self.__dict__["GET"]


class Watching(MiddlewareMixin):
    """The last middleware: from here on the view and its templates are watched."""

    def process_view(self, request: HttpRequest, *_: object) -> None:
        request.GET  # noqa: B018 - read once, before it is watched
        request.__class__ = Watched


def parameters() -> list[str]:
    """Every name that a view reads from a query, found in the program's text."""
    found = {"next", "kode"}
    for path in Path(bina.__file__).parent.rglob("*.py"):
        if "views" in path.parts or path.stem.startswith("views") or "pages" in path.parts:
            text = path.read_text()
            found |= set(re.findall(r"""(?:GET\.|\b)get\(\s*"([a-z_]+)\"""", text))
            for asked in re.findall(r"asked\(request, ([^)]*)\)", text):
                found |= set(re.findall(r'"([a-z_]+)"', asked))
            for named in re.findall(r'in \(("[a-z_", ]+)\)', text):
                found |= set(re.findall(r'"([a-z_]+)"', named))
    return sorted(found)


NAMES = parameters()


def test_the_names_of_queries_are_found() -> None:
    assert {"cari", "hal", "urut", "tahun", "unit"} <= set(NAMES)


@pytest.mark.parametrize("address", gets(), ids=lambda address: address.name)
def test_no_query_makes_a_fault(
    address: Address, cast: Cast, as_: Callable[[str], Client], settings: Any
) -> None:
    """A view that answered without a look at its query answers so whatever the query says."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.Watching"]
    url = url_of(address, cast)
    client = as_(next((n for n in READERS if as_(n).get(url).status_code == 200), "hr_head"))
    client.raise_request_exception = False
    faults = []
    for value in HOSTILE:
        answer = client.get(url, dict.fromkeys(NAMES, value))
        if answer.status_code >= 500:
            faults.append(value[:40])
        if getattr(answer.wsgi_request, "looked", None) is False:
            break
    assert faults == []


def test_whoever_looks_at_a_query_is_seen(as_: Callable[[str], Client], settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.Watching"]
    client = as_("hr_head")
    list_, form = (client.get(url).wsgi_request for url in ("/pegawai/", "/akun/kata-sandi/"))
    assert (list_.looked, form.looked) == (True, False)


@pytest.mark.parametrize("address", posts(), ids=lambda address: address.name)
def test_no_form_makes_a_fault(address: Address, cast: Cast, as_: Callable[[str], Client]) -> None:
    """All fields nonsense at once, then each number and date alone among sensible ones."""
    url = url_of(address, cast)
    client = as_(next((n for n in READERS if as_(n).get(url).status_code == 200), "hr_head"))
    client.raise_request_exception = False
    sensible, numbers = sensible_form(client, url)
    tries = [dict.fromkeys(sensible or NAMES, value) for value in HOSTILE]
    tries += [{**sensible, name: value} for name in numbers for value in NUMBERS]
    assert [data for data in tries if client.post(url, data).status_code >= 500] == []


@pytest.mark.parametrize("query", ["cari=%00", "cari=" + "a" * 8_001])
def test_what_no_keyboard_writes_is_refused(query: str, as_: Callable[[str], Client]) -> None:
    assert as_("hr_head").get(f"/standar/?{query}").status_code == 400


def test_a_nul_in_a_form_is_refused(as_: Callable[[str], Client]) -> None:
    answer = as_("hr_head").post("/akun/bahasa/", {"bahasa": "en", "kembali": "/\x00"})
    assert answer.status_code == 400


def test_lone_surrogates_are_only_letters(as_: Callable[[str], Client]) -> None:
    assert as_("hr_head").get("/standar/?cari=%ED%A0%80").status_code == 200


def test_a_form_of_many_fields_is_refused(as_: Callable[[str], Client]) -> None:
    many = {f"f{n}": "x" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert as_("hr_head").post("/akun/bahasa/", many).status_code == 400


def test_a_huge_form_is_refused(as_: Callable[[str], Client]) -> None:
    body = b"kembali=" + b"a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    client = as_("hr_head")
    answer = client.post("/akun/bahasa/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
