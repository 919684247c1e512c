"""The figures of the year's progress report as rows of tables and blanks of sentences; all are from `store.figures`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from reports import progress_words as said
from reports.bulletin_words import CHANGE, CHANGE_COUNT, LIST
from reports.entries import entries
from reports.kinds import Asked
from reports.numbers import percent
from reports.rectifying_words import LIGHTS, STATES, word
from reports.wording import Wording
from store.figures import answers as reading
from store.figures import years
from store.figures.answers import RoundAnswers
from store.figures.items import GradeFigures, ItemFigures, by_grade, by_item, most_failed
from store.figures.over_rounds import Beside, put_beside, rates_by
from store.figures.rates import together
from store.figures.reviews import OUTCOMES, Outcomes, outcomes, reviewed
from store.figures.trend import Summary, forerunners, summary
from store.figures.years import Year
from store.rectifying.board import Row
from store.rounds import Round

_TYPICAL = 10
_UNITS = 60  # more of them are told by their types
_ITEMS = 200  # more of them are told in the ledger, but for those that are not at an end


@dataclass(frozen=True, kw_only=True)
class Inspected:
    """A round of the year."""

    line: Summary
    items: list[ItemFigures]
    grades: list[GradeFigures]
    beside: Beside | None


def inspected(asked: Asked, year: Year) -> Iterator[Inspected]:
    """The rounds of the year, oldest first, each beside the latest one before it with one of its checklists."""
    bands = asked.workspace.settings.bands
    for round_ in year.rounds:
        found = _read(asked, round_)
        earlier = forerunners(asked.workspace, round_)
        yield Inspected(
            line=summary(found, bands),
            items=by_item(found),
            grades=by_grade(found),
            beside=_beside(asked, year, earlier[-1], found) if earlier else None,
        )


def _read(asked: Asked, round_: Round) -> RoundAnswers:
    return reading.read_whole(round_, asked.workspace.hands, asked.units, asked.leave_out, asked.progress)


def _beside(asked: Asked, year: Year, earlier: Round, now: RoundAnswers) -> Beside | None:
    found = put_beside(asked.workspace, _read(asked, earlier), now, year.every)
    return found if found.common else None


def round_rows(rounds: Iterable[Inspected], words: Wording) -> list[tuple[str, ...]]:
    """A round in a row."""

    def day(text: str) -> str:
        return words.date(date.fromisoformat(text) if text else None)

    return [
        (
            f"{line.name}\n{said.PERIOD.get(words.lang).format(start=day(line.period_from), end=day(line.period_to))}",
            str(line.units),
            str(line.total.asked),
            str(line.total.answered),
            percent(line.pass_rate),
            "-" if line.mean is None else f"{line.mean:.1f}",
            str(line.findings),
        )
        for line in (each.line for each in rounds)
    ]


def band_rows(rounds: Iterable[Inspected], asked: Asked, words: Wording) -> tuple[list[str], list[tuple[str, ...]]]:
    """The headings, and how many units of each round are in each band."""
    bands = {band.id: band.title(words.lang) for band in asked.workspace.settings.bands}
    titles = bands | {"": said.NO_SCORE.get(words.lang)}
    rows = [(each.line.name, *(str(each.line.bands[band]) for band in titles)) for each in rounds]
    return [said.BAND_COLUMN.get(words.lang), *titles.values()], rows


def grade_rows(rounds: Iterable[Inspected], words: Wording) -> list[tuple[str, ...]]:
    """Grades under the name of their round."""
    rows: list[tuple[str, ...]] = []
    for each in rounds:
        counted = [grade for grade in each.grades if grade.risk_points or grade.findings]
        if counted:
            rows.append((each.line.name,))
        rows += [
            (
                grade.grade.title.get(words.lang) if grade.grade else said.NO_GRADE.get(words.lang),
                str(grade.risk_points),
                str(grade.findings),
            )
            for grade in counted
        ]
    return rows


def typical_rows(rounds: Iterable[Inspected], year: Year, words: Wording) -> list[tuple[str, ...]]:
    """The items that failed most over the year, each with a problem as it was recorded."""
    example: dict[str, Row] = {}
    for row in year.rows:
        example.setdefault(row.item, row)
    found = most_failed(years.over(figures for each in rounds for figures in each.items))[:_TYPICAL]
    return [
        (
            str(number),
            each.question.item.text.get(words.lang),
            str(each.failed),
            percent(each.rate),
            said.EXAMPLE.get(words.lang).format(unit=row.name, problem=row.problem) if row else "-",
        )
        for number, each in enumerate(found, 1)
        for row in [example.get(each.question.ref)]
    ]


def rates(asked: Asked, year: Year, rows: Iterable[Row]) -> dict[str, object]:
    """The blanks of a sentence about the rates of `rows`."""
    found = together(rates_by(asked.workspace, rows, "unit", year.every).values())
    return {
        "total": found.total,
        "closed": found.closed,
        "completion": percent(found.completion),
        "dated": found.dated,
        "late": found.late,
        "lateness": percent(found.lateness),
        "ever": found.ever_closed,
        "back": found.came_back,
        "recurrence": percent(found.recurrence),
    }


def grouping(year: Year) -> str:
    """By what rates are told: by unit, of very many units by type."""
    return "unit" if len({row.unit for row in year.rows}) <= _UNITS else "type"


def rate_rows(asked: Asked, year: Year, by: str, words: Wording) -> list[tuple[str, ...]]:
    """Rates by unit or by type, and in all."""
    groups = rates_by(asked.workspace, year.rows, by, year.every)
    names = {row.unit: row.name for row in year.rows}
    if by == "type":
        names = {code: each.title.get(words.lang) for code, each in asked.workspace.units.types.items()}
        names[""] = said.NO_TYPE.get(words.lang)
    named = [(names.get(group, group), found) for group, found in groups.items()]
    if len(named) > 1:
        named.append((said.IN_ALL.get(words.lang), together(groups.values())))
    return [
        (
            name, str(found.total), str(found.closed), percent(found.completion), percent(found.lateness),
            percent(found.recurrence),
        )
        for name, found in named
    ]  # fmt: skip


def item_rows(asked: Asked, year: Year, words: Wording) -> tuple[bool, list[tuple[str, ...]]]:
    """Whether these are all rectifications of the year; and they, or those of them that are not at an end."""
    wanted = {row.id for row in year.rows if row.state != "withdrawn"}
    whole = len(wanted) <= _ITEMS
    if not whole:
        wanted = {row.id for row in year.rows if row.waiting}
    every = entries(replace(asked, round=None))
    listed = [entry for entry in every if entry.rectification.id in wanted]
    return whole, [
        (
            str(number),
            f"{entry.name}\n{each.id}",
            each.problem,
            each.measure or "-",
            words.date(date.fromisoformat(each.due)) if each.due else "-",
            "\n".join(
                filter(
                    None,
                    (
                        word(STATES, each.state, words.lang),
                        LIGHTS["red"].get(words.lang) if entry.light == "red" else "",
                    ),
                )
            ),
        )
        for number, entry in enumerate(listed, 1)
        for each in [entry.rectification]
    ]


def follow_up_rows(asked: Asked, year: Year) -> list[tuple[str, ...]]:
    """A follow-up of the year in a row."""
    rows = []
    for round_ in year.follow_ups:
        units = [code for code in asked.units if code in round_.units]
        sheets = reviewed(asked.workspace, round_, units, asked.leave_out, asked.progress)
        found = sum((outcomes(every) for _sheet, every in sheets), outcomes(()))
        rows.append((round_.info.name, *_follow_up(found)))
    return rows


def _follow_up(found: Outcomes) -> tuple[str, ...]:
    return (str(found.earlier), *(str(found.counts[each]) for each in OUTCOMES), percent(found.rate))


def changes(now: Inspected, beside: Beside, words: Wording) -> dict[str, object]:
    """The blanks of the sentence about two rounds."""
    told = LIST.get(words.lang).join(
        CHANGE_COUNT.get(words.lang).format(change=name.get(words.lang), count=beside.changes[kind])
        for kind, name in CHANGE.items()
    )
    return {
        "common": beside.common,
        "changes": told,
        "was": percent(beside.line.pass_rate),
        "now": percent(now.line.pass_rate),
    }
