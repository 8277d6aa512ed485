"""What the people views share: one person or unit within reach, and how a form page is shown."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from bina.accounts.access import access_of
from bina.people.models import Person
from bina.people.selectors import within
from bina.text import BinaError, Text


def spoken(sentence: Text) -> str:
    """The sentence in the reader's language."""
    return _(sentence.template).format(**sentence.values)


def person_within(request: HttpRequest, permission: str, public_id: UUID) -> Person:
    """The person, if the permission reaches them; else 404."""
    people = Person.objects.filter(merged_into=None).select_related("unit", "position", "user")
    reach = access_of(request).reach(permission)
    return get_object_or_404(within(reach, people), public_id=public_id)


def person_to_edit(request: HttpRequest, public_id: UUID) -> Person:
    """The person whose record may be changed; an officer of a unit does not change the own one.

    Who could move oneself into the post of the head would become the head.
    """
    person = person_within(request, "people.edit", public_id)
    refuse_own(request, person)
    return person


def refuse_own(request: HttpRequest, person: Person) -> None:
    """Raises PermissionDenied when an officer of a unit would change the own record."""
    access = access_of(request)
    if person.pk == access.person_id and not access.reach("people.edit").everybody:
        raise PermissionDenied("people.edit")


def form_page(
    request: HttpRequest,
    form: forms.Form | forms.ModelForm,  # type: ignore[type-arg]  # no argument at run time
    save: Callable[[dict[str, Any]], object],
    *,
    done: tuple[str, str],
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form, or save it and go on. `done` is the address to go to and what to say.

    `context`: title, back (address), back_label, and what the template needs besides.
    """
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except BinaError as problem:
            form.add_error(None, spoken(problem.sentence))
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, done[1])
            return redirect(done[0])
    status = 422 if request.method == "POST" else 200
    return render(request, "people/form.html", {"form": form, **context}, status=status)
