"""What a form asks for, and where on it each field stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal
from unicodedata import normalize

from tui.i18n import N_, _
from tui.widgets.canvas import Part
from tui.widgets.field import Choice
from tui.widgets.look import DIM, PLAIN
from tui.widgets.text import clean, fit, width

if TYPE_CHECKING:
    from tui.widgets.editor import Editor

ROWS_IN_HAND = 3
"""What an editor that has the keys gets of its text's rows, even where fields above or below must go for it."""


@dataclass(frozen=True)
class Field:
    """One thing to fill in. `beside` puts it into the row of the field before; `hint` stands dim behind it.

    With `elsewhere`, F3 asks the screen to let it be chosen in another way, whichever field the cursor is in.

    `choices` are pairs of value and what is shown. `phrases` are offered, best first, while it is typed in. With
    `lines`, a text may have line breaks; it gets so many rows where there is room, and more if it is longer. A date is
    given back as YYYY-MM-DD.
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
    elsewhere: bool = False
    max_length: int = 200
    lines: int = 0

    def build(self) -> Choice | Editor:
        """The widget that is filled in."""
        if self.kind == "choice":
            return Choice(self.choices, self.value)
        from tui.widgets.editor import Editor  # no first screen needs it

        breaks = self.lines > 0
        return Editor(self.value, placeholder=self.placeholder, max_length=self.max_length, breaks=breaks)

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
class Slot:
    """A field in its place: widget, row (from 0), the value the screen knows and the first, columns, width."""

    field: Field
    widget: Choice | Editor
    row: int
    told: str
    first: str
    label_at: int = 0
    at: int = 0
    cells: int = 0


def place(slots: Iterable[Slot], cells: int) -> None:
    """Give every slot its columns in a form `cells` wide: the fields of a row share it evenly, labels are aligned."""
    rows: dict[int, list[Slot]] = {}
    for slot in slots:
        rows.setdefault(slot.row, []).append(slot)
    for row in rows.values():
        for index, slot in enumerate(row):
            column = [other[index] for other in rows.values() if index < len(other)]
            label = max(width(clean(other.field.label)) for other in column)
            if label > (cells // len(row)) * 2 // 3:  # of a field that has its row to itself
                label = width(clean(slot.field.label))
            slot.label_at = 1 + index * (cells - 1) // len(row)
            slot.at = slot.label_at + label + 2
            end = 1 + (index + 1) * (cells - 1) // len(row)
            hint = width(clean(slot.field.hint))
            slot.cells = max(4, end - slot.at - 1 - (hint + 1 if hint else 0))


def heights(slots: Sequence[Slot], room: int, current: Slot | None) -> dict[int, int]:
    """How many of `room` lines each row of placed slots gets: one, and editors more, the current one first."""
    found = {slot.row: 1 for slot in slots}
    spare = room - len(found)
    for slot in sorted(slots, key=lambda slot: slot is not current):
        if slot.field.lines and not isinstance(slot.widget, Choice):
            wanted = max(slot.field.lines, slot.widget.rows_wanted(slot.cells)) - 1
            more = min(wanted, max(spare, min(ROWS_IN_HAND, room) - 1 if slot is current else 0))
            found[slot.row] += max(0, more)
            spare -= max(0, more)
    return found


def label_line(row: Iterable[Slot]) -> list[Part]:
    """The labels and hints of one row of placed slots, with room for the fields between them."""
    parts: list[Part] = []
    at = 0
    for slot in row:
        hint = clean(slot.field.hint)
        parts.append((" " * (slot.label_at - at), PLAIN))
        parts.append((fit(slot.field.label, slot.at - slot.label_at + slot.cells), PLAIN))
        at = slot.at + slot.cells
        if hint:
            parts.append((f" {hint}", DIM))
            at += 1 + width(hint)
    return parts
