"""Screens that write files: long work can be given up, and it is said where a file lies and how it is fetched."""

from __future__ import annotations

import getpass
import os
import shlex
import socket
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Container
from textual.worker import Worker

from checklists.errors import N_, AudittyError
from store.disk import Disk
from store.errors import MachineError, Refused
from store.progress import Progress
from tui.i18n import _, labelled, listed
from tui.own_files import at_home
from tui.screens.reading import Found, read_in_thread
from tui.screens.terminal import send, sender
from tui.screens.with_form import FormScreen
from tui.widgets.bar import RuleLine
from tui.widgets.canvas import Line
from tui.widgets.form import Field, Form
from tui.widgets.look import PLAIN
from tui.widgets.pane import Pane
from tui.widgets.rows import RowList
from tui.widgets.text import wrap

_SSH_PORT = "22"


class FilesScreen(FormScreen):
    """A screen that writes files. The pane is as high as what stands in it."""

    _working: Worker[None] | None = None
    _lies: Path | None = None
    """The file or folder that the pane names."""

    def body(self) -> ComposeResult:
        with Container(id="body"):
            yield self.list_of()
            yield RuleLine()
            yield Pane()
            yield Form()

    def list_of(self) -> RowList:
        """The list above the pane."""
        return RowList()

    def begin(self) -> None:
        self.show_in_pane(list)
        super().begin()

    def show_in_pane(self, lines: Callable[[], Sequence[Line]]) -> None:
        """Show what `lines` makes for the present width under the list, which has the whole screen for nothing."""
        self._lies = None
        self._in_pane, found = lines, lines()
        self.query_one(RuleLine).display = bool(found)
        self.pane.styles.height = len(found)
        self.pane.show(found)

    def reflow(self) -> None:
        self.show_in_pane(self._in_pane)

    def where(self, what: str, path: Path) -> list[Line]:
        """`what`, the whole path of a file, and the command that fetches it: they are there to be copied."""
        path = path.resolve()
        self._lies = self._lies or path
        facts = ((what, str(path)), (_("Fetch it with"), command(path)))
        texts = [labelled(label, text) for label, text in facts]
        copies = _("{key} copies the path").format(key=self.key("copy"))
        sends = _("{key} sends the file through the terminal").format(key=self.key("fetch"))
        texts.append(f"{sends}  {copies}" if sender() or self.app.is_web else copies)
        return [[(f" {part}", PLAIN)] for text in texts for part in wrap(text, max(30, self.size.width - 2))]

    # Long work

    def work(self, make: Callable[[Progress], Found], have: Callable[[Found], object]) -> None:
        """Do `make` in a thread, say how far it is, and give `have` what it made, unless it is given up."""

        def done(found: Found) -> None:
            self._working = None
            have(found)

        def failed(error: AudittyError) -> None:
            self._working = None
            self.failed(error)

        self._working = read_in_thread(self, _("Writing"), make, done, failed)

    def failed(self, error: AudittyError) -> None:
        """That work came to nothing."""
        self.complain(error)

    @property
    def is_working(self) -> bool:
        """Whether something is being made in a thread."""
        return self._working is not None

    def give_up(self) -> None:
        """What is being made is not made."""
        if self._working is not None:
            self._working.cancel()
            self._working = self.reading = None
            self.say(self.given_up)

    @property
    def given_up(self) -> str:
        """What to say then."""
        return _("Given up; nothing was written.")

    def key_escape(self) -> None:
        """Esc gives up what is being made; else it leaves the filter."""
        if self.is_working:
            self.give_up()
        else:
            super().key_escape()

    def action_back(self) -> None:
        """Give up what is being made, else back."""
        if self.is_working:
            self.give_up()
        else:
            super().action_back()

    # Files

    def action_fetch(self) -> None:
        """Send the file through the terminal, or to the browser."""
        path = self._lies
        if path is None:
            self.say(_("There is no file yet; write one first."))
        elif self.app.is_web and not Disk().is_dir(path):
            self.app.deliver_binary(path)
        elif self.attempt(lambda: send(self.app, path)):
            self.say(_("Sent: {name}").format(name=path.name))

    def action_copy(self) -> None:
        """The file's path into the clipboard of whoever sits at the terminal, or the text where no file lies yet."""
        self.copy(str(self._lies) if self._lies else self.as_text())

    async def ask_where(self, name: str, formats: Sequence[str], title: str) -> None:
        """Ask for the path of a new file, called `name` where nothing else is said; and for a PDF of a Word file."""
        fields = [Field("path", _("File"), str(free(Path.home() / name)), required=True, max_length=1000)]
        if len(formats) > 1:
            choices = [(ending, f".{ending}") for ending in formats]
            fields.append(Field("format", _("Format"), formats[0], "choice", choices))
        if "docx" in formats:
            fields.append(pdf_field(beside=len(formats) > 1))
        await self.ask(fields, title)

    def on_form_changed(self, message: Form.Changed) -> None:
        """Another format has another ending."""
        if message.name == "format":
            path = Path(message.values["path"])
            message.form.set_value("path", str(path.with_suffix(f".{message.values['format']}")))

    def write(self, path: Path, make: Callable[[Progress], bytes], what: str, pdf: bool = False) -> None:
        """Make a file and write it to `path`, and with `pdf` a PDF beside it, in a thread; then say where they lie."""
        paths = [path, *([path.with_suffix(".pdf")] if pdf else [])]

        def work(progress: Progress) -> None:
            data = [make(progress)]
            if pdf:
                data.append(pdf_of(path, data[0]))
            progress(1, 1)  # the last moment to give it up: what is written is whole
            for each, content in zip(paths, data, strict=True):
                Disk().replace(each, content, durable=True)

        def have(_done: None) -> None:
            told = [*zip((what, "PDF"), paths, strict=False)]
            self.show_in_pane(lambda: [line for said, each in told for line in self.where(said, each)])
            self.saved()

        self.work(work, have)


def wanted(values: Mapping[str, str], formats: Sequence[str]) -> tuple[Path, bool]:
    """The path that was typed for a new file, and whether a PDF is to lie beside it.

    Raises:
        Refused: it has no ending of the `formats`, is no Word file to make a PDF of, or something is there already.
        MachineError: a PDF is wanted, and nothing here makes one.
    """
    path, endings = at_home(values["path"].strip()), listed(f".{ending}" for ending in formats)
    ending, pdf = path.suffix.lower().removeprefix("."), values.get("pdf") == "yes"
    if ending not in formats:
        raise Refused(N_("{path}: the name must end in one of {endings}"), path=path, endings=endings)
    if pdf and ending != "docx":
        raise Refused(N_("{path}: a PDF is made of the Word file and lies beside it; name the .docx"), path=path)
    check_pdf(values)
    for each in (path, *([path.with_suffix(".pdf")] if pdf else [])):
        if Disk().stamp(each) is not None:
            raise Refused(N_("{path} exists; choose another name, somebody may have edited it"), path=each)
    return path, pdf


def pdf_of(path: Path, data: bytes) -> bytes:
    """The PDF of a Word file that is to lie at `path`.

    Raises:
        MachineError: LibreOffice is not installed, took too long, or made none.
    """
    from reports.pdf import to_pdf

    made = to_pdf({path.name: data}).get(path.name)
    if made is None:
        raise MachineError(N_("LibreOffice makes no PDF of {path}; nothing was written"), path=path)
    return made


def check_pdf(values: Mapping[str, str]) -> None:
    """Raise MachineError if a form wants a PDF, and nothing here makes one."""
    if values.get("pdf") == "yes":
        from reports.pdf import office

        office()


def pdf_field(beside: bool = False) -> Field:
    """Whether a PDF is made of each Word file."""
    choices = [("no", _("no")), ("yes", _("yes, beside the Word file"))]
    return Field("pdf", "PDF", "no", "choice", choices, beside=beside)


def free(path: Path) -> Path:
    """`path`, or with a number behind its name where there is something already."""
    disk, number, found = Disk(), 1, path
    while disk.stamp(found) is not None:
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def command(path: Path, environment: Mapping[str, str] = os.environ) -> str:
    """The `scp` line for a file or a folder, to be run on the machine one sits at."""
    host = f"{getpass.getuser()}@{socket.gethostname()}"
    link = environment.get("SSH_CONNECTION", "").split()  # addresses and ports of both ends
    options = ["-P", link[3]] if len(link) == 4 and link[3] != _SSH_PORT else []
    options += ["-r"] if Disk().is_dir(path) else []
    return " ".join(["scp", *options, f"{host}:{shlex.quote(os.fspath(path))}", "."])
