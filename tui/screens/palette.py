"""Find an action by its words, in either language, and carry it out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from textual import events
from textual.widgets import Input

from tui.actions import SCREENS, TITLES, Action, actions_of
from tui.i18n import _, in_chinese, labelled, listed
from tui.screens.base import BaseScreen, bindings_of
from tui.widgets.look import DIM, KEY, PLAIN
from tui.widgets.rows import Row, RowList
from tui.widgets.text import fit

_NEAR = 0.8
"""How alike two words must be, of 1, for the one to be a slip of the other."""

_SHORTEST = 4
"""Letters of the shortest word in which a slip is looked for."""


class PaletteScreen(BaseScreen):
    """The actions of the screen `about`, and of the others once words are typed.

    Leaves with the id of the chosen one; SCREEN:ID where it belongs to another screen.
    """

    NAME = "palette"
    BINDINGS = bindings_of(NAME)

    def __init__(self, about: str) -> None:
        super().__init__()
        self._about = about
        self._to_search = False  # the words are no action's: they are looked for in everything

    @property
    def is_free(self) -> bool:
        return True

    def begin(self) -> None:
        super().begin()
        self.action_filter()

    def redraw(self) -> None:
        self.title_bar(labelled(_("Find an action"), _(TITLES[self._about])))
        words = unicodedata.normalize("NFKC", self.filter_text).casefold().split()
        here, there = actions_of(self._about), _elsewhere(self._about) if words else {}
        slips = not (_in_order(here, words) or _in_order(there, words))
        rows = [_row(action.id, action, "") for action in _in_order(here, words, slips)]
        for action in _in_order(there, words, slips):
            screens = there[action]
            rows.append(_row(f"{screens[0]}:{action.id}", action, listed(_(TITLES[each]) for each in screens)))
        search = next((action for action in here if action.id == "search"), None)
        self._to_search = not rows and search is not None
        if search is not None and not rows:
            text = _("No action has these words; look for them in everything")
            rows = [Row(search.id, [(f" {fit(_(search.label), 16)}", PLAIN), (text, DIM)])]
        nearest = rows[0].id if rows and words else None
        self.rows.set_rows(rows, nearest, empty=_("No action has these words."))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter carries out the first action that is left."""
        self._leave_with(self.rows.cursor_id)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Carry out the action under the cursor."""
        self._leave_with(message.id)

    def _leave_with(self, id: str | None) -> None:
        if self._to_search and id is not None:
            self.session.words = self.filter_text
        self.dismiss(id)

    def action_leave(self) -> None:
        """Back without doing anything."""
        self.dismiss(None)

    def key_escape(self) -> None:
        self.dismiss(None)

    def key_f10(self, event: events.Key) -> None:
        event.stop()  # it is no key of the screen below
        self.dismiss(None)


def _row(id: str, action: Action, where: str) -> Row:
    text = f"{where}: {_(action.help)}" if where else _(action.help)
    return Row(id, [(f" {fit(_(action.label), 16)} ", PLAIN), (text, DIM)], [(f"{action.key} ", KEY)])


def _elsewhere(about: str) -> dict[Action, list[str]]:
    """The actions that other screens have and this one has not, each with the screens."""
    known = {(action.id, action.label) for action in SCREENS[about]}
    found: dict[tuple[str, str], Action] = {}
    screens: dict[Action, list[str]] = {}
    for screen in SCREENS:
        for action in actions_of(screen):
            named = action.id, action.label
            if named not in known:
                screens.setdefault(found.setdefault(named, action), []).append(screen)
    return screens


class _Words(NamedTuple):
    """What an action is found by, in both languages: what it is called and by which keys, and its help."""

    called: list[str]
    help: str

    def distance(self, word: str, slips: bool) -> int | None:
        """How far from the action the word is; None if it is not about it, not even as a slip, where `slips` count."""
        if any(each.startswith(word) for each in self.called):
            return 0
        if any(word in each for each in self.called):
            return 1
        if word in self.help:
            return 2
        if any(_in_turn(word, each) for each in self.called if not each.isascii()):
            return 3
        return 4 if slips and self._is_slip(word) else None

    def _is_slip(self, word: str) -> bool:
        from difflib import get_close_matches

        known = [part for each in (*self.called, self.help) for part in each.split() if len(part) >= _SHORTEST]
        return len(word) >= _SHORTEST and bool(get_close_matches(word, known, 1, _NEAR))


@cache
def _words(action: Action) -> _Words:
    called = [action.label, in_chinese(action.label), *action.label.split(), *action.keys]
    return _Words([each.casefold() for each in called], f"{action.help} {in_chinese(action.help)}".casefold())


def _in_turn(word: str, text: str) -> bool:
    """Whether every character of `word` is in `text`, in this order."""
    rest = iter(text)
    return all(char in rest for char in word)


def _in_order(actions: Iterable[Action], words: list[str], slips: bool = False) -> list[Action]:
    """The actions that all words are about, the nearest first."""
    found: list[tuple[int, Action]] = []
    for action in actions:
        about = _words(action)
        distances = [about.distance(word, slips) for word in words]
        if None not in distances:
            found.append((sum(each or 0 for each in distances), action))
    return [action for _distance, action in sorted(found, key=lambda each: each[0])]
