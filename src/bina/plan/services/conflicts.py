"""Why no plan is possible: the smallest set of pins and rules in conflict, in words."""

from bina.engines.allocation.conflict import find_conflict
from bina.people.models import Person
from bina.plan.models import Pin
from bina.plan.rules.conflict_words import conflict_in_words
from bina.plan.rules.eligibility import SENTENCES
from bina.plan.services.building import Gathered
from bina.text import N_, Text


def conflict_of(gathered: Gathered) -> list[Text]:
    """Pins that cannot hold by themselves; empty when every pin can."""
    found = []
    pins = Pin.objects.in_bulk([pk for pk, _ in gathered.built.impossible_pins])
    for pk, reason in gathered.built.impossible_pins:
        pin = pins[pk]
        target = pin.session or pin.programme
        found.append(
            Text(
                N_("Ketetapan {document} mengharuskan {person} ikut {target}, tetapi: {rule}"),
                {
                    "document": pin.document_no,
                    "person": pin.person.full_name,
                    "target": target.code if target else "",
                    "rule": SENTENCES[reason],
                },
            )
        )
    return found


def engine_conflict(gathered: Gathered) -> list[Text]:
    """A minimal set of pins and rules that cannot hold together; empty when none was found."""
    rules = find_conflict(gathered.instance)
    pins = Pin.objects.filter(pk__in=[pin.id for pin in gathered.facts.pins])
    documents = dict(pins.values_list("pk", "document_no"))
    people = Person.objects.filter(pk__in=pins.values("person_id"))
    names = {person.pk: person.full_name for person in people}
    return conflict_in_words(rules, gathered.facts, gathered.built, names, documents)
