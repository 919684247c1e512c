"""The part of a sheet's screen that only a follow-up has: what was before, outcomes, results for the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from store.sheet import Sheet, SheetLine
from tui.i18n import _
from tui.screens.who import take_who, who_fields
from tui.screens.with_form import FormScreen
from tui.widgets.canvas import Line

if TYPE_CHECKING:
    from store.followup_before import Earlier
    from tui.screens.sheet_entry import Entry
    from tui.screens.sheet_view import SheetView


class SheetFollowUp(FormScreen):
    """A screen of a `sheet`. In a round that is no follow-up it reads nothing more."""

    sheet: Sheet
    entry: Entry
    view: SheetView
    _was: Mapping[str, Earlier] = {}

    @property
    def follows_up(self) -> bool:
        """Whether the sheet is one of a follow-up."""
        return bool(self.sheet.info.parent)

    def look_before(self) -> None:
        """Read what was before."""
        from store.followup_before import earlier

        self._was = earlier(self.session.workspace, self.sheet)

    def before(self, line: SheetLine, cells: int) -> list[Line]:
        """What was before of a line, for the pane."""
        if line.ref not in self._was:
            return []
        from tui.screens.sheet_before import before_lines

        workspace = self.session.workspace
        today: date = workspace.today
        return before_lines(self.view, line, self._was[line.ref], self.sheet.mark(line.ref), today, cells)

    async def action_partly(self) -> None:
        """The item is partly put right: say what is left."""
        if not self.follows_up:
            self.say(_("Only a follow-up has items that are partly put right."))
        elif self.current is not None:
            await self.entry.finding(self.current, 0, "partly")

    async def action_take_over(self) -> None:
        """The results of this sheet into the unit's ledger."""
        if not self.follows_up:
            self.say(_("Only a follow-up has results for the ledger."))
            return
        from tui.screens import follow_up

        session, codes = self.session, [self.sheet.unit.code]
        round_ = session.workspace.round(self.sheet.info.id)
        lines, changes = follow_up.plan(session, round_, codes)
        if not changes and not lines:
            self.say(_("There is nothing to take over."))
            return

        async def use(values: Mapping[str, str], more: bool) -> None:
            take_who(session, values)
            self.entry.close()
            if values["sure"] == "yes":
                said = follow_up.take_over(session, round_, codes)
                self.look_before()
                self.show_item()
                self.say(said)

        fields = [*who_fields(session), follow_up.sure_field()]
        await self.entry.open(fields, _("Into the ledger of {name}").format(name=self.sheet.unit.name), use, text=lines)

    @property
    def current(self) -> SheetLine | None:
        """The item under the cursor."""
        raise NotImplementedError

    def show_item(self) -> None:
        """Show the item under the cursor anew."""
        raise NotImplementedError
