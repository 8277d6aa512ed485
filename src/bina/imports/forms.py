"""The forms of uploads: a file with its source, and a column kept for a purpose."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bina.imports.purposes import BASES, LEAST_LETTERS


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


class PurposeForm(forms.Form):
    """Keep a column of a source, and what for."""

    column = forms.ChoiceField(label=_("Kolom"))
    source = forms.CharField(
        label=_("Sumber"),
        max_length=120,
        help_text=_("Nama sumber seperti pada halaman unggah; berlaku hanya untuk sumber itu."),
        widget=forms.TextInput(attrs={"list": "sumber", "autocomplete": "off"}),
    )
    purpose = forms.CharField(
        label=_("Tujuan menyimpannya"),
        min_length=LEAST_LETTERS,
        max_length=500,
        help_text=_(
            "Untuk apa datanya dipakai, oleh siapa, dan mengapa tidak cukup tanpa data ini. "
            "Pegawai dapat membaca kalimat ini."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Tanpa tujuan tertulis kolom ini tidak boleh disimpan."),
            "min_length": _("Jelaskan tujuannya, paling sedikit %(limit_value)d huruf."),
        },
    )
    basis = forms.ChoiceField(
        label=_("Dasar pemrosesan (UU 27/2022 pasal 20)"),
        choices=[("", _("Pilih")), *((key, _(word)) for key, word in BASES)],
    )

    def __init__(self, *args: Any, columns: list[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["column"] = forms.ChoiceField(
            label=_("Kolom"), choices=[("", _("Pilih")), *columns]
        )

    def clean_source(self) -> str:
        """Not blank, for the source is what a purpose belongs to."""
        name = " ".join(self.cleaned_data["source"].split())
        if not name:
            raise forms.ValidationError(_("Tulis nama sumbernya."))
        return name
