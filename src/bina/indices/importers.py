"""The file of talent parts."""

from bina.imports.importer import register
from bina.imports.table import Field, Reference, TableImporter, TableSheet
from bina.indices.models import TalentFact
from bina.indices.rules.sheets import TALENT
from bina.people.tables import LOAD_PEOPLE, NO_PERSON, people_by_number
from bina.people.tables_facts import past_year

_PERSON = Reference(people_by_number, reason=NO_PERSON, remedy=LOAD_PEOPLE)
register(
    TableImporter(
        TALENT,
        "imports.run",
        (
            TableSheet(
                "Talenta",
                TalentFact,
                key=("person", "year", "part"),
                fields=(
                    Field("person", "nip", reference=_PERSON),
                    Field("year", convert=past_year),
                    Field("part"),
                    Field("score"),
                    Field("document_no"),
                ),
                report_missing=False,
            ),
        ),
    )
)
