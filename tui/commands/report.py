"""`auditty report`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Literal

from checklists.errors import N_, AudittyError, cut
from reports.bulk_index import Row
from reports.kinds import KINDS, MAX_TEMPLATE, Asked, Kind, Template, file_name
from reports.numbering import check_amends
from reports.pdf import NO_PDF, office, pdf_name, to_pdf
from store.disk import Disk
from store.documents import Amendment
from store.errors import Refused, StoreError
from store.texts import iso_date, storable
from tui.commands.context import open_workspace
from tui.commands.output import Exit, complain, progress, say, say_json
from tui.commands.signals import ended_as_by_ctrl_c
from tui.document_words import not_taken
from tui.i18n import _, listed, ngettext, translate

if TYPE_CHECKING:
    from store.workspace import Workspace


def report(options: argparse.Namespace) -> int:
    """Write a document, or one for each unit asked for: drafts, or issued and numbered."""
    kind = KINDS[options.kind]
    asked = _asked(kind, options)
    try:
        with ended_as_by_ctrl_c() if options.pdf else nullcontext():
            return _documents(kind, asked, options)
    finally:
        for said in not_taken(asked):
            complain(said)


def _documents(kind: Kind, asked: Asked, options: argparse.Namespace) -> int:
    if not kind.each_unit:
        return _one(kind, asked, options)
    if options.all:
        return _each(asked, list(asked.round.units if asked.round else asked.workspace.units.all()), options)
    if not asked.units:
        raise Refused(N_("which unit? --unit CODE, or --all"))
    return _one(kind, asked, options) if len(asked.units) == 1 else _each(asked, asked.units, options)


def _one(kind: Kind, asked: Asked, options: argparse.Namespace) -> int:
    """Write one document, into a folder under a name of its own."""
    path = Path(options.output)
    if options.output.endswith("/"):
        Disk().make_dir(path)
    if Disk().is_dir(path):
        when = asked.month or str(asked.year or "")
        about = (when, asked.round.info.id if asked.round else "", asked.units[0] if kind.each_unit else "")
        path /= file_name(options.kind, *about, ending=asked.format)
    number = _write(kind, asked, path)
    for code, error in asked.left_out.items():
        complain(_("left out: unit {code}: {problem}").format(code=code, problem=translate(error)))
    unit = {"unit": asked.units[0]} if kind.each_unit else {}
    copy = path.with_name(pdf_name(path.name)) if options.pdf else None
    if options.json:
        more = {
            **({"left_out": list(asked.left_out)} if asked.left_out else {}),
            **({"pdf": str(copy)} if copy else {}),
        }
        say_json([{**unit, "file": str(path), "number": number, **more}])
    else:
        _say_written(number, path)
    if copy:
        data = _pdf_of(path)
        if data is None:
            complain(_(NO_PDF).format(path=path))
            return Exit.NO
        Disk().replace(copy, data, durable=True)
        if not options.json:
            say(str(copy))
    return Exit.NO if asked.left_out else Exit.DONE


def _pdf_of(path: Path) -> bytes | None:
    """The PDF of a Word file, None where LibreOffice fails at it."""
    stop = Event()
    with ThreadPoolExecutor(1) as pool:  # a signal interrupts this thread alone: nothing is left half started there
        try:
            return pool.submit(to_pdf, {path.name: Disk().read(path)}, stop).result().get(path.name)
        finally:
            stop.set()


def _each(asked: Asked, units: Sequence[str], options: argparse.Namespace) -> int:
    """Write a document for each unit into a folder; a unit that none can be made for stops none of the others."""
    from reports.bulk import Bulk

    folder, written = Path(options.output), list[Row]()
    for unit in asked.units:  # a wrong name is told before anything is written
        if asked.round:
            asked.round.unit(unit)
        else:
            asked.workspace.units.get(unit)

    def tell(row: Row) -> None:
        written.append(row)
        if not options.json:
            _say_written(row.number, folder / row.file)

    def failed(unit: str, error: AudittyError) -> None:
        complain(_("unit {code}: {problem}").format(code=unit, problem=translate(error)))

    try:
        done = Bulk(options.kind, asked, units, folder, written=tell, failed=failed, pdf=options.pdf).run()
        written = done.rows
    except KeyboardInterrupt:
        complain(_("stopped; the same call goes on from here"))
        return Exit.STOPPED
    finally:  # also what was issued before something went wrong has its number
        if options.json:
            say_json([_told(row, folder, options.pdf) for row in written])
    if not done.rows and not done.failed:
        raise Refused(N_("there is no unit that this document has anything to say about"))
    if done.silent:
        complain(_nothing_to_say(done.silent))
    return Exit.NO if done.failed else Exit.DONE


def _told(row: Row, folder: Path, copied: bool) -> dict[str, object]:
    """A document as JSON has it."""
    copy = folder / pdf_name(row.file)
    pdf = {"pdf": str(copy)} if copied and Disk().size(copy) else {}
    return {**row._asdict(), "file": str(folder / row.file), **pdf}


def _say_written(number: str, path: Path) -> None:
    say(f"{number}  {path}" if number else str(path))


def _nothing_to_say(units: Sequence[str]) -> str:
    """One line about the units that got no document."""
    told = ngettext(
        "{count} unit has nothing that this document could say: {units}",
        "{count} units have nothing that this document could say: {units}",
        len(units),
    )
    return told.format(count=len(units), units=cut(" ".join(units)))


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
    if options.year and not kind.year:
        raise Refused(N_("{kind} is about no year; leave out --year"), kind=options.kind)
    if options.no_names and not kind.unnamed:
        raise Refused(N_("{kind} cannot do without the names of units; leave out --no-names"), kind=options.kind)
    ending = Path(options.output).suffix.lower().removeprefix(".")
    if len(kind.formats) > 1 and ending and ending not in kind.formats:
        endings = listed(f".{format_}" for format_ in kind.formats)
        raise Refused(N_("{path}: the name must end in one of {endings}"), path=options.output, endings=endings)
    if options.pdf:
        office()  # or nothing is written, and no number taken
        if ending in ("pdf", "xlsx"):
            raise Refused(
                N_("{path}: a PDF is made of the Word file and lies beside it; name the .docx"), path=options.output
            )
    workspace = open_workspace(options)
    amends = _amends(workspace, options)
    if amends:  # it is about what the earlier document is about
        options.round = options.round if options.round is not None else amends.document.round or None
        options.unit = options.unit or list(filter(None, [amends.document.unit]))
    asked = Asked(
        workspace=workspace,
        lang=options.lang or workspace.settings.language,
        format=ending if ending in kind.formats else kind.formats[0],
        round=workspace.round(options.round) if options.round is not None else None,
        units=tuple(dict.fromkeys(options.unit)),
        issue=options.issue,
        month=options.month,
        as_of=date.fromisoformat(iso_date(options.date, "--date")) if options.date else None,
        amends=amends,
        year=options.year,
        named=not options.no_names,
        template=_template(options, ending),
        progress=progress(_("Writing"), patience=1),
    )
    check_amends(asked)
    return asked


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
    return Amendment(how, earlier, storable(options.reason.strip()))


def _template(options: argparse.Namespace, ending: str) -> Template | None:
    """The office's own Word file, if one was given."""
    if options.template is None:
        return None
    if ending == "xlsx":
        raise Refused(N_("{path}: a workbook is not filled into a template; name the .docx"), path=options.output)
    path = Path(options.template)
    return Template(path.name, Disk().read_at_most(path, MAX_TEMPLATE))


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
