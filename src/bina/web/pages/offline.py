"""What a phone needs to keep Rapor Saya: the manifest and the service worker, from the root."""

import hashlib
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bina.accounts.access import requires
from bina.accounts.permissions import PUBLIC

KEPT = ("bina/bina.css", "bina/icons.svg", "bina/icon.svg", "bina/offline.js")


@requires(PUBLIC)
@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """Makes the site installable; starts with the own report."""
    icons = [
        {"src": static(f"bina/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    return JsonResponse(
        {
            "name": f"Bina – {settings.AGENCY}",
            "short_name": "Bina",
            "lang": "id",
            "start_url": reverse("web:report"),
            "scope": "/",
            "display": "standalone",
            "background_color": "#fbfaf7",
            "theme_color": "#0b5c6b",
            "description": _("Rapor, jam pelajaran dan rencana pengembangan Anda."),
            "icons": icons,
        },
        content_type="application/manifest+json",
    )


@requires(PUBLIC)
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; its version changes with any file that it keeps."""
    files = [static(name) for name in KEPT]
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]
    response = render(
        request,
        "web/sw.js",
        {"version": version, "files": json.dumps(files), "report": reverse("web:report")},
        content_type="text/javascript",
    )
    response["Cache-Control"] = "no-cache"
    return response
