"""A document as text, made in a thread."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from checklists.errors import AudittyError
from store.progress import Progress
from tui.i18n import _, translate
from tui.screens.document_text import lines
from tui.screens.fetching import FilesScreen, wanted
from tui.widgets.canvas import Line
from tui.widgets.form import Form
from tui.widgets.look import DIM, ERROR, PLAIN
from tui.widgets.reader import Reader
from tui.widgets.rows import Row, RowList
from tui.widgets.text import wrap

if TYPE_CHECKING:
    from reports.preview import Block

MOST_BLOCKS = 600
"""Paragraphs and rows that are shown: of a city's ledger the beginning."""


class Paper(NamedTuple):
    """A document as it was made: its file, the ending of its name, its number ("" for a draft), and its text.

    `laid` is the text in lines of so many cells, `more` whether it goes on.
    """

    data: bytes
    ending: str
    number: str
    text: list[Block]
    more: bool
    laid: tuple[int, list[Line]]


class PaperScreen(FilesScreen):
    """Shows a document; `make` gives it."""

    formats: tuple[str, ...] = ("docx",)
    """The files it can be written as; the first one is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.paper: Paper | None = None
        self._error = ""

    def list_of(self) -> RowList:
        return Reader()

    def begin(self) -> None:
        super().begin()
        self.start()

    # What a screen of a certain document says

    @property
    def heading(self) -> str:
        """What it is, and of whom."""
        raise NotImplementedError

    @property
    def file_name(self) -> str:
        """The name that is proposed for its file."""
        raise NotImplementedError

    def make(self, ending: str, progress: Progress) -> tuple[bytes, str]:
        """In a thread: the file, and the number of what is issued."""
        raise NotImplementedError

    def made(self) -> None:
        """There is a document to look at."""

    # Reading

    def start(self) -> None:
        """Make the document anew and show it."""
        self.paper, self._error = None, ""
        self.redraw()
        self.work(self._read, self._have)

    def _read(self, progress: Progress) -> Paper:
        from reports.preview import blocks

        ending = self.formats[0]
        data, number = self.make(ending, progress)
        look = self.session.look
        read = (block._replace(cells=tuple(map(look.text, block.cells))) for block in blocks(data, ending))
        found = list(islice(read, MOST_BLOCKS + 1))
        text, cells = found[:MOST_BLOCKS], self._cells
        laid = list(lines(text, cells))  # here, for it takes a while
        return Paper(data, ending, number, text, len(found) > MOST_BLOCKS, (cells, laid))

    @property
    def _cells(self) -> int:
        return max(30, self.size.width - 1)

    def _have(self, paper: Paper) -> None:
        self.paper = paper
        self.redraw()
        self.keys()
        self.made()

    def failed(self, error: AudittyError) -> None:
        if self.paper is not None:
            super().failed(error)
            return
        self._error = translate(error)
        self.redraw()
        self.keys()

    def give_up(self) -> None:
        super().give_up()
        if self.paper is None:
            self._error = self.given_up
            self.redraw()

    def redraw(self) -> None:
        paper, cells = self.paper, self._cells
        if paper is None:
            found: list[Line] = [[(f" {part}", ERROR)] for part in wrap(self._error, cells - 2) if part]
        else:
            found = paper.laid[1] if paper.laid[0] == cells else list(lines(paper.text, cells))
            found = [*found, [(f" {_('The file goes on.')}", DIM)]] if paper.more else found
        self.rows.set_rows([Row(str(number), line) for number, line in enumerate(found)], empty=_("Writing"))
        self._title()

    def _title(self) -> None:
        paper, place = self.paper, self.query_one(Reader).place
        state = "" if paper is None else paper.number or _("draft")
        self.title_bar(self.heading, [(place, DIM), (f"  {state}", PLAIN)])

    def as_text(self) -> str:
        return "\n".join("\t".join(block.cells) for block in self.paper.text) if self.paper else ""

    def on_row_list_moved(self) -> None:
        """Where in the text one is."""
        self._title()

    def reflow(self) -> None:
        super().reflow()
        self.redraw()

    def action_pane_down(self) -> None:
        """On to the next page."""
        self.rows.action_page(1)

    def action_pane_up(self) -> None:
        """Back to the page before."""
        self.rows.action_page(-1)

    # Writing

    async def action_save(self) -> None:
        """Ask where, then write the file."""
        if self.paper is not None:
            title = _("Write it once more as") if self.paper.number else _("Save the draft as")
            await self.ask_where(self.file_name, self.formats, title)

    def save(self, message: Form.Saved) -> None:
        """Write the file where the form says; what is wrong with its name leaves the form open."""
        paper = self.paper
        assert paper is not None

        def write() -> None:
            path, pdf = wanted(message.values, self.formats)
            ending = path.suffix.lower().removeprefix(".")
            what = _("Document {number}").format(number=paper.number) if paper.number else _("Draft")

            def make(progress: Progress) -> bytes:
                return paper.data if ending == paper.ending else self.make(ending, progress)[0]

            self.write(path, make, what, pdf)
            message.form.close()

        self.attempt(write)
