"""The part of the board that reads: at once what was read last, then all ledgers in a thread, and again on changes."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

from textual.worker import Worker, WorkerError, get_current_worker

from checklists.model import Text
from store.progress import Progress
from store.rectifying import board as boards
from store.rectifying.board import Board, Row
from store.rectifying.grades import USUAL, titles
from tui.i18n import _
from tui.screens.base import OTHERS_SECONDS
from tui.screens.reading import SheetOpener, read_in_thread
from tui.screens.with_form import FormScreen


class _Found(NamedTuple):
    """What was read: the board, the titles of grades, the rounds that are void, and the stamps before it was read."""

    board: Board
    grades: dict[str, Text]
    void: frozenset[str]
    stamps: object


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

    def of_interest(self, board: Board) -> Board:
        """What of the board this screen is about."""
        return board

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
        self.session.board, self.board = found, self.of_interest(found)
        self.grades, self.by_id = grades, {row.id: row for row in self.board.rows}
        self.have()

    async def read(self, word: str) -> None:
        """Read anew, wait for it, and then say the word at the bottom, the keys without one."""
        worker = self.start(word)
        with suppress(WorkerError):  # somebody else's change had it read once more
            await worker.wait()

    def start(self, word: str) -> Worker[None]:
        """Read anew, in a thread; see `read`."""
        self._word = word or self._word
        self._reading = read_in_thread(self, _("Reading"), self._gather, self._read)
        return self._reading

    def _gather(self, progress: Progress) -> _Found:
        workspace, stamps = self.session.workspace, self._stamps_now()
        board = boards.read(workspace, progress)
        grades = titles(workspace, {row.round for row in board.rows})
        return _Found(board, grades, boards.void_rounds(workspace), stamps)

    def _read(self, found: _Found) -> None:
        self._stamps, self.void = found.stamps, found.void
        self._take(found.board, found.grades)
        self.run_worker(found.board.keep, thread=True, group="keep")  # nobody waits for that
        word, self._word = self._word, ""
        if found.board.damaged:
            self.complain(next(iter(found.board.damaged.values())))
        elif word:
            self.say(word)
        elif not self.busy:
            self.keys()

    def _stamps_now(self) -> object:
        workspace = self.session.workspace
        return workspace.disk.stamps(workspace.root / "ledger")

    def _look(self) -> None:
        if self.on_top and not self.busy and self._reading is not None and self._reading.is_finished:
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
