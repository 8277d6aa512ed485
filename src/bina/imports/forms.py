"""The upload form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """Where the file comes from, and the file."""

    source = forms.CharField(
        label=_("Sumber"),
        max_length=120,
        required=False,
        help_text=_(
            "Misalnya SIASN atau nama dinas. Petaan kolom dan perbaikan nilai diingat per sumber."
        ),
        widget=forms.TextInput(attrs={"list": "sumber", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("Berkas"),
        allow_empty_file=True,  # an empty file gets the same clear refusal as any other bad one
        max_length=200,
        help_text=_("Excel (.xlsx, .xls), .ods atau .csv, paling besar 50 MB."),
        error_messages={"required": _("Pilih berkas yang akan diunggah.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "%s")
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
