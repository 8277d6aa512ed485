"""Forms of the regional plan: a row of any level, and a competency that a goal needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bina.goals.models import LEVELS
from bina.goals.selectors import code_is_taken
from bina.people.models import Unit

LONGEST = 300  # letters of a name or an indicator, as in the columns
MOST_INDICATORS = 40


def unit_choices() -> list[tuple[str, str]]:
    """Every unit by code, and the whole city."""
    rows = Unit.objects.order_by("path").values_list("code", "name")
    return [("", gettext("Seluruh kota")), *((code, f"{name} ({code})") for code, name in rows)]


class NodeForm(forms.Form):
    """What every level has; a goal names its document, too. A row keeps its code for good."""

    code = forms.CharField(label=_("Kode"), max_length=80)
    name = forms.CharField(label=_("Nama"), max_length=LONGEST, widget=forms.Textarea({"rows": 2}))
    indicators = forms.CharField(
        label=_("Indikator dengan targetnya"), required=False,
        widget=forms.Textarea({"rows": 5}), help_text=_("Satu indikator per baris."),
    )  # fmt: skip
    unit = forms.ChoiceField(label=_("Unit pemilik"), required=False)
    year_from = forms.IntegerField(label=_("Tahun mulai"), min_value=2000, max_value=2100)
    year_to = forms.IntegerField(label=_("Tahun selesai"), min_value=2000, max_value=2100)
    source = forms.CharField(label=_("Dokumen"), max_length=LONGEST, required=False)

    def __init__(self, *args: Any, is_new: bool, is_goal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = unit_choices()  # type: ignore[attr-defined]  # a choice field
        if not is_new:
            del self.fields["code"]
        if not is_goal:
            del self.fields["source"]

    def clean_code(self) -> str:
        """A code that no row of any level has."""
        code = " ".join(str(self.cleaned_data["code"]).split())
        if code_is_taken(code, LEVELS):
            raise forms.ValidationError(
                gettext("Kode ini sudah dipakai. Buka baris itu dari pohon.")
            )
        return code

    def clean_indicators(self) -> list[str]:
        """Sentences, one a line."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["indicators"].splitlines()]
        found = [line for line in lines if line]
        if len(found) > MOST_INDICATORS or any(len(line) > LONGEST for line in found):
            raise forms.ValidationError(
                gettext("Paling banyak 40 indikator, masing-masing 300 huruf.")
            )
        return found

    def clean_unit(self) -> Unit | None:
        """The owner; nobody in particular when empty."""
        return Unit.objects.filter(code=self.cleaned_data["unit"] or None).first()

    def clean(self) -> dict[str, Any]:
        """Years in order."""
        data = super().clean() or {}
        first, last = data.get("year_from"), data.get("year_to")
        if first and last and last < first:
            self.add_error("year_to", gettext("Tahun selesai sebelum tahun mulai. Tukar keduanya."))
        return data


class NeedForm(forms.Form):
    """A competency that people of a unit, or of the city, need for a goal."""

    competency = forms.ChoiceField(label=_("Kompetensi"))
    unit = forms.ChoiceField(label=_("Siapa"), required=False)
    reason = forms.CharField(label=_("Alasan"), max_length=500, required=False)

    def __init__(self, *args: Any, names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].choices = list(names.items())  # type: ignore[attr-defined]  # a choice field
        self.fields["unit"].choices = unit_choices()  # type: ignore[attr-defined]  # a choice field

    def clean_unit(self) -> Unit | None:
        """The unit with all below it; the whole city when empty."""
        return Unit.objects.filter(code=self.cleaned_data["unit"] or None).first()
