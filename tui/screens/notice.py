"""The rectification notice to a unit: read it, save the draft, issue it."""

from __future__ import annotations

import getpass
import os
import shlex
import socket
from pathlib import Path

from checklists.errors import N_, AudittyError
from reports import build
from reports.issue import NOTICE, draft_notice, issue_notice, pending
from reports.kinds import file_name
from store.disk import Disk
from store.errors import Refused
from store.sheet import Sheet
from tui.i18n import _
from tui.screens.base import bindings_of
from tui.screens.who import take_who, who_fields
from tui.screens.with_form import FormScreen
from tui.widgets.canvas import Line
from tui.widgets.form import Field, Form
from tui.widgets.look import DIM, HEADING, PLAIN
from tui.widgets.rows import Row, heading
from tui.widgets.text import clean_lines, fit, wrap

_LABEL = 16


class NoticeScreen(FormScreen):
    """What the notice to the sheet's unit would say now, and what was issued."""

    NAME = "notice"
    BINDINGS = bindings_of(NAME)

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet
        self._use = ""

    def begin(self) -> None:
        super().begin()
        self.action_issued()

    @property
    def _language(self) -> str:
        return self.session.workspace.settings.language

    def redraw(self) -> None:
        from reports import preview

        workspace = self.session.workspace
        findings, earlier = pending(workspace, self._sheet)
        title = _("Rectification notice")
        if earlier and findings:
            title = _("Supplement to notice {number}").format(number=earlier)
        self.title_bar(f"{title} / {self._sheet.unit.name}", [(_("draft") if findings else "", DIM)])
        if not findings:
            empty = (
                _("Every finding of this unit is in notice {number}.").format(number=earlier)
                if earlier
                else _("This unit has no findings: there is nothing to put right, and no notice.")
            )
            self.rows.set_rows([], empty=empty)
            return
        notice = build.notice(self._sheet, workspace.settings, findings, self._language, supplements=earlier)
        rows, cells = [], max(30, self.size.width - _LABEL - 3)
        for number, (label, text) in enumerate(preview.lines(notice)):
            if not label:
                rows.append(heading(f"{number}", text))
                continue
            pieces = [part for piece in clean_lines(text) for part in wrap(piece, cells)]
            rows += [
                Row(f"{number}.{at}", [(f" {fit(label if at == 0 else '', _LABEL)}", DIM), (piece, PLAIN)])
                for at, piece in enumerate(pieces)
            ]
        self.rows.set_rows(rows)

    async def action_issue(self) -> None:
        """Ask, then number the notice and register it: this cannot be taken back."""
        findings, _earlier = pending(self.session.workspace, self._sheet)
        if not findings:
            self.say(_("Nothing new to issue."))
            return
        self._use = "issue"
        choices = [("no", _("no, not yet")), ("yes", _("yes, issue it"))]
        question = _("Issue with {count} findings? The number cannot be given back").format(count=len(findings))
        await self.ask(
            [*who_fields(self.session), Field("sure", _("Issue?"), "yes", "choice", choices)],
            question,
            enter=_("Enter confirm"),
        )

    async def action_save(self) -> None:
        """Ask where, then write the draft."""
        self._use = "save"
        proposed = _free(Path.home() / file_name(NOTICE, self._sheet.info.id, self._sheet.unit.code))
        await self.ask(
            [Field("path", _("File"), str(proposed), required=True, max_length=1000)], _("Save the draft as")
        )

    def on_form_saved(self, message: Form.Saved) -> None:
        """Do what was asked."""
        if self._use == "save":
            if self.attempt(lambda: self._save(Path(message.values["path"]).expanduser())):
                message.form.close()
            return
        message.form.close()
        if message.values["sure"] == "yes":
            take_who(self.session, message.values)
            self._issue()

    def _save(self, path: Path) -> None:
        if path.suffix.lower() != ".docx":
            raise Refused(N_("{path}: the name must end in .docx"), path=path)
        if Disk().stamp(path) is not None:
            raise Refused(N_("{path} exists; choose another name, somebody may have edited it"), path=path)
        data = draft_notice(self.session.workspace, self._sheet, self._language)
        Disk().replace(path, data, durable=True)
        self._tell_where(_("Draft"), path)

    def _issue(self) -> None:
        try:
            issue_notice(self.session.workspace, self._sheet, self._language)
        except AudittyError as error:
            self.complain(error)
            return
        self.redraw()
        self.action_issued()
        self.saved()

    def action_issued(self) -> None:
        """The issued notices of this sheet, and how to fetch the last one."""
        documents = self.session.workspace.documents
        issued = documents.of(self._sheet.info.id, self._sheet.unit.code)
        if not issued:
            self.pane.show([[(f" {_('Nothing issued to this unit in this round yet.')}", DIM)]])
            return
        lines: list[Line] = [[(f" {document.issued}  {document.number}", HEADING)] for document in issued]
        path = documents.path(issued[-1]).resolve()
        self.pane.show([*lines, *self._where(_("File"), path)])

    def _tell_where(self, what: str, path: Path) -> None:
        self.pane.show(self._where(what, path.resolve()))
        self.saved()

    def _where(self, what: str, path: Path) -> list[Line]:
        """Where a file lies, and the command that fetches it over SSH, whole: they are there to be copied."""
        host = f"{getpass.getuser()}@{socket.gethostname()}"
        texts = (f"{what}: {path}", f"{_('Fetch it with')}: scp {host}:{shlex.quote(os.fspath(path))} .")
        return [[(f" {part}", PLAIN)] for text in texts for part in wrap(text, max(30, self.size.width - 2))]


def _free(path: Path) -> Path:
    """`path`, or with a number behind its name where a file is there already."""
    disk, number, free = Disk(), 1, path
    while disk.stamp(free) is not None:
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
