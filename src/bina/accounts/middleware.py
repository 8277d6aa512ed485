"""Puts `access` on the request and refuses every view whose permission the user lacks."""

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.module_loading import import_string

from bina.accounts.access import Access, BinaRequest, Resolver
from bina.accounts.models import User
from bina.accounts.permissions import PUBLIC


@cache
def resolver() -> Resolver:
    """The function that ACCESS_RESOLVER names."""
    return cast(Resolver, import_string(settings.ACCESS_RESOLVER))


class AccessMiddleware:
    """Default-deny: a view without a permission is a fault, and nobody gets in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Resolve the access once, then go on; neither proxy nor browser keeps private pages."""
        access: Access | None = None
        if isinstance(request.user, User):
            access = resolver()(request.user)
            self._speak(request, request.user)
        cast(BinaRequest, request).access = access
        response = self.get_response(request)
        if access is not None and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    @staticmethod
    def _speak(request: HttpRequest, user: User) -> None:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponse | None:
        """Check the view's permission before it runs."""
        permission = getattr(view, "permission", None)
        if permission == PUBLIC:
            return None
        if permission is None:
            raise PermissionDenied(f"view {view.__module__}.{view.__name__} has no permission")
        access = cast(BinaRequest, request).access
        if access is None:
            return redirect_to_login(request.get_full_path())
        if not access.may(permission):
            raise PermissionDenied(permission)
        return None
