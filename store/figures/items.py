"""Which duty fails everywhere, and how grave what was found is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from checklists.gradings import default_grade, grading_of
from checklists.model import Checklist, Grade, Grading, RiskPoint
from store.figures.answers import Question, RoundAnswers, Seen


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


def most_failed(figures: Iterable[ItemFigures]) -> list[ItemFigures]:
    """The items that any unit failed, the one that most units failed first, among equals lowest pass rate first."""
    failed = [each for each in figures if each.failed]
    return sorted(failed, key=lambda each: (-each.failed, each.rate or 0.0))


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

    A finding without a grade of its own has its item's, or its risk point's. A grade that the scheme does not have is
    none: every finding is counted once.
    """
    scheme_of, grades = _schemes(round_)
    points = Counter(
        _key(scheme_of[checklist.id], point.grade, grades)
        for checklist in round_.round.checklists
        for point in checklist.countermeasures
    )
    found = Counter(key for key, _unit, _finding in _graded(round_))
    rows = [
        GradeFigures(scheme, grade, points[scheme, id], found[scheme, id]) for (scheme, id), grade in grades.items()
    ]
    without = GradeFigures("", None, points["", ""], found["", ""])
    return [*rows, without] if without.risk_points or without.findings else rows


def of_grade(round_: RoundAnswers, scheme: str, grade: str) -> list[tuple[str, Seen]]:
    """The findings that `by_grade` counts in one row, each with the code of its unit, in the round's order."""
    return [(unit, finding) for key, unit, finding in _graded(round_) if key == (scheme, grade)]


def _graded(round_: RoundAnswers) -> Iterator[tuple[tuple[str, str], str, Seen]]:
    """Every finding of a round with its unit and the row of `by_grade` that counts it: scheme and grade."""
    scheme_of, grades = _schemes(round_)
    first = next(iter(scheme_of))  # by its scheme findings outside the list are graded
    for code, answers in round_.units.items():
        for finding in answers.findings:
            question = answers.questions.get(finding.ref)
            grade = finding.grade or (default_grade(question.section, question.item) if question else "")
            yield _key(scheme_of[question.checklist if question else first], grade, grades), code, finding


def _key(scheme: Grading, grade: str, grades: Container[tuple[str, str]]) -> tuple[str, str]:
    wanted = scheme.id, grade
    return wanted if wanted in grades else ("", "")


@dataclass(frozen=True, slots=True)
class PointFigures:
    """A risk point with its grade, None for none that the scheme has; findings on its items, and units with any."""

    checklist: Checklist
    point: RiskPoint
    grade: Grade | None
    findings: int
    units: int


def by_point(round_: RoundAnswers) -> list[PointFigures]:
    """Every risk point of the round's checklists, scheme by scheme, gravest first; those without a grade come last.

    There are as many of each grade as `by_grade` counts.
    """
    findings, units = Counter[str](), Counter[str]()
    for answers in round_.units.values():
        groups = [answers.questions[each.ref].group for each in answers.findings if each.ref in answers.questions]
        findings.update(groups)
        units.update(set(groups))
    scheme_of, grades = _schemes(round_)
    order = {key: place for place, key in enumerate(grades)}
    points = [
        (
            order.get((scheme_of[checklist.id].id, point.grade), len(order)),
            PointFigures(
                checklist,
                point,
                grades.get((scheme_of[checklist.id].id, point.grade)),
                findings[f"{checklist.id}:{point.id}"],
                units[f"{checklist.id}:{point.id}"],
            ),
        )
        for checklist in round_.round.checklists
        for point in checklist.countermeasures
    ]
    return [figures for _place, figures in sorted(points, key=lambda each: each[0])]


def _schemes(round_: RoundAnswers) -> tuple[dict[str, Grading], dict[tuple[str, str], Grade]]:
    """The scheme of each checklist, and every grade by scheme and id, gravest first."""
    scheme_of = {checklist.id: grading_of(checklist) for checklist in round_.round.checklists}
    return scheme_of, {(scheme.id, grade.id): grade for scheme in scheme_of.values() for grade in scheme.grades}
