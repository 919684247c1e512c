"""A screen with a list, a pane under it, and a form that takes the pane's place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Container

from tui.i18n import _
from tui.screens.base import BaseScreen
from tui.widgets.bar import RuleLine
from tui.widgets.form import Field, Form
from tui.widgets.pane import Pane
from tui.widgets.rows import RowList
from tui.widgets.text import clean, width

if TYPE_CHECKING:
    from tui.screens.drafting import Drafting

_AROUND_TITLE = 4
"""Cells before and behind a form's title and keys."""
_LEAST_KEYS = 3


class FormScreen(BaseScreen):
    """`MULTI`: rows of the list can be chosen with Space."""

    MULTI: ClassVar[bool] = False

    _drafting: Drafting | None = None

    @property
    def drafting(self) -> Drafting:
        """Keeps what is typed into forms of which nothing may be lost."""
        if self._drafting is None:
            from tui.screens.drafting import Drafting  # no first screen needs it

            self._drafting = Drafting(self)
            self.form.ended = self._drafting.ended
        return self._drafting

    def on_form_changed(self, message: Form.Changed) -> None:
        """Keep what is typed."""
        if self._drafting is not None:
            self._drafting.typed(message.values)

    def on_unmount(self) -> None:
        """The program ends, whatever the reason."""
        if self._drafting is not None:
            self._drafting.keep()

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
        self,
        fields: Sequence[Field],
        title: str,
        *,
        enter: str = "",
        more: str = "",
        text: Sequence[str] = (),
        foot: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Open the form with these fields; `enter` and `more` say what Enter and F2 do, if not save and nothing.

        `text` stands under the fields and `foot` at the end, as `Form.open` says.
        """
        around, editor = width(clean(title)) + _AROUND_TITLE, any(field.lines for field in fields)

        def keys(cells: int) -> str:
            return form_keys(len(fields), enter, more, text=editor, room=cells - around)

        if self._drafting is not None:
            text = (*self._drafting.notice(fields), *text)
        await self.form.open(fields, title=title, keys=keys, instead_of=self.pane, text=text, foot=foot)
        if self._drafting is not None:
            self._drafting.opened(fields)


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
