"""What the line at the bottom of a screen says, in as many cells as there are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from checklists.errors import AudittyError
from tui.actions import Action
from tui.i18n import _, translate
from tui.widgets.canvas import Part, line_width
from tui.widgets.look import KEY, PLAIN
from tui.widgets.text import clean, width


def key_hints(actions: Sequence[Action], cells: int) -> list[Part]:
    """The keys that matter, as many as fit; the last one, which shows all of them, is the last to go."""
    hints: list[list[Part]] = []
    for action in actions:
        if action.hint and action.keys:
            label = _(action.label)
            # A Latin word runs into its key.
            gap = " " if label[0].isascii() or len(action.key) > 1 else ""
            hints.append([(f" {action.key}", KEY), (f"{gap}{label} ", PLAIN)])
    while len(hints) > 2 and sum(line_width(hint) for hint in hints) > cells:
        del hints[-2]
    return [part for hint in hints for part in hint]


def fitting(error: AudittyError, lead: str, cells: int) -> str:
    """The error in words behind `lead`, in so many cells if it can be."""
    text = translate(error)
    paths = [value for value in error.params.values() if isinstance(value, Path)]
    shorter = [(str(path), path.name) for path in paths] + [(f"{path.name}: ", "") for path in paths]
    for long, short in shorter:
        if width(clean(lead.format(why=text))) <= cells:
            break
        text = text.replace(long, short)
    return lead.format(why=text)
