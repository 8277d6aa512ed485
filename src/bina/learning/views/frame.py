"""What the learning views share: one session or outcome, half-days in a form, errors as words."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from bina.accounts.access import access_of
from bina.catalog.models import Session
from bina.learning.models import Outcome
from bina.learning.selectors.outcomes import visible
from bina.text import BinaError, Text


def spoken(sentence: Text) -> str:
    """The sentence in the reader's language."""
    return _(sentence.template).format(**sentence.values)


def session_or_404(public_id: UUID) -> Session:
    """The session with its programme."""
    return get_object_or_404(Session.objects.select_related("programme"), public_id=public_id)


def outcome_within(request: HttpRequest, public_id: UUID) -> Outcome:
    """The outcome, if the reader may see its person."""
    return get_object_or_404(visible(access_of(request)), public_id=public_id)


def own_outcome(request: HttpRequest, public_id: UUID) -> Outcome:
    """The reader's own outcome; else 404."""
    found = visible(access_of(request)).filter(person=access_of(request).person_id or 0)
    return get_object_or_404(found, public_id=public_id)


def slot_of(text: str) -> tuple[dt.date, str]:
    """ "2026-03-02:morning" → the half-day; a day that no session has when it is malformed."""
    day, _colon, half = text.partition(":")
    try:
        return dt.date.fromisoformat(day), half
    except ValueError:
        return dt.date(1, 1, 1), half


def do(request: HttpRequest, work: Callable[[], object], done: str) -> bool:
    """Do an act; say that it is done, or what stands against it. Whether it was done."""
    try:
        work()
    except BinaError as problem:
        messages.error(request, spoken(problem.sentence))
        return False
    messages.success(request, done)
    return True
