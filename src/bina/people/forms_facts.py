"""Forms of the raw facts behind the official indices: performance of a year, punishments."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bina.calendar.today import today
from bina.formats.ranks import RANKS
from bina.formats.siasn import EDUCATION_BY_ID
from bina.law.law import NotInForce, law_on
from bina.people.models import DisciplineCase, PerformanceReview


def _date(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


class ReviewForm(forms.Form):
    """The performance of a year as e-Kinerja has it."""

    year = forms.IntegerField(label=_("Tahun kinerja"), min_value=2000, max_value=2100)
    result = forms.ChoiceField(
        label=_("Hasil kerja"),
        choices=[("", _("Belum diketahui")), *PerformanceReview.Rating.choices],
        required=False,
    )
    behaviour = forms.ChoiceField(
        label=_("Perilaku kerja"),
        choices=[("", _("Belum diketahui")), *PerformanceReview.Rating.choices],
        required=False,
    )
    predicate = forms.ChoiceField(
        label=_("Predikat (menurut Permenpan RB 6/2022)"),
        choices=[("", _("Tidak ada")), *PerformanceReview.Predicate.choices],
        required=False,
    )
    value = forms.DecimalField(
        label=_("Nilai (tahun yang belum memakai predikat)"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
    )
    document_no = forms.CharField(label=_("Nomor dokumen"), max_length=120)

    def clean(self) -> dict[str, Any]:
        """What the rule of the year asks for."""
        cleaned = super().clean() or {}
        year = cleaned.get("year")
        if year is None:
            return cleaned
        if year > today().year:
            self.add_error("year", gettext("Tahun ini belum tiba."))
        try:
            law_on(dt.date(year, 12, 31)).value("performance.predicates")
        except NotInForce:
            if cleaned.get("value") is None or cleaned.get("predicate"):
                self.add_error(
                    "value", gettext("Tahun ini belum memakai predikat: isi nilainya saja.")
                )
        else:
            if not cleaned.get("predicate"):
                self.add_error("predicate", gettext("Isi predikat menurut Permenpan RB 6/2022."))
        return cleaned


class CaseForm(forms.Form):
    """A punishment as its decree has it."""

    level = forms.ChoiceField(label=_("Tingkat"), choices=DisciplineCase.Level.choices)
    kind = forms.CharField(label=_("Jenis hukuman"), max_length=200)
    document_no = forms.CharField(label=_("Nomor SK"), max_length=120)
    document_date = _date(_("Tanggal SK"))
    start = _date(_("TMT"))
    end = _date(_("Selesai"), required=False)

    def clean(self) -> dict[str, Any]:
        """A decree that exists, and an end after the start."""
        cleaned = super().clean() or {}
        start, end, signed = (cleaned.get(key) for key in ("start", "end", "document_date"))
        if signed and signed > today():
            self.add_error("document_date", gettext("Tanggal ini belum tiba."))
        if start and end and end < start:
            self.add_error("end", gettext("Selesai tidak boleh sebelum mulai."))
        return cleaned


class EducationForm(forms.Form):
    """A finished education as its diploma has it."""

    level = forms.ChoiceField(label=_("Tingkat"), choices=list(EDUCATION_BY_ID.items()))
    name = forms.CharField(label=_("Pendidikan"), max_length=200)
    school = forms.CharField(label=_("Sekolah"), max_length=200, required=False)
    year = forms.IntegerField(label=_("Tahun lulus"), min_value=1950, max_value=2100)
    graduated_on = _date(_("Tanggal ijazah"), required=False)
    document_no = forms.CharField(label=_("Nomor ijazah"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """A day that has come, in the year of graduation."""
        cleaned = super().clean() or {}
        year, day = cleaned.get("year"), cleaned.get("graduated_on")
        if year and year > today().year:
            self.add_error("year", gettext("Tahun ini belum tiba."))
        if day and day > today():
            self.add_error("graduated_on", gettext("Tanggal ini belum tiba."))
        if day and year and day.year != year:
            self.add_error("graduated_on", gettext("Samakan tahun lulus dan tanggal ijazah."))
        return cleaned


class RankForm(forms.Form):
    """A golongan since a day, as its decree has it."""

    rank = forms.ChoiceField(label=_("Golongan"), choices=[(code, code) for code in RANKS])
    since = _date(_("TMT golongan"))
    document_no = forms.CharField(label=_("Nomor SK"), max_length=120, required=False)
    document_date = _date(_("Tanggal SK"), required=False)

    def clean(self) -> dict[str, Any]:
        """Days that have come."""
        cleaned = super().clean() or {}
        for name in ("since", "document_date"):
            if cleaned.get(name) and cleaned[name] > today():
                self.add_error(name, gettext("Tanggal ini belum tiba."))
        return cleaned


class DropForm(forms.Form):
    """Why a row of a history is deleted."""

    reason = forms.CharField(
        label=_("Mengapa baris ini salah"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


def initial_of(form: type[forms.Form], row: Any) -> dict[str, Any]:
    """The row's values for the form."""
    return {name: getattr(row, name) for name in form.base_fields}
