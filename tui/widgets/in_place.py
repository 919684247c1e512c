"""A list that stands for a while in the place of another widget."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from tui.widgets.bar import LineBar
from tui.widgets.rows import RowList


class InPlace(Container):
    """A line and a list under it. `MULTI`: rows can be chosen. The list's messages are nothing to the screen."""

    DEFAULT_CSS = "InPlace { display: none; height: 8; layout: vertical; }"
    MULTI: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self._instead_of: Widget | None = None
        self._came_from: Widget | None = None

    def compose(self) -> ComposeResult:
        yield LineBar()
        yield RowList(multi=self.MULTI)

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one(RowList)

    def take_place(self, instead_of: Widget) -> None:
        """Stand in the place of `instead_of`, and have the keys."""
        self._instead_of, self._came_from = instead_of, self.screen.focused
        instead_of.display, self.display = False, True
        self.screen.set_focus(self.rows)

    def give_back(self) -> bool:
        """Give the place and the keys back; says whether it had them."""
        if self._instead_of is None:
            return False
        self.display, self._instead_of.display = False, True
        if self._came_from is not None and self._came_from.is_attached:
            self.screen.set_focus(self._came_from)
        self._instead_of = None
        return True

    def chosen(self, id: str) -> None:
        """Enter was pressed on the row `id`."""

    def on_row_list_about(self, message: RowList.About) -> None:
        """A list's message goes no further."""
        message.stop()
        if isinstance(message, RowList.Chosen):
            self.chosen(message.id)

    on_row_list_moved = on_row_list_rested = on_row_list_chosen = on_row_list_marked = on_row_list_about
