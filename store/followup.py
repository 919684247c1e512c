"""Follow-ups (回头看): rounds made of what another round and those before it left open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from typing import NamedTuple

from checklists.errors import N_
from checklists.gradings import find_grade
from checklists.model import Checklist, Item, Section, Text
from checklists.scope import lines_for
from store import round_making
from store.counting import counting
from store.errors import Refused, Unknown
from store.followup_before import ancestors, by_finding, ledgers_of
from store.guard import VOID
from store.model import OTHER_FINDINGS, Carried, Finding, PinnedUnit
from store.progress import Progress
from store.rounds import Round
from store.units import still_open
from store.workspace import Workspace

_NAME = Text("{name}：回头看{number}", "{name}: follow-up{number}")
_OTHERS = Text("其他问题", "Other findings")


class Made(NamedTuple):
    """A follow-up that was made, and the units that have something open and are closed: nobody follows up on them."""

    round: Round
    closed: tuple[str, ...]


def default_name(workspace: Workspace, parent: Round) -> str:
    """What a follow-up of `parent` is called if nobody says: after the first round of the chain, numbered."""
    chain = [parent, *ancestors(parent)]
    number = str(len(chain)) if len(chain) > 1 else ""
    text = _NAME.get(workspace.settings.language)
    return text.format(name=chain[-1].info.name, number=f" {number}" if number and text == _NAME.en else number)


def already(workspace: Workspace, parent: Round, units: Iterable[str] = ()) -> list[Round]:
    """The follow-ups that there are of `parent`, newest first, at some of `units` if any is named; no void one."""
    wanted = set(units)
    found = [each for each in reversed(counting(workspace)) if each.info.parent == parent.info.id]
    return [each for each in found if not wanted or not wanted.isdisjoint(each.units)]


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
    of the round that no notice named; of a follow-up, without what it found to be put right. What is open at a unit
    that was merged into another comes under that one. The checklists are those of `parent`, byte for byte; so are,
    unless they are given, the period, by which what is found is judged, and the inspectors.

    Raises:
        Refused: nothing is open, the round is void, or a unit named is closed. Unknown: a unit is not in the round.
        StoreError: something that has to be known cannot be read.
    """
    if parent.info.state == VOID:
        raise Refused(N_("round {round} is void: there is nothing to follow up on"), round=parent.info.id)
    lists = [checklist for checklist in parent.checklists if not _is_generated(parent, checklist.id)]
    known, merged = workspace.units.all(), workspace.units.merged()
    took_over = {code: into for into, codes in merged.items() for code in codes}
    here = [code for code in parent.everyone if code in parent.units or code in took_over]
    possible = dict.fromkeys(took_over.get(code, code) for code in here)
    wanted = list(dict.fromkeys(units))
    for code in wanted:
        if code not in possible and code not in here:
            raise Unknown(N_("unit “{code}” is not in round {round}"), code=code, round=parent.info.id)
        if code in known:
            still_open(known[code])
    search = _Search(workspace, parent, lists)
    pinned, closed, items = [], [], []
    for done, code in enumerate(wanted or possible):
        progress(done, len(wanted or possible))
        unit = parent.everyone.get(code) or workspace.units.pinned([code], closed=True)[0]
        if found := list(search.of(unit, merged.get(code, ()))):
            if code in known and known[code].state:
                closed.append(code)
                continue
            only = tuple(dict.fromkeys(each.ref for each in found))
            pinned.append(replace(unit, left="", joined="", only=only, carried=tuple(found)))
            items += [_item(each, search.texts) for each in found if each.ref.startswith(_outside(""))]
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
        progress=progress,
    )
    return Made(made, tuple(closed))


def _is_generated(round_: Round, checklist_id: str) -> bool:
    return bool(round_.info.parent) and checklist_id == OTHER_FINDINGS


class _Search:
    """Finds what is open at a unit. Units without findings and without a ledger cost nothing."""

    def __init__(self, workspace: Workspace, parent: Round, lists: Sequence[Checklist]) -> None:
        self._workspace, self._parent, self._lists = workspace, parent, lists
        self._rounds = {parent.info.id, *(each.info.id for each in ancestors(parent))}
        self._ledgers = set(workspace.disk.names(workspace.root / "ledger"))
        self._tallies = workspace.tallies(parent)
        self.texts = {
            f"{checklist.id}:{line.item.id}": line.item.text
            for checklist in parent.checklists
            for line in checklist.lines
        }
        self._asked_outside = {ref for ref in self.texts if parent.info.parent and ref.startswith(_outside(""))}

    def of(self, unit: PinnedUnit, merged: Iterable[str] = ()) -> Iterator[Carried]:
        """What is open at the unit and those `merged` into it, each on the line it is looked at again.

        Rectifications come first, in their order, then what no notice named.

        Raises:
            StoreError: a ledger, or a sheet, cannot be read.
        """
        codes = [unit.code, *merged]
        ledger = by_finding(ledgers_of(self._workspace, [code for code in codes if f"{code}.journal" in self._ledgers]))
        sheets = [self._workspace.sheet(self._parent, code) for code in codes if self._told(code)]
        if not ledger and not sheets:
            return
        carried = [(sheet, each) for sheet in sheets for each in sheet.unit.carried]
        right = {each.id for sheet, each in carried if sheet.verdict(each.ref) == "pass"}
        refs = {
            f"{checklist.id}:{line.item.id}": checklist
            for checklist in self._lists
            for line in lines_for(checklist, unit.types)
        }
        for each in ledger.values():
            if each.live and each.round in self._rounds and each.finding not in right:
                values = {name.name: getattr(each, name.name) for name in fields(Finding) if hasattr(each, name.name)}
                finding = Finding(**{**values, "id": each.finding})
                yield self._carried(refs, each.item if each.item in refs else _outside(each.id), finding)
        for sheet in sheets:
            for line, _mark, finding in sheet.findings:
                if finding.id not in ledger:
                    ref = line.ref if line and (line.ref in refs or line.ref in self._asked_outside) else ""
                    yield self._carried(refs, ref or _outside(finding.id), finding)
        for sheet, again in carried:
            if again.id not in ledger and sheet.verdict(again.ref) in ("none", "na"):  # nobody has looked at it since
                known = again.ref in refs or again.ref in self._asked_outside
                yield again if known else replace(again, ref=_outside(again.id))

    def _told(self, code: str) -> bool:
        """Whether the unit takes part and its sheet says something of findings."""
        if code not in self._parent.units:
            return False
        tally = self._tallies.get(code)
        return bool(tally is None or tally.findings or tally.damaged or self._parent.units[code].carried)

    def _carried(self, refs: dict[str, Checklist], ref: str, finding: Finding) -> Carried:
        checklist = refs.get(ref, self._lists[0])
        grade = find_grade(checklist, finding.grade) if finding.grade else None
        return Carried(**{**vars(finding), "grade": grade.id if grade else "", "evidence": ()}, ref=ref)


def _outside(id: str) -> str:
    """The line of a finding that stands on none of the lists."""
    return f"{OTHER_FINDINGS}:{id}"


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
