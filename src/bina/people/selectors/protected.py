"""Protected values of one person, with what each is kept for. The only reader of the table."""

from dataclasses import dataclass

from bina.people.models import Person, ProtectedFact


@dataclass(frozen=True)
class ShownFact:
    """A value and why it is kept."""

    label: str
    value: str
    source: str
    purpose: str


def protected_facts(person: Person) -> list[ShownFact]:
    """What is kept, in the order of the kinds; one query."""
    rows = ProtectedFact.objects.filter(person=person, replaced_by=None).select_related("source")
    order = ProtectedFact.Kind.values
    return [
        ShownFact(
            row.get_kind_display(),
            row.value,
            row.source.name,
            row.source.kept.get(row.kind, {}).get("purpose", ""),
        )
        for row in sorted(rows, key=lambda row: (order.index(row.kind), row.source.name))
    ]


def has_protected_facts(person: Person) -> bool:
    """Whether anything is kept of the person beyond the common facts."""
    return ProtectedFact.objects.filter(person=person, replaced_by=None).exists()
