"""Forms of priority factors."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bina.gaps.models import PriorityFactor
from bina.people.models import Person, Position, Unit
from bina.standards.models import Competency

LOWEST, HIGHEST = 0.1, 10  # as the import sheet


class DecisionForm(forms.Form):
    """What HR decides of a factor."""

    value = forms.DecimalField(
        label=_("Nilai"),
        min_value=LOWEST,
        max_value=HIGHEST,
        decimal_places=3,
        localize=True,
        help_text=_("1 tidak mengubah bobot; 1,5 membuat kesenjangan setengah kali lebih penting."),
    )
    note = forms.CharField(
        label=_("Catatan keputusan"), max_length=500, required=False, widget=forms.Textarea
    )


class FactorForm(forms.Form):
    """A new factor. Subjects are named by code, as on their own pages."""

    source = forms.ChoiceField(label=_("Sumber"), choices=PriorityFactor.Source.choices)
    subject_kind = forms.ChoiceField(
        label=_("Berlaku bagi"),
        choices=(
            ("city", _("Seluruh kota")),
            ("unit", _("Satu unit dan semua di bawahnya")),
            ("position", _("Satu jabatan")),
            ("person", _("Satu pegawai")),
        ),
    )
    subject_code = forms.CharField(
        label=_("Kode"),
        max_length=80,
        required=False,
        help_text=_("Kode unit, kode jabatan atau NIP; kosong untuk kota."),
    )
    competency = forms.ModelChoiceField(
        label=_("Kompetensi"),
        queryset=Competency.objects.all(),
        required=False,
        empty_label=_("Semua kompetensi"),
    )
    value = forms.DecimalField(
        label=_("Nilai"), min_value=LOWEST, max_value=HIGHEST, decimal_places=3, localize=True
    )
    period = forms.CharField(label=_("Periode"), max_length=12, required=False)
    evidence = forms.CharField(label=_("Bukti"), max_length=1000, widget=forms.Textarea)

    def clean(self) -> dict[str, Any]:
        """Find the subject by its code."""
        data = super().clean() or {}
        kind, code = data.get("subject_kind"), (data.get("subject_code") or "").strip()
        tables: dict[str, Any] = {
            "unit": Unit.objects.filter(code__iexact=code),
            "position": Position.objects.filter(code__iexact=code),
            "person": Person.objects.filter(nip=code, merged_into=None),
        }
        data["subject"] = tables[kind].first() if kind in tables and code else None
        if kind in tables and data["subject"] is None:
            self.add_error("subject_code", _("Kode ini tidak ditemukan. Periksa tulisannya."))
        return data

    def factor(self) -> PriorityFactor:
        """The unsaved factor."""
        data = self.cleaned_data
        subject = {} if data["subject"] is None else {data["subject_kind"]: data["subject"]}
        return PriorityFactor(
            source=data["source"],
            value=data["value"],
            period=data["period"],
            evidence=data["evidence"],
            competency=data["competency"],
            **subject,
        )
