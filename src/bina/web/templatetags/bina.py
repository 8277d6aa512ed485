"""Filters that every template has: numbers, money, dates and sentences as Indonesia writes them."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language, gettext

from bina.text import Text

register = template.Library()
SWAP = str.maketrans(",.", ".,")
MONTHS_ID = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
MONTHS_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def _grouped(value: float | Decimal | int, places: int) -> str:
    plain = f"{value:,.{places}f}"
    if (get_language() or "id").startswith("en"):
        return plain
    return plain.translate(SWAP)


@register.filter
def number(value: Any, places: int = 0) -> str:
    """1234.5 → "1.234,5" with `places` decimals; nothing for None."""
    return "" if value is None or value == "" else _grouped(value, places)


@register.filter
def figure(value: Any) -> str:
    """A whole number without decimals, another with one; words as they are, – for None."""
    if value is None or isinstance(value, str):
        return value or "–"
    return _grouped(value, 0 if float(value).is_integer() else 1)


@register.filter
def rupiah(value: Any) -> str:
    """1250000 → "Rp 1.250.000"."""
    return "" if value is None or value == "" else f"Rp {_grouped(int(value), 0)}"


@register.filter
def rupiah_short(value: Any) -> str:
    """1250000000 → "Rp 1,25 M" (miliar), 12500000 → "Rp 12,5 jt"; exact below one million."""
    if value is None or value == "":
        return ""
    english = (get_language() or "id").startswith("en")
    for size, places, word in (
        (10**9, 2, "bn" if english else "M"),
        (10**6, 1, "m" if english else "jt"),
    ):
        if abs(int(value)) >= size:
            return f"Rp {_grouped(int(value) / size, places)} {word}"
    return rupiah(value)


@register.filter
def percent(share: Any, places: int = 0) -> str:
    """0.1234 → "12 %"."""
    return "" if share is None or share == "" else f"{_grouped(100 * share, places)} %"


@register.filter
def day(value: Any) -> str:
    """A date → "23 Nov 2026"; a time is first brought to WIT."""
    if not value:
        return ""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value)
    months = MONTHS_EN if (get_language() or "id").startswith("en") else MONTHS_ID
    return f"{value.day} {months[value.month - 1]} {value.year}"


@register.filter
def moment(value: dt.datetime | None) -> str:
    """A time → "23 Nov 2026 14.05 WIT"."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return f"{day(local)} {local:%H.%M} WIT"


@register.filter
def say(sentence: Any) -> str:
    """A stored or live Text → the sentence in the reader's language."""
    if not sentence:
        return ""
    text = sentence if isinstance(sentence, Text) else Text.from_json(sentence)
    translated = gettext(text.template)
    values = {key: say(one) if isinstance(one, Text) else one for key, one in text.values.items()}
    return translated.format(**values) if values else translated


@register.filter
def may(access: Any, permission: str) -> bool:
    """Whether the signed-in user has a permission: {% if access|may:"people.edit" %}."""
    return bool(access and access.may(permission))


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """mapping[key], or nothing."""
    return mapping.get(key, "")


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: Any) -> str:
    """The present query string with some values changed; None removes one."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else "?"
