"""The desk as it stands, the act that hands it over, and what was handed over."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bina.accounts.access import access_of, requires
from bina.calendar.today import today
from bina.handover import selectors
from bina.handover.exports.sheet import desk_pdf, handover_pdf
from bina.handover.forms import TransferForm
from bina.handover.models import Handover
from bina.handover.services.transferring import Wish, transfer
from bina.indices.services.reports import digest_of
from bina.people.words import ROLE
from bina.reports.views.frame import as_file, fiction
from bina.text import BinaError

PAGE = 20
PDF = "application/pdf"


@requires("handover.view")
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Everything open, to read, to print, to hand over."""
    body = {one.key: [item.as_json() for item in one.items] for one in selectors.work(today())}
    if "unduh" in request.GET:
        return _file(request, lambda: desk_pdf(body, today(), fiction()), "meja-bkpp.pdf")
    sections = [(title, _items(body[key])) for key, title in selectors.TITLES.items()]
    page = Paginator(selectors.handovers(), PAGE).get_page(request.GET.get("hal"))
    context = {"sections": sections, "page": page, "today": today()}
    return render(request, "handover/desk.html", context)


def _file(request: HttpRequest, make: Callable[[], bytes], name: str) -> HttpResponse:
    """The PDF; a template of HR's that cannot be used is named on the page."""
    try:
        return as_file(make(), name, PDF)
    except BinaError as problem:
        messages.error(request, _(problem.text).format(**problem.values))
        return redirect(request.path)


def _items(stored: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stored items with their address; a page that is gone has none."""
    return [
        {"text": one["text"], "day": parse_date(one["day"]) if one["day"] else None,
         "url": _url(one)}
        for one in stored
    ]  # fmt: skip


def _url(item: dict[str, Any]) -> str:
    try:
        return reverse(item["page"], kwargs=item["arguments"]) if item["page"] else ""
    except NoReverseMatch:
        return ""


@requires("handover.transfer")
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Move roles and tasks from one log-in to another."""
    form = TransferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        wish = Wish(
            facts["given_by"], facts["username"], facts["reason"], facts["document_no"],
            facts["advice"],
        )  # fmt: skip
        try:
            made = transfer(access_of(request).actor("handover.transfer"), wish, today())
        except BinaError as problem:
            form.add_error(None, _(problem.text).format(**problem.values))
        else:
            messages.success(request, _("Tugas sudah diserahkan. Cetak lembarnya untuk arsip."))
            return redirect("handover:detail", made.public_id)
    return render(request, "handover/give.html", {"form": form}, status=422 if form.errors else 200)


@requires("handover.view")
@require_GET
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One handover as it was, printable."""
    rows = Handover.objects.select_related("given_by", "taken_by")
    found = get_object_or_404(rows, public_id=public_id)
    if "unduh" in request.GET:
        name = f"serah-terima-{timezone.localtime(found.done_at):%Y-%m-%d}.pdf"
        return _file(request, lambda: handover_pdf(found, fiction()), name)
    context = {
        "handover": found,
        "roles": [(ROLE.get(role, role), unit) for role, unit in found.roles],
        "intact": digest_of(found.body) == found.digest,
        "whole": True,  # every line, to print
        "sections": [
            (title, _items(found.body.get(key, []))) for key, title in selectors.TITLES.items()
        ],
    }
    return render(request, "handover/detail.html", context)
