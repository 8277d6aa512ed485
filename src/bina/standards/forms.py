"""Forms of level texts and of a position's standard."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bina.standards.models import Competency, CompetencyLevel, PositionStandard
from bina.standards.rules.required import HIGHEST_LEVEL, LOWEST_LEVEL
from bina.standards.services import LevelText

NO_ROW = ""
LEVELS = [(str(level), str(level)) for level in range(LOWEST_LEVEL, HIGHEST_LEVEL + 1)]


class LevelForm(forms.Form):
    """The text of one level; official only with a source."""

    description = forms.CharField(
        label=_("Deskripsi level"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    indicators = forms.CharField(
        label=_("Indikator perilaku"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Satu perilaku yang tampak per baris."),
    )
    source = forms.CharField(
        label=_("Sumber"),
        required=False,
        max_length=300,
        help_text=_("Peraturan, lampiran, halaman."),
    )
    is_official = forms.BooleanField(label=_("Ini naskah resmi"), required=False)

    def level_text(self, level: int) -> LevelText:
        """What the service takes."""
        data = self.cleaned_data
        lines = (line.strip() for line in data["indicators"].splitlines())
        return LevelText(
            level,
            data["description"],
            tuple(line for line in lines if line),
            data["is_official"],
            data["source"].strip(),
        )


def level_initial(level: CompetencyLevel | None) -> dict[str, Any]:
    """The form's first values from the stored text."""
    if level is None:
        return {}
    return {
        "description": level.description,
        "indicators": "\n".join(level.indicators),
        "source": level.source,
        "is_official": level.status == CompetencyLevel.Status.OFFICIAL,
    }


class StandardForm(forms.Form):
    """One level and one importance per competency; an empty level takes the row away."""

    source = forms.CharField(
        label=_("Dasar standar (SK)"),
        max_length=300,
        help_text=_("Nomor keputusan yang menetapkan standar ini."),
    )

    def __init__(
        self,
        competencies: list[Competency],
        rows: dict[int, PositionStandard],
        data: Any = None,
    ) -> None:
        sources = [row.source for row in rows.values() if row.source]
        super().__init__(data, initial={"source": sources[0] if sources else ""})
        self.competencies = competencies
        for competency in competencies:
            row = rows.get(competency.pk)
            self.fields[f"level_{competency.pk}"] = forms.ChoiceField(
                label=competency.name,
                required=False,
                choices=[(NO_ROW, _("Level baku / tidak ada")), *LEVELS],
                initial=str(row.level) if row else NO_ROW,
            )
            self.fields[f"importance_{competency.pk}"] = forms.ChoiceField(
                label=_("Kepentingan"),
                required=False,
                choices=PositionStandard.Importance.choices,
                initial=row.importance if row else PositionStandard.Importance.IMPORTANT.value,
            )

    def rows(self) -> list[tuple[Competency, Any, Any]]:
        """Each competency with its two fields, for the page."""
        return [
            (row, self[f"level_{row.pk}"], self[f"importance_{row.pk}"])
            for row in self.competencies
        ]

    def levels(self) -> dict[str, tuple[int, str]]:
        """What the service takes."""
        data = self.cleaned_data
        usual = PositionStandard.Importance.IMPORTANT.value
        return {
            row.code: (int(data[f"level_{row.pk}"]), data[f"importance_{row.pk}"] or usual)
            for row in self.competencies
            if data[f"level_{row.pk}"]
        }
