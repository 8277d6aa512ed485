"""8,000 people from the SIASN file: parsed, compared, applied; against one save() a row."""

from bench.city import files, installation, load
from bench.rows import emit, row, seconds

PLAIN_ROWS = 500


def main() -> None:
    """Measure the import of people, again, and the plain way."""
    with installation() as folder:
        from bina.people.models import Person

        named = files(folder / "kota")
        load(named, "units")
        first = seconds(lambda: load(named, "people"))
        people = Person.objects.count()
        again = seconds(lambda: load(named, "people"))
        plain = plain_seconds() * people / PLAIN_ROWS
    emit([
        row("import.seconds", first, "s", against=f"one save() a row, {people} people",
            ratio=plain / first),
        row("import.again_seconds", again, "s", against="the first import", ratio=first / again),
    ])  # fmt: skip


def plain_seconds() -> float:
    """PLAIN_ROWS people written one by one, as a simple importer would."""
    from bina.audit.guard import unguarded
    from bina.people.models import Person

    def write() -> None:
        with unguarded():
            for number in range(PLAIN_ROWS):
                Person.objects.update_or_create(
                    pns_id=f"PLAIN-{number}",
                    defaults={
                        "name": f"ORANG {number}",
                        "nip": f"{number:018}",
                        "employment": "pns",
                    },
                )

    return seconds(write)


if __name__ == "__main__":
    main()
