"""The visit, asked field by field, again where something given is refused."""

from __future__ import annotations

from functools import partial

from store.errors import MachineError, Refused
from store.sheet import VISIT, Sheet
from store.workspace import Workspace
from tui.i18n import _, labelled
from tui.plain.dialogue import Dialogue
from tui.visit_head import filled_visit, typed_visit


def ask_visit(workspace: Workspace, sheet: Sheet, dialogue: Dialogue) -> None:
    """Record the sheet's head; where nothing can be recorded it is read out.

    Raises:
        Left: nothing was recorded. Refused: nothing can be.
    """
    base, before, values = sheet.record.base(VISIT, VISIT), sheet.visit, typed_visit(workspace, sheet)
    labels = {
        "date": _("Date"),
        "start": _("From"),
        "end": _("Until"),
        "place": _("Place"),
        "inspectors": _("Inspectors"),
        "present": f"{_('Present')} ({_('name, post; name, post')})",
        "remarks": _("Remarks"),
    }
    try:
        sheet.record.check()
    except Refused:
        for name, label in labels.items():
            dialogue.say(labelled(label, values[name]))
        raise
    while True:
        for name, label in labels.items():
            values[name] = dialogue.text(label, values[name])
        try:
            dialogue.record(partial(sheet.set_visit, filled_visit(workspace, before, values)), base)
        except (Refused, MachineError) as error:  # the same may be taken later
            dialogue.complain(error)
        else:
            return
