"""Forms of programmes, effects, sessions and standard costs."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bina.calendar.today import today
from bina.catalog.checks import dates_in_order, lift_below_ceiling, seats_in_order
from bina.catalog.models import CoachPool, Programme, ProgrammeEffect, Session, StandardCost
from bina.catalog.reading import EMPLOYMENT_WORDS, holidays, rank_code
from bina.catalog.rules.prerequisites import in_cycle
from bina.catalog.rules.slots import meeting_days
from bina.formats.cell_text import code_form
from bina.formats.problems import Issue
from bina.formats.tiers import TIERS
from bina.goals.models import Goal
from bina.law.law import law_on
from bina.people.models import Position, Unit
from bina.standards.models import Competency
from bina.standards.rules.required import HIGHEST_LEVEL, LOWEST_LEVEL
from bina.text import Text

WEEKDAYS = (
    ("0", _("Senin")),
    ("1", _("Selasa")),
    ("2", _("Rabu")),
    ("3", _("Kamis")),
    ("4", _("Jumat")),
    ("5", _("Sabtu")),
    ("6", _("Minggu")),
)


def said(text: Text) -> str:
    """The sentence in the reader's language."""
    return gettext(text.template).format(**text.values)


def rank_field(text: str) -> str:
    """A rank or nothing. Raises ValidationError with what to write."""
    found = rank_code(text)
    if isinstance(found, Issue):
        raise forms.ValidationError(f"{said(found.reason)}. {said(found.remedy)}")
    return found


# The bounds of the import's columns (rules/sheets.py); SQLite itself would take any number.
BOUNDS: dict[str, tuple[float, float]] = {
    "jp": (1, 900),
    "cap_jp": (1, 200),
    "coach_hours": (0, 100),
    "min_seats": (1, 2_000),
    "max_seats": (1, 2_000),
    "fixed_cost": (0, 10**15),
    "contribution": (0, 10**15),
    "amount": (0, 10**15),
}


def bound(form: forms.BaseForm) -> None:
    """Refuse numbers in `form` that no import would let in."""
    for name, (low, high) in BOUNDS.items():
        if name in form.fields:
            form.fields[name].validators += [MinValueValidator(low), MaxValueValidator(high)]


def goal_field(label: Any, help_text: Any) -> forms.ModelChoiceField[Goal]:
    """A choice among the goals of the regional plan, by code."""
    return forms.ModelChoiceField(
        label=label,
        queryset=Goal.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("Tanpa tujuan"),
        help_text=help_text,
    )


class ListField(forms.CharField):
    """Several names or codes, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """A stored list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Lines as a list."""
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]


class ProgrammeForm(forms.ModelForm[Programme]):
    """Everything of a programme but its effects."""

    form = forms.ChoiceField(label=_("Bentuk"))
    tiers = forms.MultipleChoiceField(
        label=_("Jenjang sasaran"),
        choices=list(TIERS.items()),
        required=False,
        help_text=_("Tanpa pilihan: semua jenjang."),
    )
    employment = forms.MultipleChoiceField(
        label=_("Jenis pegawai sasaran"),
        choices=[(kind.value, word) for kind, word in EMPLOYMENT_WORDS.items()],
        required=False,
        help_text=_("Tanpa pilihan: semua."),
    )
    positions = ListField(
        label=_("Jabatan sasaran"),
        required=False,
        help_text=_("Satu nama per baris; kosong: semua."),
    )
    unit_codes = ListField(
        label=_("Kode unit sasaran"),
        required=False,
        help_text=_("Satu kode per baris, termasuk semua unit di bawahnya; kosong: semua."),
    )
    min_rank = forms.CharField(label=_("Golongan minimum"), max_length=6, required=False)
    prerequisites = forms.ModelMultipleChoiceField(
        label=_("Prasyarat"),
        queryset=Programme.objects.all(),
        to_field_name="code",  # a row number of twenty digits would be a fault of the database
        required=False,
    )

    goal = goal_field(_("Tujuan daerah"), _("Kosong: program ini tidak melayani tujuan tertentu."))

    class Meta:
        model = Programme
        fields = (
            "code", "name", "form", "mode", "provider", "jp", "tiers", "positions", "employment",
            "unit_codes", "min_rank", "prerequisites", "cap_jp", "coach_pool", "coach_hours",
            "goal",
        )  # fmt: skip
        labels = {
            "code": _("Kode program"),
            "name": _("Nama program"),
            "mode": _("Cara"),
            "provider": _("Penyelenggara"),
            "jp": _("JP"),
            "cap_jp": _("Batas JP per orang (program terbuka)"),
            "coach_pool": _("Kelompok pelatih"),
            "coach_hours": _("Jam pelatih per peserta"),
        }
        error_messages = {"code": {"unique": _("Kode ini sudah ada; pakai kode lain.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: Any = law_on(today()).value("development.forms")
        names = [row["form"] for row in known]
        own = self.instance.form
        if own and own not in names:
            names.append(own)
        bound(self)
        self.fields["form"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_min_rank(self) -> str:
        """A rank that exists."""
        return rank_field(self.cleaned_data["min_rank"])

    def clean_unit_codes(self) -> list[str]:
        """Codes that exist."""
        wanted: list[str] = self.cleaned_data["unit_codes"]
        known = set(Unit.objects.filter(code__in=wanted).values_list("code", flat=True))
        for code in wanted:
            if code not in known:
                raise forms.ValidationError(
                    _("Unit %(code)s tidak ditemukan."), params={"code": code}
                )
        return wanted

    def clean_positions(self) -> list[str]:
        """Names that exist."""
        wanted: list[str] = self.cleaned_data["positions"]
        known = set(Position.objects.filter(name__in=wanted).values_list("name", flat=True))
        for name in wanted:
            if name not in known:
                raise forms.ValidationError(
                    _("Jabatan %(name)s tidak ditemukan."), params={"name": name}
                )
        return wanted

    def clean(self) -> dict[str, Any]:
        """No circle of prerequisites."""
        data = super().clean() or {}
        through = Programme.prerequisites.through.objects.exclude(
            from_programme_id=self.instance.pk
        ).values_list("from_programme__code", "to_programme__code")
        links: dict[str, list[str]] = {}
        for code, before in through:
            links.setdefault(code, []).append(before)
        code = data.get("code") or ""
        links[code] = [programme.code for programme in data.get("prerequisites") or ()]
        circle = in_cycle(links).get(code)
        if circle:
            self.add_error(
                "prerequisites",
                forms.ValidationError(
                    _("Prasyarat berputar: %(way)s."), params={"way": " → ".join(circle)}
                ),
            )
        return data


class EffectForm(forms.ModelForm[ProgrammeEffect]):
    """How far a programme lifts a competency."""

    class Meta:
        model = ProgrammeEffect
        fields = ("competency", "lift", "ceiling")
        labels = {
            "competency": _("Kompetensi"),
            "lift": _("Kenaikan level"),
            "ceiling": _("Level tertinggi"),
        }
        localized_fields = ("lift", "ceiling")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["competency"]
        field.queryset = Competency.objects.all()

    def clean(self) -> dict[str, Any]:
        """Within the levels of the law, and the lift not above the ceiling."""
        data = super().clean() or {}
        lift, ceiling = data.get("lift"), data.get("ceiling")
        most = HIGHEST_LEVEL - LOWEST_LEVEL
        if lift is not None and not 0 < lift <= most:
            words = gettext("Isi lebih dari 0 sampai {most} level.")
            self.add_error("lift", words.format(most=most))
        if ceiling is not None and not LOWEST_LEVEL <= ceiling <= HIGHEST_LEVEL:
            words = gettext("Isi level {low} sampai {high}.")
            self.add_error("ceiling", words.format(low=LOWEST_LEVEL, high=HIGHEST_LEVEL))
        found = lift_below_ceiling({"lift": lift, "ceiling": ceiling})
        if found:
            self.add_error("lift", f"{said(found.reason)}. {said(found.remedy)}")
        return data


class SessionForm(forms.ModelForm[Session]):
    """A session with its dates, seats and costs."""

    weekdays = forms.MultipleChoiceField(
        label=_("Hari"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )

    goal = goal_field(_("Tujuan daerah"), _("Kosong: sama dengan programnya."))

    class Meta:
        model = Session
        fields = (
            "code", "place", "venue", "start", "end", "half_days", "weekdays", "min_seats",
            "max_seats", "fixed_cost", "contribution", "budget_line", "goal",
        )  # fmt: skip
        labels = {
            "code": _("Kode sesi"),
            "place": _("Tempat"),
            "venue": _("Ruang"),
            "start": _("Tanggal mulai"),
            "end": _("Tanggal selesai"),
            "half_days": _("Paruh hari"),
            "min_seats": _("Kursi minimum"),
            "max_seats": _("Kursi maksimum"),
            "fixed_cost": _("Biaya tetap (Rp)"),
            "contribution": _("Kontribusi per peserta (Rp)"),
            "budget_line": _("Kode anggaran"),
        }
        error_messages = {"code": {"unique": _("Kode ini sudah ada; pakai kode lain.")}}
        widgets = {
            "start": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "end": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["weekdays"] = list(self.instance.weekdays)
        bound(self)

    def clean_weekdays(self) -> str:
        """Digits in order."""
        return "".join(sorted(self.cleaned_data["weekdays"]))

    def clean(self) -> dict[str, Any]:
        """The same rules as the import."""
        data = super().clean() or {}
        rows = {name: data.get(name) for name in ("start", "end", "min_seats", "max_seats")}
        for found in (dates_in_order(rows), seats_in_order(rows)):
            if found:
                self.add_error(found.column, f"{said(found.reason)}. {said(found.remedy)}")
        if not self.errors and not meeting_days(
            data["start"], data["end"], data["weekdays"], holidays()
        ):
            self.add_error("start", _("Semua hari sesi ini libur atau di luar hari yang dipilih."))
        return data


class CostForm(forms.ModelForm[StandardCost]):
    """A row of the standard-cost table."""

    rank_from = forms.CharField(
        label=_("Mulai golongan"), max_length=6, required=False, help_text=_("Kosong: semua.")
    )

    class Meta:
        model = StandardCost
        fields = ("component", "origin", "place", "rank_from", "amount", "source")
        labels = {
            "component": _("Komponen"),
            "origin": _("Asal"),
            "place": _("Tujuan"),
            "amount": _("Besaran (Rp)"),
            "source": _("Dasar"),
        }
        error_messages = {
            NON_FIELD_ERRORS: {
                "unique_together": _(
                    "Baris untuk komponen, asal, tujuan dan golongan ini sudah ada."
                )
            }
        }
        help_texts = {"origin": _("Distrik atau tempat kerja; kosong: semua asal.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bound(self)

    def clean_rank_from(self) -> str:
        """A rank that exists."""
        return rank_field(self.cleaned_data["rank_from"])


class PoolForm(forms.ModelForm[CoachPool]):
    """Hours that a group of coaches can give; its code stays, for programmes name it."""

    hours = forms.DecimalField(
        label=_("Jam tersedia setahun"), min_value=0, max_value=100_000, decimal_places=1
    )

    class Meta:
        model = CoachPool
        fields = ("code", "hours")
        labels = {"code": _("Kode kelompok pelatih")}
        help_texts = {
            "code": _("Kode yang disebut program terbuka; tidak dapat diubah setelah disimpan.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = self.instance.pk is not None

    def clean_code(self) -> str:
        """The code as the import would read it, and not taken in other letters."""
        code = code_form(self.cleaned_data["code"])
        twin = CoachPool.objects.filter(code__iexact=code).exclude(pk=self.instance.pk)
        if twin.exists():
            raise forms.ValidationError(_("Kelompok pelatih dengan kode ini sudah ada."))
        return code
