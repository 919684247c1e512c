"""The register of issued documents: each with what later ones say of it, to be read and written once more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

from checklists.errors import AudittyError
from reports.kinds import KINDS, Asked
from store.clock import shown
from store.documents import Amendment, Registered
from store.model import Issued
from store.progress import Progress
from tui.document_words import headed, kind_title, standing
from tui.i18n import _, ngettext
from tui.screens.base import OTHERS_SECONDS, bindings_of
from tui.screens.fetching import FilesScreen, wanted
from tui.screens.paper import PaperScreen
from tui.widgets.canvas import Line
from tui.widgets.form import Field, Form
from tui.widgets.look import DIM, HEADING, PLAIN, WARN
from tui.widgets.rows import Row, RowList
from tui.widgets.text import fit, matches, wrap


class RegisterScreen(FilesScreen):
    """The issued documents of the workspace, of a round, or of a unit, newest first."""

    NAME = "register"
    BINDINGS = bindings_of(NAME)

    def __init__(self, round_id: str = "", unit: str = "", about: str = "", start: str = "") -> None:
        """`about` is what the round, or the unit, is called; the cursor begins on the document with the key `start`."""
        super().__init__()
        self._start = start
        self._round, self._unit, self._about = round_id, unit, about
        self._all: dict[str, Registered] = {}
        self._to_write: Registered | None = None
        self._how: Literal["corrects", "supplements"] | None = None

    def begin(self) -> None:
        self._names: dict[str, str] = {}
        super().begin()
        self.set_interval(OTHERS_SECONDS, self._see_others)

    def _see_others(self) -> None:
        def look() -> None:
            if self.session.workspace.record.refresh():
                self.redraw()

        if self.on_top and not self.form.is_open and not self.is_working:
            self.attempt(look)

    def on_screen_resume(self) -> None:
        """Back from a document: something may have been issued about it."""
        if self._all:
            self.redraw()

    # Drawing

    def redraw(self) -> None:
        self._all = {
            each.key: each
            for each in reversed(self.session.workspace.documents.register())
            if self._round in ("", each.issued.round) and self._unit in ("", each.issued.unit)
        }
        count = ngettext("{count} document", "{count} documents", len(self._all)).format(count=len(self._all))
        heading = _("Issued documents")
        self.title_bar(f"{self._about} / {heading}" if self._about else heading, [(count, PLAIN)])
        rows = [self._row(each) for each in self._all.values() if matches(self._text(each), self.filter_text)]
        empty = _("Nothing was issued yet.")
        self.rows.set_rows(rows, self.rows.cursor_id or self._start, empty=self.nothing(empty))
        self._explain()

    def _text(self, each: Registered) -> str:
        issued = each.issued
        named = (kind_title(issued.kind), issued.unit, self._unit_name(issued), self._round_name(issued.round))
        return " ".join((issued.number, issued.issued, *named, standing(each)))

    def _row(self, each: Registered) -> Row:
        issued = each.issued
        about = f"{self._unit_name(issued)}  " if issued.unit else ""
        left = [(f" {issued.issued}  {fit(issued.number, 22)} {about}", PLAIN), (kind_title(issued.kind), DIM)]
        signs = [_("corrected")] if each.corrected_by else []
        signs += [_("supplemented")] if each.supplemented_by else []
        signs += [_("correction")] if issued.corrects else []
        signs += [_("supplement")] if issued.supplements else []
        return Row(each.key, left, [(f"{' '.join(signs)} ", WARN if each.corrected_by else DIM)] if signs else ())

    def _unit_name(self, issued: Issued) -> str:
        units = self.session.workspace.units
        return units.get(issued.unit).name if issued.unit in units.all() else issued.unit

    def _round_name(self, round_id: str) -> str:
        if round_id not in self._names:
            try:
                self._names[round_id] = self.session.workspace.round(round_id).info.name if round_id else ""
            except AudittyError:
                self._names[round_id] = round_id
        return self._names[round_id]

    def _explain(self) -> None:
        """What there is to know about the document under the cursor, and how its file is fetched."""
        self.show_in_pane(self._facts)

    def _facts(self) -> list[Line]:
        each = self._all.get(self.rows.cursor_id or "")
        if each is None:
            return []
        issued, workspace = each.issued, self.session.workspace
        found = ngettext("{count} finding", "{count} findings", len(issued.findings)).format(count=len(issued.findings))
        by = _("issued by {who} at {time}").format(who=each.who, time=shown(each.at, workspace.settings.zone))
        told: list[Line] = [[(f" {issued.number}", HEADING), (f"  {kind_title(issued.kind)}", PLAIN)]]
        about = (f"{self._unit_name(issued)} {issued.unit}".strip(), self._round_name(issued.round))
        texts = (" / ".join(filter(None, about)), f"{by}; {found}" if issued.findings else by, standing(each))
        cells = self.size.width - 2
        told += [[(f" {part}", PLAIN)] for text in (*texts, issued.reason) if text for part in wrap(text, cells)]
        return [*told, *self.where(_("File"), workspace.documents.path(issued))]

    def on_row_list_rested(self) -> None:
        """The facts follow the cursor when it rests."""
        self._explain()

    # Keys

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Read the document."""
        each = self._all[message.id]
        about = self._unit_name(each.issued) or self._round_name(each.issued.round)
        self.app.push_screen(IssuedScreen(each, about))

    async def action_save(self) -> None:
        """Ask where, then write the document once more."""
        self._to_write = self._all.get(self.rows.cursor_id or "")
        if self._to_write is not None:
            issued = self._to_write.issued
            await self.ask_where(issued_name(issued), _endings(issued), _("Write it once more as"))

    async def action_correct(self) -> None:
        """Ask why, then read the document that puts this one right."""
        await self._ask_why("corrects", _("Why is {number} corrected?"))

    async def action_supplement(self) -> None:
        """Ask why, then read the document that adds to this one; a notice with new findings does so by itself."""
        from reports.issue import NOTICE

        each = self._all.get(self.rows.cursor_id or "")
        if each is not None and each.issued.kind == NOTICE:
            self.attempt(lambda: self._add_to_notice(each.issued))
        else:
            await self._ask_why("supplements", _("Why is {number} supplemented?"))

    async def _ask_why(self, how: Literal["corrects", "supplements"], title: str) -> None:
        self._to_write, self._how = self._all.get(self.rows.cursor_id or ""), how
        if self._to_write is not None:
            reason = Field("reason", _("Reason"), required=True, max_length=1000)
            await self.ask([reason], title.format(number=self._to_write.issued.number), enter=_("Enter read it first"))

    def _amend(self, reason: str) -> None:
        """Read the draft of the document that amends the one under the cursor."""
        from reports.numbering import check_amends

        assert self._to_write is not None
        assert self._how is not None
        issued = self._to_write.issued
        asked = replace(self._asked(issued), amends=Amendment(self._how, issued, reason))
        check_amends(asked)
        self._read_draft(issued, asked)

    def _add_to_notice(self, issued: Issued) -> None:
        asked = self._asked(issued)
        if KINDS[issued.kind].is_worth(replace(asked, issue=True)):
            self._read_draft(issued, asked)
        else:
            self.say(_("Nothing new to issue."))

    def _asked(self, issued: Issued) -> Asked:
        """A document about the same."""
        workspace = self.session.workspace
        return Asked(
            workspace=workspace,
            lang=workspace.settings.language,
            round=workspace.round(issued.round) if issued.round else None,
            units=(issued.unit,) if issued.unit else (),
        )

    def _read_draft(self, issued: Issued, asked: Asked) -> None:
        from tui.screens.document import DocumentScreen

        about = self._unit_name(issued) or self._round_name(issued.round)
        self.app.push_screen(DocumentScreen(issued.kind, asked, about))

    def on_form_saved(self, message: Form.Saved) -> None:
        """Write it, byte for byte, or amend it."""
        assert self._to_write is not None
        if "reason" in message.values:
            if self.attempt(lambda: self._amend(message.values["reason"].strip())):
                message.form.close()
            return
        issued, documents = self._to_write.issued, self.session.workspace.documents

        def write() -> None:
            path, pdf = wanted(message.values, _endings(issued))
            what = _("Document {number}").format(number=issued.number)
            self.write(path, lambda told: documents.read(issued), what, pdf)
            message.form.close()

        self.attempt(write)


class IssuedScreen(PaperScreen):
    """An issued document, read from the file that left the house."""

    NAME = "issued"
    BINDINGS = bindings_of(NAME)

    def __init__(self, registered: Registered, about: str) -> None:
        """`about` is what the unit, or the round, is called."""
        super().__init__()
        self._registered, self._about = registered, about
        self.formats = _endings(registered.issued)

    @property
    def heading(self) -> str:
        return f"{self._about} / {headed(self._registered.issued.kind)}"

    @property
    def file_name(self) -> str:
        return issued_name(self._registered.issued)

    def make(self, ending: str, progress: Progress) -> tuple[bytes, str]:
        issued = self._registered.issued
        return self.session.workspace.documents.read(issued), issued.number

    def made(self) -> None:
        """How it stands to others, and where it lies."""
        self.show_in_pane(self._facts)

    def _facts(self) -> list[Line]:
        text = standing(self._registered)
        told: list[Line] = [[(f" {part}", WARN)] for part in wrap(text, self.size.width - 2) if text]
        return [*told, *self.where(_("File"), self.session.workspace.documents.path(self._registered.issued))]

    def on_form_saved(self, message: Form.Saved) -> None:
        """Write it, byte for byte."""
        self.save(message)


def issued_name(issued: Issued) -> str:
    """A name for a copy of an issued document: kind, year and number, all ASCII."""
    path = Path(issued.file)
    return f"{issued.kind}-{issued.year}-{issued.serial:04}{path.suffix}"


def _endings(issued: Issued) -> tuple[str, ...]:
    return (Path(issued.file).suffix.removeprefix("."),)
