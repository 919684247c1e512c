"""A kind of document to each unit that there is something to say about: read one, write or issue all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from checklists.errors import N_, AudittyError
from reports.kinds import KINDS, Asked, file_name
from store.disk import Disk
from store.errors import Refused
from store.progress import Progress
from tui.i18n import _, ngettext, translate
from tui.screens.base import bindings_of, matches
from tui.screens.document import DocumentScreen, headed
from tui.screens.fetching import FilesScreen, free
from tui.screens.files import at_home
from tui.screens.who import take_who, who_fields
from tui.widgets.canvas import Part
from tui.widgets.form import Field, Form
from tui.widgets.look import DIM, ERROR, PLAIN
from tui.widgets.rows import Row, RowList


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
        self._use = ""

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
        self.title_bar(f"{headed(self._kind)} / {self._about}", [(text, PLAIN)] if codes is not None else ())
        rows = [
            Row(code, [(f" {code:<10} ", DIM), (names[code], PLAIN)], self._remark(code))
            for code in names
            if code in (codes or ()) or code in self._wrong
            if matches(f"{code} {names[code]}", self.filter_text)
        ]
        empty = _("Reading") if codes is None else _("There is no unit that this document has anything to say about.")
        self.rows.set_rows(rows, self.rows.cursor_id, empty=empty)

    def _remark(self, code: str) -> list[Part]:
        if code in self._wrong:
            return [(f"{self._wrong[code]} ", ERROR)]
        return [(f"{_('issued; nothing new')} ", DIM)] if KINDS[self._kind].issue and code not in self._new else []

    # Keys

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Read the document to this unit."""
        about = f"{self._asked.round.info.name} / {self._names()[message.id]}" if self._asked.round else message.id
        self.app.push_screen(DocumentScreen(self._kind, self._asked.about(message.id), about))

    async def action_save(self) -> None:
        """Ask for a folder, then write a file for each unit into it."""
        if not self._codes or self.is_working:
            return
        self._use = "save"
        about = self._asked.round.info.id if self._asked.round else ""
        folder = free(Path.home() / file_name(self._kind, about, ending="")[:-1])
        field = Field("path", _("Folder"), str(folder), required=True, max_length=1000)
        count = len(self._codes)
        title = ngettext("A file for {count} unit, into", "A file for each of {count} units, into", count)
        await self.ask([field], title.format(count=count))

    async def action_issue(self) -> None:
        """Ask, then number and register a document to each unit."""
        kind = KINDS[self._kind]
        if not kind.issue:
            self.say(_("This kind of document has no number; save it with s."))
        elif not self._new:
            self.say(_("Nothing new to issue."))
        elif not self.is_working:
            self._use = "issue"
            choices = [("no", _("no, not yet")), ("yes", _("yes, issue all"))]
            count = len(self._new)
            title = ngettext(
                "Issue to {count} unit? Numbers cannot be given back",
                "Issue to {count} units? Numbers cannot be given back",
                count,
            )
            fields = [*who_fields(self.session), Field("sure", _("Issue?"), "no", "choice", choices)]
            await self.ask(fields, title.format(count=count), enter=_("Enter confirm"))

    def on_form_saved(self, message: Form.Saved) -> None:
        """Do what was asked."""
        if self._use == "save":
            if self.attempt(lambda: self._save(at_home(message.values["path"].strip()))):
                message.form.close()
            return
        message.form.close()
        if message.values["sure"] == "yes":
            take_who(self.session, message.values)
            self._issue()

    def _save(self, folder: Path) -> None:
        """A file for each unit."""
        disk = Disk()
        if disk.stamp(folder) is not None:
            raise Refused(N_("{path} is there already; choose another name"), path=folder)
        kind, about = KINDS[self._kind], self._asked.round.info.id if self._asked.round else ""
        disk.make_dir(folder)

        def one(code: str) -> None:
            asked = self._asked.about(code)
            disk.replace(
                folder / file_name(self._kind, about, code, ending=asked.format), kind.make(asked), durable=True
            )

        def done(word: str) -> None:
            self.redraw()
            self.show_in_pane(self.where(_("Folder"), folder))
            self.say(word)

        self._each(self._codes or (), one, done)

    def _issue(self) -> None:
        """A numbered document to each unit."""
        kind, asked = KINDS[self._kind], replace(self._asked, issue=True)
        self._each(self._new, lambda code: kind.number(asked.about(code)), self._find)

    def _each(self, codes: Sequence[str], one: Callable[[str], object], done: Callable[[str], object]) -> None:
        """Do it for each unit, in a thread, and give `done` a word about it.

        What is wrong with one unit stands beside it, and concerns no other.
        """

        def work(progress: Progress) -> dict[str, str]:
            wrong = {}
            for number, code in enumerate(codes):
                progress(number, len(codes))
                try:
                    one(code)
                except AudittyError as error:
                    wrong[code] = translate(error)
            return wrong

        def have(wrong: dict[str, str]) -> None:
            self._wrong, count = wrong, len(codes) - len(wrong)
            done(ngettext("{count} done", "{count} done", count).format(count=count))

        self.work(work, have)

    @property
    def given_up(self) -> str:
        return _("Given up; what was done stays.")
