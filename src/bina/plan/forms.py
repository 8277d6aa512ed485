"""Forms of the plan: a new plan, a pin, a quota, a reason."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bina.catalog.models import Programme, Session
from bina.money.models import BudgetVersion
from bina.people.models import Person
from bina.people.selectors import active_people
from bina.plan.models import Change, Pin, Quota
from bina.plan.rules.settings import AWAY, LABELS, REPLAN_LABELS, PlanSettings

SHARES = ("full_share", "late_slope", "fair_share", "unit_cap_share")
BASICS = ("year", "name", "version", "seconds", "work", "seed", "for_noise", "empty_percent")
LEAST_SECONDS, MOST_SECONDS = 5, 3600  # of a search
WHOLE = ("jp_cap", "most_times")


def _constant(name: str, label: Any, default: Any) -> forms.Field:
    if name in WHOLE:
        return forms.IntegerField(label=label, initial=default, min_value=1, max_value=1000)
    high = 1.0 if name in SHARES else 1000.0
    return forms.FloatField(label=label, initial=default, min_value=0, max_value=high)


def _empty_percent(*, required: bool) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Kursi yang diperkirakan kosong"),
        choices=[(percent, f"{percent} %") for percent in AWAY],
        coerce=int,
        initial=PlanSettings().empty_percent,
        empty_value=None,
        required=required,
        help_text=_("Taksiran Anda, bukan ramalan; hanya dipakai dengan ketidakpastian."),
    )


class NoiseForm(forms.Form):
    """A plan that counts with noise, beside the one at hand: how many stay away, how long."""

    empty_percent = _empty_percent(required=True)
    seconds = forms.IntegerField(
        label=_("Waktu paling lama (detik)"),
        min_value=LEAST_SECONDS,
        max_value=MOST_SECONDS,
        initial=60,
    )


class PlanForm(forms.Form):
    """Year, name, budget of time or work, seed and the constants."""

    year = forms.IntegerField(label=_("Tahun"), min_value=2020, max_value=2100)
    name = forms.CharField(label=_("Nama rencana"), max_length=200)
    seconds = forms.IntegerField(
        label=_("Waktu paling lama (detik)"),
        min_value=5,
        max_value=3600,
        required=False,
        help_text=_("Dapat dihentikan kapan saja; yang terbaik sejauh itu disimpan."),
    )
    work = forms.IntegerField(
        label=_("Atau jumlah kerja"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=_("Isi agar hasilnya sama persis bila diulang; 100 kira-kira satu menit."),
    )
    seed = forms.IntegerField(
        label=_("Benih"),
        min_value=1,
        max_value=2**31,
        initial=1,
        help_text=_("Benih dan jumlah kerja yang sama memberi rencana yang sama."),
    )

    version = forms.ModelChoiceField(
        label=_("Versi anggaran"),
        queryset=BudgetVersion.objects.order_by("-year", "pk"),
        to_field_name="public_id",
        required=False,
        empty_label=_("yang dipakai untuk tahun itu"),
        help_text=_("Pilih versi lain untuk melihat akibat potongan sebelum ditetapkan."),
    )
    for_noise = forms.BooleanField(
        label=_("Hitung dengan ketidakpastian"),
        required=False,
        help_text=_(
            "Rencana lalu menutup sebanyak yang dapat diharapkan, sebab tingkat diukur dengan "
            "galat dan sebagian orang tidak hadir."
        ),
    )
    empty_percent = _empty_percent(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        defaults = PlanSettings().as_json()
        for name, label in LABELS.items():
            self.fields[name] = _constant(name, _(label), defaults[name])

    @property
    def basics(self) -> list[forms.BoundField]:
        """The fields that everybody fills in."""
        return [self[name] for name in BASICS]

    @property
    def constants(self) -> list[forms.BoundField]:
        """The provisional constants."""
        return [self[name] for name in LABELS]

    def clean(self) -> dict[str, Any]:
        """Time or work, not both; one of them."""
        data = super().clean() or {}
        if bool(data.get("seconds")) == bool(data.get("work")):
            self.add_error("seconds", _("Isi salah satu: waktu atau jumlah kerja."))
        version = data.get("version")
        if version and data.get("year") and version.year != data["year"]:
            self.add_error("version", _("Versi anggaran ini untuk tahun lain."))
        return data

    def settings(self) -> PlanSettings:
        """The constants as given."""
        data = self.cleaned_data
        away, default = data["empty_percent"], PlanSettings().empty_percent
        return PlanSettings(
            **{name: data[name] for name in (*LABELS, "for_noise")},
            empty_percent=default if away is None else away,
        )


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReplanForm(forms.Form):
    """Year, time and what a changed seat counts for."""

    year = forms.IntegerField(label=_("Tahun"), min_value=2020, max_value=2100)
    seconds = forms.IntegerField(
        label=_("Waktu paling lama (detik)"),
        min_value=5,
        max_value=3600,
        initial=30,
        help_text=_("Dapat dihentikan kapan saja; yang terbaik sejauh itu disimpan."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        defaults = PlanSettings().as_json()
        for name, label in REPLAN_LABELS.items():
            self.fields[name] = forms.IntegerField(
                label=_(label), initial=defaults[name], min_value=0, max_value=10_000
            )

    @property
    def basics(self) -> list[forms.BoundField]:
        """The fields that everybody fills in."""
        return [self["year"], self["seconds"]]

    @property
    def constants(self) -> list[forms.BoundField]:
        """The provisional constants."""
        return [self[name] for name in REPLAN_LABELS]

    def settings(self, approved: PlanSettings) -> PlanSettings:
        """The approved plan's constants, with these; levels count as measured."""
        values = {name: self.cleaned_data[name] for name in REPLAN_LABELS}
        return replace(approved, for_noise=False, **values)


class PinForm(forms.Form):
    """A pin or ban; everything is required."""

    year = forms.IntegerField(label=_("Tahun"), min_value=2020, max_value=2100)
    kind = forms.ChoiceField(label=_("Ketetapan"), choices=Pin.Kind.choices)
    nip = forms.CharField(label=_("NIP pegawai"), max_length=24)
    target = forms.CharField(
        label=_("Kode sesi atau kode program"),
        max_length=80,
        help_text=_("Kode program berarti sesi mana pun dari program itu."),
    )
    reason = forms.CharField(
        label=_("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    requester = forms.CharField(label=_("Diminta oleh"), max_length=200)
    document_no = forms.CharField(label=_("Nomor surat"), max_length=120)

    def clean_nip(self) -> Person:
        """The person of that NIP."""
        nip = str(self.cleaned_data["nip"]).replace(" ", "")
        found = active_people().filter(nip=nip).first()
        if found is None:
            raise forms.ValidationError(
                _("Tidak ada pegawai dengan NIP %(nip)s. Periksa angkanya di halaman Pegawai."),
                params={"nip": nip},
            )
        return found

    def clean_target(self) -> Session | Programme:
        """The session of that code, else the programme."""
        code = str(self.cleaned_data["target"]).strip()
        found = (
            Session.objects.filter(code=code).first() or Programme.objects.filter(code=code).first()
        )
        if found is None:
            raise forms.ValidationError(
                _("Tidak ada sesi atau program dengan kode %(code)s. Cari kodenya di Katalog."),
                params={"code": code},
            )
        return found


class CutVersionForm(forms.Form):
    """Under which stage and number the cut amounts become a draft version."""

    stage = forms.ChoiceField(
        label=_("Tahap"), choices=BudgetVersion.Stage.choices, initial=BudgetVersion.Stage.REVISED
    )
    number = forms.IntegerField(label=_("Nomor versi"), min_value=1, max_value=99, initial=1)


class ReasonForm(forms.Form):
    """Why something is sent back."""

    reason = forms.CharField(label=_("Alasan"), max_length=500)


class ChangeForm(forms.Form):
    """What happened to a session or a person, since when, and why."""

    kind = forms.ChoiceField(label=_("Apa yang berubah"), choices=Change.Kind.choices)
    code = forms.CharField(
        label=_("Kode sesi atau NIP pegawai"),
        max_length=80,
        help_text=_("Kode sesi bila sesinya berubah; NIP bila orangnya yang berubah."),
    )
    start = forms.DateField(
        label=_("Mulai, atau hari pertama yang baru"),
        widget=_day(),
    )
    end = forms.DateField(
        label=_("Sampai"),
        required=False,
        widget=_day(),
        help_text=_("Kosongkan bila belum diketahui."),
    )
    reason = forms.CharField(
        label=_("Alasan yang dibaca orang yang terkena"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    document_no = forms.CharField(label=_("Nomor surat"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """The code names a session or a person, as the kind asks; days in order."""
        data = super().clean() or {}
        kind, code = data.get("kind"), data.get("code", "").strip()
        by_session = kind in (Change.Kind.MOVED, Change.Kind.CANCELLED)
        data["session"] = Session.objects.filter(code__iexact=code).first() if by_session else None
        nip = code.replace(" ", "")
        data["person"] = None if by_session else active_people().filter(nip=nip).first()
        if kind and code and data["session"] is None and data["person"] is None:
            missing = (
                _("Tidak ada sesi dengan kode itu.")
                if by_session
                else _("Tidak ada pegawai dengan NIP itu.")
            )
            self.add_error("code", missing)
        start, end = data.get("start"), data.get("end")
        if start and end and end < start:
            self.add_error("end", _("Selesai tidak boleh sebelum mulai."))
        return data


class OutageForm(forms.Form):
    """From when to when the line is cut, and what becomes of the online sessions."""

    start = forms.DateField(label=_("Internet putus mulai"), widget=_day())
    end = forms.DateField(label=_("Sampai kira-kira"), widget=_day())
    how = forms.ChoiceField(
        label=_("Sesi daring pada hari itu"),
        choices=[
            ("put_off", _("Diundur beberapa minggu, ke sesudahnya")),
            ("cancel", _("Dibatalkan")),
        ],
    )
    reason = forms.CharField(
        label=_("Alasan yang dibaca orang yang terkena"),
        max_length=300,
        initial=_("Internet putus"),
    )
    document_no = forms.CharField(label=_("Nomor surat"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """Days in order."""
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start and end and end < start:
            self.add_error("end", _("Selesai tidak boleh sebelum mulai."))
        return data


class QuotaForm(forms.Form):
    """At least so many seats of a programme for a group."""

    year = forms.IntegerField(label=_("Tahun"), min_value=2020, max_value=2100)
    programme = forms.ModelChoiceField(
        label=_("Program"), queryset=Programme.objects.order_by("name"), to_field_name="code"
    )
    group = forms.ChoiceField(label=_("Kelompok"))
    seats = forms.IntegerField(
        label=_("Kursi paling sedikit"),
        min_value=1,
        max_value=2_000,
        help_text=_("Rencana harus memberi kelompok ini paling sedikit sekian kursi program itu."),
    )
    reason = forms.CharField(
        label=_("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    document_no = forms.CharField(label=_("Nomor surat"), max_length=120, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        quota: Quota | None,
        groups: list[tuple[str, list[tuple[str, str]]]],
        initial: dict[str, Any],
    ) -> None:
        if quota is not None:
            own = {name: getattr(quota, name) for name in ("year", "seats", "reason")}
            initial = {
                **own,
                "document_no": quota.document_no,
                "programme": quota.programme.code,
                "group": f"{quota.grouping}:{quota.word}",
            }
        super().__init__(data, initial=initial)
        known = {key for _label, rows in groups for key, _word in rows}
        now = str(initial.get("group", ""))
        extra = [(now, now.partition(":")[2])] if now and now not in known else []
        self.fields["group"] = forms.ChoiceField(
            label=_("Kelompok"), choices=[("", _("Pilih")), *extra, *groups]
        )

    def values(self) -> dict[str, Any]:
        """The quota's fields as given."""
        data = dict(self.cleaned_data)
        grouping, _colon, word = data.pop("group").partition(":")
        return {**data, "grouping": grouping, "word": word}


class AskForm(forms.Form):
    """Questions to solve again, each for so many seconds at most."""

    seconds = forms.IntegerField(
        label=_("Detik per pertanyaan, paling banyak"), min_value=5, max_value=600
    )

    def __init__(self, *args: Any, questions: dict[str, tuple[str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        self.fields["tanya"] = forms.MultipleChoiceField(
            choices=[(word, word) for word in questions]
        )

    def wanted(self) -> list[tuple[str, int]]:
        """(kind, key) of the chosen ones."""
        return [self.questions[word] for word in self.cleaned_data["tanya"]]
