"""The form of a new program's token."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bina.api.models import ApiClient
from bina.api.registry import FACTS, READ
from bina.api.registry import scopes as all_scopes
from bina.api.selectors.kinds import title_of
from bina.calendar.today import today

LONGEST_DAYS = 366  # ours, provisional: a token is looked at again every year


def scope_words(scope: str) -> str:
    """ "education.read" → "Riwayat pendidikan: baca"."""
    kind, _dot, what = scope.rpartition(".")
    title = gettext(title_of(FACTS[kind])) if kind in FACTS else kind
    word = gettext("baca") if what == READ else gettext("tulis")
    return f"{title}: {word}"


class ClientForm(forms.Form):
    """A program, what it is for, what it may do and until when."""

    name = forms.CharField(label=_("Nama program"), max_length=80)
    purpose = forms.CharField(label=_("Untuk apa, dan siapa yang mengelolanya"), max_length=300)
    scopes = forms.MultipleChoiceField(
        label=_("Yang boleh dilakukan"), widget=forms.CheckboxSelectMultiple
    )
    expires_on = forms.DateField(
        label=_("Hari terakhir"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Paling lama setahun; sesudah itu token baru."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["scopes"]
        choices.choices = [(scope, scope_words(scope)) for scope in all_scopes()]

    def clean_name(self) -> str:
        """One token a name, so that the audit tells programs apart."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if ApiClient.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(gettext("Nama ini sudah dipakai. Tambahkan tahun."))
        return name

    def clean_expires_on(self) -> dt.date:
        """Within a year."""
        day: dt.date = self.cleaned_data["expires_on"]
        if not today() <= day <= today() + dt.timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(gettext("Pilih hari dalam setahun ke depan."))
        return day
