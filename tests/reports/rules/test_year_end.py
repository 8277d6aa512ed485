"""What a reader sees of a report, and what differs, by hand."""

from typing import Any

from bina.reports.rules.year_end import LISTS, differences, seen_by, seen_differences


def row(key: str, n: int, plan: int, *, grouping: str = "unit", **more: int) -> dict[str, Any]:
    figures = {"seats": n, "done_seats": plan, "other": 0, "missed": n - plan, "full": 0, **more}
    return {"grouping": grouping, "key": key, "name": key, "n": n, "plan": plan, **figures}


def body(*offices: dict[str, Any]) -> dict[str, Any]:
    whole = {
        name: sum(one[name] for one in offices)
        for name in ("n", "plan", "other", "missed", "full", "seats", "done_seats")
    }
    parts = {name: [] for name in LISTS}
    return {"whole": whole, **parts, "offices": list(offices),
            "sessions": [{"key": "S", "name": "S", "seats": 2}]}  # fmt: skip


def test_who_may_see_everybody_sees_the_body_as_it_is() -> None:
    seen = seen_by(body(row("A", 3, 1), row("B", 50, 20)), 0)

    assert [(one["key"], one["plan"], one["hidden"]) for one in seen["offices"]] == [
        ("A", 1, False), ("B", 20, False),
    ]  # fmt: skip
    assert (seen["whole"]["reached"], len(seen["sessions"])) == (21, 1)


def test_a_small_office_is_hidden_with_another_and_what_is_known_stays() -> None:
    seen = seen_by(body(row("A", 3, 1), row("B", 30, 12), row("C", 50, 20)), 5)

    found = [(one["key"], one["seats"], one["done_seats"]) for one in seen["offices"]]
    assert found == [("A", 3, None), ("B", 30, None), ("C", 50, 20)]
    assert (seen["whole"]["reached"], seen["whole"]["plan"], seen["sessions"]) == (33, None, [])


def test_groupings_are_tables_of_their_own() -> None:
    groups = [row("F", 2, 1, grouping="gender"), row("M", 40, 20, grouping="gender"),
              row("pns", 42, 21, grouping="employment")]  # fmt: skip

    seen = seen_by({**body(row("A", 42, 21)), "groups": groups}, 5)

    assert [one["hidden"] for one in seen["groups"]] == [True, True, False]


def test_differences_name_part_row_and_figure() -> None:
    before = body(row("A", 10, 5), row("B", 10, 5))
    after = body(row("A", 10, 6), row("C", 10, 5))

    found = differences(before, after)

    told = {(one.part, one.row, one.field, one.before, one.after) for one in found}
    assert ("whole", "", "plan", 10, 11) in told
    assert ("offices", "A", "plan", 5, 6) in told
    assert ("offices", "B", "n", 10, None) in told
    assert ("offices", "C", "n", None, 10) in told


def test_differences_of_people_are_kept_from_who_may_not_see_them() -> None:
    found = differences(body(row("A", 10, 5)), body(row("A", 10, 6)))

    assert [(one.part, one.field) for one in seen_differences(found, 5)] == [
        ("whole", "done_seats")
    ]
    assert seen_differences(found, 0) == found


def test_equal_bodies_do_not_differ() -> None:
    assert differences(body(row("A", 10, 5)), body(row("A", 10, 5))) == []
