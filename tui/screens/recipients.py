"""A kind of document to each unit that there is something to say about: read one, write or issue all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from checklists.errors import N_, AudittyError
from reports.bulk import Bulk, Summary
from reports.bulk_index import PART
from reports.kinds import KINDS, Asked, file_name
from store.disk import Disk
from store.errors import Refused
from store.progress import Progress
from tui.document_words import headed, not_taken, unfilled
from tui.i18n import _, ngettext, translate
from tui.own_files import at_home
from tui.screens import document_options as options
from tui.screens.base import bindings_of
from tui.screens.document import ISSUED_TODAY, DocumentScreen
from tui.screens.fetching import FilesScreen, check_pdf, free, pdf_field
from tui.screens.who import take_who, who_fields
from tui.widgets.canvas import Line, Part
from tui.widgets.form import Field, Form
from tui.widgets.look import DIM, ERROR, PLAIN
from tui.widgets.rows import Row, RowList
from tui.widgets.text import fit, matches


class RecipientsScreen(FilesScreen):
    """The units; who gets a document is found out in a thread."""

    NAME = "recipients"
    BINDINGS = bindings_of(NAME)

    def __init__(self, kind: str, asked: Asked, about: str) -> None:
        super().__init__()
        self._kind, self._asked, self._about = kind, asked, about
        self._codes: list[str] | None = None
        self._new: list[str] = []  # of these, what is numbered has something new to say to them
        self._wrong: dict[str, str] = {}
        self._template = ""
        self._folder: Path | None = None
        self._use: Callable[[Mapping[str, str]], None] = self._save

    def begin(self) -> None:
        super().begin()
        self._find()

    # Who

    def _find(self, word: str = "") -> None:
        """Who gets one, and then say the word."""
        everyone = list(self._names())

        def look(progress: Progress) -> tuple[list[str], list[str], dict[str, str]]:
            kind, asked = KINDS[self._kind], self._asked
            codes, new, wrong = [], [], {}
            for number, code in enumerate(everyone):
                progress(number, len(everyone))
                try:
                    if kind.is_worth(asked.about(code)):
                        codes.append(code)
                    if kind.issue and kind.is_worth(replace(asked.about(code), issue=True)):
                        new.append(code)
                except AudittyError as error:  # the other units' documents are made all the same
                    wrong[code] = translate(error)
            return codes, new, wrong

        def have(found: tuple[list[str], list[str], dict[str, str]]) -> None:
            self._codes, self._new, wrong = found
            self._wrong |= wrong
            self.redraw()
            if word:
                self.say(word)
            else:
                self.keys()

        self.work(look, have)

    def _names(self) -> dict[str, str]:
        """The units that are asked for, by code."""
        asked, workspace = self._asked, self.session.workspace
        units = asked.round.units if asked.round else workspace.units.all()
        return {code: unit.name for code, unit in units.items()}

    def redraw(self) -> None:
        codes, names = self._codes, self._names()
        count = len(codes or ())
        text = ngettext("{count} unit", "{count} units", count).format(count=count)
        self.title_bar(f"{self._about} / {headed(self._kind)}", [(text, PLAIN)] if codes is not None else ())
        rows = [
            Row(code, [(f" {code:<10} ", DIM), (names[code], PLAIN)], self._remark(code))
            for code in names
            if code in (codes or ()) or code in self._wrong
            if matches(f"{code} {names[code]}", self.filter_text)
        ]
        empty = self.nothing(_("There is no unit that this document has anything to say about."))
        if codes is None:
            empty = _("Reading")
        self.rows.set_rows(rows, self.rows.cursor_id, empty=empty)

    def reflow(self) -> None:
        super().reflow()
        self.redraw()

    def _remark(self, code: str) -> list[Part]:
        if code in self._wrong:
            return [(f"{fit(self._wrong[code], self.size.width // 2).rstrip()} ", ERROR)]
        return [(f"{_('issued; nothing new')} ", DIM)] if KINDS[self._kind].issue and code not in self._new else []

    # Keys

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Read the document to this unit."""
        self.app.push_screen(DocumentScreen(self._kind, self._asked.about(message.id), self._names()[message.id]))

    async def action_save(self) -> None:
        """Ask for a folder, then write a file for each unit into it."""
        if self._codes and not self.is_working:
            count = len(self._codes)
            title = ngettext("A file for {count} unit, into", "A file for each of {count} units, into", count)
            await self._ask([self._folder_field(), *self._pdf_fields()], title.format(count=count), self._save)

    async def action_issue(self) -> None:
        """Ask, then number and register a document to each unit, and write all of them into a folder."""
        if not KINDS[self._kind].issue:
            self.say(_("This kind of document has no number; save it with {key}.").format(key=self.key("save")))
        elif self._asked.as_of:
            self.say(_(ISSUED_TODAY).format(key=self.key("options")))
        elif not self._new:
            self.say(_("Nothing new to issue."))
        elif not self.is_working:
            choices = [("no", _("no, not yet")), ("yes", _("yes, issue all"))]
            count = len(self._new)
            title = ngettext(
                "Issue to {count} unit? Numbers cannot be given back",
                "Issue to {count} units? Numbers cannot be given back",
                count,
            )
            sure = Field("sure", _("Issue?"), "no", "choice", choices)
            fields = [*who_fields(self.session), sure, self._folder_field(), *self._pdf_fields()]
            blank = unfilled(self._kind, self._asked)
            await self._ask(fields, title.format(count=count), self._issue, enter=_("Enter confirm"), text=blank)

    async def action_options(self) -> None:
        """Ask for the language, and what else this kind of document can be told."""
        fields = options.fields(KINDS[self._kind], self._asked, self._template)
        await self._ask(fields, _("How the document is made"), self._take_options, enter=_("Enter make it"))

    def _folder_field(self) -> Field:
        """Where to; a folder that was begun and given up is gone on with."""
        about = self._asked.round.info.id if self._asked.round else ""
        folder = self._folder or free(Path.home() / file_name(self._kind, about, ending="")[:-1])
        return Field("path", _("Folder"), str(folder), required=True, max_length=1000)

    def _pdf_fields(self) -> list[Field]:
        return [pdf_field()] if self._asked.format == "docx" else []

    async def _ask(
        self,
        fields: list[Field],
        title: str,
        use: Callable[[Mapping[str, str]], None],
        *,
        enter: str = "",
        text: Sequence[str] = (),
    ) -> None:
        self._use = use
        await self.ask(fields, title, enter=enter, text=text)

    def on_form_saved(self, message: Form.Saved) -> None:
        """Do what was asked; what is refused leaves the form open."""
        if self.attempt(lambda: self._use(message.values)):
            message.form.close()

    def _take_options(self, values: Mapping[str, str]) -> None:
        self._asked, self._template = options.taken(self._asked, values), values.get("template", "")
        self._find()

    def _save(self, values: Mapping[str, str]) -> None:
        self._make(self._asked, self._codes or (), values)

    def _issue(self, values: Mapping[str, str]) -> None:
        if values["sure"] != "yes":
            self.say(_("Nothing was done."))
            return
        take_who(self.session, values)
        self._make(replace(self._asked, issue=True, not_taken=[]), self._new, values)

    def _make(self, asked: Asked, codes: Sequence[str], values: Mapping[str, str]) -> None:
        """A document for each unit into a folder. What is wrong with one stands beside it, and concerns no other."""
        disk, folder, wrong = Disk(), at_home(values["path"].strip()), dict[str, str]()
        if disk.stamp(folder) is not None and PART not in disk.names(folder):
            raise Refused(N_("{path} is there already; choose another name"), path=folder)
        check_pdf(values)
        self._folder = folder

        def failed(unit: str, error: AudittyError) -> None:
            wrong[unit] = translate(error)

        def work(progress: Progress) -> Summary:
            wanted = replace(asked, progress=progress)
            pdf = values.get("pdf") == "yes"
            return Bulk(self._kind, wanted, codes, folder, written=lambda row: None, failed=failed, pdf=pdf).run()

        def have(done: Summary) -> None:
            self._folder, self._wrong = None, wrong
            count = len(done.rows)
            if count:
                refused: list[Line] = [[(f" {said}", ERROR)] for said in not_taken(asked, 3)]
                self.show_in_pane(lambda: [*refused, *self.where(_("Folder"), folder)])
            self._find(ngettext("{count} done", "{count} done", count).format(count=count))

        self.work(work, have)

    @property
    def given_up(self) -> str:
        return _("Given up; what was done stays, and {save} or {issue} goes on from there.").format(
            save=self.key("save"), issue=self.key("issue")
        )
