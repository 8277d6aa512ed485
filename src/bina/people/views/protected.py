"""The page of one person's protected values. Whoever reads another's leaves a trace."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bina.accounts.access import access_of, requires
from bina.people.selectors.protected import protected_facts
from bina.people.services.persons import note_reading
from bina.people.views.frame import person_within


@requires("people.protected")
@require_GET
@never_cache
def protected(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """NIK, address and the like, each with the purpose it is kept for."""
    person = person_within(request, "people.protected", public_id)
    facts = protected_facts(person)
    access = access_of(request)
    own = person.pk == access.person_id
    if facts and not own:
        note_reading(access.actor("people.protected"), person, [str(fact.label) for fact in facts])
    context = {"person": person, "facts": facts, "own": own}
    return render(request, "people/protected.html", context)
