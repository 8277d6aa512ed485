"""Protected values of a file against those kept from its source: compared, written, taken back."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Exists, OuterRef

from bina.imports.models import ImportRun
from bina.people.models import ProtectedFact
from bina.people.rules.protected import hint
from bina.people.rules.sheets import PROTECTED, SIASN
from bina.people.siasn.rows import insert_rows

HEADERS: Final = {column.key: column.header for column in PROTECTED}
BATCH: Final = 500
_FIELDS: Final = ("person_id", "source_id", "kind", "value", "import_run")
Stored = dict[tuple[int, str], str]  # (person id, column key) -> value


@dataclass
class Protected:
    """The kept columns of a file, and what of them is new."""

    columns: dict[str, list[str | None]] = field(default_factory=dict)
    stored: Stored = field(default_factory=dict)
    new: list[tuple[int, str, str]] = field(default_factory=list)  # place among the new people
    known: list[tuple[int, str, str]] = field(default_factory=list)  # person id, column key, value

    def of_new(self, at: int, place: int) -> dict[str, str]:
        """Note the values of a new person in row `at`; what the preview shows of them."""
        found = [(key, value) for key, values in self.columns.items() if (value := values[at])]
        self.new += [(place, key, value) for key, value in found]
        return {HEADERS[key]: hint(key, value) for key, value in found}

    def of_known(self, at: int, person: int) -> tuple[dict[str, str], dict[str, str]]:
        """Note what differs for a known person; what the preview shows before and after."""
        before: dict[str, str] = {}
        after: dict[str, str] = {}
        for key, values in self.columns.items():
            value, old = values[at], self.stored.get((person, key))
            if value and value != old:
                self.known.append((person, key, value))
                before[HEADERS[key]] = hint(key, old) if old else ""
                after[HEADERS[key]] = hint(key, value)
        return before, after


def stored_values(source_name: str, keys: Collection[str]) -> Stored:
    """What is kept of these columns from a source; no query when no column is kept."""
    if not keys:
        return {}
    rows = ProtectedFact.objects.filter(
        source__kind=SIASN.kind, source__name=source_name, kind__in=keys, replaced_by=None
    )
    found = rows.values_list("person_id", "kind", "value").iterator(5_000)
    return {(person, kind): value for person, kind, value in found}


def write_protected(protected: Protected, new_ids: list[int], run_id: int) -> None:
    """Write what is new, of the columns that the source still keeps at this moment.

    A value that is replaced stays until the next upload, so that this one can be undone.
    """
    ProtectedFact.objects.exclude(replaced_by=None).delete()
    rows = [(new_ids[place], key, value) for place, key, value in protected.new]
    rows += protected.known
    if not rows:
        return
    source = ImportRun.objects.select_related("source").get(pk=run_id).source
    rows = [row for row in rows if row[1] in source.kept]
    replaced = {(person, key) for person, key, _ in protected.known}
    live = ProtectedFact.objects.filter(source=source, replaced_by=None)
    ids = [
        pk
        for pk, person, key in live.values_list("pk", "person_id", "kind").iterator(5_000)
        if (person, key) in replaced
    ]
    for at in range(0, len(ids), BATCH):
        live.filter(pk__in=ids[at : at + BATCH]).update(replaced_by=run_id)
    insert_rows(
        ProtectedFact,
        _FIELDS,
        [(person, source.pk, key, value, run_id) for person, key, value in rows],
    )


def undo_protected(run_id: int) -> None:
    """Take back what a run wrote; what it replaced stands again."""
    ProtectedFact.objects.filter(import_run=run_id).delete()
    live = ProtectedFact.objects.filter(
        person=OuterRef("person"),
        source=OuterRef("source"),
        kind=OuterRef("kind"),
        replaced_by=None,
    )
    replaced = ProtectedFact.objects.filter(replaced_by=run_id)
    replaced.exclude(Exists(live)).update(replaced_by=None)


def forget(source_id: int, key: str) -> int:
    """Delete every value of a column that came from a source; how many people lose one."""
    rows = ProtectedFact.objects.filter(source_id=source_id, kind=key)
    n_live = rows.filter(replaced_by=None).count()
    rows.delete()
    return n_live
