"""`auditty checklists import` and `auditty results import`."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from checklists.errors import N_, ChecklistError, Problem
from checklists.importers import Imported, Options, Remark, read
from checklists.importers.base import MAX_BYTES
from store.disk import Disk
from store.errors import Refused
from store.taking_in import TakenIn, take_in_checklists, take_in_results
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, printable, say, say_json
from tui.i18n import _, labelled, ngettext, translate

MAX_MAPPING = 1 << 20

_PLACES = {"line": N_("line {number}"), "row": N_("row {number}"), "table": N_("table {number}")}


def checklists(options: argparse.Namespace) -> int:
    """Take checklists in from files of other programs; all of them or none. Prints the ids it made."""
    workspace = open_workspace(options)
    if options.id and len(options.files) > 1:
        raise Refused(N_("--id names one checklist; import the files one by one"))
    given = Options(id=options.id, title=options.title, mapping=_mapping(options.mapping))
    imports = {file: _read(file, given) for file in options.files}
    for file, imported in imports.items():
        if imported.checklist is None:
            raise Refused(N_("{file}: results, but no checklist; see “auditty results import”"), file=file)
    made = [imported.checklist for imported in imports.values() if imported.checklist]
    ids = take_in_checklists(workspace, made, replace=options.replace)
    if options.json:
        files = [{"file": file, "id": id_, **_told(imports[file])} for file, id_ in zip(imports, ids, strict=True)]
        say_json({"ids": ids, "files": files})
        return Exit.DONE
    for (file, imported), id_ in zip(imports.items(), ids, strict=True):
        say(id_)
        _tell(file, imported)
        if imported.results:
            count = len(imported.results)
            complain(
                ngettext(
                    "{file}: {count} result is in it too; record it with “auditty results import ROUND FILE”",
                    "{file}: {count} results are in it too; record them with “auditty results import ROUND FILE”",
                    count,
                ).format(file=file, count=count)
            )
    return Exit.DONE


def results(options: argparse.Namespace) -> int:
    """Record the results in a file; all of them or none."""
    workspace = open_workspace(options)
    round_ = workspace.round(options.round)
    imported = _read(options.file, Options(mapping=_mapping(options.mapping)))
    if not imported.results:
        raise Refused(N_("{file}: there are no results in it"), file=options.file)
    pinned = {checklist.id for checklist in round_.info.checklists}
    own = imported.checklist.id if imported.checklist else ""
    done = take_in_results(
        workspace, round_, imported.results, options.file, own if own in pinned else "", options.unit or ""
    )
    if options.json:
        say_json({"round": round_.info.id, **vars(done), "remarks": _told(imported)["remarks"]})
        return Exit.DONE
    _report(done)
    _remarks(options.file, imported)
    return Exit.DONE


def _read(file: str, options: Options) -> Imported:
    return read(Disk().read_at_most(Path(file), MAX_BYTES), file, options)


def _mapping(file: str | None) -> Mapping[str, str]:
    """What a mapping file says: names of columns in other people's files, and our names for them, as YAML."""
    if not file:
        return {}
    from checklists.nodes import Mapping as Pairs
    from checklists.nodes import Scalar
    from checklists.source import compose

    root = compose(Disk().read_at_most(Path(file), MAX_MAPPING), file)
    pairs = root.value if isinstance(root, Pairs) else [(root, root)]
    found = {}
    for key, value in pairs:
        if not (isinstance(root, Pairs) and isinstance(key, Scalar) and isinstance(value, Scalar)):
            message = N_("a mapping has a line “column of the file: field of ours” for each column")
            raise ChecklistError([Problem(file, key.line, key.column, message)])
        found[key.value] = value.value
    return found


def _report(done: TakenIn) -> None:
    count = sum(done.recorded.values())
    say(ngettext("{count} result recorded", "{count} results recorded", count).format(count=count))
    for unit, marks in done.recorded.items():
        say(labelled(unit, str(marks)))
    if done.unchanged:
        say(_("as they stand already: {count}").format(count=done.unchanged))
    if done.empty:
        say(_("without a result: {count}").format(count=done.empty))


def _tell(file: str, imported: Imported) -> None:
    """What became of a file, on stderr: how much was taken, guessed, left, and each place guessed or left."""
    told = _told(imported)
    _remarks(file, imported)
    complain(
        _("{file}: {taken} items taken, {guessed} guessed, {left} left out").format(
            file=file, taken=told["taken"], guessed=told["guessed"], left=told["left"]
        )
    )


def _told(imported: Imported) -> dict[str, Any]:
    said = [remark for remark in imported.remarks if remark.kind != "taken"]
    return {
        "taken": len(imported.checklist.lines) if imported.checklist else 0,
        "guessed": sum(remark.kind == "guessed" for remark in said),
        "left": sum(remark.kind == "left" for remark in said),
        "remarks": [{"kind": remark.kind, "place": remark.place, "message": _worded(remark)} for remark in said],
    }


def _remarks(file: str, imported: Imported) -> None:
    kinds = {"guessed": _("guessed"), "left": _("left out")}
    for remark in imported.remarks:
        if remark.kind in kinds:
            text = f"{file}: {_place(remark.place)}: {kinds[remark.kind]}: {_worded(remark)}"
            print(printable(text), file=sys.stderr, flush=True)


def _worded(remark: Remark) -> str:
    return translate(Problem("", 0, 0, remark.message, remark.params))


def _place(place: str) -> str:
    """A place as its reader says it: “line 3” is counted in every language, a key is what it is."""
    found = re.fullmatch("([a-z]+) ([0-9]+)", place)
    return _(_PLACES[found[1]]).format(number=found[2]) if found and found[1] in _PLACES else place
