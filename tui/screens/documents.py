"""The kinds of documents that can be made about a unit, a round or all ledgers, and why another cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from checklists.errors import AudittyError
from reports.kinds import KINDS, Asked, Kind
from store.errors import Refused
from store.progress import Progress
from tui.document_words import kind_title
from tui.i18n import _
from tui.screens.about import About
from tui.screens.base import bindings_of
from tui.screens.last_line import fitting
from tui.screens.reading import SheetOpener, read_in_thread
from tui.widgets.look import DIM, PLAIN
from tui.widgets.rows import Row, RowList
from tui.widgets.text import fit, matches, width

_PLACE = "document"
OF_FOLLOW_UPS = ("follow-up", "review")
"""The kinds that say what a follow-up found."""


class _Word(NamedTuple):
    """What there is to say of a kind: whether it can be made, and a remark."""

    possible: bool
    remark: str = ""
    error: AudittyError | None = None


_POSSIBLE = _Word(True)


class DocumentsScreen(SheetOpener):
    """The kinds, with a word to each; what takes reading is said as soon as it is read."""

    NAME = "documents"
    BINDINGS = bindings_of(NAME)

    def __init__(self, about: About) -> None:
        super().__init__()
        self._came_from, self._about = about, about
        self._words: dict[str, _Word] = {}

    def begin(self) -> None:
        super().begin()
        self._read()

    def on_screen_resume(self) -> None:
        """Back from a document: it may have been issued."""
        if self._words:
            self._read()

    def reflow(self) -> None:
        self.redraw()

    # Reading

    def _read(self) -> None:
        self.redraw()
        read_in_thread(self, _("Reading"), self._look, self._have)

    def _look(self, progress: Progress) -> dict[str, _Word]:
        return {name: self._word(name, replace(self._asked(name), progress=progress)) for name in KINDS}

    def _have(self, words: dict[str, _Word]) -> None:
        self._words = words
        self.redraw()
        self.keys()

    def _asked(self, name: str) -> Asked:
        about, workspace = self._about, self.session.workspace
        units = (about.unit,) if about.unit else ()
        return Asked(
            workspace=workspace,
            lang=workspace.settings.language,
            format=KINDS[name].formats[0],
            round=about.round,
            units=units,
        )

    def _word(self, name: str, asked: Asked) -> _Word:
        kind = KINDS[name]
        if kind.round == "needed" and asked.round is None:
            return _Word(
                False, _("about a round: {key} on one, or on a unit of it").format(key=self.key("report", "rounds"))
            )
        if name in OF_FOLLOW_UPS and asked.round is not None and not asked.round.info.parent:
            return _Word(False, _("only in a follow-up"))
        if kind.each_unit and not asked.units:
            return self._word_to_each(kind, asked)
        try:
            if not kind.is_worth(asked):
                return _Word(False, _("nothing to say here"))
            if kind.issue and not kind.is_worth(replace(asked, issue=True)):
                return _Word(True, _("issued; nothing new"))
        except AudittyError as error:
            return _Word(False, error=error)
        return _Word(True, " ".join(f".{ending}" for ending in kind.formats))

    def _word_to_each(self, kind: Kind, asked: Asked) -> _Word:
        """Whether there can be one for each unit; what is wrong with the first unit alone is no reason."""
        units = asked.round.units if asked.round else asked.workspace.units.all()
        try:
            kind.is_worth(asked.about(next(iter(units), "")))
        except Refused as error:
            return _Word(False, error=error)
        except AudittyError:
            pass
        return _Word(True, _("one for each unit"))

    # Drawing

    @property
    def _named(self) -> str:
        """What the documents are about: the unit, else the round, else all units."""
        about = self._about
        if about.unit:
            return about.name
        return about.round.info.name if about.round else _("all units")

    def redraw(self) -> None:
        about = self._about
        unit = about.name if about.unit else _("all units")
        parts = (about.round.info.name if about.round else "", unit, _("Documents"))
        self.title_bar(" / ".join(filter(None, parts)))
        rows = [self._row(name) for name in KINDS if matches(f"{name} {kind_title(name)}", self.filter_text)]
        cursor = self.rows.cursor_id or self.session.places.get(_PLACE)
        self.rows.set_rows(rows, cursor, empty=self.nothing(""))

    def _row(self, name: str) -> Row:
        word = self._words.get(name, _POSSIBLE)
        # What it is comes first; Enter says the whole of what is wrong.
        room = max(self.size.width // 3, self.size.width - 18 - width(kind_title(name)))
        remark = fitting(word.error, "{why}", room) if word.error else word.remark
        left = [(f" {fit(name, 13)}", DIM), (kind_title(name), PLAIN if word.possible else DIM)]
        return Row(name, left, [(f"{fit(remark, room).rstrip()} ", DIM)])

    # Keys

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Read it; where there is one for each unit, choose the unit first."""
        name = message.id
        word = self._words.get(name, _POSSIBLE)
        if word.error is not None:
            self.complain(word.error)
            return
        if not word.possible:
            self.say(word.remark)
            return
        self.session.places.put(_PLACE, name)
        asked = self._asked(name)
        if KINDS[name].each_unit and not asked.units:
            from tui.screens.recipients import RecipientsScreen

            self.app.push_screen(RecipientsScreen(name, asked, self._named))
        else:
            from tui.screens.document import DocumentScreen

            self.app.push_screen(DocumentScreen(name, asked, self._named))

    def action_one_unit(self) -> None:
        """The unit one came from, or all units."""
        if not self._came_from.unit:
            self.say(_("Come here from a unit to see its documents alone."))
            return
        self._about = self._came_from if not self._about.unit else About(self._came_from.round)
        self._words = {}
        self._read()

    def action_issued(self) -> None:
        """What was issued about the same."""
        from tui.screens.register import RegisterScreen

        about = self._about
        round_id = about.round.info.id if about.round else ""
        self.app.push_screen(RegisterScreen(round_id, about.unit, self._named))
