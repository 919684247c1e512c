"""What importers read, taken into a workspace: checklists into its folder, results into a round. All or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from checklists.errors import N_, AudittyError, ChecklistError, Problem, cut
from checklists.verdicts import VERDICTS, Verdict
from store.errors import MachineError, Refused, Unknown
from store.given import Input
from store.record import Change
from store.units import RowFaults

if TYPE_CHECKING:
    from checklists.importers.base import ResultRow
    from checklists.model import Checklist
    from store.journal import Event
    from store.rounds import Round
    from store.sheet import Sheet
    from store.workspace import Workspace


def take_in_checklists(workspace: Workspace, checklists: Sequence[Checklist], replace: bool = False) -> list[str]:
    """Put checklists into the workspace's folder, each as ID.yaml, and return their ids. All of them or none.

    One that is there already, the same to the letter, is not written again. With `replace`, an own one gives way to a
    higher version of itself.

    Raises:
        Refused: an id is taken. ChecklistError: a checklist is not sound, or the file of its id is not.
    """
    files: dict[Path, bytes] = {}
    taken: set[str] = set()
    for checklist in checklists:
        if checklist.id in taken:
            raise Refused(N_("two files give the checklist “{id}”; import them one by one with --id"), id=checklist.id)
        taken.add(checklist.id)
        path = _place_for(workspace, checklist, replace)
        if path is not None:
            files[path] = _written(workspace, checklist, path)
    _write_all(workspace, files)
    return [checklist.id for checklist in checklists]


def _place_for(workspace: Workspace, checklist: Checklist, replace: bool) -> Path | None:
    """Where to write it; None if it is there already."""
    folder = workspace.root / "checklists"
    from checklists import library

    path = folder / f"{checklist.id}.yaml"
    own = workspace.checklists.own(checklist.id)
    if own is None:
        if checklist.id in library.ids():
            message = N_("the id “{id}” is that of a built-in checklist; choose another with --id")
            raise Refused(message, id=checklist.id)
        if workspace.disk.stamp(path) is not None:
            raise Refused(N_("{path} is there already, with another checklist in it"), path=path)
        return path
    path, present = own
    if present == checklist:
        return None
    if not replace:
        raise Refused(
            N_("checklist “{id}” is there already, version {version}; choose another id with --id, or --replace it"),
            id=checklist.id,
            version=present.version,
        )
    if _order(checklist.version) <= _order(present.version):
        raise Refused(
            N_("checklist “{id}”: version {new} is not above {version}, which is there"),
            id=checklist.id,
            new=checklist.version,
            version=present.version,
        )
    return path


def _order(version: str) -> list[tuple[int, str]]:
    """What sorts versions: numbers in them as numbers."""
    return [
        (int(part[:18]), "") if part.isascii() and part.isdigit() else (0, part)
        for part in re.findall(r"\d+|\D+", version)
    ]


def _written(workspace: Workspace, checklist: Checklist, path: Path) -> bytes:
    from checklists import to_yaml
    from checklists.build import Builder
    from checklists.validate import validate

    if problems := validate(checklist, Builder(path.name), workspace.own_types, workspace.settings.gradings):
        raise ChecklistError(problems)
    return to_yaml(checklist)


def _write_all(workspace: Workspace, files: dict[Path, bytes]) -> None:
    disk = workspace.disk
    before = {path: disk.read(path) if disk.stamp(path) is not None else None for path in files}
    disk.make_dir(workspace.root / "checklists")
    done: list[Path] = []
    try:
        for path, data in files.items():
            disk.replace(path, data, durable=True)
            done.append(path)
    except BaseException:
        for path in done:
            earlier = before[path]
            if earlier is None:
                disk.remove_tree(path)
            else:
                disk.replace(path, earlier, durable=True)
        raise


@dataclass
class TakenIn:
    """What became of the rows of a file: marks recorded by unit, how many changed nothing, how many said nothing."""

    recorded: dict[str, int] = field(default_factory=dict)
    unchanged: int = 0
    empty: int = 0


def take_in_results(
    workspace: Workspace, round_: Round, rows: Iterable[ResultRow], source: str, checklist_id: str = "", unit: str = ""
) -> TakenIn:
    """Record results in a round with the checks of a single mark, all of them or none.

    `source` is what messages call the file, `checklist_id` the checklist its item ids belong to, if it says. `unit` is
    the code of the unit that all rows are about, whatever the file calls it. A row without a verdict, note and value
    says nothing and leaves what stands.

    Raises:
        RowFaults: rows that cannot be taken, each with its place. Refused: `unit` is given for a file with several.
    """
    reader = _Rows(workspace, round_, checklist_id, unit)
    faults: list[Problem] = []
    units = set()
    for row in rows:
        units.add(row.unit)
        try:
            reader.take(row)
        except MachineError:
            raise
        except AudittyError as error:
            faults.append(_fault(source, row.place, error))
    if unit and len(units - {""}) > 1:
        raise Refused(N_("the file has results of several units; leave --unit out"))
    if faults:
        raise RowFaults(faults)
    reader.record()
    return reader.done


def _fault(source: str, place: str, error: AudittyError) -> Problem:
    """What is wrong with a row, by its number where it has one."""
    number = re.fullmatch("(?:row|line) ([0-9]{1,9})", place)
    if number:
        return Problem(source, int(number[1]), 0, error.message, error.params)
    return Problem(f"{source}: {place}" if place else source, 0, 0, error.message, error.params)


class _Rows:
    """The rows of a file, checked one by one against the round before any of them is recorded."""

    def __init__(self, workspace: Workspace, round_: Round, checklist_id: str, unit: str) -> None:
        self.done = TakenIn()
        self._workspace, self._round, self._unit = workspace, round_, unit
        self._sheets: dict[str, Sheet] = {}
        self._places: dict[tuple[str, str], str] = {}
        self._wanted: dict[str, list[tuple[str, Verdict, Input]]] = {}
        names: dict[str, list[str]] = {}
        for pinned in round_.units.values():
            names.setdefault(pinned.name, []).append(pinned.code)
        self._codes = {name: codes[0] for name, codes in names.items() if len(codes) == 1}
        # An id is looked for in the checklist it came with, a text in all of them.
        self._items: dict[str, set[str]] = {}
        for checklist in round_.checklists:
            for line in checklist.lines:
                ref = f"{checklist.id}:{line.item.id}"
                by_id = [line.item.id] if checklist_id in ("", checklist.id) else []
                for name in {*by_id, *line.item.text}:
                    self._items.setdefault(name, set()).add(ref)

    def take(self, row: ResultRow) -> None:
        """Check one row. Raises AudittyError if it cannot be recorded."""
        code = self._code(row)
        if code not in self._sheets:
            self._sheets[code] = self._workspace.sheet(self._round, code)
        sheet = self._sheets[code]
        known = self._items.get(row.item, set())
        ref = sheet.line(next(iter(known)) if len(known) == 1 else row.item).ref
        if (code, ref) in self._places:
            message = N_("unit {unit}, item “{item}”: a result for it stands already at {place}")
            raise Refused(message, unit=code, item=cut(row.item), place=self._places[code, ref])
        self._places[code, ref] = row.place
        if row.verdict not in VERDICTS:
            raise Refused(N_("no verdict “{code}”; use pass, fail, na, none or auto"), code=cut(row.verdict))
        if row.finding and row.verdict != "fail":
            raise Refused(N_("a problem, place, requirement, grade, lead or due date goes with fail only"))
        if row.verdict == "none" and not row.note:
            self.done.empty += 1
            return
        given = Input(note=row.note or None, found=row.found or None, finding=row.finding or None)
        if sheet.change_for(ref, row.verdict, given) is None:
            self.done.unchanged += 1
            return
        self._wanted.setdefault(code, []).append((ref, row.verdict, given))
        self.done.recorded[code] = self.done.recorded.get(code, 0) + 1

    def _code(self, row: ResultRow) -> str:
        """The code of the row's unit, which the file can give by its name."""
        if self._unit or row.unit in self._round.units:
            return self._unit or row.unit
        if not row.unit:
            raise Refused(N_("the file does not say which unit; give it with --unit CODE"))
        if row.unit not in self._codes:
            message = N_("unit “{code}” is not in round {round}; give the unit's code with --unit CODE")
            raise Unknown(message, code=cut(row.unit), round=self._round.info.id)
        return self._codes[row.unit]

    def record(self) -> None:
        """Record what was taken: each sheet in one step, and what is recorded taken back if a later sheet fails."""
        done: list[tuple[Sheet, list[Event]]] = []
        try:
            for code, rows in self._wanted.items():
                sheet = self._sheets[code]

                def changes(sheet: Sheet = sheet, rows: list[tuple[str, Verdict, Input]] = rows) -> list[Change]:
                    return [change for row in rows if (change := sheet.change_for(*row))]

                done.append((sheet, sheet.record.change_by(changes)))
        except BaseException:
            for sheet, events in done:
                with suppress(AudittyError):  # what went wrong first is what there is to say
                    sheet.record.change_all(
                        [Change(event.table, event.key, event.before, base=event.id, undo=event.id) for event in events]
                    )
            raise
