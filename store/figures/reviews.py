"""What a follow-up (回头看) found: every earlier finding with its outcome, and what is new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from store.clock import shown
from store.errors import StoreError
from store.figures.answers import Missing
from store.followup_before import Earlier, ancestors, by_finding, earlier, ledgers_of
from store.followup_results import check_results, outcome_of
from store.model import Carried, Finding, Mark
from store.page import MARKS, OTHERS
from store.progress import Progress
from store.rectifying.model import Rectification, Step
from store.rounds import Round
from store.sheet import Sheet, SheetLine
from store.workspace import Workspace

NEW = "new"
LOOKED_AT = ("rectified", "partly", "not", "recurred")
OUTCOMES = (*LOOKED_AT, NEW, "")
"""What can come out, in the order reports have it; "" is an earlier finding that nobody has judged yet."""


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """One finding of a follow-up. `outcome` is one of `OUTCOMES`, `line` None for one outside the list.

    `before` is an earlier finding as it stood when the follow-up was made, None for a new one; `now` what the
    follow-up records of it, None where it is put right or not judged. `was` is what the rounds before say of its line.
    `rectification` is what it turned into, as it stands, `answer` what the unit had said last when it was looked at.
    `mark` was recorded by `who` on the ISO day `day`.
    """

    outcome: str
    line: SheetLine | None
    before: Carried | None = None
    now: Finding | None = None
    mark: Mark | None = None
    who: str = ""
    day: str = ""
    was: Earlier | None = None
    rectification: Rectification | None = None
    answer: Step | None = None

    @property
    def found(self) -> tuple[SheetLine | None, Mark | None, Finding]:
        """The finding with its line and mark: as it is now, else as it was."""
        finding = self.now or self.before
        assert finding is not None
        return self.line, self.mark if self.now else None, finding

    @property
    def due(self) -> str:
        """By when it is to be put right: as the ledger has it, before that as the follow-up says, "" if nobody did."""
        then, now = (each.due if each else "" for each in (self.before, self.now))
        if self.rectification is not None and (self.rectification.due != then or not now):
            return self.rectification.due
        return now or then

    @property
    def closed(self) -> bool:
        """Whether it has left the open part of the ledger."""
        return self.rectification is not None and self.rectification.state == "closed"

    @property
    def late(self) -> bool:
        """Whether it was not put right, and past its due date already when that was seen."""
        return self.to_do and bool(self.due) and self.due < self.day

    @property
    def to_do(self) -> bool:
        """Whether it was judged, and is not put right."""
        ended = self.rectification is not None and not self.rectification.live
        return self.outcome not in ("rectified", "") and not ended


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many findings came out how, by `OUTCOMES`, and how many of the earlier ones are closed."""

    counts: Mapping[str, int]
    closed: int = 0

    @property
    def looked_at(self) -> int:
        """Earlier findings that were judged."""
        return sum(self.counts.get(outcome, 0) for outcome in LOOKED_AT)

    @property
    def earlier(self) -> int:
        """Earlier findings to look at, judged or not."""
        return self.looked_at + self.counts.get("", 0)

    @property
    def rate(self) -> float | None:
        """The share of what is put right among what was judged, 0 to 1."""
        return self.counts.get("rectified", 0) / self.looked_at if self.looked_at else None

    def __add__(self, other: Outcomes) -> Outcomes:
        both = {each: self.counts.get(each, 0) + other.counts.get(each, 0) for each in OUTCOMES}
        return Outcomes(both, self.closed + other.closed)


def outcomes(every: Iterable[Reviewed]) -> Outcomes:
    """The findings counted."""
    counts, closed = dict.fromkeys(OUTCOMES, 0), 0
    for each in every:
        counts[each.outcome] += 1
        closed += each.before is not None and each.closed
    return Outcomes(counts, closed)


def chain(round_: Round) -> list[Round]:
    """The rounds that a follow-up goes back over, the first of them first; those that are not here are left out.

    Raises:
        Refused: it is no follow-up, or void.
    """
    check_results(round_)
    return ancestors(round_)[::-1]


def reviewed(
    workspace: Workspace,
    round_: Round,
    units: Iterable[str],
    missing: Missing,
    progress: Progress = lambda done, of: None,
) -> Iterator[tuple[Sheet, list[Reviewed]]]:
    """Each unit's sheet with its findings: of `units`, of all that take part if none is named.

    `missing` is told the units of which the sheet, an earlier one, or the ledger cannot be read.

    Raises:
        Refused: the round is no follow-up, or void. Unknown: a unit is not in it.
    """
    before = chain(round_)[::-1]
    codes = [round_.unit(code).code for code in dict.fromkeys(units)] or list(round_.units)
    return _each(workspace, round_, before, codes, missing, progress)


def _each(
    workspace: Workspace, round_: Round, before: list[Round], codes: list[str], missing: Missing, progress: Progress
) -> Iterator[tuple[Sheet, list[Reviewed]]]:
    merged = workspace.units.merged()
    for done, code in enumerate(codes):
        progress(done, len(codes))
        try:
            sheet = workspace.sheet(round_, code)
            was = earlier(workspace, sheet, before, merged)
            found = [*_again(workspace, sheet, was), *_new(workspace, sheet)]
        except StoreError as error:
            missing(code, error)
            continue
        yield sheet, found
    progress(len(codes), len(codes))


def _again(workspace: Workspace, sheet: Sheet, was: Mapping[str, Earlier]) -> Iterator[Reviewed]:
    """The earlier findings, in the order of the list."""
    order = {line.ref: (number, line) for number, line in enumerate(sheet.all_lines)}
    for carried in sorted(sheet.unit.carried, key=lambda each: order[each.ref][0]):
        mark, then = sheet.mark(carried.ref), was[carried.ref]
        rectification = next((each for each in then.rectifications if each.finding == carried.id), None)
        marked = mark is not None and mark.verdict != "none"
        moment, who, day = _when(workspace, sheet, MARKS, carried.ref) if marked else ("", "", "")
        failed = mark.findings if mark is not None and mark.verdict == "fail" else ()
        yield Reviewed(
            outcome=outcome_of(carried, mark) if mark is not None else "",
            line=order[carried.ref][1],
            before=carried,
            now=next((each for each in failed if each.id == carried.id), None),
            mark=mark,
            who=who,
            day=day,
            was=then,
            rectification=rectification,
            answer=rectification.answer(moment) if rectification is not None else None,
        )


def _new(workspace: Workspace, sheet: Sheet) -> Iterator[Reviewed]:
    """What the follow-up found beside the earlier findings."""
    known = {each.id for each in sheet.unit.carried}
    found = [each for each in sheet.findings if each[2].id not in known]
    ledger = by_finding(ledgers_of(workspace, [sheet.unit.code])) if found else {}
    for line, mark, finding in found:
        _moment, who, day = _when(workspace, sheet, *((MARKS, line.ref) if line else (OTHERS, finding.id)))
        turned_into = ledger.get(finding.id)
        yield Reviewed(outcome=NEW, line=line, now=finding, mark=mark, who=who, day=day, rectification=turned_into)


def _when(workspace: Workspace, sheet: Sheet, table: str, key: str) -> tuple[str, str, str]:
    """The moment (UTC) of what stands in a sheet, who recorded it, and the day."""
    doc = sheet.record.doc(table, key)
    assert doc is not None
    return doc["time"], doc["who"], shown(doc["time"], workspace.settings.zone)[:10]
