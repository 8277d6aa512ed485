"""Every address with something to be asked about, and the fields of its form."""

import re
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.web.addresses import Address, addresses
from tests.web.targets import GENERAL, PERSONAL

NOWHERE = uuid.UUID(int=0)
# what stands in for an argument of an address that no table of targets knows
PLAIN: dict[str, Any] = {"year": 2027, "level": 2, "code": "x", "kind": "x", "number": 1}
FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*?\bname="([^"]+)"')
CHOICE = re.compile(r'<option value="([^"]+)"')


def gets() -> list[Address]:
    """Those that answer a GET."""
    return [a for a in addresses() if "GET" in a.methods]


def posts() -> list[Address]:
    """Those that take a POST, but for the end of the session."""
    return [a for a in addresses() if "POST" in a.methods and a.name != "accounts:logout"]


def url_of(address: Address, cast: Cast) -> str:
    """The address about Ani, or about nothing that exists."""
    maker = PERSONAL.get(address.name) or GENERAL.get(address.name)
    if maker is not None:
        return reverse(address.name, kwargs=maker(cast, cast.ani))
    return reverse(address.name, kwargs={n: PLAIN.get(n, NOWHERE) for n in address.arguments})


def fields_of(client: Client, url: str) -> list[str]:
    """The names of the fields that the page at the address shows."""
    answer = client.get(url)
    if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
        return []
    body = answer.content.decode()
    forms = re.findall(r'<form method="post"(?![^>]*action="/akun/).*?</form>', body, re.DOTALL)
    names = {name for form in forms for name in FIELD.findall(form)}
    return sorted(names - {"csrfmiddlewaretoken"})
