"""What the board's list, title and pane say, as lines to draw: no widget and no key here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from rich.style import Style

from checklists.model import Text
from store.attached import Attached
from store.guard import VOID
from store.rectifying.board import Figures, Row
from store.rectifying.life import STATES
from store.rectifying.model import Rectification
from tui.i18n import N_, ROUND_STATES, _, current_language, joined, labelled, listed
from tui.rectifying_words import LIGHTS, WAITING, state_text, step_details, step_line
from tui.widgets.canvas import Line, Part, line_width
from tui.widgets.look import DIM, ERROR, HEADING, OK, PLAIN, WARN
from tui.widgets.text import fit, width, wrap
from tui.wordings import files_line

SIGNS: dict[str, tuple[str, Style]] = {
    "red": ("!!", ERROR),
    "yellow": ("! ", WARN),
    "green": (". ", OK),
    "": ("  ", PLAIN),
}
"""The sign of each light, which never rests on colour alone."""

SHORT = {
    "open": N_("to rectify"),
    "submitted": N_("answered"),
    "checked": N_("checked"),
    "returned": N_("returned"),
    "closed": N_("closed out"),
    "withdrawn": N_("withdrawn"),
}
"""What each state is called where room is short."""

FilesOf = Mapping[tuple[str, ...], Sequence[Attached]]
"""Attached files by their digests, as a step names them."""


@dataclass
class Table:
    """How the rows of the board stand in columns: `cells` tells the width there is, `one_unit` needs no unit column."""

    rows: Mapping[str, Row]
    grades: Mapping[str, Text]
    cells: Callable[[], int]
    one_unit: bool = False

    def __post_init__(self) -> None:
        self._id = min(16, max(map(len, self.rows), default=0))
        self._state = max(width(_(word)) for word in SHORT.values())
        lang, used = current_language(), {row.grade for row in self.rows.values()}
        self._titles = {id: self.grades[id].get(lang) if id in self.grades else id for id in used}
        self._grade = min(8, max(map(width, self._titles.values()), default=0))

    def line(self, id: str) -> Line:
        """One row: light, id, due date (`?` where a later one is asked for), grade, state, unit, lead, problem."""
        row = self.rows[id]
        sign, style = SIGNS[row.light]
        rest = self.cells() - self._id - self._state - self._grade - 18
        unit = 0 if self.one_unit else max(8, min(20, rest // 3))
        due = f"{row.due[2:] or '-':<8}{'?' if row.asked else ' '}"
        grade = f"{fit(self._titles[row.grade], self._grade)} " if self._grade else ""
        return [
            (sign, style),
            (f" {fit(id, self._id)} ", PLAIN),
            (f"{due} ", style if row.light in ("red", "yellow") else PLAIN),
            (f"{grade}{fit(_(SHORT.get(row.state, row.state)), self._state)} ", PLAIN),
            (f"{fit(row.name, unit)} " if unit else "", PLAIN),
            (f"{fit(row.lead, max(6, min(16, rest // 5)))} ", DIM),
            (row.problem, PLAIN),
        ]


def counts(found: Figures, chosen: int, cells: int) -> list[Part]:
    """How many there are, by light and by state, in as many words as `cells` have room for."""
    first: list[Part] = [(f"{_('chosen')} {chosen}  ", HEADING)] if chosen else []
    lights: list[Part] = []
    for light in ("red", "yellow"):
        if count := found.lights[light]:
            sign, style = SIGNS[light]
            lights.append((f"{sign.strip()} {_(LIGHTS[light])} {count}  ", style))
    states = [f"{_(SHORT.get(state, state))} {found.states[state]}" for state in STATES if found.states[state]]
    whole: list[Part] = [*first, *lights, ("  ".join(states), PLAIN)]
    if line_width(whole) <= cells:
        return whole
    return [*first, *lights, (_("{count} in all").format(count=found.states.total()), PLAIN)]


def facts(
    found: Rectification,
    unit: str,
    today: date,
    zone: tzinfo,
    grades: Mapping[str, Text],
    files: FilesOf,
    cells: int,
    void: bool = False,
) -> list[Line]:
    """Everything there is to know about a rectification, the newest step first; `void`: its round is."""
    lang, light = current_language(), found.light(today)
    waits = _("waits for {what}").format(what=_(WAITING[found.waiting])) if found.waiting else ""
    dues = _("before: {days}").format(days=listed(found.dues)) if found.dues else ""
    asked = _("asked for: {day}").format(day=found.asked) if found.asked else ""
    days = [
        labelled(label, day)
        for label, day in (
            (_("signed for"), found.received),
            (_("answered"), found.answered),
            (_("closed out"), found.closed),
            (_("published"), found.published),
        )
        if day
    ]
    told = [
        ("", f"{found.id}  {unit}"),
        (_("Problem"), found.problem),
        (_("To do"), found.requirement),
        (_("Due"), joined((found.due or "-", _(LIGHTS[light]), asked, dues))),
        (_("State"), joined((state_text(found.state), waits, *days))),
        (_("Grade"), grades[found.grade].get(lang) if found.grade in grades else found.grade),
        (_("Lead"), found.lead),
        (_("Responsible"), found.responsible),
        (_("Place"), found.place),
        (_("Measure"), found.measure),
        (_("Notice"), joined((found.notice, found.opened))),
        (_("Item"), joined((found.item, found.round))),
        (_("Round"), _(ROUND_STATES[VOID]) if void else ""),
        (_("Came back after"), found.earlier),
    ]
    told = [(label, text) for label, text in told if text]
    room = max(width(label) for label, _text in told) + 1
    lines: list[Line] = []
    for label, text in told:
        lines += _labelled(label, text, room, cells)
    for step in reversed(found.steps):
        lines += [[(f" {part}", HEADING)] for part in wrap(step_line(step, zone), cells - 2)]
        for label, text in step_details(step):
            lines += _labelled(label, text, room, cells)
        if step.evidence:
            lines += _labelled(_("Files"), files_line(files[step.evidence]), room, cells)
    return lines


def refusals(told: Mapping[str, str], cells: int) -> list[Line]:
    """What was refused, one by one."""
    lines: list[Line] = []
    for text in told.values():
        lines += [[(f" {part}", ERROR)] for part in wrap(text, cells - 2)]
    return lines


def _labelled(label: str, text: str, room: int, cells: int) -> Iterator[Line]:
    if not label:
        yield from ([(f" {part}", HEADING)] for part in wrap(text, cells - 2))
        return
    for number, part in enumerate(wrap(text, max(10, cells - room - 2))):
        yield [(f" {fit(label if number == 0 else '', room)}", DIM), (part, PLAIN)]
