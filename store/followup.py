"""Follow-ups (回头看): rounds made of what another round and those before it left open, and what was there before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

from checklists.errors import N_
from checklists.gradings import find_grade
from checklists.model import Checklist, Item, Section, Text
from checklists.scope import lines_for
from store import round_making
from store.attached import Attached, attached, evidence_of
from store.clock import shown
from store.errors import Refused, Unknown
from store.guard import VOID
from store.ids import is_code
from store.model import OTHER_FINDINGS, Carried, Finding, Mark, PinnedUnit
from store.page import MARKS, Page
from store.progress import Progress
from store.record import Record
from store.rectifying.ledger import Ledger
from store.rectifying.model import Rectification
from store.rounds import Round
from store.units import still_open
from store.workspace import Workspace

_NAME = Text("{name}：回头看{number}", "{name}: follow-up{number}")
_OTHERS = Text("其他问题", "Other findings")


class Made(NamedTuple):
    """A follow-up that was made, and the units that have something open and are closed: nobody follows up on them."""

    round: Round
    closed: tuple[str, ...]


def ancestors(workspace: Workspace, round_: Round) -> list[Round]:
    """The round that `round_` follows up on, that one's own, and so on, as far as they are here."""
    found: list[Round] = []
    seen, parent = {round_.info.id}, round_.info.parent
    while parent not in seen and is_code(parent) and workspace.disk.is_dir(workspace.rounds_folder / parent):
        found.append(workspace.round(parent))
        seen.add(parent)
        parent = found[-1].info.parent
    return found


def default_name(workspace: Workspace, parent: Round) -> str:
    """What a follow-up of `parent` is called if nobody says: after the first round of the chain, numbered."""
    chain = [parent, *ancestors(workspace, parent)]
    number = str(len(chain)) if len(chain) > 1 else ""
    text = _NAME.get(workspace.settings.language)
    return text.format(name=chain[-1].info.name, number=f" {number}" if number and text == _NAME.en else number)


def make(
    workspace: Workspace,
    parent: Round,
    name: str = "",
    units: Iterable[str] = (),
    period_from: str = "",
    period_to: str = "",
    inspectors: Iterable[str] = (),
    progress: Progress = lambda done, of: None,
) -> Made:
    """Make a round of what is not put right at `units` of `parent`, at all of them if none is named.

    That is every rectification of the round, and of those it follows up on, that is not at an end, and every finding
    of the round that no notice named; of a follow-up, without what it found to be put right. The checklists are those
    of `parent`, byte for byte; so are, unless they are given, the period, by which what is found is judged, and the
    inspectors.

    Raises:
        Refused: nothing is open, the round is void, or a unit named is closed. Unknown: a unit is not in the round.
        StoreError: something that has to be known cannot be read.
    """
    if parent.info.state == VOID:
        raise Refused(N_("round {round} is void: there is nothing to follow up on"), round=parent.info.id)
    lists = [checklist for checklist in parent.checklists if not _is_generated(parent, checklist.id)]
    wanted, known = list(dict.fromkeys(units)), workspace.units.all()
    for code in wanted:
        if code not in parent.units:
            raise Unknown(N_("unit “{code}” is not in round {round}"), code=code, round=parent.info.id)
        if code in known:
            still_open(known[code])
    search = _Search(workspace, parent, lists)
    pinned, closed, items = [], [], []
    for done, code in enumerate(wanted or parent.units):
        progress(done, len(wanted or parent.units))
        if found := list(search.of(parent.units[code])):
            if code in known and known[code].state:
                closed.append(code)
                continue
            only = tuple(dict.fromkeys(each.ref for each in found))
            pinned.append(replace(parent.units[code], left="", joined="", only=only, carried=tuple(found)))
            items += [_item(each, search.texts) for each in found if each.ref.startswith(f"{OTHER_FINDINGS}:")]
    if not pinned:
        raise Refused(N_("nothing is open in round {round}: there is nothing to follow up on"), round=parent.info.id)
    info = parent.info
    files = {each.id: parent.pinned_bytes(each) for each in info.checklists if not _is_generated(parent, each.id)}
    made = round_making.create(
        workspace.rounds_folder,
        workspace.hands,
        name=name.strip() or default_name(workspace, parent),
        checklists=[*lists, *([_others(lists, items)] if items else [])],
        units=pinned,
        period_from=period_from or info.period_from,
        period_to=period_to or info.period_to,
        inspectors=[workspace.inspector(each) for each in inspectors] or info.inspectors,
        blanks=info.blanks,
        parent=info.id,
        pinned=files,
        zone=workspace.settings.zone,
        progress=progress,
    )
    return Made(made, tuple(closed))


def _is_generated(round_: Round, checklist_id: str) -> bool:
    return bool(round_.info.parent) and checklist_id == OTHER_FINDINGS


class _Search:
    """Finds what is open at a unit. Units without findings and without a ledger cost nothing."""

    def __init__(self, workspace: Workspace, parent: Round, lists: Sequence[Checklist]) -> None:
        self._workspace, self._parent, self._lists = workspace, parent, lists
        self._rounds = {parent.info.id, *(each.info.id for each in ancestors(workspace, parent))}
        self._ledgers = set(workspace.disk.names(workspace.root / "ledger"))
        self._tallies = workspace.tallies(parent)
        self.texts = {
            f"{checklist.id}:{line.item.id}": line.item.text
            for checklist in parent.checklists
            for line in checklist.lines
        }

    def of(self, unit: PinnedUnit) -> Iterator[Carried]:
        """What is open at the unit, each on the line it is looked at again: rectifications in their order, then others.

        Raises:
            StoreError: its ledger, or its sheet, cannot be read.
        """
        ledger = ledger_of(self._workspace, unit.code) if f"{unit.code}.journal" in self._ledgers else {}
        tally = self._tallies.get(unit.code)
        told = tally is None or tally.findings or tally.damaged or unit.carried  # else the sheet says nothing of it
        if not ledger and not told:
            return
        sheet = self._workspace.sheet(self._parent, unit.code) if told else None
        carried = {each.id: each for each in unit.carried}
        right = {id for id, each in carried.items() if sheet is not None and sheet.verdict(each.ref) == "pass"}
        refs = {
            f"{checklist.id}:{line.item.id}": checklist
            for checklist in self._lists
            for line in lines_for(checklist, unit.types)
        }
        for each in ledger.values():
            if each.live and each.round in self._rounds and each.finding not in right:
                ref = each.item if each.item in refs else f"{OTHER_FINDINGS}:{each.id}"
                values = {name.name: getattr(each, name.name) for name in fields(Finding) if hasattr(each, name.name)}
                yield self._carried(refs, ref, Finding(**{**values, "id": each.finding}))
        if sheet is None:
            return
        for line, _mark, finding in sheet.findings:
            if finding.id not in ledger:
                outside = f"{OTHER_FINDINGS}:{finding.id}"
                yield self._carried(refs, line.ref if line else outside, finding)
        for again in carried.values():
            if again.id not in ledger and sheet.verdict(again.ref) in ("none", "na"):  # nobody has looked at it since
                yield again

    def _carried(self, refs: dict[str, Checklist], ref: str, finding: Finding) -> Carried:
        checklist = refs.get(ref, self._lists[0])
        grade = find_grade(checklist, finding.grade) if finding.grade else None
        return Carried(**{**vars(finding), "grade": grade.id if grade else "", "evidence": ()}, ref=ref)


def ledger_of(workspace: Workspace, unit: str) -> dict[str, Rectification]:
    """A unit's rectifications by the ids of their findings, oldest first."""
    return _by_finding(Record(workspace.root / "ledger" / unit, workspace.hands), unit)


def _by_finding(record: Record, unit: str) -> dict[str, Rectification]:
    return {each.finding: each for each in Ledger(record, unit).all().values()} if record.exists else {}


def _item(carried: Carried, texts: dict[str, Text]) -> Item:
    """The line that asks after a finding which stands on no list."""
    said = carried.problem.strip()
    return Item(
        id=carried.ref.partition(":")[2],
        text=Text(said, said) if said else texts.get(carried.ref, _OTHERS),
        requirement=Text(carried.requirement, carried.requirement) if carried.requirement else None,
        grade=carried.grade,
    )


def _others(lists: Sequence[Checklist], items: Iterable[Item]) -> Checklist:
    """The checklist of what stands on no list, graded as findings outside the list are."""
    by_id = {item.id: item for item in reversed(list(items))}
    section = Section(id="others", title=_OTHERS, items=tuple(reversed(by_id.values())))
    return Checklist(
        id=OTHER_FINDINGS,
        version="1",
        title=_OTHERS,
        grading=lists[0].grading,
        gradings=lists[0].gradings,
        responsibility=(section,),
    )


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What was, of one line of a follow-up: the latest mark in the rounds before, if there is one, and what came of it.

    `day` is that of the mark, `who` made it, in the round called `round`; `outcome` is what it meant, "" unless that
    round was a follow-up. `findings` are the earlier findings,
    `rectifications` what they turned into, as they stand now; `files` the evidence that the unit's answers name.
    """

    findings: tuple[Finding, ...]
    mark: Mark | None = None
    day: str = ""
    who: str = ""
    round: str = ""
    outcome: str = ""
    rectifications: tuple[Rectification, ...] = ()
    files: tuple[Attached, ...] = ()


def earlier(workspace: Workspace, sheet: Page, before: Iterable[Round] | None = None) -> dict[str, Earlier]:
    """What was, by the ref of each line of a follow-up's sheet; nothing for another round's.

    `before` are the `ancestors` of its round, for who asks about many sheets.

    Raises:
        StoreError: an earlier sheet, or the ledger, cannot be read.
    """
    if not sheet.info.parent:
        return {}
    code = sheet.unit.code
    sheets = [
        (round_, workspace.sheet(round_, code))
        for round_ in (ancestors(workspace, workspace.round(sheet.info.id)) if before is None else before)
        if code in round_.everyone
    ]
    record = Record(workspace.root / "ledger" / code, workspace.hands)
    ledger = _by_finding(record, code)
    found = {}
    for line in sheet.all_lines:
        findings = sheet.carried(line.ref)
        rectifications = tuple(ledger[each.id] for each in findings if each.id in ledger)
        named = (digest for each in rectifications for step in each.steps for digest in evidence_of(step.to_value()))
        found[line.ref] = _marked(
            workspace,
            sheets,
            line.ref,
            Earlier(
                findings=findings,
                rectifications=rectifications,
                files=tuple(attached(record, dict.fromkeys(named))) if rectifications else (),
            ),
        )
    return found


def _marked(workspace: Workspace, sheets: Iterable[tuple[Round, Page]], ref: str, known: Earlier) -> Earlier:
    """With the mark of the latest of the `sheets` that has one on the line."""
    for round_, page in sheets:
        doc = page.record.doc(MARKS, ref)
        if doc is not None and doc["value"] is not None and doc["value"]["verdict"] != "none":
            day = shown(doc["time"], workspace.settings.zone)[:10]
            mark = Mark.from_value(doc["value"])
            outcome = mark.result if round_.info.parent else ""
            return replace(known, mark=mark, day=day, who=doc["who"], round=round_.info.name, outcome=outcome)
    return known
