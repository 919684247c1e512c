"""What the calendar's list and pane say, as lines to draw: no widget and no key here."""

from __future__ import annotations

from collections.abc import Iterable

from rich.style import Style

from store.calendar import Due
from store.calendar_marks import STATES, State
from tui.commands.calendar import for_whom, number
from tui.i18n import DUE_STATES, DUTY_KINDS, _, current_language
from tui.widgets.canvas import Line, Part
from tui.widgets.look import DIM, ERROR, HEADING, OK, PLAIN, WARN, Look
from tui.widgets.rows import Row
from tui.widgets.text import fit, width, wrap

_SIGNS: dict[State, tuple[str, Style]] = {
    "overdue": ("!", ERROR),
    "unknown": ("?", WARN),
    "due": ("*", PLAIN),
    "coming": (".", DIM),
}


def sign(state: State, look: Look) -> Part:
    """The sign of a state, which never rests on colour alone."""
    return _SIGNS.get(state) or (look.sign("pass"), OK)


def dates(due: Due) -> str:
    """The day, or the days in a row, without the year."""
    at = f" {due.duty.at}" if due.duty.at else ""
    if due.times == 1:
        return f"{due.first:%m-%d}{at}"
    last = f"{due.due:%m-%d}" if due.due.year == due.first.year else f"{due.due}"
    return f"{due.first:%m-%d}..{last}{at}"


def number_cells(dues: Iterable[Due]) -> int:
    """How wide the column of numbers is: those of items are short, those of rectifications are not."""
    return min(12, max((4, *(width(number(due)) for due in dues))))


def due_row(id: str, due: Due, cells: int, look: Look, lang: str) -> Row:
    """One date of a duty: the gravest state, the day, the item; at the right how many units are in each state."""
    gravest = next(state for state in STATES if due.counts.get(state))
    mark = sign(gravest, look)
    text = due.duty.text.get(lang)
    left = [(" ", PLAIN), mark, (f" {fit(dates(due), 12)} {fit(number(due), cells)} {text}", PLAIN)]
    right: list[Part] = []
    for state in STATES:
        if count := due.counts.get(state, 0):
            own = sign(state, look)
            right.append((f" {count}{own[0]}", own[1]))
    return Row(id, left, [*right, (" ", PLAIN)])


def facts(due: Due, unit: str, round_name: str, cells: int) -> list[Line]:
    """What there is to know about one date."""
    duty, lang = due.duty, current_language()
    days = f"{due.start} - {due.due}" if due.start != due.due else f"{due.due}"
    if due.times > 1:
        days += "  " + _("{count} times").format(count=due.times)
    states = [f"{_(DUE_STATES[state])} {due.counts[state]}" for state in STATES if due.counts.get(state)]
    told = {
        _("When"): f"{days} {duty.at}".strip(),
        _("Kind"): _(DUTY_KINDS[duty.kind]),
        _("For whom"): for_whom(due, {duty.unit: unit}),
        _("Answers"): duty.role.get(lang),
        _("State"): "  ".join(states),
        _("Round"): round_name,
    }
    first = [f" {number(due)}  {line}" if place == 0 else f"    {line}"
             for place, line in enumerate(wrap(duty.text.get(lang), max(20, cells - 10)))]  # fmt: skip
    lines: list[Line] = [[(line, HEADING)] for line in first]
    lines += [[(f" {fit(label, 10)}", DIM), (text, PLAIN)] for label, text in told.items() if text]
    return lines
