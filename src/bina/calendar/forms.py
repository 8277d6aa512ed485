"""The form of one entry of the calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bina.calendar.models import Holiday

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
