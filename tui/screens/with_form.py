"""A screen with a list, a pane under it, and a form that takes the pane's place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container

from tui.i18n import _
from tui.screens.base import BaseScreen
from tui.widgets.bar import RuleLine
from tui.widgets.form import Field, Form
from tui.widgets.pane import Pane
from tui.widgets.rows import RowList
from tui.widgets.text import clean, width

_AROUND_TITLE = 4
"""Cells before and behind a form's title and keys."""
_LEAST_KEYS = 3


class FormScreen(BaseScreen):
    """`MULTI`: rows of the list can be chosen with Space."""

    MULTI: ClassVar[bool] = False

    @property
    def pane(self) -> Pane:
        """The block of text under the list."""
        return self.query_one(Pane)

    @property
    def form(self) -> Form:
        """The form in the pane's place."""
        return self.query_one(Form)

    def body(self) -> ComposeResult:
        with Container(id="body"):
            yield RowList(multi=self.MULTI)
            yield RuleLine()
            yield Pane()
            yield Form()

    async def ask(
        self, fields: Sequence[Field], title: str, *, enter: str = "", more: str = "", text: Sequence[str] = ()
    ) -> None:
        """Open the form with these fields; `enter` and `more` say what Enter and F2 do, if not save and nothing.

        `text` stands under the fields, as `Form.open` says.
        """
        room = (self.pane.size.width or self.size.width) - width(clean(title)) - _AROUND_TITLE
        keys = form_keys(len(fields), enter, more, text=any(field.lines for field in fields), room=room)
        await self.form.open(fields, title=title, keys=keys, instead_of=self.pane, text=text)


def form_keys(fields: int, enter: str = "", more: str = "", *, text: bool = False, room: int = 80) -> str:
    """The keys of a form with so many fields, in words; with `text`, of one with an editor.

    They take `room` cells if they can: what goes for want of room is under F1.
    """
    keys = [_("Tab next")] if fields > 1 else []
    keys += [enter or _("Enter save"), _("F10 leave"), *([f"F2 {more}"] if more else [])]
    if text:
        keys += [_("F1 keys"), _("Ctrl+J new line")]
        while width("  ".join(keys)) > room and len(keys) > _LEAST_KEYS:
            keys.pop(0 if keys[-1] == _("F1 keys") else -1)
    return "  ".join(keys)
