"""The import of the competency dictionary and the position standards (SKJ)."""

from collections.abc import Callable
from typing import Any, Final

from bina.formats.cell_text import code_form, comparable
from bina.goals.competencies import register as register_names
from bina.imports.importer import register
from bina.imports.table import Field, Finding, Reference, TableImporter, TableSheet
from bina.imports.table_fields import Row
from bina.people.models import Position
from bina.standards.models import Competency, CompetencyLevel, PositionStandard
from bina.standards.rules.sheets import GROUPS, STANDARDS
from bina.standards.selectors import names_by_code
from bina.text import N_, Text

ORDER_OF_GROUP: Final = {key: 100 * number for number, (key, _label) in enumerate(GROUPS)}


class PostNames(dict[Any, int]):
    """Positions by (code, name): the code decides, the name where the file has no code."""

    def get(self, key: Any, default: Any = None) -> Any:
        """The row id of the position that a code or a name stands for."""
        code, name = key
        if code is not None:
            return super().get(code, default)
        return super().get(comparable(name), default)


def post_names() -> PostNames:
    """Codes in capitals and names in small letters never meet."""
    found = PostNames()
    for pk, code, name in Position.objects.order_by("-pk").values_list("pk", "code", "name"):
        found[code_form(code)] = pk
        found[comparable(name)] = pk
    return found


def competency_codes() -> dict[str, int]:
    """Competencies by code."""
    return {code_form(code): pk for pk, code in Competency.objects.values_list("pk", "code")}


def official_needs_source(row: Any) -> Finding | None:
    """A text cannot be called official without saying where it comes from."""
    if row["status"] != CompetencyLevel.Status.OFFICIAL or row["source"]:
        return None
    return Finding(
        "source",
        Text(N_("naskah resmi tanpa sumber")),
        Text(N_("Isi nomor peraturan dan halamannya, atau tulis Ringkasan.")),
    )


def official_stays() -> Callable[[Row], Finding | None]:
    """A summary never replaces an official text unseen: the row is kept out and named."""
    official = {
        (code_form(code), level): source
        for code, level, source in CompetencyLevel.objects.filter(
            status=CompetencyLevel.Status.OFFICIAL
        ).values_list("competency__code", "level", "source")
    }

    def check(row: Row) -> Finding | None:
        source = official.get((code_form(row["code"]), row["level"]))
        if source is None or row["status"] == CompetencyLevel.Status.OFFICIAL:
            return None
        return Finding(
            "status",
            Text(N_("naskah resmi ({source}) tidak diganti oleh ringkasan"), {"source": source}),
            Text(
                N_(
                    "Tulis Resmi beserta sumbernya bila ini naskah baru. Bila memang harus menjadi "
                    "ringkasan, ubah di halaman kompetensi itu."
                )
            ),
        )

    return check


IN_DICTIONARY: Final = Reference(
    competency_codes,
    sheet="Kompetensi",
    reason=N_("kompetensi {value} tidak ada di kamus"),
    remedy=N_("Periksa kodenya, atau tambahkan di lembar Kamus."),
)
POST: Final = Reference(
    post_names,
    reason=N_("jabatan {value} tidak ditemukan"),
    remedy=N_("Salin kode atau nama jabatan dari daftar jabatan; unggah data pegawai dahulu."),
)

register(
    TableImporter(
        STANDARDS,
        "standards.edit",
        (
            TableSheet(
                "Kamus",
                Competency,
                name="Kompetensi",
                key=("code",),
                label=("name",),
                repeats=True,
                report_missing=False,
                fields=(
                    Field("code"),
                    Field("group"),
                    Field("order", "group", convert=ORDER_OF_GROUP.get),
                    Field("name"),
                    Field("name_en"),
                    Field("definition"),
                ),
            ),
            TableSheet(
                "Kamus",
                CompetencyLevel,
                name="Level",
                key=("competency", "level"),
                checks=(official_needs_source,),
                made_checks=(official_stays,),
                report_missing=False,
                fields=(
                    Field("competency", "code", reference=IN_DICTIONARY),
                    Field("level"),
                    Field("description"),
                    Field("indicators"),
                    Field("status"),
                    Field("source"),
                ),
            ),
            TableSheet(
                "SKJ",
                PositionStandard,
                key=("position", "competency"),
                fields=(
                    Field("position", ("position_id", "position_name"), reference=POST),
                    Field("competency", reference=IN_DICTIONARY),
                    Field("level"),
                    Field("importance"),
                    Field("source"),
                ),
                report_missing=False,
            ),
        ),
    )
)

register_names(names_by_code)  # goals show names where they know codes
