"""What is wrong in a file, where, and what to do: one row of the preview and of the error file."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from bina.text import N_, Text

Severity = Literal["error", "doubt", "notice"]
SEVERITY_WORDS: Final = {
    "error": N_("Kesalahan"),
    "doubt": N_("Meragukan"),
    "notice": N_("Pemberitahuan"),
}


@dataclass(frozen=True)
class Issue:
    """What a conversion found about one value; becomes a Problem at each place it stands."""

    reason: Text
    remedy: Text
    severity: Severity = "error"


@dataclass(frozen=True)
class Problem:
    """One finding. `row` is the file's row number, None when it is about the whole sheet.

    error: the row does not go in. doubt: it goes in, someone must look. notice: for information.
    """

    sheet: str
    row: int | None
    column: str
    value: str
    reason: Text
    remedy: Text = field(default_factory=lambda: Text(""))
    severity: Severity = "error"

    def as_json(self) -> dict[str, Any]:
        """The form that is stored; `from_json` rebuilds it."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "reason": self.reason.as_json(),
            "remedy": self.remedy.as_json(),
            "severity": self.severity,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Problem":
        """Rebuild from `as_json`."""
        return cls(
            sheet=stored["sheet"],
            row=stored["row"],
            column=stored["column"],
            value=stored["value"],
            reason=Text.from_json(stored["reason"]),
            remedy=Text.from_json(stored["remedy"]),
            severity=stored["severity"],
        )
