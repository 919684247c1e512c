"""The annexes of a bulletin: charts, each with the figures it is drawn from, and the scores of the units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from reports import bulletin_words as said
from reports.bulletin_text import Telling
from reports.charts import Chart
from reports.docx_base import Docx
from reports.docx_text import ems
from reports.numbers import percent, points
from reports.official import widths
from reports.rectifying_words import STATES, word
from store.figures.scores import Ranked
from store.rectifying.board import figures

_ALL_UNITS = 24  # are drawn; of more the first and the last
_ENDS = 10  # of each
_NAME, _NAME_BELOW = 18, 30  # ems of a name beside its bar, and below its point, where it has several lines
_SECTIONS = 12
_GAP = "……"


class _Charts:
    """The charts being set one after the other, numbered as they come."""

    def __init__(self, document: Docx, told: Telling) -> None:
        self._document, self._told, self._number = document, told, 0

    def add(
        self,
        title: str,
        points_: Sequence[tuple[str, float | None]],
        *,
        kind: Literal["bars", "line"],
        of: Literal["share", "count"] = "share",
    ) -> None:
        """A chart with its caption below."""
        told, self._number = self._told, self._number + 1
        shown = (
            told.of(said.POINT, name=name, value=percent(value) if of == "share" else value)
            for name, value in points_
            if value is not None
        )
        what = said.PASS_RATE if of == "share" else said.COUNT
        self._document.chart(
            Chart(
                kind=kind,
                of=of,
                title=told.of(what),
                description=told.of(said.DESCRIBED, title=title, points=told.words.list_mark.join(shown)),
                points=[(_cut(name, _NAME if kind == "bars" else _NAME_BELOW), value) for name, value in points_],
            )
        )
        self._document.paragraph(told.of(said.FIGURE, number=self._number, title=title), "CellHead", keep_next=True)

    def table(self, columns: str, shares: Sequence[int], rows: Sequence[Sequence[str]]) -> None:
        """The figures of the chart above."""
        document = self._document
        document.paragraph("", "Small", keep_next=True)
        document.table(widths(document, shares), rows, header=columns.split("|"))
        document.paragraph("", "Small")


def charts(document: Docx, told: Telling) -> None:
    """The annex with the charts there are figures for."""
    facts, words, lang = told.facts, told.words, told.words.lang
    document.paragraph(words.annex_mark(1, told.named), "AnnexMark", new_page=True)
    document.paragraph(told.of(said.CHARTS), "AnnexTitle")
    drawn = _Charts(document, told)
    if told.named:
        title, ranked = _of_units(told)
        if ranked:
            drawn.add(title, [_unit(told, each) for each in ranked], kind="bars")
            document.paragraph(told.of(said.SEE_ANNEX), "Note")
    groups = [(told.of(said.PARTS[part]), found) for part, found in facts.parts.items()]
    title, name = told.of(said.RATE_BY_PART), told.of(said.PART)
    if len(groups) == 1:
        title, name, groups = told.of(said.RATE_BY_SECTION), told.of(said.SECTION), facts.sections
    groups = [(name, found) for name, found in groups if found.pass_rate is not None]
    if len(groups) > _SECTIONS:
        lowest = sorted(groups, key=lambda each: each[1].pass_rate or 0)[:_SECTIONS]
        title, groups = told.of(said.RATE_BY_SECTION_LOWEST, count=_SECTIONS), lowest
    if groups:
        drawn.add(title, [(name, found.pass_rate) for name, found in groups], kind="bars")
        rows = [
            (
                name,
                *map(str, (found.answered, found.passed, found.failed, found.na)),
                percent(found.pass_rate),
                points(found),
            )
            for name, found in groups
        ]
        drawn.table(told.of(said.PART_COLUMNS, name=name), (34, 11, 11, 11, 11, 11, 11), rows)
    if facts.rows:
        states = figures(facts.rows).states
        counts = [(word(STATES, state, lang), states[state]) for state in STATES if states[state]]
        drawn.add(told.of(said.STATES_OF, day=words.date(facts.day)), counts, kind="bars", of="count")
        drawn.table(told.of(said.STATE_COLUMNS), (60, 40), [(name, str(count)) for name, count in counts])
    if len(facts.trend) > 1:
        drawn.add(told.of(said.TREND), [(line.name, line.pass_rate) for line in facts.trend], kind="line")
        rows = [
            (
                line.name,
                str(line.units),
                f"{line.total.answered}/{line.total.asked}",
                str(line.findings),
                percent(line.pass_rate),
                "-" if line.mean is None else str(line.mean),
            )
            for line in facts.trend
        ]
        drawn.table(told.of(said.TREND_COLUMNS), (36, 9, 17, 10, 14, 14), rows)


def scores(document: Docx, told: Telling) -> None:
    """The annex with a line for each unit, best first."""
    facts = told.facts
    document.paragraph(told.words.annex_mark(2, True), "AnnexMark", new_page=True)
    document.paragraph(told.of(said.SCORES), "AnnexTitle")
    rows = [
        (
            str(each.place or "-"),
            facts.names[each.unit],
            points(each.score),
            _band(told, each),
            percent(each.score.pass_rate),
            str(each.score.failed),
            f"{each.score.answered}/{each.score.asked}",
        )
        for each in facts.ranked
    ]
    document.long_table(widths(document, (8, 31, 11, 13, 12, 10, 15)), rows, told.of(said.SCORE_COLUMNS).split("|"))
    if not all(each.score.complete for each in facts.ranked):
        document.paragraph(told.of(said.NOT_COMPLETE), "Note")


def _band(told: Telling, each: Ranked) -> str:
    if each.band is None:
        return "-"
    title = each.band.title(told.words.lang)
    return told.of(said.VETOED, band=title) if each.score.vetoed else title


def _of_units(told: Telling) -> tuple[str, list[Ranked | None]]:
    """The units whose rates are drawn, None for those left out between, and what the chart is called."""
    ranked: list[Ranked | None] = [each for each in told.facts.ranked if each.score.pass_rate is not None]
    if len(ranked) <= _ALL_UNITS:
        return told.of(said.RATE_BY_UNIT), ranked
    return told.of(said.RATE_BY_UNIT_SOME, count=_ENDS), [*ranked[:_ENDS], None, *ranked[-_ENDS:]]


def _unit(told: Telling, each: Ranked | None) -> tuple[str, float | None]:
    if each is None:
        return _GAP, None
    return f"{each.place} {told.facts.names[each.unit]}", each.score.pass_rate


def _cut(name: str, most: int) -> str:
    """A name short enough for a chart, `most` ems; the whole one is in a table."""
    if ems(name) <= most:
        return name
    while ems(name) > most - 1:
        name = name[:-1]
    return f"{name}…"
