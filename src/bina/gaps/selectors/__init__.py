"""Questions to stored gaps that later stages ask."""

from bina.gaps.selectors.runs import NeedColumns, current_run, need_columns

__all__ = ["NeedColumns", "current_run", "need_columns"]
