"""Forms of calls, letters and their setting up."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bina.calendar.forms import DATE_INPUTS, date_widget
from bina.letters.models import Kind, Signatory
from bina.people.models import Person
from bina.people.selectors import active_people


def _date(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=date_widget(), input_formats=DATE_INPUTS, **more)


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))


class CallForm(forms.Form):
    """The last day for an answer."""

    deadline = _date(_("Batas jawaban"))


class IssueForm(forms.Form):
    """Which letters of a session, dated when."""

    kind = forms.ChoiceField(label=_("Jenis surat"), choices=Kind.choices)
    day = _date(_("Tanggal surat"))
    over_reason = forms.CharField(
        label=_("Alasan bila panggilan melampaui sisa pos anggaran"), max_length=500, required=False
    )


class BulkForm(IssueForm):
    """The same for all sessions that begin in a span of days."""

    start = _date(_("Sesi mulai dari"))
    end = _date(_("sampai"))

    def clean(self) -> dict[str, Any]:
        """The span is in order."""
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start and end and end < start:
            self.add_error("end", gettext("Tanggal akhir mendahului tanggal awal. Tukar keduanya."))
        return data


class ReplaceForm(forms.Form):
    """Why a letter is replaced, and the day of the new one."""

    reason = forms.CharField(
        label=_("Apa yang salah pada surat lama"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )
    day = _date(_("Tanggal surat baru"))


class LetterheadForm(forms.Form):
    """What stands on top of every letter, and the hours of a day of learning."""

    government = forms.CharField(label=_("Pemerintah daerah"), max_length=200)
    agency = forms.CharField(label=_("Instansi"), max_length=200)
    address = forms.CharField(label=_("Alamat"), max_length=300, required=False)
    contact = forms.CharField(label=_("Telepon, surel"), max_length=200, required=False)
    city = forms.CharField(label=_("Kota pada tanggal surat"), max_length=80)
    starts = forms.TimeField(
        label=_("Hari belajar mulai"), widget=forms.TimeInput({"type": "time"})
    )
    noon = _time(_("Jeda siang"))
    ends = forms.TimeField(
        label=_("Hari belajar selesai"), widget=forms.TimeInput({"type": "time"})
    )

    def clean(self) -> dict[str, Any]:
        """The hours are in order."""
        data = super().clean() or {}
        times = [data.get(name) for name in ("starts", "noon", "ends")]
        if all(isinstance(time, dt.time) for time in times) and not times[0] < times[1] < times[2]:  # type: ignore[operator] # checked in this line
            self.add_error("ends", gettext("Jam harus berurutan: mulai, jeda siang, selesai."))
        return data


class SignatoryForm(forms.Form):
    """Who may sign, as what, from when."""

    nip = forms.CharField(label=_("NIP"), max_length=40)
    title = forms.CharField(
        label=_("Jabatan di bawah surat"), max_length=200,
        help_text=_("Tanpa Plh/Plt; awalan itu ditambahkan dari pilihan berikut."),
    )  # fmt: skip
    mode = forms.ChoiceField(label=_("Sebagai"), choices=Signatory.Mode.choices)
    valid_from = _date(_("Berlaku mulai"))
    valid_until = _date(_("Sampai"), required=False, help_text=_("Kosongkan bila belum berakhir."))
    document_no = forms.CharField(label=_("Nomor surat penunjukan"), max_length=120, required=False)

    def clean_nip(self) -> Person:
        """A person who is here."""
        nip = "".join(self.cleaned_data["nip"].split())
        found = active_people().filter(nip=nip).first() if nip else None
        if found is None:
            raise forms.ValidationError(gettext("Tidak ada pegawai aktif dengan NIP ini."))
        return found

    def clean(self) -> dict[str, Any]:
        """The span is in order, and an acting official has an end or a letter."""
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", gettext("Tanggal akhir mendahului tanggal awal."))
        if data.get("mode") == Signatory.Mode.PLH and not last:
            self.add_error("valid_until", gettext("Plh selalu berbatas waktu; isi tanggalnya."))
        return data

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {"person" if name == "nip" else name: v for name, v in self.cleaned_data.items()}


class NumberingForm(forms.Form):
    """The pattern of the numbers of a kind."""

    kind = forms.ChoiceField(label=_("Jenis surat"), choices=Kind.choices)
    pattern = forms.CharField(
        label=_("Pola nomor"), max_length=120,
        help_text=_("Isian: {nomor}, {bulan} (Romawi), {tahun}. Contoh: 800/{nomor}/BKPP/{tahun}"),
    )  # fmt: skip


class TemplateForm(forms.Form):
    """A template file of a kind."""

    kind = forms.ChoiceField(label=_("Jenis surat"), choices=Kind.choices)
    file = forms.FileField(label=_("Berkas templat (.typ untuk PDF, .docx untuk Word)"))


class AnswerForm(forms.Form):
    """An answer that somebody gave by telephone or on paper."""

    accepts = forms.ChoiceField(
        label=_("Jawaban"), choices=(("ya", _("Hadir")), ("tidak", _("Tidak bisa")))
    )
    reason = forms.CharField(label=_("Alasan"), max_length=500, required=False)
