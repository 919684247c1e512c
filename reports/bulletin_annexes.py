"""The annexes of a bulletin: charts, each with the figures it is drawn from, and the scores of the units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reports import bulletin_words as said
from reports.bulletin_text import Telling
from reports.charts import Chart
from reports.docx_text import ems
from reports.fields import Field, Fields
from reports.numbers import percent, points
from reports.paper import Paper
from reports.rectifying_words import STATES, word
from store.figures.scores import Ranked, Score
from store.rectifying.board import figures

_ALL_UNITS = 24  # are drawn; of more the first and the last
_ENDS = 10  # of each
_NAME, _NAME_BELOW = 18, 30  # ems of a name beside its bar, and below its point, where it has several lines
_SECTIONS = 12
_GAP = "……"


FIELDS: Fields = {
    "annex": Field("what the annex with the figures is called", "统计图表附件的序号"),
    "parts_title": Field("what the figures by part are called", "分部分统计的名称"),
    "parts_name": Field("whether it is parts or sections", "部分或章节"),
    "parts": Field(
        "the figures by part or section", "分部分或分章节的数据",
        of={
            "name": Field("part or section", "部分或章节"),
            "answered": Field("items marked", "已查"),
            "passed": Field("pass", "合格"),
            "failed": Field("fail", "不合格"),
            "na": Field("not applicable", "不适用"),
            "rate": Field("pass rate", "合格率"),
            "points": Field("score", "得分"),
        },
    ),
    "states_title": Field("what the figures by state are called", "整改状态统计的名称"),
    "states": Field(
        "the rectifications by state", "各状态的整改事项数",
        of={"state": Field("state", "状态"), "count": Field("how many", "项数")},
    ),
    "trend": Field(
        "the rounds before and this one, empty where there is one only", "历次检查和本轮，只有一轮则为空",
        of={
            "round": Field("the round", "检查轮次"),
            "units": Field("units", "单位数"),
            "marked": Field("items marked, of how many", "已查和应查"),
            "findings": Field("findings", "问题数"),
            "rate": Field("pass rate", "合格率"),
            "mean": Field("mean score", "平均得分"),
        },
    ),
    "scores_annex": Field("what the annex with the scores is called, or empty", "得分附件的序号，不列单位名称时为空"),
    "scores": Field(
        "the units, best first", "各单位得分，按名次",
        of={
            "place": Field("rank", "名次"),
            "unit": Field("the unit", "单位"),
            "points": Field("score", "得分"),
            "band": Field("band", "等次"),
            "rate": Field("pass rate", "合格率"),
            "failed": Field("items failed", "不合格"),
            "marked": Field("items marked, of how many", "已查和应查"),
        },
    ),
    "not_complete": Field("what a score that ends in + means, empty if none does", "带“+”得分的说明，没有则为空"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What is drawn and listed: the units ranked, the scores of parts, how many rectifications stand how."""

    told: Telling
    units: tuple[str, list[Ranked | None]]
    parts: tuple[str, str, list[tuple[str, Score]]]
    states: list[tuple[str, int]]


def figures_of(told: Telling) -> Figures:
    """The figures that are told."""
    facts = told.facts
    groups = [(told.of(said.PARTS[part]), found) for part, found in facts.parts.items()]
    title, name = told.of(said.RATE_BY_PART), told.of(said.PART)
    if len(groups) == 1:
        title, name, groups = told.of(said.RATE_BY_SECTION), told.of(said.SECTION), facts.sections
    groups = [(name, found) for name, found in groups if found.pass_rate is not None]
    if len(groups) > _SECTIONS:
        lowest = sorted(groups, key=lambda each: each[1].pass_rate or 0)[:_SECTIONS]
        title, groups = told.of(said.RATE_BY_SECTION_LOWEST, count=_SECTIONS), lowest
    states = figures(facts.rows).states
    return Figures(
        told=told,
        units=_of_units(told) if told.named else ("", []),
        parts=(title, name, groups),
        states=[(word(STATES, state, told.words.lang), states[state]) for state in STATES if states[state]],
    )


def values(found: Figures) -> dict[str, object]:
    """What `FIELDS` hold."""
    told = found.told
    facts, words = told.facts, told.words
    title, name, groups = found.parts
    ranked = facts.ranked if told.named else []
    return {
        "annex": words.annex_mark(1, told.named),
        "parts_title": title,
        "parts_name": name,
        "parts": [
            {
                "name": name,
                "answered": group.answered,
                "passed": group.passed,
                "failed": group.failed,
                "na": group.na,
                "rate": percent(group.pass_rate),
                "points": points(group),
            }
            for name, group in groups
        ],
        "states_title": told.of(said.STATES_OF, day=words.date(facts.day)),
        "states": [{"state": name, "count": count} for name, count in found.states],
        "trend": [
            {
                "round": line.name,
                "units": line.units,
                "marked": f"{line.total.answered}/{line.total.asked}",
                "findings": line.findings,
                "rate": percent(line.pass_rate),
                "mean": "-" if line.mean is None else str(line.mean),
            }
            for line in (facts.trend if len(facts.trend) > 1 else ())
        ],
        "scores_annex": words.annex_mark(2, True) if told.named else "",
        "scores": [
            {
                "place": each.place or "-",
                "unit": facts.names[each.unit],
                "points": points(each.score),
                "band": _band(told, each),
                "rate": percent(each.score.pass_rate),
                "failed": each.score.failed,
                "marked": f"{each.score.answered}/{each.score.asked}",
            }
            for each in ranked
        ],
        "not_complete": "" if all(each.score.complete for each in ranked) else told.of(said.NOT_COMPLETE),
    }


class _Charts:
    """The charts being set one after the other, numbered as they come. A template has none, and only their titles."""

    def __init__(self, paper: Paper, found: Figures | None) -> None:
        self._paper, self._found, self._number = paper, found, 0

    def add(
        self,
        title: str,
        points_: Sequence[tuple[str, float | None]],
        *,
        kind: Literal["bars", "line"],
        of: Literal["share", "count"] = "share",
    ) -> None:
        """A chart with its caption below."""
        if self._found is None:
            self._paper.paragraph(title, "CellHead", keep_next=True)
            return
        told, self._number = self._found.told, self._number + 1
        shown = (
            told.of(said.POINT, name=name, value=percent(value) if of == "share" else value)
            for name, value in points_
            if value is not None
        )
        what = said.PASS_RATE if of == "share" else said.COUNT
        self._paper.document.chart(
            Chart(
                kind=kind,
                of=of,
                title=told.of(what),
                description=told.of(said.DESCRIBED, title=title, points=told.words.list_mark.join(shown)),
                points=[(_cut(name, _NAME if kind == "bars" else _NAME_BELOW), value) for name, value in points_],
            )
        )
        self._paper.paragraph(told.of(said.FIGURE, number=self._number, title=title), "CellHead", keep_next=True)

    def table(self, columns: str, shares: Sequence[int], name: str, *of: str) -> None:
        """The figures of the chart above: of each group in the list `name` the fields `of` it."""
        paper = self._paper
        paper.paragraph("", "Small", keep_next=True)
        paper.table(shares, name, lambda group: [group[field] for field in of], header=columns.split("|"))
        paper.paragraph("", "Small")


def lay(paper: Paper, found: Figures | None) -> None:
    """The annexes: charts with the figures they are drawn from, and the scores; a template has no charts."""
    lang = paper.words.lang
    paper.paragraph(paper["annex"], "AnnexMark", new_page=True)
    paper.paragraph(said.CHARTS.get(lang), "AnnexTitle")
    drawn = _Charts(paper, found)
    if found is not None and found.units[1]:
        title, ranked = found.units
        drawn.add(title, [_unit(found.told, each) for each in ranked], kind="bars")
        paper.paragraph(said.SEE_ANNEX.get(lang), "Note")
    for _turn in paper.when("parts"):
        groups = [(name, each.pass_rate) for name, each in found.parts[2]] if found else []
        drawn.add(paper["parts_title"], groups, kind="bars")
        columns = said.PART_COLUMNS.get(lang).format(name=paper["parts_name"])
        names = ("name", "answered", "passed", "failed", "na", "rate", "points")
        drawn.table(columns, (34, 11, 11, 11, 11, 11, 11), "parts", *names)
    for _turn in paper.when("states"):
        drawn.add(paper["states_title"], found.states if found else [], kind="bars", of="count")
        drawn.table(said.STATE_COLUMNS.get(lang), (60, 40), "states", "state", "count")
    for _turn in paper.when("trend"):
        line = [(each.name, each.pass_rate) for each in found.told.facts.trend] if found else []
        drawn.add(said.TREND.get(lang), line, kind="line")
        rounds = ("round", "units", "marked", "findings", "rate", "mean")
        drawn.table(said.TREND_COLUMNS.get(lang), (36, 9, 17, 10, 14, 14), "trend", *rounds)
    for _turn in paper.when("scores_annex"):
        _lay_scores(paper)


def _lay_scores(paper: Paper) -> None:
    lang = paper.words.lang
    paper.paragraph(paper["scores_annex"], "AnnexMark", new_page=True)
    paper.paragraph(said.SCORES.get(lang), "AnnexTitle")
    names = ("place", "unit", "points", "band", "rate", "failed", "marked")
    header = said.SCORE_COLUMNS.get(lang).split("|")
    paper.table((8, 31, 11, 13, 12, 10, 15), "scores", lambda each: [each[n] for n in names], header=header, long=True)
    for _turn in paper.when("not_complete", "Note"):
        paper.paragraph(paper["not_complete"], "Note")


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
