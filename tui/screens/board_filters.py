"""The part of the board whose keys narrow what is shown, and sort it."""

from __future__ import annotations

from dataclasses import replace

from tui.i18n import _
from tui.screens.board_narrowed import Narrowed
from tui.screens.board_reading import ReadingScreen


class FilterScreen(ReadingScreen):
    """What is asked for is `narrowed`."""

    def __init__(self, first: Narrowed) -> None:
        """`first`: what is asked for until a key asks for something else."""
        super().__init__()
        self.narrowed = replace(first, first=first)

    def explain(self) -> None:
        """Show what belongs to the row under the cursor."""
        raise NotImplementedError

    def turned(self) -> None:
        """Show what is asked for now."""
        self.redraw()
        self.keys()
        self.explain()

    def action_by_state(self) -> None:
        """One state after the other."""
        self.narrowed.turn_state()
        self.turned()

    def action_by_light(self) -> None:
        """Overdue, due soon, all."""
        self.narrowed.turn_light()
        self.turned()

    def action_waiting(self) -> None:
        """Only what waits for us, or all."""
        self.narrowed.waiting = not self.narrowed.waiting
        self.turned()

    def action_one_unit(self) -> None:
        """Only the unit under the cursor, or all."""
        row = self.by_id.get(self.rows.cursor_id or "")
        self.narrowed.unit = "" if self.narrowed.unit or row is None else row.unit
        self.turned()

    def action_by_lead(self) -> None:
        """Only the lead of the row under the cursor, or all."""
        row = self.by_id.get(self.rows.cursor_id or "")
        if not self.narrowed.lead and (row is None or not row.lead):
            self.say(_("Put the cursor on a rectification that has a lead."))
            return
        self.narrowed.lead = "" if self.narrowed.lead or row is None else row.lead
        self.turned()

    def action_by_grade(self) -> None:
        """One grade after the other."""
        if self.board is not None:
            self.narrowed.turn_grade(self.board, self.grades)
            self.turned()

    def action_sort(self) -> None:
        """By due date, unit, grade, lead, state."""
        self.narrowed.turn_order()
        self.turned()
        self.rows.action_end(1)
