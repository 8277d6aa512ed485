"""The form of one's wish for e-mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bina.inbox.models import MailWish


class MailWishForm(forms.Form):
    """Address and how often."""

    often = forms.ChoiceField(
        label=gettext_lazy("Kabari lewat surel"), choices=MailWish.Often.choices
    )
    address = forms.EmailField(
        label=gettext_lazy("Alamat surel"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Dipakai hanya untuk pesan dari Bina. Boleh dikosongkan."),
    )

    def clean(self) -> dict[str, Any]:
        """Mail needs an address."""
        data = super().clean() or {}
        wanted = data.get("often") != MailWish.Often.NEVER
        if wanted and not data.get("address") and "address" not in self.errors:
            self.add_error("address", _("Tulis alamat surel, atau pilih Tidak lewat surel."))
        return data
