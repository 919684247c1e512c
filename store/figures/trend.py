"""What a round comes to in one line, and how that changes from round to round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from store.counting import counting
from store.figures.answers import RoundAnswers
from store.figures.bands import Band
from store.figures.scores import Score, distribution, ranking, score
from store.model import OTHER_FINDINGS
from store.rounds import Round
from store.workspace import Workspace


def forerunners(workspace: Workspace, round_: Round) -> list[Round]:
    """The rounds made before it that its figures can stand beside, oldest first: those with one of its checklists.

    A follow-up asks only what was open: it stands beside follow-ups, and no other round does.
    """
    own = {pinned.id for pinned in round_.info.checklists} - {OTHER_FINDINGS}
    when = (round_.info.created, round_.info.id)
    return [
        each
        for each in counting(workspace)
        if (each.info.created, each.info.id) < when
        and bool(each.info.parent) == bool(round_.info.parent)
        and own & {pinned.id for pinned in each.info.checklists}
    ]


@dataclass(frozen=True, slots=True)
class Summary:
    """One round: its units, the sum of their scores, the mean of their points, findings, and units by band.

    `begun` of the units have an answer.
    """

    round: str
    name: str
    period_from: str
    period_to: str
    units: int
    begun: int
    total: Score
    mean: float | None
    findings: int
    bands: dict[str, int]

    @property
    def pass_rate(self) -> float | None:
        """The share of passes among passes and fails, 0 to 1."""
        return self.total.pass_rate


def summary(answers: RoundAnswers, bands: Sequence[Band]) -> Summary:
    """The line of one round. `mean` is over the units that have points, each counting the same."""
    scores = {code: score(each) for code, each in answers.units.items()}
    points = [found.points for found in scores.values() if found.points is not None]
    info = answers.round.info
    return Summary(
        round=info.id,
        name=info.name,
        period_from=info.period_from,
        period_to=info.period_to,
        units=len(scores),
        begun=sum(found.answered > 0 for found in scores.values()),
        total=sum(scores.values(), Score()),
        mean=round(sum(points) / len(points), 1) if points else None,
        findings=sum(len(each.findings) for each in answers.units.values()),
        bands=distribution(ranking(scores, bands), bands),
    )
