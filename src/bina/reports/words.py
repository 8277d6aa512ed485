"""The words of the realisation pages, translated when shown."""

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bina.people.words import EMPLOYMENT, GENDER
from bina.reports.rules.reached import REACHED_WORDS, REASON_WORDS
from bina.reports.rules.states import WORDS as STATE_WORDS
from bina.text import Text

Words = dict[str, str | Promise]

STATE: Final[Words] = {key: _(word) for key, word in STATE_WORDS.items()}
REASON: Final[Words] = {key: _(word) for key, word in REASON_WORDS.items()}
REACHED: Final[Words] = {key: _(word) for key, word in REACHED_WORDS.items()}
GROUPING: Final[Words] = {
    "unit": _("Unit"),
    "district": _("Distrik"),
    "grade": _("Jenjang"),
    "gender": _("Jenis kelamin"),
    "employment": _("Jenis kepegawaian"),
}
FIELD: Final[Words] = {
    "seats": _("kursi rencana"),
    "done_seats": _("kursi selesai"),
    "people": _("orang direncanakan"),
    "done_people": _("orang selesai"),
    "jp": _("JP rencana"),
    "done_jp": _("JP selesai"),
    "cost": _("biaya rencana (Rp)"),
    "paid": _("dibayar untuk kursi (Rp)"),
    "beside": _("dibayar lainnya (Rp)"),
    "paid_beside": _("dibayar lainnya (Rp)"),
    "fixed_cost": _("biaya tetap sesi (Rp)"),
    "closure": _("poin rencana"),
    "done_closure": _("poin selesai"),
    "unpaid": _("kursi selesai tanpa biaya tercatat"),
    "n": _("pegawai"),
    "plan": _("terjangkau lewat rencana"),
    "other": _("terjangkau di luar rencana"),
    "missed": _("belum terjangkau"),
    "full": _("cukup JP setahun"),
    "programme": _("program"),
    "number": _("nomor perubahan rencana"),
    "released": _("kursi dilepas perubahan rencana"),
}


def group_word(grouping: str, word: str) -> str:
    """What a group is called; people without the fact have a group, too."""
    if grouping == "gender" and word in GENDER:
        return str(GENDER[word])
    if grouping == "employment":
        return str(EMPLOYMENT.get(word, word))
    return word or str(_("Belum diketahui"))


def spoken(sentence: Any) -> str:
    """A stored or live Text in the reader's language."""
    text = sentence if isinstance(sentence, Text) else Text.from_json(sentence)
    values = {key: spoken(one) if isinstance(one, Text) else one
              for key, one in text.values.items()}  # fmt: skip
    return gettext(text.template).format(**values) if values else gettext(text.template)
