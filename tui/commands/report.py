"""`auditty report`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from checklists.errors import N_
from reports.kinds import KINDS, MAX_TEMPLATE, Asked, Kind, Template, file_name
from store.disk import Disk
from store.documents import Amendment
from store.errors import Refused, StoreError
from store.texts import iso_date
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, progress, say, say_json
from tui.i18n import _, translate

if TYPE_CHECKING:
    from store.workspace import Workspace


def report(options: argparse.Namespace) -> int:
    """Write a document, or one for each unit asked for: drafts, or issued and numbered."""
    kind = KINDS[options.kind]
    asked = _asked(kind, options)
    damaged: list[str] = []
    each = [asked.about(code) for code in _codes(kind, asked, options, damaged)] if kind.each_unit else [asked]
    if not each and not damaged:
        raise Refused(
            N_("there is no unit that this document has anything to say about")
            if options.all
            else N_("which unit? --unit CODE, or --all")
        )
    output, disk = Path(options.output), Disk()
    many = kind.each_unit and (len(each) > 1 or options.all)
    as_folder = many or disk.is_dir(output) or options.output.endswith("/")
    if as_folder:
        disk.make_dir(output)
    written: list[dict[str, str]] = []
    try:
        for one in each:
            path = output / _name(options.kind, kind, one) if as_folder else output
            number = _write(kind, one, path)
            about = {"unit": one.units[0]} if kind.each_unit else {}
            written.append({**about, "file": str(path), "number": number})
            if not options.json:
                say(f"{number}  {path}" if number else str(path))
    finally:  # also what was issued before something went wrong has its number
        if options.json:
            say_json(written)
    return Exit.NO if damaged else Exit.DONE


def _asked(kind: Kind, options: argparse.Namespace) -> Asked:
    """What the command line asks for, as far as the kind of document has it."""
    if kind.round == "needed" and options.round is None and not (options.corrects or options.supplements):
        raise Refused(N_("which round? report {kind} ROUND …"), kind=options.kind)
    if options.issue and not kind.issue:
        raise Refused(N_("{kind} has no number; write it without --issue"), kind=options.kind)
    if options.month and not kind.month:
        raise Refused(N_("{kind} is about no month; leave out --month"), kind=options.kind)
    if options.issue and options.date:
        raise Refused(N_("a document is issued today; leave out --date"))
    ending = Path(options.output).suffix.lower().removeprefix(".")
    if len(kind.formats) > 1 and ending and ending not in kind.formats:
        endings = ", ".join(f".{format_}" for format_ in kind.formats)
        raise Refused(N_("{path}: the name must end in one of {endings}"), path=options.output, endings=endings)
    workspace = open_workspace(options)
    amends = _amends(workspace, options)
    if amends:  # it is about what the earlier document is about
        options.round = options.round if options.round is not None else amends.document.round or None
        options.unit = options.unit or list(filter(None, [amends.document.unit]))
    return Asked(
        workspace=workspace,
        lang=options.lang or workspace.settings.language,
        format=ending if ending in kind.formats else kind.formats[0],
        round=workspace.round(options.round) if options.round is not None else None,
        units=tuple(dict.fromkeys(options.unit)),
        issue=options.issue,
        month=options.month,
        as_of=date.fromisoformat(iso_date(options.date, "--date")) if options.date else None,
        amends=amends,
        template=_template(kind, options),
        progress=progress(_("Writing"), patience=1),
    )


def _amends(workspace: Workspace, options: argparse.Namespace) -> Amendment | None:
    """The earlier document that this one puts right or adds to."""
    how: Literal["corrects", "supplements"] = "corrects" if options.corrects else "supplements"
    number = options.corrects or options.supplements
    if not number:
        return None
    if not (options.reason or "").strip():
        raise Refused(N_("say why: --reason TEXT"))
    earlier = workspace.documents.find(number).issued
    if earlier.kind != options.kind:
        raise Refused(N_("{number} is another kind of document: {kind}"), number=earlier.number, kind=earlier.kind)
    return Amendment(how, earlier, options.reason.strip())


def _template(kind: Kind, options: argparse.Namespace) -> Template | None:
    """The office's own Word file, if one was given."""
    if options.template is None:
        return None
    if not kind.template:
        raise Refused(N_("{kind} is not filled into a template; leave out --template"), kind=options.kind)
    path = Path(options.template)
    return Template(path.name, Disk().read_at_most(path, MAX_TEMPLATE))


def _codes(kind: Kind, asked: Asked, options: argparse.Namespace, damaged: list[str]) -> Iterator[str]:
    """The units to write to, one after the other; those that cannot be read are told of and named in `damaged`."""
    if not options.all:
        yield from asked.units
        return
    for code in asked.round.units if asked.round else asked.workspace.units.all():
        try:
            if kind.is_worth(asked.about(code)):
                yield code
        except StoreError as error:  # the other units' documents are written all the same
            complain(_("unit {code}: {problem}").format(code=code, problem=translate(error)))
            damaged.append(code)


def _name(name: str, kind: Kind, asked: Asked) -> str:
    about = (asked.month, asked.round.info.id if asked.round else "", asked.units[0] if kind.each_unit else "")
    return file_name(name, *about, ending=asked.format)


def _write(kind: Kind, asked: Asked, path: Path) -> str:
    """Write one document to `path`; returns its number, "" for a draft."""
    if not asked.issue:
        Disk().replace(path, kind.make(asked), durable=True)
        return ""
    if not Disk().is_dir(path.parent):
        raise Refused(N_("{path}: no such folder"), path=path.parent)
    documents, issued = asked.workspace.documents, kind.number(asked)
    try:
        Disk().replace(path, documents.read(issued), durable=True)
    except StoreError as error:
        raise type(error)(
            N_("{path}: cannot be written; document {number} is issued all the same and lies at {kept}"),
            path=path,
            number=issued.number,
            kept=documents.path(issued),
        ) from error
    return issued.number
