"""Results as a table for README.md, between its two marks."""

from pathlib import Path

from bench.allocation.campaign import Record, value_share

README = Path(__file__).parent / "README.md"
FIRST, LAST = "<!-- results -->", "<!-- end of results -->"
HEAD = (
    "| people | seed | seconds | solver | missing JP | value | own bound | own gap "
    "| value / our bound | peak MB |\n"
    "| ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
)


def table(records: list[Record]) -> str:
    """One row a record, and a line that says where and when."""
    ours = {(r["size"], r["seed"], r["seconds"]): r for r in records if r["solver"] == "bina"}
    lines = [_line(r, ours.get((r["size"], r["seed"], r["seconds"]))) for r in records]
    measured = [r for r in records if "machine" in r]
    machines = sorted({f"{r['machine']}, {r['cores']} cores" for r in measured})
    days = sorted({r["at"][:10] for r in measured})
    load = max((r["load_before"] for r in measured), default=0.0)
    where = f"Measured on {'; '.join(machines) or '–'}, {' to '.join(days[:1] + days[1:][-1:])}"
    where += f"; load before a run at most {load:.1f}."
    return HEAD + "".join(lines) + "\n" + where + "\n"


def _line(record: Record, ours: Record | None) -> str:
    head = f"| {record['size']:,} | {record['seed']} | {record['seconds']:g} | {record['solver']} "
    if record["status"] != "plan":
        bound = _number(record.get("closure_bound"), ",.1f")
        missing = _number(record.get("peak_mb"), ",.0f")
        return f"{head}| {record['status']} | – | {bound} | – | – | {missing} |\n"
    broken = f" ({len(record['broken'])} rules broken)" if record["broken"] else ""
    owed = f"{record['missing_jp']:,} ({_number(record['missing_jp_bound'], ',.0f')} proven)"
    return (
        f"{head}| {owed}{broken} | {record['value']:,.1f} "
        f"| {_number(record['closure_bound'], ',.1f')} | {_number(record['gap'], '.2%')} "
        f"| {_number(value_share(record, ours), '.4f')} | {record['peak_mb']:,.0f} |\n"
    )


def _number(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)


def write(records: list[Record]) -> None:
    """Put the table into README.md."""
    text = README.read_text()
    before, rest = text.split(FIRST)
    after = rest.split(LAST)[1]
    README.write_text(f"{before}{FIRST}\n\n{table(records)}\n{LAST}{after}")
