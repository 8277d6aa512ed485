"""The addresses that programs ask: what there is, rows out, rows in. JSON only, by token only."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from bina.accounts import throttle
from bina.accounts.access import requires
from bina.accounts.permissions import PUBLIC
from bina.api.errors import ApiRefusal, NoScope, NoSuchFact, NoToken, NotRows, TooOften
from bina.api.models import ApiClient
from bina.api.registry import FACTS, READ, WRITE
from bina.api.selectors.clients import (
    MINUTE_SECONDS,
    PER_MINUTE,
    calls_of_a_minute,
    client_by,
)
from bina.api.services import facts
from bina.api.services.clients import token_hash
from bina.calendar.today import today
from bina.formats.nip import DIGITS as NIP_DIGITS
from bina.imports.comparing import importer_of
from bina.imports.wording import spoken
from bina.text import BinaError

View = Callable[..., HttpResponse]


def _answered(view: View) -> View:
    """Refusals as JSON with their status; never kept by a proxy."""

    @wraps(view)
    def answered(request: HttpRequest, **arguments: Any) -> HttpResponse:
        try:
            response = view(request, **arguments)
        except ApiRefusal as refusal:
            response = _refused(refusal.status, refusal.code, spoken(refusal.sentence))
            if isinstance(refusal, TooOften):
                response["Retry-After"] = str(refusal.values["seconds"])
            if isinstance(refusal, NoToken):
                response["WWW-Authenticate"] = "Bearer"
        except BinaError as problem:
            response = _refused(422, "refused", spoken(problem.sentence))
        response["Cache-Control"] = "private, no-store"
        return response

    return answered


def _refused(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"error": code, "message": message}, status=status)


def _client(request: HttpRequest) -> ApiClient:
    """The program that asks. Raises NoToken, TooOften."""
    try:
        throttle.refuse_if_locked(request, throttle.TOKEN)
    except throttle.TooManyTries as problem:
        raise TooOften(seconds=15 * MINUTE_SECONDS) from problem
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if kind.casefold() != "bearer" or not token:
        raise NoToken
    client = client_by(token_hash(token.strip()), today())
    if client is None:
        throttle.failed(request, throttle.TOKEN)
        raise NoToken
    if calls_of_a_minute(client) >= PER_MINUTE:
        raise TooOften(seconds=MINUTE_SECONDS)
    return client


@requires(PUBLIC)
@require_GET
@_answered
def index(request: HttpRequest) -> HttpResponse:
    """What the token may do, with the fields of each kind."""
    client = _client(request)
    return JsonResponse(
        {
            "client": client.name,
            "until": client.expires_on.isoformat(),
            "per_minute": PER_MINUTE,
            "most_rows": facts.MOST_ROWS,
            "facts": [
                {
                    "kind": kind,
                    "title": _(importer_of(kind).book.title),
                    "read": f"{kind}.{READ}" in client.scopes,
                    "write": f"{kind}.{WRITE}" in client.scopes,
                    "fields": [
                        {"field": column.key, "column": column.header, "kind": column.kind,
                         "required": column.required, "example": column.example,
                         "choices": [shown for _code, shown in column.choices]}
                        for column in importer_of(kind).book.sheets[0].columns
                    ],
                }
                for kind in FACTS
            ],
        }
    )  # fmt: skip


@csrf_exempt  # no cookie is looked at: whoever has no token is nobody
@requires(PUBLIC)
@require_http_methods(["GET", "POST"])
@_answered
def rows(request: HttpRequest, kind: str) -> HttpResponse:
    """GET: a page of rows. POST: write rows, all or none."""
    client = _client(request)
    if kind not in FACTS:
        raise NoSuchFact(kind=kind, known=", ".join(FACTS))
    scope = f"{kind}.{READ if request.method == 'GET' else WRITE}"
    if scope not in client.scopes:
        raise NoScope(name=client.name, scope=scope)
    if request.method == "GET":
        nip, page = request.GET.get("nip", "").strip()[:NIP_DIGITS], request.GET.get("hal", "1")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 10 else 1
        return JsonResponse(facts.read_page(client, FACTS[kind], nip, number))
    asked = facts.asked_of(_body(request))
    written = facts.write(client, kind, asked)
    status = 200 if written.applied or (asked.dry_run and _is_fine(written)) else 422
    return JsonResponse(_as_json(kind, written), status=status)


def _is_fine(written: facts.Written) -> bool:
    """A dry run without a wrong row."""
    return not any(one["severity"] == "error" for one in written.problems)


def _body(request: HttpRequest) -> Any:
    """The JSON of the body. Raises NotRows."""
    try:
        return json.loads(request.body.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as wrong:
        raise NotRows(problem=str(wrong)[:100]) from wrong
    except (RawPostDataException, UnreadablePostError) as wrong:
        raise NotRows(problem=_("tidak terbaca")) from wrong


def _as_json(kind: str, written: facts.Written) -> dict[str, Any]:
    counts = written.counts
    return {
        "kind": kind,
        "applied": written.applied,
        "rows": counts.get("rows", 0),
        **{name: counts.get(name, 0) for name in ("new", "changed", "unchanged", "rejected")},
        "run": str(written.run.public_id) if written.run else None,
        "problems": written.problems,
    }
