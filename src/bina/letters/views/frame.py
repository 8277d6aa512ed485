"""What the views of this stage share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from bina.text import BinaError, Text

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def asked(request: HttpRequest, *names: str) -> dict[str, str]:
    """Trimmed query values."""
    return {name: request.GET.get(name, "").strip()[:200] for name in names}


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """Page ?hal=… of the rows."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("hal"))


def as_file(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A download."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


def said(text: Text) -> str:
    """The sentence in the reader's language."""
    return _(text.template).format(**text.values)


def attempt(request: HttpRequest, work: Callable[[], str]) -> bool:
    """Do the work and show its word, or what stood against it; whether it was done."""
    try:
        messages.success(request, work())
    except BinaError as problem:
        messages.error(request, said(problem.sentence))
        return False
    return True


def told(request: HttpRequest, form: Any) -> None:
    """Show the first fault of a form that was posted from another page."""
    for field, faults in form.errors.items():
        label = form.fields[field].label if field in form.fields else ""
        messages.error(request, f"{label}: {faults[0]}" if label else str(faults[0]))
        return
