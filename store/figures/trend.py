"""What a round comes to in one line, and how that changes from round to round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from store.figures.answers import RoundAnswers
from store.figures.bands import Band
from store.figures.scores import Score, distribution, ranking, score


@dataclass(frozen=True, slots=True)
class Summary:
    """One round: its units, the sum of their scores, the mean of their points, findings, and units by band."""

    round: str
    name: str
    period_from: str
    period_to: str
    units: int
    total: Score
    mean: float | None
    findings: int
    bands: dict[str, int]

    @property
    def pass_rate(self) -> float | None:
        """The share of passes among passes and fails, 0 to 1."""
        judged = self.total.passed + self.total.failed
        return self.total.passed / judged if judged else None


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
        total=sum(scores.values(), Score()),
        mean=round(sum(points) / len(points), 1) if points else None,
        findings=sum(len(each.findings) for each in answers.units.values()),
        bands=distribution(ranking(scores, bands), bands),
    )
