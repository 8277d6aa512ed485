"""What people do to the people tables; every act leaves its audit entry."""

from bina.people.services.tree import rebuild_paths
from bina.people.services.undoing import add_undo_veto
from bina.people.services.users import create_user

__all__ = ["add_undo_veto", "create_user", "rebuild_paths"]
