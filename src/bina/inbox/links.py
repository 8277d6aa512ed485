"""Where a message leads: the type of a record and the page that shows it.

A row names the address by its name, so that this foundation imports no stage. A stage that sends
messages with a new type of link adds its row here; a type without a page has no link.
"""

from django.urls import NoReverseMatch, reverse

# type of the record -> name of the address, name of its argument ("" for none)
PAGES: dict[str, tuple[str, str]] = {
    "report": ("web:report", ""),
    "person": ("people:detail", "public_id"),
    "plan": ("plan:detail", "public_id"),
    "proposal": ("proposals:detail", "public_id"),
    "proposals_to_rank": ("proposals:rank", ""),
    "proposals": ("proposals:list", ""),
    "unit": ("web:unit", ""),
    "job": ("jobs:detail", "public_id"),
    "nominations": ("letters:session", "public_id"),
    "letter": ("letters:letter", "public_id"),
    "learning": ("learning:home", ""),
    "handover": ("handover:detail", "public_id"),
    "inbox": ("inbox:list", ""),
}


def url_of(link_type: str, link_id: str) -> str:
    """The page of a record, or nothing when there is none."""
    if link_type not in PAGES:
        return ""
    name, argument = PAGES[link_type]
    try:
        return reverse(name, kwargs={argument: link_id} if argument else {})
    except NoReverseMatch:
        return ""
