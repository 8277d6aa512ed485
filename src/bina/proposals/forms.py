"""Forms of proposals: a need, an answer."""

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from bina.gaps.forms import HIGHEST, LOWEST

STEP_WORDS = (
    ("verify", _("Verifikasi")),
    ("validate", _("Validasi")),
    ("refuse", _("Tidak diterima")),
    ("reopen", _("Buka kembali")),
)


class AnswerForm(forms.Form):
    """One step with one sentence for all that are chosen."""

    langkah = forms.ChoiceField(label=_("Langkah"), choices=STEP_WORDS)
    alasan = forms.CharField(
        label=_("Alasan yang dibaca pengusul"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    bobot = forms.DecimalField(
        label=_("Bobot bila divalidasi"),
        required=False,
        min_value=LOWEST,
        max_value=HIGHEST,
        decimal_places=3,
        localize=True,
        help_text=_("1 tidak mengubah apa pun; 1,2 membuat kesenjangan seperlima lebih penting."),
    )

    def __init__(self, *args: Any, steps: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if steps:  # those that may follow the state of one proposal
            field = cast(forms.ChoiceField, self.fields["langkah"])
            field.choices = [pair for pair in STEP_WORDS if pair[0] in steps]
            if "validate" not in steps:
                del self.fields["bobot"]
