"""Forms of the people pages. Dates are typed in the browser's own date field."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bina.calendar.today import today
from bina.formats.nip import DIGITS as NIP_DIGITS
from bina.formats.siasn import EDUCATION_BY_ID
from bina.law.law import law_on
from bina.people import words
from bina.people.models import ACTING, Absence, DevelopmentRecord, Person, Position, RoleGrant, Unit
from bina.people.selectors import active_people

EARLIEST = dt.date(1945, 8, 18)  # no unit of the Republic is older


def _date(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def _choices(table: dict[str, Any], empty: Any = None) -> list[tuple[str, Any]]:
    first = [] if empty is None else [("", empty)]
    return [*first, *table.items()]


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's class takes no argument at run time
    """The facts of a person that HR may correct here; the next Data Utama has the last word."""

    birth_date = _date(_("Tanggal lahir"), required=False)
    appointed_on = _date(_("TMT CPNS"), required=False)
    rank_since = _date(_("TMT golongan"), required=False)
    gender = forms.ChoiceField(
        label=_("Jenis kelamin"),
        choices=_choices(words.GENDER, _("Belum diketahui")),
        required=False,
    )
    employment = forms.ChoiceField(label=_("Jenis kepegawaian"), choices=_choices(words.EMPLOYMENT))
    graduation_year = forms.IntegerField(
        label=_("Tahun lulus"), min_value=1900, max_value=2200, required=False
    )
    education_level = forms.ChoiceField(
        label=_("Tingkat pendidikan"),
        choices=[("", _("Belum diketahui")), *EDUCATION_BY_ID.items()],
        required=False,
    )

    graduation_year = forms.IntegerField(
        label=_("Tahun lulus"), min_value=1950, max_value=2100, required=False
    )

    class Meta:
        model = Person
        fields = (
            "name",
            "title_front",
            "title_back",
            "nip",
            "birth_place",
            "birth_date",
            "gender",
            "employment",
            "legal_position",
            "appointed_on",
            "rank",
            "rank_since",
            "education_level",
            "education_name",
            "graduation_year",
        )
        labels = {
            "name": _("Nama tanpa gelar"),
            "title_front": _("Gelar depan"),
            "title_back": _("Gelar belakang"),
            "nip": _("NIP atau NI PPPK"),
            "birth_place": _("Tempat lahir"),
            "legal_position": _("Kedudukan hukum"),
            "rank": _("Golongan"),
            "education_name": _("Pendidikan"),
        }

    def clean_nip(self) -> str:
        """Digits without the blanks between the groups."""
        typed = str(self.cleaned_data["nip"]).replace(" ", "")
        if typed and not (len(typed) == NIP_DIGITS and typed.isascii() and typed.isdigit()):
            raise forms.ValidationError(
                gettext("NIP terdiri atas {wanted} angka; yang ditulis {n}.").format(
                    wanted=NIP_DIGITS, n=len(typed)
                )
            )
        return typed


class MoveForm(forms.Form):
    """Another post or unit from a day on."""

    unit = forms.ModelChoiceField(
        label=_("Unit tujuan"), queryset=Unit.objects.none(), to_field_name="code"
    )
    position = forms.CharField(
        label=_("Jabatan"),
        max_length=200,
        help_text=_("Tulis nama jabatan seperti pada SK."),
    )
    day = _date(_("Mulai tanggal"))
    document_no = forms.CharField(label=_("Nomor SK"), max_length=120)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a model choice

    def clean_position(self) -> Position:
        """The post of that name."""
        name = " ".join(str(self.cleaned_data["position"]).split())
        found = Position.objects.filter(name__iexact=name).order_by("pk").first()
        if found is None:
            raise forms.ValidationError(
                gettext(
                    "Jabatan {name} belum dikenal. Unggah dahulu data yang memuatnya, atau "
                    "periksa ejaannya."
                ).format(name=name)
            )
        return found


class AbsenceForm(forms.Form):
    """A span in which a person cannot be planned."""

    kind = forms.ChoiceField(
        label=_("Jenis"),
        choices=[(key, words.ABSENCE[key]) for key in Absence.Kind.values],
    )
    start = _date(_("Mulai"))
    end = _date(_("Selesai"), required=False, help_text=_("Kosong bila belum diketahui."))
    document_no = forms.CharField(label=_("Nomor surat"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """The end is not before the start."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", gettext("Selesai tidak boleh sebelum mulai."))
        return cleaned


class EndForm(forms.Form):
    """The last day of an absence."""

    end = _date(_("Hari terakhir"))

    def __init__(self, *args: Any, start: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.start = start

    def clean_end(self) -> dt.date:
        """Not before the first day."""
        end: dt.date = self.cleaned_data["end"]
        if end < self.start:
            raise forms.ValidationError(gettext("Hari terakhir tidak boleh sebelum hari pertama."))
        return end


class RecordForm(forms.Form):
    """One development activity with its evidence."""

    form = forms.ChoiceField(label=_("Bentuk"))
    title = forms.CharField(label=_("Nama kegiatan"), max_length=300)
    provider = forms.CharField(label=_("Penyelenggara"), max_length=200, required=False)
    start = _date(_("Mulai"))
    end = _date(_("Selesai"))
    jp = forms.DecimalField(
        label=_("JP"), min_value=0, max_value=2000, max_digits=7, decimal_places=1
    )
    certificate_no = forms.CharField(
        label=_("Nomor bukti (sertifikat, surat tugas)"), max_length=120
    )
    status = forms.ChoiceField(label=_("Keadaan"), choices=_choices(words.RECORD_STATUS))
    fits_post = forms.NullBooleanField(
        label=_("Sesuai jabatan (diklat kepemimpinan atau fungsional)"),
        widget=forms.Select(
            choices=[("", _("Belum diperiksa")), ("True", _("Ya")), ("False", _("Tidak"))]
        ),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forms_ = [row["form"] for row in law_on(today()).value("development.forms")]
        written = (self.initial or {}).get("form")
        extra = [written] if written and written not in forms_ else []
        self.fields["form"].choices = [(name, name) for name in [*extra, *forms_]]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """The end is not before the start."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", gettext("Selesai tidak boleh sebelum mulai."))
        return cleaned


RECORD_FIELDS = tuple(RecordForm.base_fields)


def record_initial(record: DevelopmentRecord) -> dict[str, Any]:
    """The record's values for the form."""
    return {name: getattr(record, name) for name in RECORD_FIELDS}


class DisputeForm(forms.Form):
    """What is wrong, in the person's own words."""

    subject = forms.ChoiceField(
        label=_("Data yang mana"),
        choices=[
            ("identity", _("Nama, NIP, tanggal lahir")),
            ("position", _("Unit atau jabatan")),
            ("rank", _("Golongan atau pendidikan")),
            ("absence", _("Cuti atau tugas belajar")),
            ("record", _("Riwayat pengembangan")),
            ("other", _("Lainnya")),
        ],
    )
    statement = forms.CharField(
        label=_("Apa yang salah, dan bagaimana seharusnya"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(forms.Form):
    """HR's answer."""

    answer = forms.CharField(
        label=_("Jawaban"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class HeadForm(forms.Form):
    """HR's word on who heads a unit."""

    nip = forms.CharField(label=_("NIP kepala"), max_length=30)
    day = _date(_("Mulai tanggal"))
    until = _date(_("Sampai tanggal"), required=False, help_text=_("Kosong bila tanpa batas."))
    reason = forms.CharField(
        label=_("Alasan"), max_length=200, help_text=_("Misalnya: pelaksana tugas.")
    )
    document_no = forms.CharField(label=_("Nomor surat"), max_length=120, required=False)

    def clean_nip(self) -> Person:
        """The person with that number."""
        return person_by_nip(str(self.cleaned_data["nip"]))

    def clean(self) -> dict[str, Any]:
        """The end is not before the start."""
        cleaned = super().clean() or {}
        day, until = cleaned.get("day"), cleaned.get("until")
        if day and until and until < day:
            self.add_error("until", gettext("Selesai tidak boleh sebelum mulai."))
        return cleaned


def person_by_nip(typed: str) -> Person:
    """The active person with this number. Raises ValidationError."""
    found = active_people().filter(nip=typed.replace(" ", "")).first()
    if found is None:
        raise forms.ValidationError(
            gettext("Tidak ada pegawai dengan NIP {nip}.").format(nip=typed)
        )
    return found


class RenameForm(forms.Form):
    """A unit's name from a day on."""

    name = forms.CharField(label=_("Nama baru"), max_length=200)
    day = _date(_("Berlaku sejak"))
    document_no = forms.CharField(label=_("Nomor peraturan"), max_length=120, required=False)

    def clean_day(self) -> dt.date:
        """Today or earlier: a name that does not hold yet would be shown too early."""
        day: dt.date = self.cleaned_data["day"]
        if day > today():
            raise forms.ValidationError(
                gettext("Catat nama baru pada hari berlakunya atau sesudahnya.")
            )
        return day


class ParentForm(forms.Form):
    """The unit above."""

    parent = forms.ModelChoiceField(
        label=_("Induk baru"),
        queryset=Unit.objects.filter(valid_until=None).order_by("name"),
        to_field_name="code",
    )


class UnitMergeForm(forms.Form):
    """Into which unit, from which day, by which decree."""

    into = forms.ModelChoiceField(
        label=_("Digabung ke unit"),
        queryset=Unit.objects.filter(valid_until=None).order_by("name"),
        to_field_name="code",
    )
    day = _date(_("Mulai tanggal"), validators=[MinValueValidator(EARLIEST)])
    document_no = forms.CharField(label=_("Nomor peraturan atau keputusan"), max_length=120)


class RoleForm(forms.Form):
    """A role for a user, with the decree that gives it."""

    username = forms.CharField(label=_("NIP atau nama pengguna"), max_length=64)
    role = forms.ChoiceField(label=_("Peran"))
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.order_by("name"),
        to_field_name="code",
        required=False,
        empty_label=_("Seluruh kota"),
    )
    day = _date(_("Mulai tanggal"))
    document_no = forms.CharField(label=_("Nomor SK"), max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = [key for key in words.ROLE if key != "employee"]
        self.fields["role"].choices = [(key, words.ROLE[key]) for key in given]  # type: ignore[attr-defined]  # a choice field


class EndRoleForm(forms.Form):
    """Which grant ends."""

    grant = forms.ModelChoiceField(queryset=RoleGrant.objects.all(), widget=forms.HiddenInput)


class DelegationForm(forms.Form):
    """Who acts for the head, in which unit, from when to when."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    nip = forms.CharField(label=_("NIP yang ditunjuk"), max_length=24)
    mode = forms.ChoiceField(label=_("Sebagai"), choices=ACTING)
    start = _date(_("Mulai"))
    end = _date(_("Sampai"))
    document_no = forms.CharField(label=_("Nomor surat perintah"), max_length=120)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a model choice field
        self.fields["unit"].initial = units.first()

    def clean(self) -> dict[str, Any]:
        """The number names somebody."""
        cleaned = super().clean() or {}
        nip = cleaned.get("nip", "").replace(" ", "")
        cleaned["deputy"] = active_people().filter(nip=nip).first() if nip else None
        if nip and cleaned["deputy"] is None:
            self.add_error("nip", gettext("Tidak ada pegawai dengan NIP itu."))
        return cleaned
