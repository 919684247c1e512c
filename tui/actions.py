"""One registry of what a person can do where: it feeds the bindings, the key hints, help, the palette and the docs.

An action's `id` is the method `action_ID` of its screen. Digits work beside letters, and full-width forms beside both,
because a Chinese input method swallows letters and may send either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from checklists.errors import N_


@dataclass(frozen=True)
class Action:
    """Something a key does. `keys` are as people read them, the first is shown; `hint` puts it at the bottom."""

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    hint: bool = False

    @property
    def key(self) -> str:
        """The key that is shown; "" for one that has none."""
        return self.keys[0] if self.keys else ""


_THEMES = (
    Action("theme_ansi", (), N_("own colours"), N_("Theme of the terminal's own colours")),
    Action("theme_light", (), N_("light"), N_("Theme of black text on white")),
    Action("theme_dark", (), N_("dark"), N_("Theme of pale text on black")),
    Action("theme_high_contrast", (), N_("high contrast"), N_("Theme of strong colours on black")),
)
"""Found by their words only; they need no key, but a person can give them one."""

_EVERYWHERE = (
    Action("help", ("?", "F1"), N_("keys"), N_("Show every key of this screen"), hint=True),
    Action("palette", (":", "ctrl+p"), N_("find"), N_("Find an action by its words and carry it out")),
    Action("back", ("q", "F10"), N_("back"), N_("Go one step back; nothing is ever lost")),
    *_THEMES,
)
_SEARCH = Action(
    "search", ("F3", "ctrl+f"), N_("search"), N_("Find words in everything: units, items, notes, documents")
)
_LIST = (*_EVERYWHERE, _SEARCH)
_FILTER = Action("filter", ("/",), N_("filter"), N_("Show only what contains the words you type"), hint=True)

_CALENDAR = Action("calendar", ("c", "3"), N_("calendar"), N_("What falls due when, for whom, and what is overdue"))
_FIGURES = Action(
    "figures", ("d", "4"), N_("figures"), N_("What the round adds up to: ranking, rates, comparison, trend")
)

_OVERVIEW = Action("overview", ("o", "6"), N_("overview"), N_("The round at a glance: progress, bars, units by parts"))

_LEDGER = Action(
    "ledger", ("l", "1"), N_("rectifications"), N_("The board: what is open, late or waits, and its steps")
)

_REPORT = Action(
    "report", ("r", "9"), N_("documents"), N_("The documents about what is under the cursor: read, save, issue")
)
_REGISTER = Action(
    "register", ("D",), N_("issued documents"), N_("The register of issued documents; write one once more")
)

_ACROSS_UNITS = Action(
    "across_units", ("I", "F6"), N_("item, all units"), N_("One item over all units; one verdict for many")
)
_ACROSS_ROUNDS = Action(
    "across_rounds", ("U", "F9"), N_("unit, all rounds"), N_("One unit over all rounds, its marks side by side")
)

_PANE = (
    Action("pane_down", ("d", "F8"), N_("text down"), N_("Scroll the item's text down")),
    Action("pane_up", ("b", "F7"), N_("text up"), N_("Scroll the item's text back")),
    Action("copy", ("y",), N_("copy text"), N_("The item's text into the clipboard of the terminal (OSC 52)")),
)
_FILE = (
    Action("fetch", ("x", "5"), N_("fetch"), N_("Send the file through the terminal (tsz or sz), if it knows how")),
    Action("copy", ("y", "6"), N_("copy"), N_("The file's path, or the text, into the clipboard (OSC 52)")),
)
_PAGES = (
    Action("pane_down", ("d", "F8"), N_("next page"), N_("On to the next page of the text")),
    Action("pane_up", ("b", "F7"), N_("page before"), N_("Back to the page before")),
)

SCREENS: dict[str, tuple[Action, ...]] = {
    "welcome": (
        Action("demo", ("1", "d"), N_("sample"), N_("Make a sample workspace and open it"), hint=True),
        Action("create", ("2", "n"), N_("new"), N_("Make an empty workspace"), hint=True),
        Action("open", ("3", "o"), N_("open"), N_("Open a workspace by its folder"), hint=True),
        *_EVERYWHERE,
    ),
    "rounds": (
        Action("choose", ("Enter",), N_("open"), N_("Open the round under the cursor"), hint=True),
        Action("new_round", ("n", "2"), N_("new round"), N_("Make a round of checklists and units"), hint=True),
        _FILTER,
        Action("follow_up", ("R", "5"), N_("follow up"), N_("Make a round of what this one left open")),
        Action("finish", ("F",), N_("finish / resume"), N_("Mark the round finished, or running again")),
        Action("seal", ("S",), N_("seal"), N_("Seal the round and sign what it holds: its marks stay as they are")),
        Action("reopen", ("O",), N_("reopen"), N_("Open a sealed round again, or take back that one is void")),
        Action("void", ("V",), N_("make void"), N_("Nothing of the round counts any more; nothing is deleted")),
        Action("archive", ("A",), N_("archive / back"), N_("Put the round into the archive, or bring it back")),
        Action("archived", ("a",), N_("show archive"), N_("Show the rounds in the archive too, or not")),
        _LEDGER,
        _REPORT,
        _REGISTER,
        _CALENDAR,
        _FIGURES,
        _OVERVIEW,
        Action("history", ("h",), N_("history"), N_("Who changed what in this round and when")),
        Action("whole_history", ("H",), N_("whole history"), N_("Who changed what in the workspace and when")),
        *_LIST,
    ),
    "units": (
        Action("choose", ("Enter",), N_("inspect"), N_("Open the unit's sheet, or fold and unfold a group"), hint=True),
        Action("next_open", ("n", "]"), N_("next not done"), N_("Go to the next unit that is not done"), hint=True),
        replace(_REPORT, hint=True),
        _FILTER,
        Action("by_type", ("t", "2"), N_("type"), N_("Show one type of unit after the other, then all"), hint=True),
        Action(
            "by_state",
            ("s", "5"),
            N_("state"),
            N_("Show units by how far they are"),
            hint=True,
        ),
        Action("fold_all", ("z",), N_("fold"), N_("Fold or unfold all groups")),
        Action("follow_up", ("R",), N_("follow up"), N_("Make a round of what this one left open")),
        Action("take_over", ("T",), N_("into the ledgers"), N_("Take the follow-up's results into the units' ledgers")),
        Action("leave", ("L",), N_("leave"), N_("The unit under the cursor leaves the round; its sheet stays")),
        Action("join", ("J",), N_("join"), N_("A unit joins the round, or comes back to it")),
        Action("ledger", ("l", "1"), N_("ledger"), N_("This unit's rectifications over all rounds, and their steps")),
        _REGISTER,
        _CALENDAR,
        _FIGURES,
        _ACROSS_UNITS,
        _ACROSS_ROUNDS,
        _OVERVIEW,
        Action("history", ("h",), N_("history"), N_("Who changed what on this unit's sheet and when")),
        Action("whole_history", ("H",), N_("whole history"), N_("Who changed what in this round and when")),
        *_LIST,
    ),
    "sheet": (
        Action("mark_pass", ("1", "p"), N_("pass"), N_("The item is met; on to the next open one"), hint=True),
        Action("mark_fail", ("2", "f"), N_("fail"), N_("The item is not met; say what is wrong"), hint=True),
        Action("mark_na", ("3", "n"), N_("n/a"), N_("The item does not apply to this unit"), hint=True),
        Action("partly", ("6",), N_("partly"), N_("In a follow-up: the item is partly put right; say what is left")),
        Action("mark_none", ("0", "u"), N_("clear"), N_("Take the mark away"), hint=True),
        Action("note", ("e", "4", "Enter"), N_("note"), N_("Write a note, and what was found"), hint=True),
        Action("accept", ("a", "5"), N_("as proposed"), N_("Mark the item as its criterion proposes")),
        Action("next_open", ("]",), N_("next open"), N_("Go to the next item without a mark"), hint=True),
        Action("visit", ("v", "7"), N_("visit"), N_("The sheet's head: when, where, who was there")),
        Action("other", ("o", "8"), N_("other finding"), N_("Write a finding outside the list")),
        Action("report", ("r", "9"), N_("documents"), N_("The documents about this unit: read, save, issue")),
        _REGISTER,
        Action("take_over", ("T",), N_("into the ledger"), N_("Take the follow-up's results into the unit's ledger")),
        Action("undo", ("ctrl+z", "z"), N_("undo"), N_("Take back your own last change on this sheet")),
        Action("settle", ("=",), N_("settle"), N_("Choose between what two copies of the sheet say, marked <>")),
        *_PANE,
        _ACROSS_UNITS,
        _ACROSS_ROUNDS,
        Action("history", ("h",), N_("history"), N_("Who changed this item and when")),
        Action("whole_history", ("H",), N_("whole history"), N_("Who changed what on this sheet and when")),
        _FILTER,
        *_LIST,
    ),
    "calendar": (
        Action("choose", ("Enter",), N_("units"), N_("The units that owe it; on a unit, its sheet"), hint=True),
        Action("today", ("t", "1"), N_("today"), N_("Go to what falls due today or next"), hint=True),
        Action("overdue", ("o", "2"), N_("overdue"), N_("Show only what is overdue, or all"), hint=True),
        Action("one_unit", ("u", "3"), N_("one unit"), N_("Only the unit you came from, or all units"), hint=True),
        _FILTER,
        *_LIST,
    ),
    "board": (
        Action("choose", ("Enter",), N_("steps"), N_("The steps that are possible now, and taking one"), hint=True),
        Action("mark", ("Space",), N_("choose"), N_("Choose the row under the cursor, or let it go"), hint=True),
        Action("all", ("*",), N_("all shown"), N_("Choose all rows that are shown, or let them go"), hint=True),
        Action("by_light", ("o", "1"), N_("overdue"), N_("Show what is overdue (!!), due soon (!), or all"), hint=True),
        Action("waiting", ("w", "2"), N_("for us"), N_("Show only what waits for us, or all"), hint=True),
        Action("by_state", ("s", "3"), N_("state"), N_("Show one state after the other, then all")),
        Action("sort", ("S", "4"), N_("sort"), N_("Sort by due date, unit, grade, lead or state")),
        Action("one_unit", ("u", "5"), N_("one unit"), N_("Only the unit under the cursor, or all units")),
        Action("by_grade", ("g", "6"), N_("grade"), N_("Show one grade after the other, then all")),
        Action("by_lead", ("l", "7"), N_("lead"), N_("Only the lead of the row under the cursor, or all")),
        _FILTER,
        Action("finding", ("f", "8"), N_("sheet"), N_("The sheet on which it was found")),
        replace(_REPORT, keys=("r", "0")),
        _REGISTER,
        _ACROSS_ROUNDS,
        Action("uninspected", ("n",), N_("never inspected"), N_("The units that no round has a mark of")),
        Action("aged", ("p",), N_("old passes"), N_("The passes that are too old to be believed")),
        Action("undo", ("ctrl+z", "z"), N_("undo"), N_("A step is never taken back; which steps lead back")),
        *_PANE,
        Action("history", ("h", "9"), N_("history"), N_("Who took which step and when, as it was recorded")),
        Action("whole_history", ("H",), N_("whole history"), N_("Everything that was recorded of this unit")),
        *_LIST,
    ),
    "overlooked": (
        Action("choose", ("Enter",), N_("sheet"), N_("The sheet on which the item passed"), hint=True),
        Action(
            "other_list",
            ("n", "t", "1"),
            N_("other list"),
            N_("Units never inspected, or passes that are too old"),
            hint=True,
        ),
        _FILTER,
        *_LIST,
    ),
    "history": (
        Action("choose", ("Enter",), N_("all of it"), N_("Every member of the entry, or its words again"), hint=True),
        _FILTER,
        *_PANE,
        *_LIST,
    ),
    "figures": (
        Action("choose", ("Enter",), N_("behind it"), N_("What is behind the figures: units, items, sheets, a round")),
        Action(
            "ranking", ("1",), N_("rank"), N_("The units in order of score, their bands, what is vetoed"), hint=True
        ),
        Action("items", ("2",), N_("items"), N_("The items by pass rate; Enter: who failed it"), hint=True),
        Action("parts", ("3",), N_("parts"), N_("Parts of the checklists, or their sections"), hint=True),
        Action("grades", ("4",), N_("grades"), N_("Risk points and findings by grade"), hint=True),
        Action("rates", ("5",), N_("rates"), N_("How much was put right, in time, and came back"), hint=True),
        Action("comparison", ("6",), N_("compare"), N_("This round beside another one"), hint=True),
        Action("trend", ("7",), N_("trend"), N_("All rounds, oldest first; Enter: its figures"), hint=True),
        Action("other_round", ("o", "8"), N_("other round"), N_("Choose the round to compare with")),
        Action("order", ("s", "9"), N_("sort"), N_("Sort by something else")),
        Action(
            "group", ("g", "0"), N_("count by"), N_("Count by something else: unit, lead, grade, part, type, section")
        ),
        Action("by_type", ("t",), N_("type"), N_("Show one type of unit after the other, then all")),
        Action("again", ("r",), N_("read anew"), N_("Read everything anew")),
        _ACROSS_UNITS,
        _ACROSS_ROUNDS,
        Action("filter", ("/",), N_("filter"), N_("Show only what contains the words you type")),
        *_LIST,
    ),
    "items": (
        Action("choose", ("Enter",), N_("this one"), N_("Take the item under the cursor"), hint=True),
        _FILTER,
        *_LIST,
    ),
    "item": (
        Action("choose", ("Enter",), N_("sheet"), N_("The unit's sheet, at this item"), hint=True),
        Action("mark", ("Space",), N_("choose"), N_("Choose the row under the cursor, or let it go"), hint=True),
        Action("all", ("*",), N_("all shown"), N_("Choose all rows that are shown, or let them go"), hint=True),
        Action("mark_pass", ("1", "p"), N_("pass"), N_("Mark what is chosen pass; asks first"), hint=True),
        Action("mark_fail", ("2", "f"), N_("fail"), N_("Mark what is chosen fail, with one problem"), hint=True),
        Action("mark_na", ("3", "n"), N_("n/a"), N_("Mark what is chosen not applicable, with the reason"), hint=True),
        Action("by_state", ("s", "4"), N_("which"), N_("Only the failed, not done, passed, n/a; then all")),
        Action("sort", ("S", "5"), N_("sort"), N_("Sort by something else")),
        Action("undo", ("ctrl+z", "z"), N_("undo"), N_("Take back the marks that were just made here")),
        Action("across_units", ("I", "i", "6", "F6"), N_("other item"), N_("Another item over all units")),
        _ACROSS_ROUNDS,
        *_PANE,
        Action("history", ("h",), N_("history"), N_("Who changed this item and when")),
        replace(_FILTER, hint=False),
        *_LIST,
    ),
    "unit": (
        Action("choose", ("Enter",), N_("sheet"), N_("The sheet of the round that is looked at"), hint=True),
        Action("earlier", ("Left",), N_("round before"), N_("Look at the round before"), hint=True),
        Action("later", ("Right",), N_("next round"), N_("Look at the next round"), hint=True),
        Action(
            "by_state",
            ("s", "1"),
            N_("which"),
            N_("Items that failed last, ever failed, are right; all"),
            hint=True,
        ),
        _FILTER,
        _ACROSS_UNITS,
        Action("ledger", ("l", "2"), N_("ledger"), N_("This unit's rectifications over all rounds, and their steps")),
        _REPORT,
        _REGISTER,
        *_PANE,
        Action("history", ("h", "3"), N_("history"), N_("Everything that was recorded of this unit")),
        *_LIST,
    ),
    "dashboard": (
        Action(
            "choose",
            ("Enter",),
            N_("behind it"),
            N_("What is behind a bar; in the map the unit's sheet at that part"),
            hint=True,
        ),
        Action(
            "next_pane", ("Tab", "w"), N_("next pane"), N_("On to the next pane; the arrows lead there too"), hint=True
        ),
        Action("pane_units", ("1",), N_("progress"), N_("To the bars of progress and rectifications")),
        Action("pane_figures", ("2",), N_("pass rates"), N_("To the bars of pass rates and findings")),
        Action("pane_map", ("3",), N_("map"), N_("To the map of units and parts: arrows choose a cell"), hint=True),
        Action("order", ("s", "4"), N_("sort"), N_("Sort the units: worst, worst in the chosen part, open, code")),
        Action("group", ("g", "5"), N_("parts"), N_("Parts of the checklists, or their sections"), hint=True),
        Action("by_type", ("t", "6"), N_("type"), N_("Show one type of unit after the other, then all")),
        Action("figures", ("d", "7"), N_("figures"), N_("The figures in full: ranking, items, comparison, trend")),
        Action("ledger", ("l", "8"), N_("rectifications"), N_("The rectifications of the round, and their steps")),
        _ACROSS_UNITS,
        _ACROSS_ROUNDS,
        Action("again", ("r", "9"), N_("read anew"), N_("Read everything anew")),
        _FILTER,
        *_LIST,
    ),
    "search": (
        Action("choose", ("Enter",), N_("go there"), N_("Open what was found, where the words stand"), hint=True),
        replace(
            _SEARCH, keys=("/", "F3", "ctrl+f"), label=N_("other words"), help=N_("Look for other words"), hint=True
        ),
        *_PANE,
        *_EVERYWHERE,
    ),
    "documents": (
        Action(
            "choose", ("Enter",), N_("read"), N_("Read the document under the cursor as it would be now"), hint=True
        ),
        Action(
            "one_unit", ("u", "1"), N_("one / all units"), N_("Only the unit you came from, or all units"), hint=True
        ),
        Action("issued", ("l", "2"), N_("issued"), N_("What was issued already"), hint=True),
        _FILTER,
        *_LIST,
    ),
    "document": (
        Action("issue", ("i", "3"), N_("issue"), N_("Number the document and register it; asks first"), hint=True),
        Action("save", ("s", "1"), N_("save"), N_("Write the file, and say how to fetch it"), hint=True),
        Action(
            "options", ("o", "2"), N_("options"), N_("The language, and what else this document can be told"), hint=True
        ),
        Action("issued", ("l", "4"), N_("issued"), N_("What was issued already"), hint=True),
        *_FILE,
        *_PAGES,
        *_LIST,
    ),
    "recipients": (
        Action("choose", ("Enter",), N_("read"), N_("Read the document to the unit under the cursor"), hint=True),
        Action("save", ("s", "1"), N_("save all"), N_("Write a file for each unit into a folder"), hint=True),
        Action(
            "options", ("o", "2"), N_("options"), N_("The language, and what else this document can be told"), hint=True
        ),
        Action(
            "issue",
            ("i", "3"),
            N_("issue all"),
            N_("Number and register a document for each unit; asks first"),
            hint=True,
        ),
        *_FILE,
        _FILTER,
        *_LIST,
    ),
    "register": (
        Action("choose", ("Enter",), N_("read"), N_("Read the document under the cursor"), hint=True),
        Action("save", ("s", "1"), N_("write again"), N_("Write the issued file once more, byte for byte"), hint=True),
        Action("correct", ("c", "2"), N_("correct"), N_("Make the document that puts this one right"), hint=True),
        Action("supplement", ("a", "3"), N_("add to"), N_("Make the document that adds to this one"), hint=True),
        *_FILE,
        _FILTER,
        *_LIST,
    ),
    "issued": (
        Action("save", ("s", "1"), N_("write again"), N_("Write the issued file once more, byte for byte"), hint=True),
        *_FILE,
        *_PAGES,
        *_LIST,
    ),
    "new_round": (
        Action("mark", ("Space",), N_("choose"), N_("Choose the row under the cursor, or let it go"), hint=True),
        Action("all", ("*",), N_("all shown"), N_("Choose all rows that are shown, or let them go"), hint=True),
        Action("choose", ("Enter",), N_("next step"), N_("On to the next step"), hint=True),
        _FILTER,
        Action("add", ("+",), N_("add"), N_("Add an inspector"), hint=False),
        *_LIST,
    ),
    "help": (Action("back", ("q", "?", "F10", "F1"), N_("back"), N_("Back to where you were"), hint=True),),
    "palette": (
        Action("choose", ("Enter",), N_("do it"), N_("Carry out the action under the cursor"), hint=True),
        Action("leave", ("F10", "Esc"), N_("back"), N_("Back to where you were"), hint=True),
    ),
}
"""The actions of each screen by its name."""

TYPING: tuple[tuple[str, str], ...] = (
    ("Tab Down", N_("On to the next field; Shift+Tab and Up back")),
    ("Enter", N_("Save")),
    ("F10 Esc", N_("Leave without saving")),
    ("Ctrl+J Alt+Enter", N_("A new line")),
    ("Ctrl+Z Ctrl+Y", N_("Take back what was typed; type it again")),
    ("Ctrl+Left Ctrl+Right", N_("To the word before, to the next word")),
    ("Home End", N_("To the beginning of the row, to its end; with Ctrl of the text")),
    ("Ctrl+W Alt+D", N_("Delete the word before, the word behind")),
    ("Ctrl+U Ctrl+K", N_("Delete to the beginning of the row, to its end")),
    (N_("Shift+arrows"), N_("Select")),
    ("Ctrl+X Ctrl+C Ctrl+V", N_("Cut, copy, put in")),
    ("F6 F7 F8", N_("Take a phrase that is offered")),
    ("F4", N_("All phrases")),
    ("F5", N_("On a sheet: copy a finding of another unit")),
)
"""What keys do in a form, as people read them."""

FORMS = ("welcome", "rounds", "units", "sheet", "board", "document", "recipients", "register", "issued", "new_round")
"""The screens that have one."""

TITLES: dict[str, str] = {
    "welcome": N_("Welcome"),
    "rounds": N_("Rounds"),
    "units": N_("Units of a round"),
    "sheet": N_("Sheet"),
    "calendar": N_("Calendar"),
    "board": N_("Rectification ledger"),
    "overlooked": N_("Overlooked"),
    "history": N_("History"),
    "figures": N_("Figures"),
    "items": N_("Items of a round"),
    "item": N_("One item over all units"),
    "unit": N_("One unit over all rounds"),
    "dashboard": N_("Overview of a round"),
    "search": N_("Search"),
    "documents": N_("Documents"),
    "document": N_("A document"),
    "recipients": N_("Documents to units"),
    "register": N_("Issued documents"),
    "issued": N_("An issued document"),
    "new_round": N_("New round"),
    "help": N_("Keys"),
    "palette": N_("Find an action"),
}

_CHINESE = {"/": "、", "]": "】"}
"""What a Chinese input method sends for a key whose full-width form it does not."""
LIST_KEYS = (("Enter",), ("Space",))
"""The keys that the lists have for themselves: what a screen does by them is told to it by the list."""

_TEXTUAL = {"Esc": "escape", ",": "comma"}

_own: dict[str, tuple[Action, ...]] = {}


def actions_of(screen: str) -> tuple[Action, ...]:
    """What can be done on a screen, with the keys that are in force."""
    return _own.get(screen) or SCREENS[screen]


def use_own(actions: Mapping[str, tuple[Action, ...]]) -> None:
    """From now on these are in force, a person's own keys among them. Screens take their keys when they are loaded."""
    _own.clear()
    _own.update(actions)


def is_fixed(action: Action) -> bool:
    """Whether the action keeps its key: a list's own, or one that leaves whatever is being typed."""
    return action.keys in LIST_KEYS or "Esc" in action.keys


def textual_keys(action: Action) -> str:
    """The action's keys as Textual names them, with what an input method makes of single characters."""
    return ",".join(name for key in action.keys for name in textual_names(key))


def textual_names(key: str) -> list[str]:
    """A key as Textual names it, and what else counts as that key."""
    if len(key) > 1:
        return [_TEXTUAL.get(key, key.lower())]
    # A single character is named by the binding itself.
    wide = [chr(ord(key) + 0xFEE0)] if "!" <= key <= "~" else []
    return [_TEXTUAL.get(key, key), *wide, *_CHINESE.get(key, ())]
