"""What the sheet's list and pane say, as lines to draw: no widget and no key here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.style import Style

from checklists.gradings import find_grade
from store.clock import shown
from store.conflicts import open_in
from store.model import Finding, Mark
from store.sheet import MARKS, OTHERS, Sheet, SheetLine
from store.state import conflicts_in
from store.workspace import Workspace
from tui.i18n import OUTCOMES, PART_NAMES, _, joined
from tui.item_facts import Fact, ItemFacts
from tui.widgets.canvas import Line, Part
from tui.widgets.look import CONFLICT, DIM, ERROR, HEADING, PLAIN, WARN, Look
from tui.widgets.rows import Row, heading
from tui.widgets.text import clean_lines, fit, width, wrap
from tui.wordings import recorded

OTHER = "other:"
"""Rows of findings outside the list begin so, their id behind it."""

_NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True)
class Earlier:
    """The mark of the latest earlier round on the same item."""

    mark: Mark
    when: str
    who: str


@dataclass
class SheetView:
    """Draws one sheet in one language and look."""

    workspace: Workspace
    sheet: Sheet
    look: Look
    lang: str

    def __post_init__(self) -> None:
        self.facts = ItemFacts(self.workspace, self.sheet, self.lang)

    def rows(self, wanted: list[SheetLine]) -> list[Row]:
        """The lines `wanted` under their headings, then the findings outside the list."""
        rows: list[Row] = []
        section = None
        parts: list[str] = []
        for line in wanted:
            if line.section is not section:
                section = line.section
                if section.part not in parts:
                    parts.append(section.part)
                rows.append(heading(f"section:{line.ref}", self._heading(line, len(parts))))
            rows.append(self.row(line))
        others = self.sheet.others
        if others:
            rows.append(heading("section:others", _("Findings outside the list")))
            rows += [self.other_row(finding) for finding in others.values()]
        return rows

    def _heading(self, line: SheetLine, number: int) -> str:
        part = _(PART_NAMES[line.section.part])
        title = line.section.title.get(self.lang)
        label = f"{_NUMERALS[number - 1]}、{part}：{title}" if self.lang == "zh" else f"{number}. {part}: {title}"
        if len(self.sheet.checklists) > 1:
            label = f"{line.checklist.title.get(self.lang)} / {label}"
        return label

    def row(self, line: SheetLine) -> Row:
        """One item: its sign, number and text, and at the right what was found and the grade of what is wrong."""
        mark = self.sheet.mark(line.ref)
        verdict = mark.verdict if mark else "none"
        right: list[Part] = []
        if mark and mark.found:
            right.append((f" {mark.found[:12]}", PLAIN))
        if mark and verdict == "fail":
            grades = [find_grade(line.checklist, finding.grade) for finding in mark.findings]
            right += [(f" {grade.title.get(self.lang)}", ERROR) for grade in grades[:1] if grade]
            if len(grades) > 1:
                right.append((f" x{len(grades)}", ERROR))
        if mark and mark.result in ("partly", "recurred"):
            right.append((f" {_(OUTCOMES[mark.result])}", ERROR))
        if mark and mark.note:
            right.append((" +", DIM))
        if self.sheet.needs_recheck(line.ref):
            right.append((" !", PLAIN))
        right += self._contradicted(MARKS, line.ref)
        text = self.facts.question(line)
        left = [(" ", PLAIN), self.look.mark(verdict), (f" {line.number:<3} {text}", PLAIN)]
        return Row(line.ref, left, [*right, (" ", PLAIN)] if right else ())

    def other_row(self, finding: Finding) -> Row:
        """A finding outside the list."""
        left = [(" ", PLAIN), self.look.mark("fail"), (f"     {finding.problem}", PLAIN)]
        return Row(OTHER + finding.id, left, self._contradicted(OTHERS, finding.id))

    def _contradicted(self, table: str, key: str) -> list[Part]:
        """The sign of an item that two copies say different things of."""
        doc = self.sheet.record.doc(table, key)
        return [(f" {CONFLICT} ", WARN)] if doc and doc["conflict"] else []

    def totals(self) -> Line:
        """How far the sheet is, for the title line."""
        counts, conflicts = self.sheet.counts, conflicts_in(self.sheet.record.state.tables)
        return [
            *([(f"{CONFLICT} {conflicts}  ", WARN)] if conflicts else []),
            *((f"{counts[verdict]}{self.look.sign(verdict)} ", PLAIN) for verdict in ("pass", "fail", "na", "none")),
            (" " + _("of {count}").format(count=sum(counts.values())), PLAIN),
        ]

    # The pane

    def item(self, line: SheetLine, cells: int, earlier: Earlier | None, before: Sequence[Line] = ()) -> list[Line]:
        """What is known about one item: the question, what was recorded, then how to check and what to look for.

        `before` is what was before in a follow-up.
        """
        cite = [_("item {number}").format(number=line.number), *line.item.ref]
        lines = _titled(f"{line.number}  {self.facts.question(line)}", "  ".join(cite), cells)
        lines += self._claims(MARKS, line.ref, cells)
        lines += self._drawn(self.facts.recorded(line), cells)
        lines += before
        lines += self._drawn(self.facts.about(line), cells)
        if earlier:
            sign, style = self.look.mark(earlier.mark.verdict)
            said = earlier.mark.note or joined(finding.problem for finding in earlier.mark.findings)
            lines += entry_lines(_("Before"), f"{sign} {earlier.when} {earlier.who}  {said}", cells, style=style)
        return lines + self._drawn(self.facts.veto(line), cells)

    def other(self, finding: Finding, cells: int) -> list[Line]:
        """What is known about a finding outside the list."""
        lines = _titled(_("Finding outside the list"), "", cells) + self._claims(OTHERS, finding.id, cells)
        return lines + self._drawn(self.facts.finding((None, None, finding)), cells)

    def _claims(self, table: str, key: str, cells: int) -> list[Line]:
        """What each copy says of an item in conflict."""
        if not self._contradicted(table, key):
            return []
        lines: list[Line] = []
        for conflict in open_in(self.sheet.record):
            if (conflict.table, conflict.key) == (table, key):
                for event in conflict.claims:
                    when = shown(event.time, self.workspace.settings.zone)
                    stands = _("stands") if event == conflict.stands else CONFLICT
                    lines += entry_lines(
                        stands, f"{event.who} {when}  {recorded(table, event.after)}", cells, style=WARN
                    )
        return lines

    def _drawn(self, facts: Sequence[Fact], cells: int) -> list[Line]:
        return [line for fact in facts for line in entry_lines(fact.label, fact.text, cells, style=_TONES[fact.tone])]


def _titled(text: str, right: str, cells: int) -> list[Line]:
    """The first line of a pane: a text that wraps, and at the right of its first line where it comes from."""
    room = cells - 3 - (width(right) + 2 if right else 0)
    wrapped = wrap(text, max(20, room))
    lines: list[Line] = [[(f" {wrapped[0]}", HEADING), (" " * (room - width(wrapped[0]) + 2) + right, DIM)]]
    return lines + [[(f"    {rest}", HEADING)] for rest in wrapped[1:]]


_LABEL = 9
_TONES = {"": PLAIN, "warning": WARN, "wrong": ERROR}


def entry_lines(label: str, text: str, cells: int, style: Style) -> list[Line]:
    """A label and its text, wrapped beside it; line breaks in the text are kept."""
    wrapped = [part for piece in clean_lines(text) for part in wrap(piece, max(10, cells - _LABEL - 2))]
    lines: list[Line] = []
    for number, part in enumerate(wrapped):
        head = fit(label if number == 0 else "", _LABEL)
        lines.append([(f" {head}", DIM), (part, style)])
    return lines


def earlier_sheet(workspace: Workspace, sheet: Sheet) -> Sheet | None:
    """The latest earlier sheet of the same unit on one of the same checklists, None if there is none."""
    wanted = {pinned.id for pinned in sheet.info.checklists}
    for round_ in workspace.rounds():
        info = round_.info
        same = wanted & {pinned.id for pinned in info.checklists}
        if same and info.created < sheet.info.created and sheet.unit.code in round_.units:
            return workspace.sheet(round_, sheet.unit.code)
    return None


def earlier_mark(workspace: Workspace, earlier: Sheet | None, ref: str) -> Earlier | None:
    """What that sheet recorded on the item `ref`."""
    doc = earlier.record.doc("marks", ref) if earlier else None
    if doc is None or doc["value"] is None or doc["value"]["verdict"] == "none":
        return None
    day = shown(doc["time"], workspace.settings.zone)[:10]
    return Earlier(Mark.from_value(doc["value"]), day, doc["who"])
