"""Every address with something to be asked about, and what its form might send."""

import uuid
from typing import Any

from django import forms
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.web.addresses import Address, addresses
from tests.web.targets import GENERAL, PERSONAL

NOWHERE = uuid.UUID(int=0)
# what stands in for an argument of an address that no table of targets knows
PLAIN: dict[str, Any] = {"year": 2027, "level": 2, "code": "x", "kind": "x", "number": 1}


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


def sensible_form(client: Client, url: str) -> tuple[dict[str, Any], list[str]]:
    """What a person might send from the page: its values, and which are numbers or dates."""
    answer = client.get(url)
    form = (answer.context or {}).get("form") if answer.status_code == 200 else None
    if form is None:
        return {}, []
    filled = {bound.html_name: bound.value() or _guess(bound.field) for bound in form}
    numbers = [
        bound.html_name
        for bound in form
        if isinstance(bound.field, (forms.IntegerField, forms.DateField, forms.DecimalField))
    ]
    return {name: value for name, value in filled.items() if value is not None}, numbers


def _guess(field: forms.Field) -> Any:
    choices = [value for value, _ in getattr(field, "choices", ()) if value]
    if choices:
        return str(choices[0])
    if isinstance(field, forms.DateField):
        return "2027-01-05"
    if isinstance(field, (forms.IntegerField, forms.DecimalField)):
        return "1"
    return "x"
