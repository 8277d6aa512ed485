"""Refuses requests that no page of Bina makes, before anything reads them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBadRequest

LONGEST_QUERY = 8_000  # bytes; databases refuse patterns that are longer still
NUL = "\x00"  # PostgreSQL cannot store it, and no keyboard writes it


class SaneRequestMiddleware:
    """Answers 400 to a NUL in the address, the query or a form, and to an endless query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the address only: the body is read where its limits are known."""
        query = str(request.META.get("QUERY_STRING", ""))
        if NUL in request.path_info or "%00" in query or NUL in query or len(query) > LONGEST_QUERY:
            return HttpResponseBadRequest()
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Look at the form, which is parsed for its token by now or will be."""
        if request.method == "POST" and any(
            NUL in name or any(NUL in value for value in values)
            for name, values in request.POST.lists()
        ):
            return HttpResponseBadRequest()
        return None
