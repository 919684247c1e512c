"""A form in the place of a pane: labelled fields, filled in by keys alone, never a window of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from tui.i18n import _
from tui.widgets.field import Choice
from tui.widgets.form_fields import Field, Slot, iso_date
from tui.widgets.form_phrases import FormPhrases
from tui.widgets.look import HEADING
from tui.widgets.offers import OFFER_KEYS

if TYPE_CHECKING:
    from tui.widgets.editor import Editor

__all__ = ["Field", "Form"]

PATIENCE_SECONDS = 2.0
"""How long keys typed ahead are held back while the screen deals with what the form handed over."""


class Form(FormPhrases):
    """Fields one below the other: Tab and Down go on, Enter saves, F10 and Esc discard, F2 is the screen's own.

    It is composed beside the pane it takes the place of and shows itself on `open`. Both need the same fixed height.
    """

    DEFAULT_CSS = """
    Form { display: none; layout: vertical; }
    Form > * { position: absolute; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "go(1)", show=False, priority=True),
        Binding("shift+tab", "go(-1)", show=False, priority=True),
        Binding("down", "step(1)", show=False, priority=True),
        Binding("up", "step(-1)", show=False, priority=True),
        Binding("enter", "save", show=False, priority=True),
        Binding("f2", "extra", show=False, priority=True),
        Binding("f3", "elsewhere", show=False, priority=True),
        Binding("f5", "copy", show=False, priority=True),
        Binding("f4", "phrases", show=False, priority=True),
        Binding("f10", "discard(True)", show=False, priority=True),
        Binding("escape", "discard(False)", show=False, priority=True),
        *(Binding(key.lower(), f"take({n})", show=False, priority=True) for n, key in enumerate(OFFER_KEYS)),
    ]

    class Filled(Message):
        """The fields' values by name."""

        def __init__(self, form: Form, values: dict[str, str]) -> None:
            super().__init__()
            self.form = form
            self.values = values

        @property
        def control(self) -> Form:
            """The form it is about."""
            return self.form

    class Saved(Filled):
        """Enter was pressed and no field is wrong. The form stays open until the screen closes it."""

    class Extra(Filled):
        """F2 was pressed and no field is wrong."""

    class Elsewhere(Filled):
        """F3 was pressed: the field `name` is to be filled in another way. The form stays as it is."""

        def __init__(self, form: Form, values: dict[str, str], name: str) -> None:
            super().__init__(form, values)
            self.name = name

    class Copying(Filled):
        """F5 was pressed: the fields are to be filled in with what was written elsewhere."""

    class Changed(Filled):
        """The value of the field `name` was changed, by typing, turning or `set_value`."""

        def __init__(self, form: Form, values: dict[str, str], name: str) -> None:
            super().__init__(form, values)
            self.name = name

    class Discarded(Message):
        """The form was left without saving, and has closed itself."""

        def __init__(self, form: Form) -> None:
            super().__init__()
            self.form = form

        @property
        def control(self) -> Form:
            """The form it is about."""
            return self.form

    stop: Callable[[], object] | None = None
    """While what was saved is still at work: what Esc and F10 do then. No key saves or leaves."""

    ended: Callable[[bool], object] | None = None
    """Told when the form closes, and whether it was left without saving."""

    title = ""
    """What it is about."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._warned = self._hinted = False
        self._instead_of: Widget | None = None
        self._came_from: Widget | None = None

    async def open(
        self,
        fields: Sequence[Field],
        *,
        title: str = "",
        keys: str | Callable[[int], str] = "",
        instead_of: Widget,
        text: Sequence[str] = (),
        foot: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Show `fields` (one at least) in the place of `instead_of`, the keys at the right of the title.

        `keys` may depend on the cells that there are for title and keys.

        Each `text` stands under the fields, in `TEXT_LINES` lines at most, and `foot`, other keys with what they do, at
        the right of the last line.

        An open form gets the new fields. Await it in an action: then no key that follows is lost.
        """
        if not self.is_open:
            self._instead_of, self._came_from = instead_of, self.screen.focused
        await self.remove_children()
        self._slots = {}
        row = -1
        for field in fields:
            row += not field.beside
            widget = field.build()
            self._slots[field.name] = Slot(field, widget, max(0, row), widget.value, widget.value)
        self._title, self._keys_for = [(f" {title}", HEADING)], keys if callable(keys) else lambda _cells: keys
        self._error, self._first_row, self._text, self._warned = "", 0, tuple(text), False
        self._hinted, self._foot, self.title = False, foot, title
        # What gave its place away a moment ago may have no size yet; the form that stood there then has it still.
        size = self.size if self.display or not instead_of.size else instead_of.size
        self._place(*size, next(iter(self._slots.values())))
        await self.mount(*(slot.widget for slot in self._slots.values()))
        instead_of.display, self.display = False, True
        self.screen.set_focus(next(iter(self._slots.values())).widget)
        self._offer()

    def close(self, discarded: bool = False) -> None:
        """Give the place and the keys back. Does nothing when the form is not open."""
        if not self.is_open or self._instead_of is None:
            return
        if self.ended is not None:
            self.ended(discarded)
        self._slots = {}
        self.display, self._instead_of.display = False, True
        if self._came_from is not None and self._came_from.is_attached:
            self.screen.set_focus(self._came_from)
        self.remove_children()

    def values(self) -> dict[str, str]:
        """What the fields hold now, by name; a date that is one as YYYY-MM-DD."""
        found = {name: slot.widget.value for name, slot in self._slots.items()}
        dates = {name: iso_date(found[name]) for name, slot in self._slots.items() if slot.field.kind == "date"}
        return found | {name: value for name, value in dates.items() if value is not None}

    def set_value(self, name: str, value: str) -> None:
        """Fill in one field."""
        self._slots[name].widget.value = value

    def fill(self, values: Mapping[str, str]) -> None:
        """Fill in the fields that there are and that take these values, those that are not empty."""
        for name, value in values.items():
            slot = self._slots.get(name)
            if slot and value and (not slot.field.choices or value in dict(slot.field.choices)):
                self.set_value(name, value)

    def set_hint(self, name: str, hint: str) -> None:
        """Put another hint behind a field, which counts as typed text."""
        slot = self._slots[name]
        self._hinted |= slot.field.hint != hint
        slot.field = replace(slot.field, hint=hint)
        if self.size.height:  # else it is not laid out yet, and will be placed then
            self._place(*self.size, self._current())

    def set_error(self, name: str, message: str) -> None:
        """Say what is wrong with a field, and go there; nothing that was typed is lost."""
        self._error = message
        self._focus(self._slots[name])
        self.refresh()

    def _focus(self, slot: Slot) -> None:
        self._follow(slot)
        self.screen.set_focus(slot.widget)
        self._offer()

    def action_go(self, step: int) -> None:
        """Go to the next or the previous field, around the ends."""
        slots, current = list(self._slots.values()), self._current()
        self._focus(slots[(slots.index(current) + step) % len(slots)] if current else slots[0])

    def action_step(self, step: int) -> None:
        """Up and Down: within a text of several rows, else as `action_go`."""
        current = self._current()
        if current is None or not current.field.lines or not cast("Editor", current.widget).step(step):
            self.action_go(step)

    async def action_save(self) -> None:
        """Check the fields and hand the values over."""
        await self._hand_over(self.Saved)

    async def action_extra(self) -> None:
        """Check the fields and hand the values over for the screen's extra action."""
        await self._hand_over(self.Extra)

    async def action_elsewhere(self) -> None:
        """Ask the screen to fill in the field that can be filled in another way."""
        for name, slot in self._slots.items():
            if slot.field.elsewhere:
                self.post_message(self.Elsewhere(self, self.values(), name))
                await self._handled()
                return

    async def action_copy(self) -> None:
        """Ask the screen for what was written elsewhere."""
        self.post_message(self.Copying(self, self.values()))
        await self._handled()

    async def _hand_over(self, message: type[Filled]) -> None:
        if self.stop is not None:
            return
        for name, slot in self._slots.items():
            if problem := slot.field.error(slot.widget.value):
                self.set_error(name, problem)
                return
        self._error = ""
        self.refresh()
        self.post_message(message(self, self.values()))
        await self._handled()

    async def action_discard(self, sure: bool) -> None:
        """Close without saving. Esc must be pressed twice over typed text: a slow link can make one of an arrow key."""
        if self.stop is not None:
            self.stop()
            return
        if not sure and self._typed() and not self._warned:
            self._warned, self._error = True, _("Not saved. Esc again or F10 leaves without saving, Enter saves.")
            self.refresh()
            return
        self.close(discarded=True)
        self.post_message(self.Discarded(self))
        await self._handled()

    async def _handled(self) -> None:
        """Wait until the screen has dealt with a message, so that keys typed ahead find what it led to."""
        screen: Widget = self.screen
        for node in self.ancestors_with_self:
            done = asyncio.Event()
            if not node.call_later(done.set):
                return
            # The screen may close itself and never come to it, or wait for this very key's end.
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), PATIENCE_SECONDS)
            if node is screen:
                return

    def _typed(self) -> bool:
        """Whether a text, or what a hint says, is something else than at first."""
        return self._hinted or any(
            not isinstance(slot.widget, Choice) and slot.widget.value != slot.first for slot in self._slots.values()
        )

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Pass it on as the form's own message."""
        self._pass_on(event, event.choice)

    def on_editor_changed(self, event: Editor.Changed) -> None:
        """Pass it on as the form's own message; the text may need another row."""
        self._pass_on(event, event.editor)
        self._follow(self._current())

    def on_editor_full(self, event: Editor.Full) -> None:
        """Say that not all of it was taken in."""
        event.stop()
        self._error = _("There is no room for more: the rest was not taken in.")
        self.refresh()

    def _pass_on(self, event: Message, widget: Widget) -> None:
        event.stop()
        for name, slot in self._slots.items():
            if slot.widget is widget and slot.told != slot.widget.value:  # an Input tells of its first value too
                slot.told = slot.widget.value
                self._warned = False
                self.post_message(self.Changed(self, self.values(), name))
                self._offer_soon()

    def on_descendant_focus(self) -> None:
        """What is offered belongs to the field the cursor is in."""
        self._follow(self._current())
        self._offer()
