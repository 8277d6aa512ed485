"""The forms of one day of the calendar and of one duty."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bina.calendar.models import Duty, Holiday

DATE_INPUTS = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"]


def date_widget() -> forms.DateInput:
    """A native date picker; typed dates work as well."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class HolidayForm(forms.Form):
    """A day or a span; an empty end means one day."""

    name = forms.CharField(label=gettext_lazy("Nama"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=Holiday.Kind.choices)
    start = forms.DateField(
        label=gettext_lazy("Tanggal"), widget=date_widget(), input_formats=DATE_INPUTS
    )
    end = forms.DateField(
        label=gettext_lazy("Sampai"),
        required=False,
        widget=date_widget(),
        input_formats=DATE_INPUTS,
        help_text=gettext_lazy("Kosongkan untuk satu hari."),
    )
    source = forms.CharField(
        label=gettext_lazy("Sumber"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Misalnya nomor keputusan bersama."),
    )

    def __init__(self, *args: Any, holiday: Holiday | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holiday = holiday

    def clean(self) -> dict[str, Any]:
        """The end is not before the start, and the same day is not entered twice."""
        data = super().clean() or {}
        start = data.get("start")
        if start is None:
            return data
        data["end"] = data.get("end") or start
        if data["end"] < start:
            self.add_error("end", _("Tanggal akhir mendahului tanggal awal. Tukar keduanya."))
        twin = Holiday.objects.filter(start=start, kind=data.get("kind"), name=data.get("name"))
        if self.holiday is not None:
            twin = twin.exclude(pk=self.holiday.pk)
        if twin.exists():
            self.add_error("name", _("Hari ini sudah ada di kalender dengan nama yang sama."))
        return data


class DutyForm(forms.Form):
    """A duty with its deadline."""

    year = forms.IntegerField(
        label=gettext_lazy("Tahun yang disiapkan"), min_value=2000, max_value=2200
    )
    code = forms.CharField(
        label=gettext_lazy("Kode"),
        max_length=40,
        help_text=gettext_lazy(
            "Bina mengenal AKPK-USUL, AKPK-KIRIM, AKPK-URUT, AKPK-VERIFIKASI dan AKPK-VALIDASI."
        ),
    )
    what = forms.CharField(label=gettext_lazy("Tugas"), max_length=200)
    who = forms.ChoiceField(label=gettext_lazy("Siapa"), choices=Duty.Who.choices)
    deadline = forms.DateField(
        label=gettext_lazy("Tenggat"), widget=date_widget(), input_formats=DATE_INPUTS
    )
    source = forms.CharField(
        label=gettext_lazy("Sumber"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Misalnya nomor surat edaran."),
    )

    def __init__(self, *args: Any, duty: Duty | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duty = duty

    def clean(self) -> dict[str, Any]:
        """The same duty is not entered twice for a year."""
        data = super().clean() or {}
        data["code"] = (data.get("code") or "").strip().upper()
        twin = Duty.objects.filter(year=data.get("year") or 0, code=data["code"])
        if self.duty is not None and self.duty.pk is not None:
            twin = twin.exclude(pk=self.duty.pk)
        if twin.exists():
            self.add_error("code", _("Tugas ini sudah ada untuk tahun itu. Ubah baris yang ada."))
        return data
