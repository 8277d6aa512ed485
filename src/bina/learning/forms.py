"""Forms of the learning pages: a report of one's own, a correction, a result."""

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bina.calendar.today import today
from bina.imports.wording import spoken
from bina.law.law import law_on
from bina.people.rules.jp_credit import credited_jp, is_by_table, table_doubt

LONGEST_DAYS = 400
MOST_JP = 2000
NO_ROW: Final = {"jp_per_unit": None, "unit": "activity", "certificate_first": False}


def _date(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def law_forms() -> dict[str, dict[str, Any]]:
    """The law's forms of development by name."""
    return {row["form"]: row for row in law_on(today()).value("development.forms")}


class ReportForm(forms.Form):
    """Learning that the person did: what, when, how long. JP may be left to the law's table."""

    table_only = True  # JP that the form's table cannot give are refused
    form = forms.ChoiceField(label=_("Bentuk"))
    title = forms.CharField(label=_("Nama kegiatan"), max_length=300)
    provider = forms.CharField(label=_("Penyelenggara"), max_length=200, required=False)
    start = _date(_("Mulai"))
    end = _date(_("Selesai"))
    jp = forms.DecimalField(
        label=_("JP pada sertifikat atau bukti"),
        min_value=0,
        max_value=MOST_JP,
        max_digits=7,
        decimal_places=1,
        required=False,
        help_text=_(
            "Kosongkan bila tidak tertulis: Bina menghitungnya dari tabel konversi. Pada bentuk "
            "tanpa sertifikat tabel itulah yang berlaku."
        ),
    )
    certificate_no = forms.CharField(
        label=_("Nomor sertifikat atau surat tugas"), max_length=120, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = law_forms()
        written = (self.initial or {}).get("form")
        extra = [written] if written and written not in self.table else []
        self.fields["form"].choices = [(name, name) for name in [*extra, *self.table]]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Days in order and not to come; JP from the certificate, else from the table."""
        cleaned = super().clean() or {}
        start, end, form = cleaned.get("start"), cleaned.get("end"), cleaned.get("form")
        if not start or not end or not form:
            return cleaned
        if end < start:
            self.add_error("end", gettext("Selesai tidak boleh sebelum mulai."))
        elif end > today():
            self.add_error("end", gettext("Kegiatan ini belum selesai. Laporkan sesudah selesai."))
        elif (end - start).days > LONGEST_DAYS:
            self.add_error("start", gettext("Lebih dari setahun. Periksa tahunnya."))
        elif "jp" in cleaned:
            self._credit(cleaned, form, (end - start).days + 1)
        return cleaned

    def _credit(self, cleaned: dict[str, Any], form: str, n_days: int) -> None:
        row = self.table.get(form, NO_ROW)
        written, units = cleaned["jp"], n_days if row["unit"] == "day" else 1
        doubt = None if written is None else table_doubt(row, written, n_days)
        jp = written  # whole units of the table, or HR's word against it
        if written is None or not is_by_table(row):
            jp = credited_jp(row, units, written)
        if doubt and self.table_only:
            self.add_error("jp", spoken(doubt))
        elif jp is None:
            self.add_error(
                "jp", gettext("Bentuk ini tidak mempunyai angka konversi. Isi JP dari buktinya.")
            )
        elif jp > MOST_JP:
            self.add_error("end", gettext("JP terlalu banyak. Periksa tanggalnya."))
        cleaned["jp"] = jp


class CorrectForm(ReportForm):
    """The same facts, and why they are corrected. HR may depart from the table, with a reason."""

    table_only = False

    reason = forms.CharField(
        label=_("Alasan koreksi"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class FixedCostForm(forms.Form):
    """What was paid for holding a session, whoever came."""

    fixed_paid = forms.IntegerField(
        label=_("Biaya tetap yang dibayar (Rp)"), min_value=0, max_value=10**12, required=False
    )


class ResultForm(forms.Form):
    """Result and cost as paid of one participant."""

    PASSED = [("", _("Tidak diuji")), ("ya", _("Lulus")), ("tidak", _("Tidak lulus"))]
    passed = forms.ChoiceField(label=_("Hasil"), choices=PASSED, required=False)
    score = forms.DecimalField(
        label=_("Nilai (0–100)"), min_value=0, max_value=100, decimal_places=2, required=False
    )
    paid = forms.IntegerField(
        label=_("Biaya dibayar (Rp)"), min_value=0, max_value=1_000_000_000, required=False
    )

    @property
    def passed_value(self) -> bool | None:
        """Whether the test was passed; None without a test."""
        return {"ya": True, "tidak": False}.get(self.cleaned_data["passed"])

    @property
    def score_value(self) -> Decimal | None:
        """The score, or nothing."""
        score: Decimal | None = self.cleaned_data["score"]
        return score
