"""What the screen of figures knows, read as far as a view needs it. No widget here: it runs in a thread."""

from __future__ import annotations

from dataclasses import dataclass, replace

from store.counting import counting
from store.figures import answers as reading
from store.figures import over_rounds
from store.figures.answers import RoundAnswers
from store.figures.compare import Comparison
from store.figures.items import ItemFigures, by_item
from store.figures.scores import Ranked, ranking, score
from store.figures.trend import Summary, summary
from store.progress import Progress
from store.rectifying import board
from store.rounds import Round
from store.workspace import Workspace

ROUND = ("ranking", "items", "parts", "grades", "comparison")
"""The views that need what the round's units answered."""

LEDGERS = ("rates", "comparison")
"""The views that need the ledgers."""


@dataclass(frozen=True)
class Known:
    """What was read and worked out so far; None is not yet. `rows` are the rectifications of the round that count.

    `there` is the other round of the comparison, `lines` are the rounds of the trend.
    """

    here: RoundAnswers | None = None
    ranked: tuple[Ranked, ...] = ()
    items: tuple[ItemFigures, ...] = ()
    stands: board.Board | None = None
    rows: tuple[board.Row, ...] = ()
    there: RoundAnswers | None = None
    compared: Comparison | None = None
    lines: tuple[Summary, ...] | None = None

    def has(self, view: str, other: str) -> bool:
        """Whether everything is there that the view shows, compared with the round `other`."""
        if view == "trend":
            return self.lines is not None
        if view == "comparison":
            return not other or (self.there is not None and self.there.round.info.id == other)
        return self.stands is not None if view == "rates" else self.here is not None


def gather(
    workspace: Workspace, round_: Round, view: str, other: Round | None, known: Known, progress: Progress
) -> Known:
    """`known` with what the view needs beside it. `other` is the round to compare with.

    Raises:
        StoreError: a round cannot be read, or is void.
    """
    if view in ROUND and known.here is None:
        here = reading.read(round_, workspace.hands, progress)
        scores = {code: score(each) for code, each in here.units.items()}
        ranked = ranking(scores, workspace.settings.bands)
        known = replace(known, here=here, ranked=tuple(ranked), items=tuple(by_item(here)))
    if view in LEDGERS and known.stands is None:
        stands = board.read(workspace, progress)
        stands.keep()
        rows = over_rounds.that_count(workspace, stands.rows, round_.info.id)
        known = replace(known, stands=stands, rows=tuple(rows))
    if view == "comparison" and other is not None and not known.has(view, other.info.id):
        known = _compared(workspace, other, known, progress)
    if view == "trend" and known.lines is None:
        lines = [_line(workspace, each, known.here, progress) for each in counting(workspace)]
        known = replace(known, lines=tuple(lines))
    return known


def _compared(workspace: Workspace, other: Round, known: Known, progress: Progress) -> Known:
    assert known.here is not None
    assert known.stands is not None
    there = reading.read(other, workspace.hands, progress)
    before, after = sorted((known.here, there), key=lambda each: (each.round.info.created, each.round.info.id))
    compared = over_rounds.comparison(workspace, before, after, known.stands.rows)
    return replace(known, there=there, compared=compared)


def _line(workspace: Workspace, round_: Round, here: RoundAnswers | None, progress: Progress) -> Summary:
    if here is None or here.round.info.id != round_.info.id:
        here = reading.read(round_, workspace.hands, progress)
    return summary(here, workspace.settings.bands)
