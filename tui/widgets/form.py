"""A form in the place of a pane: labelled fields, filled in by keys alone, never a window of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal
from unicodedata import normalize

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from tui.i18n import N_, _
from tui.widgets.canvas import Canvas, Line, Part, lay
from tui.widgets.field import Choice, LineInput
from tui.widgets.look import DIM, ERROR, HEADING, KEY, PLAIN
from tui.widgets.text import clean, fit, width

PHRASE_KEYS = ("F5", "F6", "F7", "F8")


@dataclass(frozen=True)
class Field:
    """One thing to fill in. `beside` puts it into the row of the field before; `hint` stands dim behind it.

    `choices` are pairs of value and what is shown. `phrases` can be put in with F5 to F8. A date is given back as
    YYYY-MM-DD.
    """

    name: str
    label: str
    value: str = ""
    kind: Literal["text", "choice", "date"] = "text"
    choices: Sequence[tuple[str, str]] = ()
    phrases: Sequence[str] = ()
    placeholder: str = ""
    hint: str = ""
    required: bool = False
    beside: bool = False
    max_length: int = 200

    def build(self) -> LineInput | Choice:
        """The widget that is filled in."""
        if self.kind == "choice":
            return Choice(self.choices, self.value)
        return LineInput(self.value, placeholder=clean(self.placeholder), max_length=self.max_length)

    def error(self, value: str) -> str:
        """What is wrong with `value`, in the user's language; empty when nothing is."""
        if self.required and not value.strip():
            return _(N_("This must not be empty."))
        if self.kind == "date" and value.strip() and iso_date(value) is None:
            return _(N_("A date is written YYYY-MM-DD, as in 2026-12-20."))
        return ""


def iso_date(text: str) -> str | None:
    """The date in `text` as YYYY-MM-DD, else None. Full-width digits, 20261220 and 2026/12/20 are taken too."""
    try:
        return date.fromisoformat(normalize("NFKC", text).strip().replace("/", "-").replace(".", "-")).isoformat()
    except ValueError:
        return None


@dataclass
class _Slot:
    """A field in its place: widget, row (from 0), the value the screen knows, columns of label and widget, width."""

    field: Field
    widget: LineInput | Choice
    row: int
    told: str
    label_at: int = 0
    at: int = 0
    cells: int = 0


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
        Binding("f10,escape", "discard", show=False, priority=True),
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

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._slots: dict[str, _Slot] = {}
        self._title: Line = ()
        self._keys: Line = ()
        self._error = ""
        self._first_row = 0
        self._instead_of: Widget | None = None
        self._came_from: Widget | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is on the screen."""
        return bool(self._slots)

    async def open(self, fields: Sequence[Field], *, title: str = "", keys: str = "", instead_of: Widget) -> None:
        """Show `fields` (one at least) in the place of `instead_of`, the keys at the right of the title.

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
            self._slots[field.name] = _Slot(field, widget, max(0, row), widget.value)
        self._title, self._keys = [(f" {title}", HEADING)], [(f"{keys} ", DIM)] if keys else []
        self._error, self._first_row = "", 0
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

    def set_error(self, name: str, message: str) -> None:
        """Say what is wrong with a field, and go there; nothing that was typed is lost."""
        self._error = message
        self._focus(self._slots[name])
        self.refresh()

    def _focus(self, slot: _Slot) -> None:
        visible = max(1, self.size.height - 2)
        first = min(slot.row, max(self._first_row, slot.row - visible + 1))
        if first != self._first_row:
            self._first_row = first
            self._place(*self.size)
        self.screen.set_focus(slot.widget)

    def _current(self) -> _Slot | None:
        return next((slot for slot in self._slots.values() if slot.widget.has_focus), None)

    def action_go(self, step: int) -> None:
        """Go to the next or the previous field, around the ends."""
        slots, current = list(self._slots.values()), self._current()
        self._focus(slots[(slots.index(current) + step) % len(slots)] if current else slots[0])

    def action_save(self) -> None:
        """Check the fields and hand the values over."""
        self._hand_over(self.Saved)

    def action_extra(self) -> None:
        """Check the fields and hand the values over for the screen's extra action."""
        self._hand_over(self.Extra)

    def _hand_over(self, message: type[Filled]) -> None:
        for name, slot in self._slots.items():
            if problem := slot.field.error(slot.widget.value):
                self.set_error(name, problem)
                return
        self._error = ""
        self.refresh()
        self.post_message(message(self, self.values()))

    def action_discard(self) -> None:
        """Close without saving."""
        self.close()
        self.post_message(self.Discarded(self))

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
                self.post_message(self.Changed(self, self.values(), name))

    def on_descendant_focus(self) -> None:
        """The phrases belong to the field the cursor is in."""
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the fields into the new width."""
        self._place(*event.size)

    def _place(self, cells: int, lines: int) -> None:
        """Give every field its column, width and line."""
        rows: dict[int, list[_Slot]] = {}
        for slot in self._slots.values():
            rows.setdefault(slot.row, []).append(slot)
        for row in rows.values():
            for index, slot in enumerate(row):
                column = [other[index] for other in rows.values() if index < len(other)]
                label = max(width(clean(other.field.label)) for other in column)
                slot.label_at = 1 + index * (cells - 1) // len(row)
                slot.at = slot.label_at + label + 2
                end = 1 + (index + 1) * (cells - 1) // len(row)
                hint = width(clean(slot.field.hint))
                slot.cells = max(4, end - slot.at - 1 - (hint + 1 if hint else 0))
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
        strips += [lay(self._labels(row), (), cells) for row in rows]
        current = self._current()
        phrases = current.field.phrases if current else ()
        if self._error:
            strips.append(lay([(f" {self._error}", ERROR)], (), cells))
        if phrases:
            strips.append(lay(_phrase_line(phrases), (), cells))
        return strips[:lines]

    def _labels(self, row: int) -> list[Part]:
        """The labels and hints of one row, with room for the fields between them."""
        parts: list[Part] = []
        at = 0
        for slot in (slot for slot in self._slots.values() if slot.row == row):
            hint = clean(slot.field.hint)
            parts.append((" " * (slot.label_at - at), PLAIN))
            parts.append((fit(slot.field.label, slot.at - slot.label_at + slot.cells), PLAIN))
            at = slot.at + slot.cells
            if hint:
                parts.append((f" {hint}", DIM))
                at += 1 + width(hint)
        return parts


def _phrase_line(phrases: Sequence[str]) -> list[Part]:
    parts: list[Part] = [(" ", PLAIN)]
    for key, phrase in zip(PHRASE_KEYS, phrases, strict=False):
        parts += [(key, KEY), (f" {phrase}  ", PLAIN)]
    return parts
