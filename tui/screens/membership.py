"""Units leave a round and join it: the part of its units screen that asks for the reason, in place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Container

from store.model import PinnedUnit
from store.rounds import Round
from tui.i18n import _
from tui.screens.who import take_who, who_fields
from tui.screens.with_form import FormScreen
from tui.widgets.form import Field, Form
from tui.widgets.look import DIM
from tui.widgets.pane import Pane
from tui.widgets.rows import Row, RowList, heading
from tui.widgets.text import matches


class MembershipScreen(FormScreen):
    """A screen of the units of `_round`. The form opens under the list."""

    _round: Round
    _work: Callable[[Mapping[str, str]], str | Awaitable[None]]
    """What the open form is for; returns what to say when it is done, "" where units changed.

    What takes long sees to the form itself and is waited for.
    """

    def body(self) -> ComposeResult:
        with Container(id="body"):
            yield RowList()
            yield Pane()  # of no height: the form comes in its place
            yield Form()

    def changed(self) -> None:
        """Units joined or left: draw and count anew."""
        raise NotImplementedError

    def left_rows(self) -> Sequence[Row]:
        """The units that left, as far as the filter lets them through, each with its reason."""
        left = [unit for unit in self._round.everyone.values() if unit.left and self._found(unit)]
        title = _("left the round ({count})").format(count=len(left))
        return [heading("left", title), *map(_left_row, left)] if left else []

    def _found(self, unit: PinnedUnit) -> bool:
        return not self.filter_text or matches(f"{unit.code} {unit.name} {unit.left}", self.filter_text)

    async def action_leave(self) -> None:
        """The unit under the cursor leaves, if there is a reason."""
        unit = self._round.units.get(self.rows.cursor_id or "")
        if unit is None:
            self.say(_("Put the cursor on a unit that takes part."))
            return
        code = unit.code

        def leave(values: Mapping[str, str]) -> str:
            from store import round_units  # loads what there is to do with units, which looking at them does without

            round_units.leave(self._round, [code], values["reason"])
            return ""

        self._work = leave
        title = _("{code} {name} leaves the round; its sheet stays").format(code=unit.code, name=unit.name)
        await self.ask([*who_fields(self.session), _reason()], title)

    async def action_join(self) -> None:
        """A unit joins; the one under the cursor, if that left, is proposed."""
        units = self.session.workspace.units

        def join(values: Mapping[str, str]) -> str:
            from store import round_units

            round_units.join(self._round, [values["code"].strip()], values["reason"], units)
            return ""

        self._work = join
        at = self.rows.cursor_id or ""
        code = Field("code", _("Code"), at if at in self._round.left else "", required=True, max_length=64)
        await self.ask([*who_fields(self.session), code, _reason()], _("A unit joins the round, or comes back"))

    async def on_form_saved(self, message: Form.Saved) -> None:
        """Do it; what is refused leaves the form open."""
        take_who(self.session, message.values)
        came: list[str | Awaitable[None]] = []
        if not self.attempt(lambda: came.append(self._work(message.values))):
            return
        said = came[0]
        if not isinstance(said, str):
            await said
            return
        message.form.close()
        if said:
            self.say(said)
        else:
            self.changed()
            self.saved()


def _reason() -> Field:
    return Field("reason", _("Reason"), required=True, max_length=500)


def _left_row(unit: PinnedUnit) -> Row:
    return Row(unit.code, [(f"    {unit.code:<8} {unit.name}", DIM)], [(f"{unit.left} ", DIM)])
