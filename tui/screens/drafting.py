"""What is typed into a form and not saved yet is kept, and put in again when the form is opened the next time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.timer import Timer

from store.clock import shown
from store.drafts import Draft, Drafts
from tui.i18n import _
from tui.widgets.form import Field

if TYPE_CHECKING:
    from tui.screens.with_form import FormScreen

KEEP_SECONDS = 1.0
"""What was typed is on disk so long after it, at the latest."""


class Drafting:
    """The draft of the form that is open on a screen, if it has one: a form of which nothing may be lost."""

    def __init__(self, screen: FormScreen) -> None:
        workspace = screen.session.workspace
        self._screen, self._drafts = screen, Drafts(workspace.root, workspace.hands)
        self._zone = workspace.settings.zone
        self._what = self._base = ""
        self._found: Draft | None = None
        self._first: Mapping[str, str] = {}
        self._typed: Mapping[str, str] | None = None
        self._asked = False  # a question stands in the form's place: what was typed is not to be seen
        self._timer: Timer | None = None

    def begin(self, what: str, base: str) -> str:
        """The next form is `what`, upon the event `base`; the base it is to be saved upon: an older one of a draft."""
        self._what, self._asked, self._typed = what, False, None
        self._found = self._drafts.get(what)
        self._base = self._found.base if self._found else base
        return self._base

    def unsaved(self, prefix: str) -> list[Draft]:
        """The drafts of forms that begin so, newest first."""
        return self._drafts.of(prefix)

    def _new(self, fields: Sequence[Field]) -> dict[str, str]:
        """What the draft says otherwise than the fields, where they take it."""
        values = self._found.values if self._found else {}
        fitting = [field for field in fields if not field.choices or values.get(field.name) in dict(field.choices)]
        return {
            field.name: values[field.name] for field in fitting if values.get(field.name, field.value) != field.value
        }

    def notice(self, fields: Sequence[Field]) -> list[str]:
        """What to say over a form with `fields`, which is about to be opened."""
        if self._found is None or not self._new(fields):
            return []
        said = _("Typed {time} by {who} and not saved; here it is again. F10 drops it.")
        return [said.format(time=shown(self._found.time, self._zone), who=self._found.who)]

    def opened(self, fields: Sequence[Field]) -> None:
        """The form is on the screen: put in what was typed; or a question stands in its place."""
        if not self._what or self._first:
            self._asked = True
            return
        form = self._screen.form
        self._first = form.values()
        for name, value in self._new(fields).items():
            form.set_value(name, value)  # also one that was emptied
        self._found = None

    def typed(self, values: Mapping[str, str]) -> None:
        """The form holds other values now."""
        if not self._what or self._asked or not self._first:
            return
        self._typed = values
        if self._timer is None:
            self._timer = self._screen.set_timer(KEEP_SECONDS, self.keep)

    def keep(self) -> None:
        """Put on disk what was typed since the last time."""
        self._timer = None
        if self._typed is not None:
            values = {name: value for name, value in self._typed.items() if value != self._first.get(name)}
            self._typed = None
            if values:
                self._drafts.put(self._what, values, self._base)
            else:
                self._drafts.drop(self._what)

    def ended(self, discarded: bool) -> None:
        """The form was saved or dropped. A question that is left unanswered leaves what was typed for another time."""
        if self._asked and discarded:
            self.keep()
        elif self._what:
            self._typed = None
            self._drafts.drop(self._what)
        self._what, self._first = "", {}
