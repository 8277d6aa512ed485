"""Forms of a service, its roles and their stand-ins."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bina.calendar.forms import DATE_INPUTS, date_widget
from bina.citizens.models import Service, ServiceRole
from bina.people.models import Person, Position, Unit
from bina.standards.models import Competency

DAYS = (
    ("0", gettext_lazy("Senin")),
    ("1", gettext_lazy("Selasa")),
    ("2", gettext_lazy("Rabu")),
    ("3", gettext_lazy("Kamis")),
    ("4", gettext_lazy("Jumat")),
    ("5", gettext_lazy("Sabtu")),
    ("6", gettext_lazy("Minggu")),
)
LEVELS = [("", "–"), *((str(level), str(level)) for level in range(1, 6))]
CRITICALITY = (
    ("1", gettext_lazy("1 – dapat ditunda")),
    ("2", "2"),
    ("3", "3"),
    ("4", "4"),
    ("5", gettext_lazy("5 – menyangkut nyawa")),
)


def clock_widget() -> forms.TimeInput:
    """A native time picker; typed times work as well."""
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


def unit_label(unit: Unit) -> str:
    """A unit with the one above it, for many are called "Tata Usaha"."""
    return f"{unit.name} – {unit.parent.name}" if unit.parent else unit.name


class ServiceForm(forms.Form):
    """A service of a unit with its opening hours."""

    name = forms.CharField(label=gettext_lazy("Nama layanan"), max_length=200)
    code = forms.CharField(
        label=gettext_lazy("Kode layanan"),
        max_length=80,
        help_text=gettext_lazy("Sama dengan kode di berkas Excel, misalnya PKM-HMD-UMUM."),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"), queryset=Unit.objects.select_related("parent").order_by("name")
    )
    channel = forms.ChoiceField(label=gettext_lazy("Saluran"), choices=Service.Channel.choices)
    open_days = forms.MultipleChoiceField(
        label=gettext_lazy("Hari buka"), choices=DAYS, widget=forms.CheckboxSelectMultiple
    )
    opens = forms.TimeField(label=gettext_lazy("Jam buka"), widget=clock_widget())
    closes = forms.TimeField(
        label=gettext_lazy("Jam tutup"),
        widget=clock_widget(),
        help_text=gettext_lazy("Sama dengan jam buka berarti 24 jam."),
    )
    criticality = forms.ChoiceField(label=gettext_lazy("Kritikalitas"), choices=CRITICALITY)

    def __init__(self, *args: Any, service: Service | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service = service
        field: Any = self.fields["unit"]
        field.label_from_instance = unit_label

    def clean_code(self) -> str:
        """Unique, as in the file."""
        code = str(self.cleaned_data["code"]).strip()
        twin = Service.objects.filter(code=code)
        if self.service is not None:
            twin = twin.exclude(pk=self.service.pk)
        if twin.exists():
            raise forms.ValidationError(_("Kode ini sudah dipakai layanan lain. Pilih kode lain."))
        return code

    def clean_open_days(self) -> str:
        """Digits in order, as stored."""
        return "".join(sorted(self.cleaned_data["open_days"]))

    def clean_criticality(self) -> int:
        """1..5."""
        return int(self.cleaned_data["criticality"])


class RoleForm(forms.Form):
    """A role at a service. Positions are typed by name, one per line, as in the file."""

    name = forms.CharField(label=gettext_lazy("Nama peran"), max_length=120)
    positions = forms.CharField(
        label=gettext_lazy("Jabatan pelaksana"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Satu nama jabatan per baris, persis seperti di daftar jabatan. "
            "Kosong: semua pegawai unit."
        ),
    )
    min_staff = forms.IntegerField(
        label=gettext_lazy("Staf minimum"), min_value=0, max_value=500, initial=1
    )
    competency = forms.ModelChoiceField(
        label=gettext_lazy("Kompetensi yang harus dikuasai"),
        required=False,
        queryset=Competency.objects.all(),
    )
    min_level = forms.ChoiceField(
        label=gettext_lazy("Level minimum"), required=False, choices=LEVELS
    )

    def __init__(self, *args: Any, role: ServiceRole, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role = role

    def clean_name(self) -> str:
        """Once per service."""
        name = str(self.cleaned_data["name"]).strip()
        twin = ServiceRole.objects.filter(service=self.role.service, name=name)
        if twin.exclude(pk=self.role.pk).exists():
            raise forms.ValidationError(_("Layanan ini sudah punya peran dengan nama itu."))
        return name

    def clean_positions(self) -> list[Position]:
        """The positions of all lines; names every line that is not a position."""
        lines = [line.strip() for line in self.cleaned_data["positions"].splitlines()]
        wanted = [line for line in lines if line]
        found: dict[str, list[Position]] = {}
        for position in Position.objects.only("pk", "name"):
            found.setdefault(position.name.casefold(), []).append(position)
        unknown = [name for name in wanted if name.casefold() not in found]
        if unknown:
            raise forms.ValidationError(
                _("Jabatan ini tidak ditemukan: %(names)s. Salin namanya dari daftar jabatan.")
                % {"names": "; ".join(unknown)}
            )
        return [position for name in wanted for position in found[name.casefold()]]

    def clean_min_level(self) -> int | None:
        """1..5 or nothing."""
        level = self.cleaned_data["min_level"]
        return int(level) if level else None

    def clean(self) -> dict[str, Any]:
        """A minimum level belongs to a competency."""
        data = super().clean() or {}
        if data.get("min_level") and not data.get("competency"):
            self.add_error("competency", _("Pilih kompetensi yang dimaksud level minimum itu."))
        return data


class StandInForm(forms.Form):
    """A named person who fills a role for a time."""

    role = forms.ModelChoiceField(label=gettext_lazy("Peran"), queryset=ServiceRole.objects.none())
    nip = forms.CharField(
        label=gettext_lazy("NIP pengganti"), max_length=30, help_text=gettext_lazy("Angkanya saja.")
    )
    start = forms.DateField(
        label=gettext_lazy("Mulai"), widget=date_widget(), input_formats=DATE_INPUTS
    )
    end = forms.DateField(
        label=gettext_lazy("Sampai"), widget=date_widget(), input_formats=DATE_INPUTS
    )
    document_no = forms.CharField(label=gettext_lazy("Nomor surat"), required=False, max_length=120)

    def __init__(
        self,
        data: Any = None,
        *,
        roles: QuerySet[ServiceRole],
        people: QuerySet[Person],
    ) -> None:
        super().__init__(data)
        field: Any = self.fields["role"]
        field.queryset = roles
        field.label_from_instance = lambda role: role.name
        self.people = people

    def clean_nip(self) -> Person:
        """The present person with that number."""
        nip = "".join(str(self.cleaned_data["nip"]).split())
        person = self.people.filter(nip=nip).first()
        if person is None:
            raise forms.ValidationError(
                _("NIP %(nip)s tidak ditemukan di antara pegawai. Periksa angkanya.") % {"nip": nip}
            )
        return person

    def clean(self) -> dict[str, Any]:
        """The end is not before the start."""
        data = super().clean() or {}
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", _("Tanggal akhir mendahului tanggal awal. Tukar keduanya."))
        return data
