"""Why no plan is possible: the smallest set of pins and rules in conflict, in words."""

from bina.plan.models import Pin
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


def pins_in_words(year: int) -> list[Text]:
    """Every pin of the year as a sentence."""
    pins = Pin.objects.filter(year=year, kind=Pin.Kind.MUST).select_related(
        "person", "session", "programme"
    )
    return [
        Text(
            N_("Ketetapan {document}: {person} harus ikut {target}."),
            {
                "document": pin.document_no,
                "person": pin.person.full_name,
                "target": getattr(pin.session or pin.programme, "code", ""),
            },
        )
        for pin in pins.order_by("pk")
    ]
