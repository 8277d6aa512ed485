"""One's own inbox: read, open, mark, share by hand, and the wish for e-mail."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.inbox import mailing, selectors, services
from bina.inbox.forms import MailWishForm
from bina.inbox.links import url_of
from bina.inbox.models import MailWish, Message

PAGE = 30
SPANS = {"hari": 1, "minggu": 7}


@requires("self.view")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The user's messages: all or unread, of one kind, newest or oldest first."""
    access = access_of(request)
    kind, state = request.GET.get("jenis", ""), request.GET.get("baca", "")
    rows = selectors.current(access.user_id)
    if kind in Message.Kind.values:
        rows = rows.filter(kind=kind)
    if state == "belum":
        rows = rows.filter(read_at=None)
    if request.GET.get("urut") == "lama":
        rows = rows.order_by("created_at", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("hal"))
    context = {
        "page": page,
        "rows": [{"message": row, "url": url_of(row.link_type, row.link_id)} for row in page],
        "kinds": Message.Kind.choices,
        "kind": kind,
        "state": state,
        "order": request.GET.get("urut", ""),
        "is_filtered": bool(kind or state),
    }
    return render(request, "inbox/list.html", context)


@requires("self.view")
@require_POST
def open_message(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Mark a message as read and go to what it tells of."""
    access = access_of(request)
    row = get_object_or_404(Message, public_id=public_id, user_id=access.user_id)
    services.read(access, [row])
    return redirect(url_of(row.link_type, row.link_id) or "inbox:list")


@requires("self.view")
@require_POST
def mark_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    n = services.read_all(access_of(request))
    messages.success(request, _("%(n)s pesan ditandai sudah dibaca.") % {"n": n})
    return redirect("inbox:list")


@requires("self.view")
@require_GET
def digest(request: HttpRequest) -> HttpResponse:
    """The messages of a day or a week as one text, ready to be shared by hand."""
    access = access_of(request)
    span = request.GET.get("rentang", "minggu")
    span = span if span in SPANS else "minggu"
    since = timezone.now() - dt.timedelta(days=SPANS[span])
    found = list(selectors.current(access.user_id).filter(created_at__gte=since))
    text = mailing.digest(found, access.name) if found else ""
    return render(request, "inbox/digest.html", {"text": text, "span": span, "n": len(found)})


@requires("self.view")
@require_http_methods(["GET", "POST"])
def wish(request: HttpRequest) -> HttpResponse:
    """Whether and where messages go by e-mail."""
    access = access_of(request)
    present = MailWish.objects.filter(user=access.user_id).first()
    initial = {"often": present.often, "address": present.address} if present else {}
    form = MailWishForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.wish_mail(access, form.cleaned_data["address"], form.cleaned_data["often"])
        messages.success(request, _("Pilihan surel disimpan."))
        return redirect("inbox:list")
    context = {"form": form, "wish": present, "is_on": mailing.is_on()}
    return render(request, "inbox/wish.html", context)
