"""The front door: sends everybody to the page of their work."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.accounts.permissions import PUBLIC
from bina.web.navigation import navigation_for


@requires("self.view")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """HR goes to the workbench, heads to their unit, everybody else to the own report."""
    places = navigation_for(access_of(request), request.path)
    order = ("desk", "city", "team", "report")
    for icon in order:
        for place in places:
            if place.icon == icon:
                return redirect(place.url)
    return render(request, "web/home.html", {"places": places})


@requires(PUBLIC)
@require_GET
def healthy(request: HttpRequest) -> HttpResponse:
    """For supervisors: 200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
