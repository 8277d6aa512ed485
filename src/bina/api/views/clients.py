"""Programs and their tokens: issue, approve, revoke."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bina.accounts.access import access_of, requires
from bina.api.forms import ClientForm, scope_words
from bina.api.models import ApiClient
from bina.api.selectors.clients import PER_MINUTE, clients, last_calls
from bina.api.services import clients as acts
from bina.calendar.today import today
from bina.imports.wording import spoken
from bina.text import BinaError

PAGE = 50


@requires("api.clients")
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every program, what it may do, when it asked last."""
    search = request.GET.get("cari", "").strip()[:100]
    page = Paginator(clients(search), PAGE).get_page(request.GET.get("hal"))
    found = list(page.object_list)
    last = last_calls(found)
    rows = [
        (one, [scope_words(scope) for scope in one.scopes], last.get(str(one.public_id)))
        for one in found
    ]
    context = {
        "page": page,
        "rows": rows,
        "cari": search,
        "per_minute": PER_MINUTE,
        "user_id": access_of(request).user_id,
    }
    return render(request, "api/clients.html", context)


@requires("api.issue")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Issue a token; the page that answers shows it, and no page ever again."""
    form = ClientForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = access_of(request).actor("api.issue")
        client, token = acts.issue(actor, form.cleaned_data)
        return render(request, "api/token.html", {"client": client, "token": token})
    status = 422 if request.method == "POST" else 200
    return render(request, "api/new.html", {"form": form}, status=status)


@requires("api.approve")
@require_POST
def approve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let a token work."""
    client = get_object_or_404(ApiClient, public_id=public_id)
    actor = access_of(request).actor("api.approve")
    try:
        acts.approve(actor, client, today())
    except BinaError as problem:
        messages.error(request, spoken(problem.sentence))
    else:
        messages.success(request, _("Token disetujui dan berlaku mulai sekarang."))
    return redirect("api:clients")


@requires("api.clients")
@require_POST
def revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End a token at once."""
    client = get_object_or_404(ApiClient, public_id=public_id)
    actor = access_of(request).actor("api.clients")
    try:
        acts.revoke(actor, client)
    except BinaError as problem:
        messages.error(request, spoken(problem.sentence))
    else:
        messages.success(request, _("Token dicabut; permintaan berikutnya ditolak."))
    return redirect("api:clients")
