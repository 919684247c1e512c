"""The part of the board that reads: at once what was read last, then all ledgers in a thread, and again on changes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from textual.worker import Worker, WorkerError, get_current_worker

from checklists.errors import AudittyError
from checklists.model import Text
from store.rectifying import board as boards
from store.rectifying.board import Board, Row
from store.rectifying.grades import USUAL, titles
from tui.i18n import _
from tui.screens.base import OTHERS_SECONDS, BaseScreen
from tui.screens.with_form import FormScreen

PATIENCE_SECONDS = 0.5
"""What takes longer tells how far it is."""


class SheetOpener(BaseScreen):
    """A screen from which sheets are opened."""

    def open_sheet(self, round_id: str, unit: str, item: str) -> None:
        """The sheet of the unit in that round, at the item."""
        from tui.screens.sheet import SheetScreen

        def work() -> None:
            workspace = self.session.workspace
            sheet = workspace.sheet(workspace.round(round_id), unit)
            sheet.record.refresh()
            if item:
                self.session.places.put(f"item:{round_id}:{unit}", item)
            self.app.push_screen(SheetScreen(sheet))

        self.attempt(work)


class ReadingScreen(FormScreen, SheetOpener):
    """Has the rows of the board as `board` and `by_id`, and the titles of grades by id, gravest first."""

    board: Board | None = None
    grades: dict[str, Text]
    by_id: dict[str, Row]
    void: frozenset[str] = frozenset()
    """The rounds that are void."""

    _stamps: object = None
    _word = ""
    _reading: Worker[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether a person is in the middle of something that must not change under their hands."""
        raise NotImplementedError

    def have(self) -> None:
        """There are other rows than before."""
        raise NotImplementedError

    def begin(self) -> None:
        self.grades, self.by_id = USUAL, {}
        super().begin()
        if self.session.board is not None:
            self._take(self.session.board, USUAL)
        self.call_after_refresh(self.start, "")  # what was read last is on the screen before
        self.set_interval(OTHERS_SECONDS, self._look)

    def _take(self, found: Board, grades: dict[str, Text]) -> None:
        self.board = self.session.board = found
        self.grades, self.by_id = grades, {row.id: row for row in found.rows}
        self.have()

    async def read(self, word: str) -> None:
        """Read anew, wait for it, and then say the word at the bottom, the keys without one."""
        worker = self.start(word)
        with suppress(WorkerError):  # somebody else's change had it read once more
            await worker.wait()

    def start(self, word: str) -> Worker[None]:
        """Read anew, in a thread; see `read`."""
        self._word = word or self._word
        self._reading = self.run_worker(self._read_in_thread, thread=True, exclusive=True, group="read")
        return self._reading

    def _read_in_thread(self) -> None:
        worker, workspace = get_current_worker(), self.session.workspace
        tell = patient(lambda text: None if worker.is_cancelled else self.from_thread(self.say, text))
        try:
            stamps = self._stamps_now()
            found = boards.read(workspace, lambda done, of: tell(_("Reading"), done, of))
            grades = titles(workspace, {row.round for row in found.rows})
            void = boards.void_rounds(workspace)
        except AudittyError as error:
            if not worker.is_cancelled:
                self.from_thread(self.complain, error)
            return
        if not worker.is_cancelled:
            self.from_thread(self._read, found, grades, void, stamps)
            found.keep()

    def _read(self, found: Board, grades: dict[str, Text], void: frozenset[str], stamps: object) -> None:
        self._stamps, self.void = stamps, void
        self._take(found, grades)
        word, self._word = self._word, ""
        if found.damaged:
            self.complain(next(iter(found.damaged.values())))
        elif word:
            self.say(word)
        elif not self.busy:
            self.keys()

    def _stamps_now(self) -> object:
        workspace = self.session.workspace
        return workspace.disk.stamps(workspace.root / "ledger")

    def _look(self) -> None:
        if self.is_current and not self.busy and self._reading is not None and self._reading.is_finished:
            self.run_worker(self._look_in_thread, thread=True, exclusive=True, group="look")

    def _look_in_thread(self) -> None:
        if self._stamps_now() != self._stamps and not get_current_worker().is_cancelled:
            self.from_thread(self.start, "")

    def on_screen_resume(self) -> None:
        """Back from a sheet or a list."""
        if self._reading is not None and self._reading.is_finished:
            self.start("")

    # Elsewhere

    def open_history(self, title: str, unit: str = "", rectification: str = "") -> None:
        """What was recorded of the unit, or of one rectification."""
        from tui.screens.history import HistoryScreen, Scope

        self.app.push_screen(HistoryScreen(Scope(title, unit=unit, rectification=rectification)))


def patient(say: Callable[[str], object]) -> Callable[[str, int, int], None]:
    """Says "LABEL DONE/OF" of what takes longer than `PATIENCE_SECONDS`, now and then."""
    nexttime = monotonic() + PATIENCE_SECONDS

    def tell(label: str, done: int, of: int) -> None:
        nonlocal nexttime
        if monotonic() > nexttime:
            nexttime = monotonic() + PATIENCE_SECONDS / 2
            say(f"{label} {done}/{of}")

    return tell
