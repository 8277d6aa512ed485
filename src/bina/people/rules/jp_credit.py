"""JP that one activity is credited with, before the caps of the year. More hours are better.

Source: law parameter development.forms (Peraturan LAN 10/2018 as two public implementations have
it). A form with `certificate_first`: the JP printed on its certificate win, without them JP per
unit × units. Any other form is credited by the table, whatever is printed; a form without a
number by its evidence only. Caps a month or a day are in `hours.py`.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from bina.text import N_, Text

UNIT_WORDS: Final = {"day": N_("hari"), "session": N_("sesi"), "activity": N_("kegiatan")}
BY_CERTIFICATE: Final = N_(
    "Pada {form} JP yang tertulis pada sertifikat menang; tanpa itu {per} JP per {unit} dari tabel."
)
BY_TABLE: Final = N_(
    "{form} dihitung menurut tabel, {per} JP per {unit}; JP yang tertulis pada bukti tidak dipakai."
)
BY_EVIDENCE: Final = N_("{form} tidak mempunyai angka di tabel; JP diambil dari buktinya.")
NOT_THE_TABLE: Final = N_(
    "{form} dihitung menurut tabel, {per} JP per {unit}, bukan menurut sertifikat: {jp} JP tidak "
    "sesuai. Menurut tabel {expected} JP."
)


def is_by_table(form: Mapping[str, Any]) -> bool:
    """Whether the table alone credits the form. `form` is a row of development.forms."""
    return form["jp_per_unit"] is not None and not form["certificate_first"]


def credited_jp(
    form: Mapping[str, Any], n_units: int, certificate_jp: Decimal | None = None
) -> Decimal | None:
    """JP of the activity; None when neither certificate nor table says.

    `form` is a row of development.forms; `n_units` counts its unit: days, sessions, activities.

    >>> course = {"jp_per_unit": 4, "certificate_first": True}
    >>> credited_jp(course, 3), credited_jp(course, 3, Decimal(10))
    (Decimal('12'), Decimal('10'))
    >>> credited_jp(course | {"certificate_first": False}, 3, Decimal(10))
    Decimal('12')
    """
    if n_units < 0:
        raise ValueError(f"n_units must be 0 or more, but is {n_units}.")
    if certificate_jp is not None and not is_by_table(form):
        return certificate_jp
    if form["jp_per_unit"] is None:
        return None
    return Decimal(str(form["jp_per_unit"])) * n_units


def table_doubt(form: Mapping[str, Any], jp: Decimal, n_days: int) -> Text | None:
    """Why `jp` cannot be what the table credits for one report of `n_days` days; None if it can.

    A report is one activity, any number of sessions, or at most as many days as it lasted; JP are
    those of whole units. A form that its certificate or its evidence credits is never in doubt.
    """
    if not is_by_table(form):
        return None
    per = Decimal(str(form["jp_per_unit"]))
    n_units, rest = divmod(jp, per)
    most = {"day": n_days, "activity": 1}.get(form["unit"], n_units)
    least = 1 if form["unit"] == "activity" else 0
    if not rest and least <= n_units <= most:
        return None
    expected = str(most * per) if form["unit"] != "session" else f"{per} × n"
    return Text(NOT_THE_TABLE, {**_words(form), "jp": f"{jp.normalize():f}", "expected": expected})


def credit_rule(form: Mapping[str, Any]) -> Text:
    """What credits the form: its certificate first, the table, or its evidence, in words."""
    if form["jp_per_unit"] is None:
        return Text(BY_EVIDENCE, {"form": form["form"]})
    return Text(BY_TABLE if is_by_table(form) else BY_CERTIFICATE, _words(form))


def _words(form: Mapping[str, Any]) -> dict[str, Any]:
    unit = Text(UNIT_WORDS[form["unit"]])
    return {"form": form["form"], "per": form["jp_per_unit"], "unit": unit}
