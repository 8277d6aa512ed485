"""Forms of the money: a line, a new version, the approval of one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bina.money.models import QUARTERS, BudgetLine, BudgetVersion, Posting
from bina.money.rules.sheets import FUNDS

MOST = 10**15  # rupiah


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LineForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class is not generic at run time
    """A budget line; a negative amount, or quarters that do not make it, are refused."""

    fund = forms.ChoiceField(label=_("Sumber dana"), choices=FUNDS)
    amount = forms.IntegerField(label=_("Pagu (rupiah)"), min_value=0, max_value=MOST)
    quarter_1 = forms.IntegerField(
        label=_("Triwulan I"),
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=_("Kosongkan keempat triwulan bila pagu tidak dibagi."),
    )
    quarter_2 = forms.IntegerField(
        label=_("Triwulan II"), required=False, min_value=0, max_value=MOST
    )
    quarter_3 = forms.IntegerField(
        label=_("Triwulan III"), required=False, min_value=0, max_value=MOST
    )
    quarter_4 = forms.IntegerField(
        label=_("Triwulan IV"), required=False, min_value=0, max_value=MOST
    )
    forms_text = forms.CharField(
        label=_("Bentuk yang dibiayai"),
        required=False,
        max_length=2000,
        help_text=_("Dipisah titik koma. Kosong: semua bentuk."),
    )
    units_text = forms.CharField(
        label=_("Kode unit yang dibiayai"),
        required=False,
        max_length=2000,
        help_text=_("Dipisah titik koma, termasuk unit di bawahnya. Kosong: semua."),
    )

    class Meta:
        model = BudgetLine
        fields = ("code", "name", "fund", "amount", *QUARTERS, "activity", "account")
        labels = {
            "code": _("Kode anggaran"),
            "name": _("Uraian"),
            "activity": _("Sub-kegiatan"),
            "account": _("Kode rekening"),
        }

    def __init__(
        self, *args: Any, version: BudgetVersion, activities: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        known = {code for code, _label in activities}
        own = self.instance.activity
        choices = [("", _("– tidak disebut –")), *activities]
        if own and own not in known:
            choices.append((own, own))
        self.fields["activity"] = forms.ChoiceField(
            label=_("Sub-kegiatan"), choices=choices, required=False
        )
        if self.instance.pk:
            self.initial["forms_text"] = "; ".join(self.instance.forms)
            self.initial["units_text"] = "; ".join(self.instance.unit_codes)
            for name in QUARTERS:
                self.initial[name] = getattr(self.instance, name) or None

    def clean_code(self) -> str:
        """One line a code and version."""
        code = str(self.cleaned_data["code"]).strip()
        twins = BudgetLine.objects.filter(version=self.version, code=code)
        if twins.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Kode ini sudah ada pada versi ini. Pakai kode lain."))
        return code

    def clean(self) -> dict[str, Any]:
        """Quarters make the amount, or none is given."""
        data = super().clean() or {}
        for name in QUARTERS:
            if name not in self.errors:
                data[name] = data.get(name) or 0
        total = sum(data.get(name) or 0 for name in QUARTERS)
        if total and "amount" in data and total != data["amount"]:
            self.add_error("quarter_1", _("Jumlah keempat triwulan harus sama dengan pagu."))
        return data

    def values(self) -> dict[str, Any]:
        """The line's fields as given."""
        data = self.cleaned_data
        own = {name: data[name] for name in self.Meta.fields}
        return {
            **own,
            "forms": _words(data["forms_text"]),
            "unit_codes": _words(data["units_text"]),
        }


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(";") if word.strip()]


class VersionForm(forms.Form):
    """A new version of a year's budget."""

    year = forms.IntegerField(label=_("Tahun"), min_value=2020, max_value=2100)
    stage = forms.ChoiceField(label=_("Tahap"), choices=BudgetVersion.Stage.choices)
    number = forms.IntegerField(label=_("Nomor versi"), min_value=1, max_value=99, initial=1)
    copy = forms.BooleanField(
        label=_("Salin pos dari versi yang dipakai sekarang"), required=False, initial=True
    )


class ApproveForm(forms.Form):
    """The document by which a version was set, and from when it counts."""

    document_no = forms.CharField(label=_("Nomor dokumen penetapan"), max_length=120)
    day = forms.DateField(label=_("Berlaku mulai"), widget=_day())


class PostForm(forms.Form):
    """An obligation or a payment that no other page posts, e.g. the fixed cost of a session."""

    kind = forms.ChoiceField(label=_("Catatan"), choices=Posting.Kind.choices)
    amount = forms.IntegerField(label=_("Jumlah (rupiah)"), min_value=1, max_value=MOST)
    words = forms.CharField(label=_("Untuk apa"), max_length=300)
    day = forms.DateField(label=_("Tanggal"), widget=_day())
    document_no = forms.CharField(label=_("Nomor dokumen"), max_length=120, required=False)
    reason = forms.CharField(
        label=_("Alasan bila melampaui sisa pos"), max_length=500, required=False
    )


class ReverseForm(forms.Form):
    """Why a posting is taken back."""

    reason = forms.CharField(label=_("Alasan pembatalan"), max_length=500)
