"""A list of folders and files in the place of a form, to choose files from. What is chosen is chosen at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from textual import events
from textual.message import Message
from textual.widget import Widget

from checklists.errors import AudittyError
from store.attached import shown_name, size_text
from store.disk import Entry
from tui.i18n import _, translate
from tui.screens.files import Files
from tui.screens.terminal import receive, receiver
from tui.widgets.bar import LineBar
from tui.widgets.canvas import Part
from tui.widgets.in_place import InPlace
from tui.widgets.look import DIM, ERROR, HEADING, PLAIN
from tui.widgets.rows import Row
from tui.widgets.text import clean, matches, width

_UP = ".."


class Picker(InPlace):
    """Space chooses, letters filter, Enter opens a folder or takes the file, Backspace goes up, F3, F10, Esc go back.

    F4 receives files from whoever sits at the terminal (trz or rz) into the folder, and chooses them.

    At the top stand the files that are attached already (Space takes one off) and those chosen in other folders. It
    changes the `Files` it is opened with and tells of its end by `Closed`.
    """

    MULTI = True

    class Closed(Message):
        """The list was left, in the folder `folder`."""

        def __init__(self, folder: Path) -> None:
            super().__init__()
            self.folder = folder

    def __init__(self, look: Callable[[Path], Sequence[Entry]], limit: int) -> None:
        """`look` reads a folder or raises AudittyError; a file of more than `limit` bytes cannot be chosen."""
        super().__init__()
        self._look, self._limit = look, limit
        self._files = Files([])
        self._folder = Path("/")
        self._entries: Sequence[Entry] = ()
        self._problem = self._filter = ""
        self._sizes: dict[Path, int] = {}
        self._took = False

    def open(self, files: Files, folders: Sequence[Path], instead_of: Widget) -> None:
        """Show the first of `folders` that can be read, in the place of `instead_of`."""
        self._files, self._took, self._filter, self._sizes = files, False, "", {}
        for folder in folders:
            self._read(folder)
            if not self._problem:
                break
        self._show()
        self.take_place(instead_of)

    def _close(self) -> None:
        if self.give_back():
            self.post_message(self.Closed(self._folder))

    def _read(self, folder: Path) -> None:
        self._folder, self._entries, self._problem = folder, (), ""
        try:
            self._entries = self._look(folder)
        except AudittyError as error:
            self._problem = translate(error).replace(str(folder), folder.name or "/", 1)

    def _go(self, folder: Path, cursor: str = "") -> None:
        self._filter = ""
        self._read(folder)
        self._show(cursor or None)

    def _up(self) -> None:
        if self._folder.parent != self._folder:
            self._go(self._folder.parent, f"/{self._folder.name}")

    # What it shows

    def _show(self, cursor: str | None = None) -> None:
        files = self._files
        attached = [file for file in files.attached if matches(file.name, self._filter)]
        elsewhere = [path for path in files.chosen if path.parent != self._folder and matches(path.name, self._filter)]
        entries = [
            entry
            for entry in self._entries
            if matches(entry.name, self._filter) and (self._filter[:1] == "." or not entry.name.startswith("."))
        ]
        rows = [
            Row(f"#{file.digest}", _line(file.name), _end(f"{_('attached')}  {size_text(file.size)}"))
            for file in attached
        ]
        rows += [Row(f"={path}", _line(str(path)), _end(size_text(files.chosen[path]))) for path in elsewhere]
        if not self._filter and self._folder.parent != self._folder:
            rows.append(Row(_UP, _line("../")))
        rows += [self._row(entry) for entry in entries]
        if cursor is None:
            cursor = next((row.id for row in rows if row.id.startswith("/") and row.selectable), None)
        self._sizes |= files.chosen  # they stand there until the list is drawn anew, chosen or let go
        here = {f"/{path.name}" for path in files.chosen if path.parent == self._folder}
        self.rows.marked = {f"#{digest}" for digest in files.kept} | {f"={path}" for path in elsewhere} | here
        self.rows.set_rows(rows, cursor, empty=_("Nothing here."))
        self._title()

    def _row(self, entry: Entry) -> Row:
        id, name = f"/{entry.name}", shown_name(entry.name)
        if entry.is_folder:
            return Row(id, _line(f"{name}/"))
        if not entry.size:
            return Row(id, [(name, DIM)], _end(_("empty")), selectable=False)
        if entry.size > self._limit:
            return Row(id, [(name, DIM)], _end(f"{_('too large')}  {size_text(entry.size)}"), selectable=False)
        return Row(id, _line(name), _end(size_text(entry.size)))

    def _title(self) -> None:
        keys = _("Space choose  Enter open  F3 done")
        keys = f"{_('F4 receive')}  {keys}" if receiver() else keys
        wanted = f"  /{clean(self._filter)}" if self._filter else ""
        where = clean(str(self._folder))
        room = self.screen.size.width - width(keys) - width(wanted) - 4
        while width(where) > room > 2:  # the end of a path says more than its beginning
            where = ".." + where[3:]
        left: list[Part] = [(f" {self._problem}", ERROR)] if self._problem else [(f" {where}", HEADING)]
        self.query_one(LineBar).show([*left, (wanted, PLAIN)], [(f"{keys} ", DIM)])

    # Keys

    def on_key(self, event: events.Key) -> None:
        """Every key that writes something ends here; the arrows are the list's own."""
        key, char = event.key, event.character or ""
        if key in ("escape", "f10", "f3"):
            self._close()
        elif key == "f4":
            self._receive()
        elif key == "enter":
            self._enter()
        elif key == "space" or char == "\u3000":
            self._toggle()
        elif key == "backspace" and self._filter:
            self._narrow(self._filter[:-1])
        elif key in ("backspace", "left"):
            self._up()
        elif key == "right":
            self._open_folder()
        elif char and char.isprintable():
            self._narrow(self._filter + char)
        elif key not in ("tab", "shift+tab", "f2"):
            return
        event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted filters, as if it was typed."""
        event.stop()
        self._narrow(self._filter + "".join(char for char in event.text.strip() if char.isprintable()))

    def _narrow(self, wanted: str) -> None:
        self._filter = wanted
        self._show()

    def _receive(self) -> None:
        try:
            came = receive(self.app, self._folder)
        except AudittyError as error:
            self._problem = translate(error)
            self._title()
            return
        self._go(self._folder, f"/{came[0].name}" if came else "")
        for entry in self._entries:
            if self._folder / entry.name in came and 0 < entry.size <= self._limit:
                self._files.choose(self._folder / entry.name, entry.size)
        self._took = bool(came) or self._took
        self._show(self.rows.cursor_id)

    def _entry(self) -> Entry | None:
        id = self.rows.cursor_id or ""
        return next((entry for entry in self._entries if f"/{entry.name}" == id), None)

    def _open_folder(self) -> bool:
        entry = self._entry()
        if self.rows.cursor_id == _UP:
            self._up()
        elif entry is not None and entry.is_folder:
            self._go(self._folder / entry.name)
        else:
            return False
        return True

    def _enter(self) -> None:
        """Open a folder; on a file go back, with that file where Space chose none."""
        if self._open_folder():
            return
        entry = self._entry()
        if entry is not None and not self._took and self._folder / entry.name not in self._files.chosen:
            self._files.choose(self._folder / entry.name, entry.size)
        self._close()

    def _toggle(self) -> None:
        id, entry = self.rows.cursor_id or "", self._entry()
        if id.startswith("#"):
            self._files.drop(id[1:])
        elif id.startswith("="):
            self._files.choose(Path(id[1:]), self._sizes[Path(id[1:])])
        elif entry is not None and not entry.is_folder:
            self._files.choose(self._folder / entry.name, entry.size)
        else:
            return
        self._took = True
        self.rows.action_mark()


def _line(text: str) -> list[Part]:
    return [(text, PLAIN)]


def _end(text: str) -> list[Part]:
    return [(f" {text} ", DIM)]
