"""`auditty checklists export`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from checklists import library
from checklists.errors import N_
from checklists.model import Checklist, Line
from store.disk import Disk
from store.errors import Refused, Unknown
from tui.commands.context import has_workspace, open_workspace
from tui.commands.output import Exit, complain, say
from tui.i18n import _, current_language, listed

if TYPE_CHECKING:
    from store.model import PinnedUnit
    from store.rounds import Round


class _Wanted(NamedTuple):
    """What is exported: a checklist, and the round and the unit it is for, if it is for one."""

    checklist: Checklist
    round: Round | None = None
    unit: PinnedUnit | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """The items that are asked."""
        from checklists.scope import lines_for

        return lines_for(self.checklist, self.unit.types, self.unit.only) if self.unit else self.checklist.lines


def export(options: argparse.Namespace) -> int:
    """Write a checklist to a file; the ending says which kind."""
    path = Path(options.file)
    writers = {".yaml": _yaml, ".yml": _yaml, ".xlsx": _xlsx, ".docx": _docx}
    write = writers.get(path.suffix.lower())
    if write is None:
        complain(_("{file}: the name must end in .yaml, .xlsx or .docx").format(file=options.file))
        return Exit.CALL
    wanted = _wanted(options)
    if wanted.unit and not wanted.lines:
        raise Refused(N_("unit “{code}” is asked nothing of this checklist"), code=wanted.unit.code)
    Disk().replace(path, write(wanted, options), durable=True)
    say(options.file)
    return Exit.DONE


def _wanted(options: argparse.Namespace) -> _Wanted:
    if not options.round:
        if options.unit:
            raise Refused(N_("a unit needs its round: --round ROUND --unit CODE"))
        at_hand = open_workspace(options).checklists.get if has_workspace(options) else library.load
        return _Wanted(at_hand(options.id))
    round_ = open_workspace(options).round(options.round)
    pinned = {checklist.id: checklist for checklist in round_.checklists}
    if options.id not in pinned:
        raise Unknown(
            N_("round {round} has no checklist “{id}”; it has {known}"),
            round=round_.info.id,
            id=options.id,
            known=listed(pinned),
        )
    return _Wanted(pinned[options.id], round_, round_.unit(options.unit) if options.unit else None)


def _yaml(wanted: _Wanted, options: argparse.Namespace) -> bytes:
    from checklists.dump import to_yaml

    if wanted.unit:
        raise Refused(N_("a form for a unit is .xlsx or .docx; YAML holds the whole checklist"))
    return to_yaml(wanted.checklist)


def _xlsx(wanted: _Wanted, options: argparse.Namespace) -> bytes:
    """Both languages, unless one was asked for."""
    from reports.checklist_xlsx import to_xlsx

    unit = (wanted.unit.code, wanted.unit.name) if wanted.unit else None
    return to_xlsx(wanted.checklist, current_language(), both=not options.lang, unit=unit, lines=wanted.lines)


def _docx(wanted: _Wanted, options: argparse.Namespace) -> bytes:
    from reports.checklist_form import render

    return render(
        wanted.checklist,
        current_language(),
        unit=wanted.unit.name if wanted.unit else "",
        inspectors=[inspector.name for inspector in wanted.round.info.inspectors] if wanted.round else (),
        blanks=wanted.round.info.blanks if wanted.round else None,
        lines=wanted.lines,
        layout=open_workspace(options).settings.layout if has_workspace(options) else None,
    )
