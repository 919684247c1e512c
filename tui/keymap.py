"""A person's own keys: a file that gives actions other keys, checked whole before anything of it is in force.

sheet:
  mark_pass: [a, F11]
everywhere:
  help: F1
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from checklists.build import Builder, in_file_order
from checklists.errors import N_, ChecklistError, cut
from checklists.nodes import Mapping as Pairs
from checklists.nodes import Node, Scalar, Sequence
from checklists.source import compose
from tui.actions import SCREENS, Action, is_fixed

EVERYWHERE = "everywhere"
"""Stands for every screen that has the action."""

_F_KEYS = tuple(f"F{number}" for number in range(1, 13))
_NAMED = {
    key.lower(): key
    for key in (
        *("Enter", "Space", "Esc", "Tab", "Up", "Down", "Left", "Right", "PgUp", "PgDn", "Home", "End"),
        *("Insert", "Delete", "Backspace"),
        *_F_KEYS,
    )
}

IN_LISTS = frozenset(("j", "k", "Up", "Down", "PgUp", "PgDn", "Home", "End", "Enter", "Space"))
"""The keys that every list has for itself."""

IN_FIELDS = frozenset(
    (
        *("Left", "Right", "Tab", "Esc", "Backspace", "Delete", "Insert"),
        *(key for key in _F_KEYS if key not in ("F1", "F9", "F11", "F12")),
        *(f"ctrl+{letter}" for letter in "adefkuvwxyz"),
    )
)
"""The keys, besides those that write something, with which forms are left and texts edited."""

OF_TERMINAL = frozenset(f"ctrl+{letter}" for letter in "chijlmq")
"""They end the program or paint it anew; or Tab, Enter and Backspace reach it as these."""

_NEEDED = {
    IN_LISTS: N_("lists need “{key}” for themselves; take another key"),
    IN_FIELDS: N_("forms and fields need “{key}” for themselves; take another key"),
    OF_TERMINAL: N_("“{key}” belongs to the terminal or to the whole program; take another key"),
}

_NO_SCREEN = (
    N_("no screen is called “{name}”; did you mean “{near}”?"),
    N_("no screen is called “{name}”; “auditty keys” lists them"),
)
_NO_ACTION = (
    N_("no action is called “{name}” here; did you mean “{near}”?"),
    N_("no action is called “{name}” here; “auditty keys” lists them"),
)
_NO_KEY = (
    N_("“{name}” is no key; did you mean “{near}”?"),
    N_("“{name}” is no key; write one character, ctrl+ and a letter, or F1 to F12"),
)
_CLASH = N_("“{key}” is both “{action}” and “{other}” on the screen “{screen}”; give one of them another key")

_Keys = dict[str, Node]
"""The keys an action is given, each with its place in the file."""


def read(data: bytes, name: str) -> dict[str, tuple[Action, ...]]:
    """The actions of every screen with the keys that the file `data` gives them; messages call the file `name`.

    Raises:
        ChecklistError: with all that is wrong with it, in file order.
    """
    reading = _Reading(name)
    found = reading.read(compose(data, name))
    if reading.problems:
        raise ChecklistError(in_file_order(reading.problems))
    return found


def canonical(text: str) -> str:
    """A key as the registry writes it, out of its full-width form too; "" if it is no key."""
    if len(text) == 1:
        key = unicodedata.normalize("NFKC", text)
        return key if len(key) == 1 and key.isprintable() and not key.isspace() else ""
    lower = text.lower()
    return lower if re.fullmatch(r"ctrl\+[a-z]", lower) else _NAMED.get(lower, "")


class _Reading(Builder):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._reported: set[int] = set()

    def read(self, root: Node) -> dict[str, tuple[Action, ...]]:
        if type(root) is not Pairs:
            self.wrong_kind(Pairs, root)
            return {}
        given: dict[tuple[str, str], _Keys] = {}
        # What is said of one screen wins over what is said of all.
        for key, value in sorted(self.entries(root), key=lambda entry: entry[0].value != EVERYWHERE):
            given |= self._screen(key, value)
        found: dict[str, tuple[Action, ...]] = {}
        for screen, actions in SCREENS.items():
            found[screen] = tuple(
                replace(action, keys=tuple(given.get((screen, action.id), action.keys))) for action in actions
            )
            self._compare(screen, found[screen], given)
        return found

    def _screen(self, key: Scalar, node: Node) -> dict[tuple[str, str], _Keys]:
        given: dict[tuple[str, str], _Keys] = {}
        if key.value != EVERYWHERE and key.value not in SCREENS:
            self._unknown(key, _NO_SCREEN, (EVERYWHERE, *SCREENS))
        elif type(node) is not Pairs:
            self.wrong_kind(Pairs, node)
        else:
            screens = [*SCREENS] if key.value == EVERYWHERE else [key.value]
            for name, value in self.entries(node):
                having = [(screen, each) for screen in screens for each in SCREENS[screen] if each.id == name.value]
                movable = [(screen, each) for screen, each in having if not is_fixed(each)]
                if not having:
                    ids = {each.id for screen in screens for each in SCREENS[screen]}
                    self._unknown(name, _NO_ACTION, sorted(ids))
                elif not movable:
                    self.report(name, N_("“{name}” stays on {key}"), name=name.value, key=having[0][1].key)
                else:
                    keys = self._keys(value, name, movable[0][1])
                    given |= {(screen, name.value): keys for screen, _each in movable}
        return given

    def _unknown(self, key: Scalar, messages: tuple[str, str], known: Iterable[str]) -> None:
        near = self.guess(key.value[:60], [*known])
        self.report(key, messages[not near], name=cut(key.value), near=near)

    def _keys(self, node: Node, name: Scalar, action: Action) -> _Keys:
        """The keys written in `node` for the action called `name`."""
        if type(node) is Pairs:
            self.wrong_kind(Sequence, node)
            return {}
        keys: _Keys = {}
        faults = len(self.problems)
        for each in node.value if isinstance(node, Sequence) else [node]:
            if type(each) is not Scalar:
                self.wrong_kind(Scalar, each)
                continue
            key = canonical(each.value)
            needed = next((text for those, text in _NEEDED.items() if key in those and key not in action.keys), "")
            if not key:
                self._unknown(each, _NO_KEY, _NAMED.values())
            elif needed:
                self.report(each, needed, key=key)
            else:
                keys[key] = each
        if not keys and len(self.problems) == faults and action.id == "back":
            self.report(name, N_("“back” must keep a key: it is the way out of the screen"))
        return keys

    def _compare(self, screen: str, actions: Iterable[Action], given: Mapping[tuple[str, str], _Keys]) -> None:
        """Report every key that two actions of the screen have, at the last place where the file gives it."""
        having: dict[str, Action] = {}
        for action in actions:
            for key in action.keys:
                other = having.setdefault(key, action)
                places = [given.get((screen, each.id), {}).get(key) for each in (other, action)]
                place = max((each for each in places if each), key=lambda node: (node.line, node.column), default=None)
                # What is said of all screens is wrong once, not once on every screen.
                if other is not action and place is not None and id(place) not in self._reported:
                    self._reported.add(id(place))
                    ids = sorted(
                        (other.id, action.id), key=lambda id: place is not given.get((screen, id), {}).get(key)
                    )
                    params = {"key": key, "action": ids[0], "other": ids[1], "screen": screen}
                    self.report(place, _CLASH, **params)
