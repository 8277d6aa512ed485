"""Pins by Excel, and the veto of approved plans against undoing an import of people."""

import bina.plan.services.unit_merging  # noqa: F401 - registers what follows a merged unit
from bina.catalog.models import Programme, Session
from bina.imports.importer import register
from bina.imports.models import ImportRun
from bina.imports.table import Field, Finding, Reference, TableImporter, TableSheet, by_field
from bina.imports.table_fields import Row
from bina.people.models import Person
from bina.people.services.undoing import add_undo_veto
from bina.plan.models import Pin
from bina.plan.rules.sheets import PINS
from bina.plan.selectors.pages import rests_on
from bina.text import N_, Text


def veto_for_approved_plans(run_id: int) -> Text | None:
    """Why an import of people must stay: an approved plan seats people whom it brought or changed.

    The reason is a clause that follows "cannot be undone, because …".
    """
    applied = ImportRun.objects.filter(pk=run_id).values_list("applied_at", flat=True).first()
    if applied is None:
        return None
    people = Person.objects.filter(last_seen_import=run_id)
    plan = rests_on(people, since=applied)
    if plan is None:
        return None
    return Text(
        N_("rencana {name} yang sudah disetujui memuat pegawai dari berkas ini"),
        {"name": plan.name},
    )


def names_one_target(row: Row) -> Finding | None:
    """A pin is about a session, or about any session of a programme."""
    if bool(row.get("programme")) != bool(row.get("session")):
        return None
    return Finding(
        "programme",
        Text(N_("ketetapan harus menyebut satu program atau satu sesi")),
        Text(N_("Isi KODE PROGRAM atau KODE SESI, salah satu saja.")),
    )


register(
    TableImporter(
        PINS,
        "plan.edit",
        (
            TableSheet(
                "Ketetapan",
                Pin,
                key=("year", "kind", "person", "programme", "session"),
                label=("document_no",),
                checks=(names_one_target,),
                report_missing=False,
                fields=(
                    Field("year"),
                    Field("kind"),
                    Field(
                        "person",
                        "nip",
                        reference=Reference(
                            by_field(Person, "nip"),
                            reason=N_("pegawai dengan NIP {value} tidak ditemukan"),
                            remedy=N_("Periksa angkanya; unggah data pegawai dahulu."),
                        ),
                    ),
                    Field("programme", reference=Reference(by_field(Programme, "code"))),
                    Field("session", reference=Reference(by_field(Session, "code"))),
                    Field("reason"),
                    Field("requester"),
                    Field("document_no"),
                ),
            ),
        ),
    )
)
add_undo_veto(veto_for_approved_plans)
