"""What a list of the desk is made of: sentences with values, each with a page and a day."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from bina.text import Text

SHOWN = 200  # items of one kind; the count says how many there are
Arguments = dict[str, str]


@dataclass(frozen=True)
class Item:
    """One line of the list. `day` is when it is due, or since when it waits."""

    text: Text
    page: str = ""
    arguments: Arguments | None = None
    day: dt.date | None = None

    def as_json(self) -> dict[str, Any]:
        """The form that is stored."""
        return {
            "text": self.text.as_json(),
            "page": self.page,
            "arguments": self.arguments or {},
            "day": self.day.isoformat() if self.day else "",
        }


@dataclass(frozen=True)
class Section:
    """A heading with its items, in the order in which somebody would take them up."""

    key: str
    title: str
    items: list[Item]
