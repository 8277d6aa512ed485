"""Stored sentences in the language of the reader."""

from django.utils.translation import gettext

from bina.text import Text


def spoken(sentence: Text) -> str:
    """The sentence, and sentences among its values, translated."""
    values = {
        name: spoken(value) if isinstance(value, Text) else value
        for name, value in sentence.values.items()
    }
    template = gettext(sentence.template)
    return template.format(**values) if values else template
