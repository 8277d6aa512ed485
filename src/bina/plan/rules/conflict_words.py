"""A conflict of the engine in sentences: which pins, and which rules stand against them."""

from bina.engines.allocation.demands import Rule
from bina.plan.rules.eligibility import SENTENCES, Reason
from bina.plan.rules.facts import Facts
from bina.plan.rules.instance import Built
from bina.plan.rules.sayings import day_of, grouped, session_label
from bina.text import N_, Text


def conflict_in_words(
    rules: tuple[Rule, ...], facts: Facts, built: Built, names: dict[int, str], pins: dict[int, str]
) -> list[Text]:
    """One sentence per rule; `names` by person id, `pins` (document) by pin id."""
    return [_sentence(rule, facts, built, names, pins) for rule in rules]


def _name(facts: Facts, names: dict[int, str], person: int) -> str:
    return names.get(int(facts.people.id[person]), "?")


def _document(facts: Facts, pins: dict[int, str], person: int, label: str) -> str:
    """The documents of the pins on the person that mean this session or programme."""
    found = [
        pins.get(pin.id, "")
        for pin in facts.pins
        if pin.kind == "must" and pin.person == person and label in (pin.session, pin.programme)
    ]
    return ", ".join(sorted(set(found))) or "?"


def _sentence(
    rule: Rule, facts: Facts, built: Built, names: dict[int, str], pins: dict[int, str]
) -> Text:
    instance, where = built.instance, rule.where
    if rule.kind == "pin":
        person = int(instance.pinned_person[where[0]])
        session = int(instance.pinned_session[where[0]])
        code = facts.sessions[built.places[session].session].code
        return Text(
            N_("Ketetapan {document}: {person} harus ikut {target}."),
            {
                "document": _document(facts, pins, person, code),
                "person": _name(facts, names, person),
                "target": session_label(facts, built, session),
            },
        )
    if rule.kind == "quota":
        return _quota(where[0], facts, built, names, pins)
    if rule.kind == "not_eligible":
        return Text(SENTENCES[Reason(int(built.reasons[where[0], where[1]])) or Reason.AWAY])
    if rule.kind in ("seats_max", "seats_min"):
        return _seats(rule, facts, built)
    if rule.kind in ("money", "coach", "staffing"):
        return _shared(rule, facts, built)
    return _personal(rule, facts, built, names)


def _quota(
    quota: int, facts: Facts, built: Built, names: dict[int, str], pins: dict[int, str]
) -> Text:
    instance = built.instance
    members = instance.quota_person[instance.quota_ptr[quota] : instance.quota_ptr[quota + 1]]
    programme = facts.programmes[int(instance.quota_programme[quota])]
    if quota >= len(facts.quotas):  # a pin that leaves the session open
        person = int(members[0])
        return Text(
            N_("Ketetapan {document}: {person} harus ikut {target}."),
            {
                "document": _document(facts, pins, person, programme.code),
                "person": _name(facts, names, person),
                "target": programme.name,
            },
        )
    return Text(
        N_("Kuota: paling sedikit {n} kursi {programme} bagi {group} ({people} orang)."),
        {
            "n": int(instance.quota_seats[quota]),
            "programme": programme.name,
            "group": facts.quotas[quota].label,
            "people": int(members.size),
        },
    )


def _seats(rule: Rule, facts: Facts, built: Built) -> Text:
    session = rule.where[0]
    values = {"name": session_label(facts, built, session)}
    if rule.kind == "seats_max":
        most = int(built.instance.session_max[session])
        return Text(N_("{name} mempunyai paling banyak {n} kursi."), {**values, "n": most})
    least = int(built.instance.session_min[session])
    return Text(
        N_("{name} hanya dibuka dengan paling sedikit {n} peserta."), {**values, "n": least}
    )


def _shared(rule: Rule, facts: Facts, built: Built) -> Text:
    row = rule.where[0]
    if rule.kind == "money":
        line = facts.lines[row]
        values = {"line": line.code, "amount": grouped(line.amount)}
        return Text(N_("Pagu pos {line} Rp {amount}."), values)
    if rule.kind == "coach":
        pool = sorted(facts.pools)[row]
        hours = round(facts.pools[pool] / 60, 1)
        return Text(N_("Kelompok pelatih {pool} mempunyai {n} jam."), {"pool": pool, "n": hours})
    group, slot = rule.where
    return Text(
        N_("Loket terjaga: pada {day} paling banyak {cap} orang {label} boleh pergi."),
        {
            "day": day_of(facts.year, slot),
            "cap": int(built.instance.staffing_capacity[group, slot]),
            "label": facts.staffing[group].label,
        },
    )


def _personal(rule: Rule, facts: Facts, built: Built, names: dict[int, str]) -> Text:
    person = rule.where[0]
    values: dict[str, object] = {"person": _name(facts, names, person)}
    if rule.kind == "jp_cap":
        values["cap"] = int(built.instance.jp_cap[person])
        return Text(N_("{person} boleh mengikuti paling banyak {cap} JP."), values)
    if rule.kind == "overlap":
        values["first"], values["second"] = (session_label(facts, built, s) for s in rule.where[1:])
        return Text(N_("{person} tidak dapat mengikuti {first} dan {second} sekaligus."), values)
    if rule.kind == "prerequisite":
        values["name"] = session_label(facts, built, rule.where[1])
        values["before"] = facts.programmes[rule.where[2]].name
        return Text(N_("{person} harus menyelesaikan {before} sebelum {name}."), values)
    if rule.kind == "twice":
        values["name"] = facts.programmes[rule.where[1]].name
        return Text(N_("{person} hanya dapat mengikuti {name} satu kali."), values)
    return Text(N_("Batas JP bentuk terbuka bagi {person}."), values)
