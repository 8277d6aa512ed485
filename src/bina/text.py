"""Sentences that travel as data: an Indonesian template and its values, translated when shown.

Pure code says why something is so without knowing the reader's language. `N_` marks a template
for translation; `Text` carries it with its values through JSON and the database.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Self


def N_(template: str) -> str:  # noqa: N802 - the name that message extractors look for
    """Mark `template` for translation and return it unchanged."""
    return template


@dataclass(frozen=True)
class Text:
    """One sentence: `template` with {named} places, and the values for them.

    >>> Text("{n} orang belum", {"n": 3}).plain()
    '3 orang belum'
    """

    template: str
    values: dict[str, Any] = field(default_factory=dict)

    def plain(self) -> str:
        """The Indonesian sentence."""
        return self.template.format(**self.values) if self.values else self.template

    def __str__(self) -> str:
        return self.plain()

    def as_json(self) -> dict[str, Any]:
        """The form that is stored: {"t": template, "v": values}."""
        return {"t": self.template, "v": self.values} if self.values else {"t": self.template}

    @classmethod
    def from_json(cls, stored: dict[str, Any] | str) -> Self:
        """Rebuild from `as_json`; a bare string is a sentence without values."""
        if isinstance(stored, str):
            return cls(stored)
        return cls(stored["t"], stored.get("v", {}))


class BinaError(Exception):
    """A state that a user can meet. `text` is the Indonesian sentence for the screen.

    Subclasses set `text`; the named places are filled from the keyword arguments:
    what was wrong, where, what was expected, what to do next.
    """

    text: ClassVar[str] = N_("Terjadi kesalahan.")

    def __init__(self, **values: Any) -> None:
        self.values = values
        super().__init__(self.sentence.plain())

    @property
    def sentence(self) -> Text:
        """The sentence with its values, ready to be translated."""
        return Text(self.text, self.values)
