"""A form in the place of a pane: labelled fields, filled in by keys alone, never a window of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from tui.i18n import _
from tui.widgets.canvas import Canvas, Line, lay
from tui.widgets.field import Choice, LineInput
from tui.widgets.form_fields import PHRASE_KEYS, Field, Slot, iso_date, label_line, phrase_line, place
from tui.widgets.look import DIM, ERROR, HEADING, PLAIN
from tui.widgets.text import clean, cut, wrap

__all__ = ["Field", "Form"]

PATIENCE_SECONDS = 2.0
"""How long keys typed ahead are held back while the screen deals with what the form handed over."""


TEXT_LINES = 3
"""Lines that one text under the fields may take."""


class Form(Canvas):
    """Fields one below the other: Tab and Down go on, Enter saves, F10 and Esc discard, F2 is the screen's own.

    It is composed beside the pane it takes the place of and shows itself on `open`. Both need the same fixed height.
    """

    DEFAULT_CSS = """
    Form { display: none; layout: vertical; }
    Form > * { position: absolute; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,down", "go(1)", show=False, priority=True),
        Binding("shift+tab,up", "go(-1)", show=False, priority=True),
        Binding("enter", "save", show=False, priority=True),
        Binding("f2", "extra", show=False, priority=True),
        Binding("f3", "elsewhere", show=False, priority=True),
        Binding("f10", "discard(True)", show=False, priority=True),
        Binding("escape", "discard(False)", show=False, priority=True),
        *(Binding(key.lower(), f"phrase({n})", show=False, priority=True) for n, key in enumerate(PHRASE_KEYS)),
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

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._slots: dict[str, Slot] = {}
        self._title: Line = ()
        self._keys: Line = ()
        self._error = ""
        self._warned = self._hinted = False
        self._text: Sequence[str] = ()
        self._first_row = 0
        self._instead_of: Widget | None = None
        self._came_from: Widget | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is on the screen."""
        return bool(self._slots)

    async def open(
        self,
        fields: Sequence[Field],
        *,
        title: str = "",
        keys: str = "",
        instead_of: Widget,
        text: Sequence[str] = (),
    ) -> None:
        """Show `fields` (one at least) in the place of `instead_of`, the keys at the right of the title.

        Each `text` stands under the fields, in `TEXT_LINES` lines at most.

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
        self._title, self._keys = [(f" {title}", HEADING)], [(f"{keys} ", DIM)] if keys else []
        self._error, self._first_row, self._text, self._warned = "", 0, tuple(text), False
        self._hinted = False
        cells, lines = (self if self.display else instead_of).size
        self._place(cells, lines)
        await self.mount(*(slot.widget for slot in self._slots.values()))
        instead_of.display, self.display = False, True
        self.screen.set_focus(next(iter(self._slots.values())).widget)

    def close(self) -> None:
        """Give the place and the keys back. Does nothing when the form is not open."""
        if not self.is_open or self._instead_of is None:
            return
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

    def set_hint(self, name: str, hint: str) -> None:
        """Put another hint behind a field, which counts as typed text."""
        slot = self._slots[name]
        self._hinted |= slot.field.hint != hint
        slot.field = replace(slot.field, hint=hint)
        if self.size.height:  # else it is not laid out yet, and will be placed then
            self._place(*self.size)

    def set_error(self, name: str, message: str) -> None:
        """Say what is wrong with a field, and go there; nothing that was typed is lost."""
        self._error = message
        self._focus(self._slots[name])
        self.refresh()

    def _focus(self, slot: Slot) -> None:
        visible = max(1, self.size.height - 2)
        first = min(slot.row, max(self._first_row, slot.row - visible + 1))
        if first != self._first_row:
            self._first_row = first
            self._place(*self.size)
        self.screen.set_focus(slot.widget)

    def _current(self) -> Slot | None:
        return next((slot for slot in self._slots.values() if slot.widget.has_focus), None)

    def action_go(self, step: int) -> None:
        """Go to the next or the previous field, around the ends."""
        slots, current = list(self._slots.values()), self._current()
        self._focus(slots[(slots.index(current) + step) % len(slots)] if current else slots[0])

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
        self.close()
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
        """Whether a line, or what a hint says, is something else than at first."""
        return self._hinted or any(
            isinstance(slot.widget, LineInput) and slot.widget.value != slot.first for slot in self._slots.values()
        )

    def action_phrase(self, number: int) -> None:
        """Put a ready phrase where the cursor is."""
        current = self._current()
        if current and isinstance(current.widget, LineInput) and number < len(current.field.phrases):
            current.widget.insert_text_at_cursor(current.field.phrases[number])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass it on as the form's own message."""
        self._pass_on(event, event.input)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Pass it on as the form's own message."""
        self._pass_on(event, event.choice)

    def _pass_on(self, event: Message, widget: Widget) -> None:
        event.stop()
        for name, slot in self._slots.items():
            if slot.widget is widget and slot.told != slot.widget.value:  # an Input tells of its first value too
                slot.told = slot.widget.value
                self._warned = False
                self.post_message(self.Changed(self, self.values(), name))

    def on_descendant_focus(self) -> None:
        """The phrases belong to the field the cursor is in."""
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the fields into the new width."""
        self._place(*event.size)

    def _place(self, cells: int, lines: int) -> None:
        """Put every field into its columns and line, and away while its line is outside the window."""
        place(self._slots.values(), cells)
        for slot in self._slots.values():
            line = 1 + slot.row - self._first_row
            styles = slot.widget.styles
            styles.offset, styles.width = (slot.at, line), slot.cells
            styles.display = "block" if 1 <= line < max(2, lines - 1) else "none"
        self.refresh()

    def draw(self, cells: int, lines: int) -> list[Strip]:
        if not self._slots:
            return []
        strips = [lay(self._title, self._keys, cells)]
        last = max(slot.row for slot in self._slots.values())
        rows = range(self._first_row, min(last + 1, self._first_row + max(1, lines - 2)))
        slots = self._slots.values()
        strips += [lay(label_line(slot for slot in slots if slot.row == row), (), cells) for row in rows]
        for text in self._text:
            wrapped = wrap(clean(text), cells - 2)
            if len(wrapped) > TEXT_LINES:
                wrapped[TEXT_LINES - 1 :] = [cut(wrapped[TEXT_LINES - 1], cells - 4) + ".."]
            strips += [lay([(f" {piece}", PLAIN)], (), cells) for piece in wrapped]
        current = self._current()
        phrases = current.field.phrases if current else ()
        if self._error:
            strips += [lay([(f" {piece}", ERROR)], (), cells) for piece in wrap(clean(self._error), cells - 2)]
        if phrases:
            strips.append(lay(phrase_line(phrases), (), cells))
        return strips[:lines]
