"""Forms of the stage: which records, evidence, layouts, why a package is taken back."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bina.siasn.models import Kind
from bina.siasn.rules.service import NAME


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget)


class SpanForm(forms.Form):
    """The first and the last day on which the learning ended."""

    mulai = _day(_("Selesai sejak"))
    sampai = _day(_("Sampai"))

    def clean(self) -> dict[str, Any]:
        """A span in its order."""
        data = super().clean() or {}
        if data.get("mulai") and data.get("sampai") and data["sampai"] < data["mulai"]:
            self.add_error("sampai", gettext("Tanggal akhir mendahului tanggal awal."))
        return data


class EvidenceForm(forms.Form):
    """A photo or PDF."""

    file = forms.FileField(label=_("Foto sertifikat atau berkas PDF"), allow_empty_file=True)


class LayoutForm(forms.Form):
    """A layout of one kind of file."""

    kind = forms.ChoiceField(
        label=_("Jenis berkas"), choices=[*Kind.choices, (NAME, _("Layanan web"))]
    )
    file = forms.FileField(label=_("Berkas susunan (.yaml)"), allow_empty_file=True)


class ReasonForm(forms.Form):
    """Why a package is taken back."""

    reason = forms.CharField(
        label=_("Mengapa ditarik"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
