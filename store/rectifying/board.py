"""All rectifications over all units as light rows: which are late, which wait for whom.

Rows come from the parsed files of the ledgers and are kept in a disposable file, by the size and time of each ledger.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from checklists.unit_types import ancestors
from store.disk import Disk
from store.errors import StoreError
from store.guard import VOID
from store.progress import Progress
from store.rectifying.ledger import TABLE
from store.rectifying.model import LIVE, SOON, light, waiting
from store.state import Tables
from store.tables import collector_resting, tables_of
from store.units import TABLE as UNITS
from store.units import Units
from store.workspace import Workspace


class Row(NamedTuple):
    """One rectification on the board.

    What comes from its ledger has the names of `Rectification`; `extended` says how often its due date was moved.
    The rest is worked out: the unit's code, name and type, the light, and
    for whose step it waits.
    """

    id: str
    round: str
    item: str
    problem: str
    grade: str
    lead: str
    responsible: str
    due: str
    state: str
    notice: str
    opened: str
    earlier: str
    asked: str
    answered: str
    received: str
    closed: str
    published: str
    rung: int
    reopened: int
    extended: int
    unit: str
    name: str
    type: str
    light: str
    waiting: str


_KEPT = Row._fields[: Row._fields.index("unit")]
_BLANK = dict.fromkeys(_KEPT, "") | {"rung": 0, "reopened": 0}
_copied = itemgetter(*_KEPT[:-1])
_row = tuple.__new__  # what Row._make does, in half the time
_JOURNAL = ".journal"
_TEXTS = len(_KEPT) - len(("rung", "reopened", "extended"))
_BETWEEN = "\x7f"
_DUE, _STATE, _ASKED, _ANSWERED = (_KEPT.index(name) for name in ("due", "state", "asked", "answered"))


@dataclass(frozen=True, kw_only=True)
class Board:
    """The rows of all ledgers, by unit and number, and the ledgers that could not be read, by unit, each with why.

    Call `keep()` once the rows are shown: it writes the file that makes the next reading quick.
    """

    today: date
    keep: Callable[[], None]
    rows: list[Row] = field(default_factory=list)
    damaged: dict[str, StoreError] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which rows: those with any of the urgent signs asked for (`waiting`, `overdue`, `due_in` days), and all else.

    No `states` are those that are not at an end. `types` take their subtypes in. `lead` is a part of the name of the
    lead or of the responsible.
    """

    waiting: bool = False
    overdue: bool = False
    due_in: int | None = None
    states: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    lead: str = ""

    @property
    def urgent(self) -> bool:
        """Whether urgent signs are asked for: then finding any is a warning."""
        return self.waiting or self.overdue or self.due_in is not None


class Figures(NamedTuple):
    """How many rows there are: of each state, with each light, waiting for each step."""

    states: Counter[str]
    lights: Counter[str]
    waiting: Counter[str]


ORDERS: dict[str, Callable[[Row], tuple[Any, ...]]] = {
    "due": lambda row: (row.due or "9999", row.unit, row.id),
    "unit": lambda row: (row.unit, row.due or "9999", row.id),
    "grade": lambda row: (row.grade, row.due or "9999", row.id),
    "lead": lambda row: (row.lead, row.due or "9999", row.id),
    "state": lambda row: (row.state, row.due or "9999", row.id),
}
"""By what rows can be sorted."""


def read(workspace: Workspace, progress: Progress | None = None, as_of: date | None = None) -> Board:
    """The board, with the lights of the day `as_of`, None: today. `progress(done, of)` is told now and then."""
    folder, disk = workspace.root / "ledger", workspace.disk
    stamps = disk.stamps(folder, _JOURNAL)
    codes = sorted(name.removesuffix(_JOURNAL) for name in stamps if name.endswith(_JOURNAL))
    kept = _Cache(workspace.root / ".cache" / "ledgers.json", disk, codes)
    units = workspace.record.all(UNITS)  # their names and types; the kinds of types are another file to read
    board = Board(today=as_of or workspace.today, keep=kept.save)
    today, soon = board.today.isoformat(), (board.today + timedelta(days=SOON)).isoformat()

    @cache  # a city's rectifications differ little in what these are worked out of
    def worked_out(due: str, state: str, asked: str, answered: str) -> tuple[str, str]:
        return light(state, due, answered, today, soon), waiting(state, asked)

    with collector_resting():
        for done, code in enumerate(codes):
            stamp = [*stamps[code + _JOURNAL]]
            found = kept.get(code, stamp)
            if found is None:
                try:
                    found = _taken(tables_of(folder, code, stamp[0], workspace.hands))
                except StoreError as error:
                    board.damaged[code] = error
                    continue
            unit = units.get(code)
            own = (code, unit["name"], unit.get("type", "")) if unit else (code, code, "")
            rows = [
                _row(Row, (*taken, *own, *worked_out(taken[_DUE], taken[_STATE], taken[_ASKED], taken[_ANSWERED])))
                for taken in found
            ]
            kept.put(code, stamp, rows)
            board.rows.extend(rows)
            if progress is not None and done % 50 == 0:
                progress(done, len(codes))
    if progress is not None:
        progress(len(codes), len(codes))
    return board


def chosen(board: Board, wanted: Wanted, units: Units) -> list[Row]:
    """The rows that are wanted, in the board's order."""
    states, lead = frozenset(wanted.states or LIVE), wanted.lead.casefold()
    types = {code for code in units.types if not set(wanted.types).isdisjoint(ancestors(code, units.types))}

    def fits(row: Row) -> bool:
        return (
            row.state in states
            and (not wanted.urgent or _is_urgent(row, wanted, board.today))
            and (not wanted.units or row.unit in wanted.units)
            and (not wanted.types or row.type in types)
            and (not wanted.grades or row.grade in wanted.grades)
            and (not lead or lead in row.lead.casefold() or lead in row.responsible.casefold())
        )

    return [row for row in board.rows if fits(row)]


def void_rounds(workspace: Workspace) -> frozenset[str]:
    """The ids of the rounds that are void: what they ordered stays on the board until it is withdrawn."""
    return frozenset(
        round_.info.id for round_ in workspace.rounds() if round_.damage is None and round_.info.state == VOID
    )


def _is_urgent(row: Row, wanted: Wanted, today: date) -> bool:
    if wanted.waiting and row.waiting not in ("", "unit"):
        return True
    if wanted.overdue and row.light == "red":
        return True
    if wanted.due_in is None or row.waiting not in ("unit", "extension") or not row.due:
        return False
    return 0 <= (date.fromisoformat(row.due) - today).days <= wanted.due_in


def ordered(rows: Iterable[Row], by: str = "due", grades: Iterable[str] = ()) -> list[Row]:
    """The rows sorted by one of `ORDERS`; grades in the order of `grades`, others behind them."""
    found = sorted(rows, key=ORDERS[by])
    if by == "grade":
        rank = {id: number for number, id in enumerate(grades)}
        found.sort(key=lambda row: (rank.get(row.grade, len(rank)), row.grade))
    return found


def figures(rows: Iterable[Row]) -> Figures:
    """The rows counted."""
    found = Figures(Counter(), Counter(), Counter())
    for row in rows:
        found.states[row.state] += 1
        found.lights[row.light] += 1
        found.waiting[row.waiting] += 1
    return found


def _taken(tables: Tables) -> list[tuple[Any, ...]]:
    """What rows take from a ledger, in the order of `_KEPT`."""
    values = [value for doc in tables.get(TABLE, {}).values() if (value := doc["value"]) is not None]
    return [(*_copied(_BLANK | value), len(value["dues"]) if "dues" in value else 0) for value in values]


class _Cache:
    """What rows took from each ledger when last read, believed as long as its files have the same size and time.

    A ledger is one text, its values separated by a character that nobody types: 20,000 rows as lists of texts would
    take as long to read as their ledgers. A ledger that has the character is not kept.
    """

    def __init__(self, path: Path, disk: Disk, codes: Iterable[str]) -> None:
        self._path, self._disk, self._codes = path, disk, set(codes)
        self._rows: dict[str, tuple[list[int], list[Row]]] = {}
        try:
            kept = json.loads(disk.read(path))
            self._kept: dict[str, Any] = kept["ledgers"] if kept["fields"] == list(_KEPT) else {}
            self._changed = not self._codes.issuperset(self._kept)
        except (StoreError, ValueError, TypeError, KeyError):
            self._kept, self._changed = {}, False

    def get(self, code: str, stamp: list[int]) -> list[tuple[Any, ...]] | None:
        kept_stamp, text = self._kept.get(code, ([], ""))
        cells, width = text.split(_BETWEEN) if text else [], len(_KEPT)
        if kept_stamp != stamp or len(cells) % width:
            self._changed = True
            return None
        texts = [cells[start : start + width] for start in range(0, len(cells), width)]
        return [(*row[:_TEXTS], *map(int, row[_TEXTS:])) for row in texts]

    def put(self, code: str, stamp: list[int], rows: list[Row]) -> None:
        self._rows[code] = (stamp, rows)

    def save(self) -> None:
        """Write what was put if anything changed. A disk that refuses costs only time."""
        if not self._changed:
            return
        ledgers = {}
        for code, (stamp, rows) in self._rows.items():
            text = _BETWEEN.join([cell for row in rows for cell in map(str, row[: len(_KEPT)])])
            if text.count(_BETWEEN) == max(len(rows) * len(_KEPT) - 1, 0):
                ledgers[code] = [stamp, text]
        whole = json.dumps({"fields": _KEPT, "ledgers": ledgers}, ensure_ascii=False, separators=(",", ":"))
        try:
            self._disk.make_dir(self._path.parent)
            self._disk.replace(self._path, whole.encode())
            self._changed = False
        except StoreError:
            return
