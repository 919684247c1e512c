"""Which duty fails everywhere, and how grave what was found is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checklists.gradings import grading_of
from checklists.model import Checklist, Grade
from store.figures.answers import Question, RoundAnswers


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One item over all units that are asked it."""

    question: Question
    passed: int
    failed: int
    na: int
    none: int

    @property
    def rate(self) -> float | None:
        """The share of passes among passes and fails, 0 to 1; None where nobody has either."""
        judged = self.passed + self.failed
        return self.passed / judged if judged else None


def by_item(round_: RoundAnswers) -> list[ItemFigures]:
    """Every item of the round, in its order, over the units that are asked it."""
    counts = {ref: {"pass": 0, "fail": 0, "na": 0} for ref in round_.questions}
    asked = dict.fromkeys(round_.questions, 0)
    for answers in round_.units.values():
        for ref in answers.questions:
            asked[ref] += ref not in answers.silent
        for ref, verdict in answers.verdicts.items():
            counts[ref][verdict] += 1
    return [
        ItemFigures(question, found["pass"], found["fail"], found["na"], asked[ref] - sum(found.values()))
        for ref, question in round_.questions.items()
        for found in [counts[ref]]
    ]


def worst_first(figures: Iterable[ItemFigures]) -> list[ItemFigures]:
    """The items that any unit failed, lowest pass rate first, among equals the one that more units failed."""
    failed = [each for each in figures if each.failed]
    return sorted(failed, key=lambda each: (each.rate or 0.0, -each.failed))


def failed_by(round_: RoundAnswers, ref: str) -> list[str]:
    """The codes of the units that failed an item, in the round's order."""
    return [code for code, answers in round_.units.items() if answers.verdicts.get(ref) == "fail"]


@dataclass(frozen=True, slots=True)
class GradeFigures:
    """One grade of a scheme: how many risk points the checklists put into it, and how many findings were graded so.

    `grade` None is what has no grade.
    """

    scheme: str
    grade: Grade | None
    risk_points: int
    findings: int


def by_grade(round_: RoundAnswers) -> list[GradeFigures]:
    """Risk points and findings by grade, scheme by scheme, gravest first; what has no grade comes last.

    A finding without a grade of its own has its item's, or its risk point's.
    """
    schemes: dict[str, tuple[Grade, ...]] = {}
    points: dict[tuple[str, str], int] = {}
    found: dict[tuple[str, str], int] = {}
    scheme_of: dict[str, str] = {}
    for checklist in round_.round.checklists:
        scheme = grading_of(checklist)
        scheme_of[checklist.id] = scheme.id
        schemes.setdefault(scheme.id, scheme.grades)
        for point in checklist.countermeasures:
            key = (scheme.id, point.grade) if point.grade else ("", "")
            points[key] = points.get(key, 0) + 1
    first = _first(round_.round.checklists)
    for answers in round_.units.values():
        for finding in answers.findings:
            question = answers.questions.get(finding.ref)
            grade = finding.grade or (default_grade(question) if question else "")
            key = (scheme_of[question.checklist if question else first], grade) if grade else ("", "")
            found[key] = found.get(key, 0) + 1
    rows = [
        GradeFigures(scheme, grade, points.get((scheme, grade.id), 0), found.get((scheme, grade.id), 0))
        for scheme, grades in schemes.items()
        for grade in grades
    ]
    without = GradeFigures("", None, points.get(("", ""), 0), found.get(("", ""), 0))
    return [*rows, without] if without.risk_points or without.findings else rows


def default_grade(question: Question) -> str:
    """The grade that findings on an item have if nobody gave another: the item's, else its risk point's."""
    return question.item.grade or str(getattr(question.section, "grade", ""))


def _first(checklists: Iterable[Checklist]) -> str:
    """The checklist by whose scheme findings outside the list are graded."""
    return next(checklist.id for checklist in checklists)
