"""The importer of proposals: one Excel per unit, held to the units of whoever uploads it."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from bina.accounts.models import User
from bina.calendar.today import today
from bina.formats.cell_text import code_form
from bina.formats.problems import Issue
from bina.gaps.importers import codes_of
from bina.imports.importer import Comparison, Importer, register
from bina.imports.models import ImportRun
from bina.imports.table import Field, Finding, Reference, TableImporter, TableSheet
from bina.law.law import law_on
from bina.people.models import Person
from bina.people.tables import LOAD_PEOPLE, NO_PERSON, form_of, people_by_number
from bina.proposals.models import Proposal
from bina.proposals.rules.sheets import PROPOSALS
from bina.proposals.rules.stages import OPEN_STATES
from bina.proposals.selectors.heads import heads_among
from bina.proposals.selectors.needs import all_levels
from bina.standards.models import Competency
from bina.standards.selectors import standard_columns
from bina.text import N_, Text

Row = Mapping[str, Any]
NOT_YOURS: Final = N_("tidak ada pegawai dengan NIP {value} di unit Anda")
ASK_THEIR_OFFICER: Final = N_("Periksa angkanya; pegawai unit lain diusulkan petugas unit itu.")
PERMISSION: Final = "proposals.upload"


def wished_form(written: str | None) -> str | Issue:
    """The form of development as the law's list writes it; empty when none is wished."""
    return form_of(written) if written else ""


def past_day(day: dt.date) -> dt.date | Issue:
    """The day, unless it is still to come."""
    if day <= today():
        return day
    return Issue(Text(N_("tanggal itu belum tiba")), Text(N_("Periksa tahun dan bulannya.")))


def needed() -> Callable[[Row], Finding | None]:
    """A check that the person's post requires the competency."""
    columns = standard_columns(law_on(today()))
    post_at = {int(pk): at for at, pk in enumerate(columns.position_ids)}
    code_at = {code_form(code): at for at, code in enumerate(columns.competencies.codes)}
    position = dict(Person.objects.filter(merged_into=None).values_list("pk", "position_id"))
    people = people_by_number()

    def check(row: Row) -> Finding | None:
        person, at = people.get(row["nip"]), code_at.get(row["competency"] or "")
        post = post_at.get(position.get(person) or 0) if person else None
        if person is None or at is None or (post is not None and columns.required.level[post, at]):
            return None
        return Finding(
            "competency",
            Text(N_("jabatan orang ini tidak meminta kompetensi itu")),
            Text(N_("Pilih kompetensi dari standar jabatannya, atau perbaiki SKJ dahulu.")),
        )

    return check


def below() -> Callable[[Row], Finding | None]:
    """A doubt where the last run of gaps says that the standard is met; none before a run."""
    levels = all_levels() or {}
    people, codes = people_by_number(), codes_of(Competency)()

    def check(row: Row) -> Finding | None:
        pair = (people.get(row["nip"]) or 0, codes.get(row["competency"] or "") or 0)
        level = levels.get(pair)
        if level is None or level.size != "none":
            return None
        return Finding(
            "competency",
            Text(N_("menurut hitungan terakhir standarnya sudah tercapai")),
            Text(N_("Periksa kodenya; bila tetap diperlukan, jelaskan dalam alasan.")),
            "doubt",
        )

    return check


def undecided() -> Callable[[Row], Finding | None]:
    """A check that BKPP has not begun with the same need."""
    rows = Proposal.objects.filter(state__in=("verified", "validated"))
    begun = set(rows.values_list("year", "person_id", "competency__code"))
    decided = {(year, person, code_form(code)) for year, person, code in begun}
    people = people_by_number()

    def check(row: Row) -> Finding | None:
        if (row["year"], people.get(row["nip"]), row["competency"]) not in decided:
            return None
        return Finding(
            "competency",
            Text(N_("usulan ini sudah diproses BKPP")),
            Text(N_("Hapus barisnya dari berkas; jawabannya ada di daftar usulan.")),
        )

    return check


def with_words(row: Row) -> Finding | None:
    """A reason of blanks only is none."""
    if row["reason"] and row["reason"].strip():
        return None
    return Finding(
        "reason",
        Text(N_("alasan kosong")),
        Text(N_("Tulis mengapa orang ini memerlukannya, dengan kata-kata sendiri.")),
    )


class ProposalImporter(TableImporter):
    """Notes who uploaded, and which needs are those of heads, once the rows are written."""

    def apply(self, comparison: Comparison, run_id: int) -> dict[str, Any]:
        """As the generic importer does, then complete the new rows."""
        image = super().apply(comparison, run_id)
        run = ImportRun.objects.select_related("user").get(pk=run_id)
        made = [row[0] for row in image["sheets"][0]["created"]] if image["sheets"] else []
        complete(made, run.user, run.created_by)
        return image

    def for_units(self, unit_ids: frozenset[int]) -> Importer:
        """The same, which knows no people but those of the units."""

        def own_people() -> Mapping[Any, int]:
            own = set(Person.objects.filter(unit__in=unit_ids).values_list("pk", flat=True))
            return {nip: pk for nip, pk in people_by_number().items() if pk in own}

        person = Reference(own_people, reason=NOT_YOURS, remedy=ASK_THEIR_OFFICER)
        return ProposalImporter(PROPOSALS, PERMISSION, (sheet_of(person),))


def complete(keys: list[int], user: User | None, name: str) -> None:
    """Write who proposed, and whether the person heads the own unit."""
    people = Proposal.objects.filter(pk__in=keys).values_list("person_id", flat=True)
    heads = heads_among(set(people))
    rows = Proposal.objects.filter(pk__in=keys)
    rows.update(proposed_by_user=user)
    rows.filter(proposed_by="").update(proposed_by=name)
    rows.filter(person__in=heads).update(of_head=True)


def sheet_of(person: Reference) -> TableSheet:
    """The sheet, with the people that the reference knows."""
    return TableSheet(
        "Usulan",
        Proposal,
        key=("year", "person", "competency"),
        label=("reason",),
        checks=(with_words,),
        made_checks=(needed, below, undecided),
        fixed={"origin": Proposal.Origin.FILE},
        scope={"state__in": OPEN_STATES},
        report_missing=False,
        fields=(
            Field("year"),
            Field("person", "nip", reference=person),
            Field(
                "competency",
                reference=Reference(
                    codes_of(Competency), reason=N_("kompetensi {value} tidak ada di kamus")
                ),
            ),
            Field("reason"),
            Field("proposed_on", "day", convert=past_day),
            Field("form", convert=wished_form),
            Field("paper_rank", "rank"),
            Field("proposed_by", "proposer"),
        ),
    )


register(
    ProposalImporter(
        PROPOSALS,
        PERMISSION,
        (sheet_of(Reference(people_by_number, reason=NO_PERSON, remedy=LOAD_PEOPLE)),),
    )
)
