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
from store.errors import Refused
from store.progress import Progress
from tui.i18n import _
from tui.screens.files import at_home
from tui.screens.reading import Found, read_in_thread
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
        self.show_in_pane([])
        super().begin()

    def show_in_pane(self, found: Sequence[Line]) -> None:
        """Show lines under the list, which has the whole screen where there are none."""
        self.query_one(RuleLine).display = bool(found)
        self.pane.styles.height = len(found)
        self.pane.show(found)

    def where(self, what: str, path: Path) -> list[Line]:
        """`what`, the whole path of a file, and the command that fetches it: they are there to be copied."""
        path = path.resolve()
        texts = (f"{what}: {path}", f"{_('Fetch it with')}: {command(path)}")
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

        self._working = read_in_thread(self, _("Writing (Esc gives up)"), make, done, failed)

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
            self._working = None
            self.say(self.given_up)

    @property
    def given_up(self) -> str:
        """What to say then."""
        return _("Given up; nothing was written.")

    def key_escape(self) -> None:
        """Esc and F10 give up what is being made; else they leave the filter."""
        if self.is_working:
            self.give_up()
        else:
            super().key_escape()

    key_f10 = key_escape

    def action_back(self) -> None:
        """Give up what is being made, else back."""
        if self.is_working:
            self.give_up()
        else:
            super().action_back()

    # Files

    async def ask_where(self, name: str, formats: Sequence[str], title: str) -> None:
        """Ask for the path of a new file, called `name` where nothing else is said."""
        fields = [Field("path", _("File"), str(free(Path.home() / name)), required=True, max_length=1000)]
        if len(formats) > 1:
            choices = [(ending, f".{ending}") for ending in formats]
            fields.insert(0, Field("format", _("Format"), formats[0], "choice", choices))
        await self.ask(fields, title)

    def on_form_changed(self, message: Form.Changed) -> None:
        """Another format has another ending."""
        if message.name == "format":
            path = Path(message.values["path"])
            message.form.set_value("path", str(path.with_suffix(f".{message.values['format']}")))

    def write(self, path: Path, make: Callable[[Progress], bytes], what: str) -> None:
        """Make a file and write it to `path`, in a thread, then say where it lies."""

        def work(progress: Progress) -> None:
            data = make(progress)
            progress(1, 1)  # the last moment to give it up: it is written whole or not at all
            Disk().replace(path, data, durable=True)

        def have(_done: None) -> None:
            self.show_in_pane(self.where(what, path))
            self.saved()

        self.work(work, have)


def wanted(typed: str, formats: Sequence[str]) -> Path:
    """The path that was typed for a new file.

    Raises:
        Refused: it has no ending of the `formats`, or something is there already.
    """
    path, endings = at_home(typed.strip()), ", ".join(f".{ending}" for ending in formats)
    if path.suffix.lower().removeprefix(".") not in formats:
        raise Refused(N_("{path}: the name must end in one of {endings}"), path=path, endings=endings)
    if Disk().stamp(path) is not None:
        raise Refused(N_("{path} exists; choose another name, somebody may have edited it"), path=path)
    return path


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
