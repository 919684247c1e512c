"""What the screen of one unit over all rounds says, as lines to draw: no widget and no key here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from reports.numbers import points
from store.across.unit import OverRounds, Turn
from store.clock import shown
from store.figures.answers import Question
from store.figures.compare import Kind
from tui.figures import KINDS
from tui.i18n import N_, ROUND_STATES, _, current_language, joined
from tui.screens.figures_rows import Columns
from tui.screens.sheet_view import entry_lines
from tui.widgets.canvas import Line, Part
from tui.widgets.look import DIM, ERROR, HEADING, PLAIN, WARN, Look
from tui.widgets.rows import Row, heading
from tui.widgets.text import matches, wrap

ROUND, ITEM, HEAD = "round:", "item:", "marks"

WIDE = 110
"""From so many columns on more rounds stand side by side, and more figures behind each."""


def _failed_last(course: Sequence[str]) -> bool:
    return next((verdict for verdict in reversed(course) if verdict in ("pass", "fail")), "") == "fail"


SHOWN: dict[str, tuple[str, Callable[[Sequence[str]], bool]]] = {
    "": (N_("all items"), lambda course: True),
    "failing": (N_("failed last"), _failed_last),
    "failed": (N_("ever failed"), lambda course: "fail" in course),
    "righted": (N_("put right"), lambda course: "fail" in course and not _failed_last(course)),
}
"""Which items are shown, by their verdicts round by round."""


@dataclass
class UnitView:
    """Draws the rounds of a unit and the course of its items. `column` is the number of the round that is looked at."""

    found: OverRounds
    look: Look
    zone: tzinfo
    column: int

    def first(self, cells: int) -> int:
        """The number of the first round that has a column; there is room for the newest, or those up to `column`."""
        room = (cells // 3) // 3 if cells < WIDE else cells // 6
        return max(0, min(len(self.found.turns) - room, self.column))

    def rows(self, cells: int, state: str, words: str) -> Iterator[Row]:
        """The rounds, oldest first, then the items under their sections with a sign for each round."""
        turns = self.found.turns
        columns = Columns(
            (_("marked"), 7), (self.look.sign("pass"), 3), (self.look.sign("fail"), 3), (_("findings"), 4),
            *([(_("right"), 3), (_("still"), 3), (_("again"), 3)] if cells >= WIDE else [(_("right"), 3)]),
            (_("closed out"), 5), (_("score"), 6),
        )  # fmt: skip
        if not words:
            yield columns.head(f"{'':3} {_('Round')}")
            for number, turn in enumerate(turns):
                yield self._round(number, turn, columns, cells)
        yield self.head(cells, state)
        group = ""
        for ref, asked in self.found.items.items():
            course = self.found.course(ref)
            text = asked.item.text.get(current_language())
            if not SHOWN[state][1](course) or not matches(f"{asked.number} {ref} {text}", words):
                continue
            if asked.group != group:
                group = asked.group
                yield heading(f"section:{ref}", asked.section.title.get(current_language()))
            yield Row(ITEM + ref, [(f" {asked.number:<3} {text}", PLAIN)], self._signs(course, cells))

    def _round(self, number: int, turn: Turn, columns: Columns, cells: int) -> Row:
        info, found = turn.round.info, turn.score
        became = (turn.put_right, turn.still, turn.came_back) if cells >= WIDE else (turn.put_right,)
        figures = (
            f"{found.answered}/{found.asked}", found.passed, found.failed, turn.findings, *became,
            f"{turn.closed}/{turn.ordered}" if turn.ordered else "-", points(found),
        )  # fmt: skip
        left = [(f" {number + 1:>2} ", DIM), (info.name, PLAIN)]
        left += [(f"  {_('left')}", WARN)] if turn.unit.left else []
        return Row(ROUND + info.id, left, columns.line(figures, bad=2))

    def head(self, cells: int, state: str) -> Row:
        """The line over the signs: the rounds by their numbers, that which is looked at in brackets."""
        numbers: list[Part] = []
        for number in range(self.first(cells), len(self.found.turns)):
            here = number == self.column
            text = f"[{number + 1}]" if here else f"{number + 1:>2} "
            numbers.append((f"{text:>3}", HEADING if here else DIM))
        return Row(HEAD, [(f" {_(SHOWN[state][0])}", DIM)], numbers, False)

    def _signs(self, course: Sequence[str], cells: int) -> Line:
        parts: list[Part] = []
        for verdict in course[self.first(cells) :]:
            sign, style = self.look.mark(verdict) if verdict else (" ", PLAIN)
            parts.append((f" {sign} ", style))
        return parts

    # The pane

    def facts(self, id: str, cells: int) -> list[Line]:
        """What is known about the round or the item under the cursor."""
        if id.startswith(ROUND):
            turn = next(turn for turn in self.found.turns if turn.round.info.id == id.removeprefix(ROUND))
            return self._of_round(turn, cells)
        if id.startswith(ITEM):
            ref = id.removeprefix(ITEM)
            return self._of_item(ref, self.found.items[ref], cells)
        return []

    def _of_round(self, turn: Turn, cells: int) -> list[Line]:
        lang, info = current_language(), turn.round.info
        lines: list[Line] = [[(f" {part}", HEADING)] for part in wrap(f"{info.name}  {info.id}", cells - 2)]
        period = f"{info.period_from or '....'} - {info.period_to or '....'}"
        visited = _("visited {day}").format(day=turn.visited) if turn.visited else ""
        said = [period, _(ROUND_STATES[info.state]), visited, turn.band.title(lang) if turn.band else ""]
        lines.append([(f" {'  '.join(filter(None, said))}", PLAIN)])
        became: dict[Kind, int] = {"put_right": turn.put_right, "still": turn.still, "came_back": turn.came_back}
        lines.append([(" " + "  ".join(f"{_(KINDS[kind])} {count}" for kind, count in became.items()), PLAIN)])
        if turn.unit.left:
            lines += entry_lines(_("Left"), turn.unit.left, cells, style=WARN)
        for finding in turn.others:
            lines += entry_lines(_("Finding"), finding.problem, cells, style=ERROR)
        return lines

    def _of_item(self, ref: str, asked: Question, cells: int) -> list[Line]:
        text = f"{asked.number}  {asked.item.text.get(current_language())}"
        lines: list[Line] = [[(f" {part}", HEADING)] for part in wrap(text, cells - 2)]
        for number, turn in reversed(list(enumerate(self.found.turns, 1))):
            noted = turn.marks.get(ref)
            if noted is None or not turn.verdict(ref):
                continue
            sign, style = self.look.mark(noted.mark.verdict)
            problems = [finding.problem for finding in noted.mark.findings]
            said = joined((noted.mark.found, *problems, noted.mark.note))
            told = f"{sign} {shown(noted.time, self.zone)[:10]} {noted.who}  {said}"
            lines += entry_lines(f"{number}", told, cells, style=style)
        return lines
