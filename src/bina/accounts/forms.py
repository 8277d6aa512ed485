"""Forms of log-in, activation and password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AuthenticationForm):
    """NIP (or chosen name) and password. Blanks inside a NIP do not matter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("NIP atau nama pengguna")
        self.fields["password"].label = _("Kata sandi")

    def clean_username(self) -> str:
        """Drop the blanks people type between the groups of a NIP."""
        typed = str(self.cleaned_data["username"])
        bare = typed.replace(" ", "")
        return bare if bare.isdigit() else typed.strip()


class CodeForm(forms.Form):
    """The code from the printed sheet."""

    code = forms.CharField(label=_("Kode aktivasi"), max_length=40)


LONGEST = 128  # ASVS 6.2.9 asks for at least 64; beyond this it is no password


class NewPasswordForm(forms.Form):
    """A password, typed twice. Blanks at its ends belong to it, as at the log-in."""

    password = forms.CharField(
        label=_("Kata sandi baru"),
        min_length=8,
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Paling sedikit 8 karakter; bukan NIP dan bukan kata yang umum."),
    )
    again = forms.CharField(
        label=_("Ulangi kata sandi"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        data = super().clean() or {}
        if data.get("password") != data.get("again"):
            self.add_error("again", _("Kedua kata sandi belum sama. Ketik lagi yang kedua."))
        return data


class ChangePasswordForm(NewPasswordForm):
    """The present password, so that an unlocked phone left behind cannot take the account."""

    present = forms.CharField(
        label=_("Kata sandi sekarang"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("present", "password", "again")


class ActivationForm(NewPasswordForm):
    """Code and password in one step."""

    code = forms.CharField(label=_("Kode aktivasi"), max_length=40)
    field_order = ["code", "password", "again"]
