"""The paths of the organisation tree, made from each unit's parent."""

from bina.people.models import Unit
from bina.people.rules.tree import paths_of
from bina.people.siasn.rows import update_rows


def rebuild_paths() -> int:
    """Write the paths that are not what the parents say; how many those were."""
    rows = list(Unit.objects.values_list("pk", "parent_id", "path"))
    right = paths_of({pk: parent for pk, parent, _ in rows})
    wrong = [(pk, right[pk]) for pk, _, path in rows if path != right[pk]]
    update_rows(Unit, ("path",), wrong)
    return len(wrong)
