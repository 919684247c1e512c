"""How far a round is: verdicts per unit, from the sheets' files, kept in a disposable file between programs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from pathlib import Path
from typing import Literal

from checklists.verdicts import VERDICTS, Verdict
from store.changes import Hands
from store.errors import StoreError
from store.state import Tables, conflicts_in
from store.tables import collector_resting, tables_of
from store.wordings import Wordings, answers_another


@dataclass(frozen=True, slots=True)
class Asks:
    """What a type of unit is asked: the refs of its items, and for some the (other ref, verdicts) they depend on.

    `wordings` are those of the items of checklists that the round moved to another version.
    """

    refs: frozenset[str]
    conditions: Mapping[str, tuple[str, tuple[Verdict, ...]]]
    wordings: Wordings = field(default_factory=dict)

    def digest(self) -> str:
        """The same for the same questions."""
        whole = [sorted(self.refs), sorted(self.conditions.items()), sorted(self.wordings.items())]
        return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


State = Literal["none", "work", "done", "empty", "damaged"]
"""How far a unit is: not begun, in work, done; asked nothing; its sheet cannot be read."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One sheet's verdicts over the items asked, its findings, and the marks that answer another wording.

    `conflicts` are items of which two copies say different things; the one that stands is counted. `damaged` is 1 for
    a sheet that cannot be read, which counts nothing else.
    """

    passed: int = 0
    failed: int = 0
    na: int = 0
    none: int = 0
    findings: int = 0
    recheck: int = 0
    damaged: int = 0
    conflicts: int = 0

    @property
    def marked(self) -> int:
        """Items that have a verdict."""
        return self.passed + self.failed + self.na

    @property
    def asked(self) -> int:
        """Items the unit is asked."""
        return self.marked + self.none

    @property
    def state(self) -> State:
        """How far the unit is."""
        if self.damaged:
            return "damaged"
        if not self.asked:
            return "empty"
        if not self.marked:
            return "none"
        return "work" if self.none else "done"

    def by_verdict(self) -> dict[str, int]:
        """As the command line prints it: pass, fail, na, none."""
        return dict(zip(VERDICTS, (self.passed, self.failed, self.na, self.none), strict=True))

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.passed + other.passed,
            self.failed + other.failed,
            self.na + other.na,
            self.none + other.none,
            self.findings + other.findings,
            self.recheck + other.recheck,
            self.damaged + other.damaged,
            self.conflicts + other.conflicts,
        )


_FIGURES = tuple(each.name for each in fields(Tally))
_figures = attrgetter(*_FIGURES)


def tally(tables: Tables, asks: Asks) -> Tally:
    """Count one sheet from its parsed file."""
    docs, refs = tables.get("marks", {}).values(), asks.refs
    marks = {ref: value for doc in docs if (value := doc["value"]) is not None and (ref := doc["key"]) in refs}
    silent = {
        ref
        for ref, (other, wanted) in asks.conditions.items()
        if (marks[other]["verdict"] if other in marks else "none") not in wanted
    }
    for ref in silent:
        marks.pop(ref, None)
    verdicts = [value["verdict"] for value in marks.values()]
    passed, failed, na = verdicts.count("pass"), verdicts.count("fail"), verdicts.count("na")
    findings = sum(doc["value"] is not None for doc in tables.get("others", {}).values())
    if failed:
        findings += sum(len(value["findings"]) for value in marks.values() if value["verdict"] == "fail")
    recheck = sum(answers_another(marks[ref], wording) for ref, wording in asks.wordings.items() if ref in marks)
    none = len(refs) - len(silent) - passed - failed - na
    return Tally(passed, failed, na, none, findings, recheck, conflicts=conflicts_in(tables))


Row = list[int]
"""Size and time of the journal of a unit's sheet when it was counted, zeros where there is no sheet; its figures."""

_NO_SHEET = [0, 0]
_NO_JOURNAL = [0, -1]
"""There is a sheet, but not its journal."""
_UNFINISHED = [-1, -1]
"""In the place of size and time of the round's journal where a count was given up."""
_UNREAD = [-1, -1]
"""In the place of size and time of a sheet that could not be read: it is tried again at the next count."""


def _tallies(rows: Mapping[str, Row]) -> dict[str, Tally]:
    return {code: Tally(*row[len(_NO_SHEET) :]) for code, row in rows.items()}


def _digest(asks: Mapping[str, Asks]) -> str:
    """The same as long as every unit is asked the same."""
    one_of_each = {id(each): each for each in asks.values()}  # one for each type of unit
    known = {key: each.digest() for key, each in one_of_each.items()}
    return hashlib.sha256(json.dumps([(code, known[id(each)]) for code, each in asks.items()]).encode()).hexdigest()


class Counts:
    """The tallies of one round's sheets."""

    def __init__(self, folder: Path, kept: Path, hands: Hands) -> None:
        """`folder` is the round's, `kept` the file that remembers the tallies."""
        self._folder, self._kept, self._hands, self._disk = folder, kept, hands, hands.disk
        self._sheets = folder / "sheets"

    def all(
        self, asks: Callable[[], Mapping[str, Asks]], progress: Callable[[int, int], None] | None = None
    ) -> dict[str, Tally]:
        """Tallies by unit code, with those of sheets that cannot be read. `progress(done, of)` is told now and then.

        `asks()` says what each unit is asked. It is not called while nothing changed since the last count. What
        `progress` raises ends the count; what was counted till then is not counted once more.
        """
        journal = [*self._disk.stamps(self._folder).get("round.journal", (0, 0))]
        stamps = self._disk.stamps(self._sheets, ".journal")

        def stamp_of(code: str) -> list[int]:
            stamp = stamps.get(f"{code}.journal")
            return [*stamp] if stamp else _NO_JOURNAL if f"{code}.json" in stamps else _NO_SHEET

        round_, digest, known = self._load()
        if round_ == journal and all(row[: len(_NO_SHEET)] == stamp_of(code) for code, row in known.items()):
            return _tallies(known)
        wanted = asks()
        asked = _digest(wanted)
        if asked != digest:
            known = {}
        rows: dict[str, Row] = {}
        try:
            with collector_resting():
                for done, code in enumerate(wanted):
                    stamp, kept = stamp_of(code), known.get(code)
                    if kept is None or kept[: len(_NO_SHEET)] != stamp:
                        kept = self._count(code, stamp, wanted[code])
                    rows[code] = kept
                    if progress is not None and done % 50 == 0:
                        progress(done, len(wanted))
                if progress is not None:
                    progress(len(wanted), len(wanted))
        except BaseException:
            self._save(_UNFINISHED, asked, known | rows)
            raise
        self._save(journal, asked, rows)
        return _tallies(rows)

    def _count(self, code: str, stamp: list[int], asks: Asks) -> Row:
        try:
            tables = tables_of(self._sheets, code, stamp[0], self._hands) if stamp != _NO_SHEET else {}
            return [*stamp, *_figures(tally(tables, asks))]
        except StoreError:
            return [*_UNREAD, *_figures(Tally(damaged=1))]

    def _load(self) -> tuple[list[int], str, dict[str, Row]]:
        try:
            kept = json.loads(self._disk.read(self._kept))
            rows = kept["rows"]
            if all(len(row) == len(_NO_SHEET) + len(_FIGURES) for row in rows.values()):
                return kept["round"], kept["asked"], rows
        except (StoreError, ValueError, TypeError, AttributeError, KeyError):
            pass
        return [], "", {}

    def _save(self, round_: list[int], asked: str, rows: dict[str, Row]) -> None:
        try:
            self._disk.make_dir(self._kept.parent)
            whole = {"round": round_, "asked": asked, "rows": rows}
            self._disk.replace(self._kept, json.dumps(whole, separators=(",", ":")).encode())
        except StoreError:
            pass  # the file only saves time
