"""The veto of approved plans against undoing an import of people."""

from bina.imports.models import ImportRun
from bina.people.models import Person
from bina.people.services.undoing import add_undo_veto
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


add_undo_veto(veto_for_approved_plans)
