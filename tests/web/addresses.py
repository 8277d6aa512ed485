"""Every address of the site, read from the URL map: its name, its arguments, its permission."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One URL pattern. `permission` is what its view was marked with, None when it was not."""

    name: str
    arguments: tuple[str, ...]
    permission: str | None
    methods: tuple[str, ...]  # GET, POST or both, as the view's decorators allow


def addresses() -> list[Address]:
    """All addresses in the order of the map."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern, space)
        elif isinstance(pattern, URLPattern):
            yield Address(
                name=f"{prefix}{pattern.name}",
                arguments=tuple(pattern.pattern.converters),
                permission=getattr(pattern.callback, "permission", None),
                methods=_methods(pattern.callback),
            )


def _methods(view: Any) -> tuple[str, ...]:
    """What `require_http_methods` and its kin let through, found in their closures."""
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            content = cell.cell_contents
            if isinstance(content, list) and content and set(content) <= {"GET", "POST", "HEAD"}:
                return tuple(method for method in content if method != "HEAD")
        view = getattr(view, "__wrapped__", None)
    return ("GET", "POST")
