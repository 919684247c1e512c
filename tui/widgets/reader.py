"""A text to be read on the whole screen, line by line or page by page."""

from __future__ import annotations

from tui.widgets.rows import RowList


class Reader(RowList):
    """Rows as a list has them; a page turns at once, whatever line the cursor is on."""

    FROM_ITS_BEGINNING = False  # the window is where one reads, wherever the cursor is

    @property
    def place(self) -> str:
        """Which lines are on the screen, as `1-17/60`; "" where all of them are."""
        count, height = len(self.rows), self.size.height
        return f"{self._top + 1}-{min(count, self._top + height)}/{count}" if count > height > 0 else ""

    def on_resize(self) -> None:
        """Another number of lines is on the screen: one is somewhere else in the text."""
        self._follow()
        if self.cursor_id is not None:
            self.post_message(self.Moved(self, self.cursor_id))

    def action_page(self, direction: int) -> None:
        """On to the next window or back to the one before, a line of the old one staying in sight."""
        self.turn(direction * max(1, self.size.height - 1))

    def turn(self, rows: int) -> None:
        """Move the text by so many lines."""
        height = self.size.height
        self._top = max(0, min(self._top + rows, len(self.rows) - height))
        at_end = self._top + height >= len(self.rows) and rows > 0
        self._go(len(self.rows) - 1 if at_end else self._top)
