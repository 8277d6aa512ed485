"""The form of a handover."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bina.accounts.models import User
from bina.calendar.today import today
from bina.handover.selectors import holders


class TransferForm(forms.Form):
    """From whom, to whom, why."""

    given_by = forms.ModelChoiceField(label=_("Yang menyerahkan"), queryset=User.objects.none(),
                                      to_field_name="username")  # fmt: skip
    username = forms.CharField(label=_("NIP atau nama pengguna yang menerima"), max_length=64)
    reason = forms.CharField(label=_("Alasan"), max_length=500)
    document_no = forms.CharField(label=_("Nomor surat"), max_length=120, required=False)
    advice = forms.CharField(
        label=_("Pesan bagi penerima"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["given_by"]
        field.queryset = holders(today())
        field.label_from_instance = lambda user: f"{user.display_name} ({user.username})"

    def clean_username(self) -> User:
        """The user of that name."""
        written = str(self.cleaned_data["username"]).replace(" ", "")
        found = User.objects.filter(username=written).first()
        if found is None:
            raise forms.ValidationError(gettext("Tidak ada pengguna dengan nama ini."))
        return found
