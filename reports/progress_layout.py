"""How the year's progress report says what it says: its fields, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from checklists.grades import Text
from reports import progress_words as said
from reports.design import Design
from reports.fields import ISSUING_BODY, LEFT_OUT, NUMBER, TITLE, Field, Fields
from reports.official import widths
from reports.outline import Outline
from reports.paper import Paper
from reports.profile import tabular

ROUND = ("round", "units", "asked", "answered", "rate", "mean", "findings")
GRADE = ("grade", "risk_points", "findings")
TYPICAL = ("number", "item", "failed", "rate", "example")
RATE = ("name", "total", "closed", "completion", "lateness", "recurrence")
ITEM = ("number", "unit", "problem", "measure", "due", "state")
FOLLOW_UP = ("round", "earlier", "rectified", "partly", "not_rectified", "recurred", "new", "left", "rate")
"""The columns of the tables."""

_RATES: Fields = {
    "total": Field("rectifications", "整改事项"),
    "closed": Field("closed of these", "已销号"),
    "completion": Field("completion", "整改完成率"),
    "lateness": Field("the share that is late", "逾期率"),
    "recurrence": Field("the share that came back", "反弹率"),
}
FIELDS: Fields = {
    "title": TITLE,
    "issuing_body": ISSUING_BODY,
    "number": Field("a blank for the number", "发文字号的空格线"),
    "issued": Field("a blank for the date", "印发日期的空格线"),
    "year": Field("the year", "年度"),
    "day": Field("the day on which it is so", "截至日期"),
    "round": Field("the one round it is about, empty for all", "限于的检查轮次，全部轮次时为空"),
    "only_units": Field("the units it is about, empty for all", "限于的单位，全部单位时为空"),
    "left_out": LEFT_OUT,
    "rounds_count": Field("rounds of the year", "检查轮次数"),
    "units_count": Field("units that took part", "涉及单位数"),
    "follow_ups_count": Field("follow-ups", "“回头看”轮次数"),
    "draws": Field(
        "what was drawn at random", "“双随机”抽取",
        of={
            "name": Field("what it is called", "名称"),
            "pool": Field("units to draw from", "备选单位数"),
            "units": Field("units drawn", "抽中单位数"),
            "team": Field("how inspectors were drawn, or empty", "检查人员的抽取，用于句中，没有则为空"),
            "id": Field("its id", "抽取编号"),
        },
    ),
    "rounds": Field(
        "the rounds", "各轮次检查情况",
        of={
            "round": Field("the round and its period, on two lines", "检查轮次和起止日期，分两行"),
            "units": Field("units", "单位数"),
            "asked": Field("items asked", "应查项"),
            "answered": Field("items marked", "已查项"),
            "rate": Field("pass rate", "合格率"),
            "mean": Field("mean score", "平均分"),
            "findings": Field("findings", "问题"),
        },
    ),
    "bands": Field(
        "how many units are in each band", "各轮次得分等次",
        of={"round": Field("the round", "检查轮次"), "counts": Field("units by band, in a line", "各等次单位数")},
    ),
    "grades": Field(
        "findings by grade, with a heading before each round", "风险点和问题等级，每轮次之前有标题",
        of={
            "heading": Field("the round, over all columns, the rest empty", "跨栏的检查轮次；此时其余字段为空"),
            "grade": Field("grade", "等级"),
            "risk_points": Field("risk points", "风险点"),
            "findings": Field("findings", "问题"),
        },
    ),
    "typical": Field(
        "the items that failed most", "典型问题",
        of={
            "number": NUMBER,
            "item": Field("the item", "检查项"),
            "failed": Field("how often it failed", "不合格次数"),
            "rate": Field("pass rate", "合格率"),
            "example": Field("a problem as recorded", "问题举例"),
        },
    ),
    **_RATES,
    "dated": Field("rectifications with a due date", "有期限的整改事项"),
    "late": Field("late of these", "其中逾期"),
    "ever": Field("rectifications that were ever closed", "曾销号的整改事项"),
    "back": Field("came back of these", "其中反弹"),
    "carried": Field("carried over from earlier years, empty if none", "以前年度结转的整改事项，没有则为空"),
    "carried_closed": Field("closed of these", "其中已销号"),
    "by_title": Field("whether the rates are by unit or by type", "分单位或分类型的标题"),
    "by_name": Field("unit or type", "单位或单位类型"),
    "by": Field(
        "the rates by unit or by type, and in all", "分单位或分类型的整改情况和合计",
        of={"name": Field("the unit or type", "单位或类型"), **_RATES},
    ),
    "items_left": Field("how many are listed if not all are, else empty", "只列未了结事项时的项数，否则为空"),
    "items": Field(
        "the rectifications", "逐项整改情况",
        of={
            "number": NUMBER,
            "unit": Field("unit and number, on two lines", "单位和编号，分两行"),
            "problem": Field("what is wrong", "问题"),
            "measure": Field("what was done", "整改措施"),
            "due": Field("due date", "整改期限"),
            "state": Field("how far it is", "状态"),
        },
    ),
    "follow_ups": Field(
        "the follow-ups", "“回头看”情况",
        of={
            "round": Field("the follow-up", "回头看轮次"),
            "earlier": Field("to look at", "应复查"),
            "rectified": Field("put right", "已整改"),
            "partly": Field("partly", "部分整改"),
            "not_rectified": Field("not put right", "未整改"),
            "recurred": Field("came back", "反弹"),
            "new": Field("new", "新发现"),
            "left": Field("not looked at yet", "尚未复查"),
            "rate": Field("the share put right", "整改率"),
        },
    ),
    "pairs": Field(
        "the rounds beside the ones before", "与以往检查比较",
        of={
            "ordinal": Field("the number as a heading has it", "标题中的序号"),
            "before": Field("the earlier round", "以往检查"),
            "after": Field("the later round", "本年度检查"),
            "common": Field("units in both", "两轮均参加的单位数"),
            "changes": Field("how failed items changed, in a line", "不合格项的变化，写成一行"),
            "was": Field("pass rate before", "以往合格率"),
            "now": Field("pass rate now", "本次合格率"),
        },
    ),
    "live": Field("rectifications that are not at an end", "尚未了结的整改事项"),
    "live_late": Field("overdue of these", "其中逾期"),
}  # fmt: skip


class Bands(NamedTuple):
    """The table of bands: a column for each that the workspace has, which no template can know."""

    columns: list[str]
    rows: list[tuple[str, ...]]


def _lay(paper: Paper, bands: Bands | None) -> None:
    _Layout(paper).lay(bands)


class _Layout:
    """The report while it is set, section by section."""

    def __init__(self, paper: Paper) -> None:
        self._paper, self._lang = paper, paper.words.lang
        self._outline = Outline(paper.document, paper.words)

    def lay(self, bands: Bands | None) -> None:
        """Everything, from the title to the signature."""
        paper = self._paper
        paper.document.page_numbers(paper["title"], paper.words.page)
        paper.head(paper["number"])
        self._opening()
        self._deployed()
        self._found(bands)
        self._rectified()
        self._compared()
        self._heading(said.DIFFICULT)
        self._blanks(said.DIFFICULT_BLANKS)
        self._heading(said.NEXT)
        self._say(said.STILL, live=paper["live"], late=paper["live_late"])
        self._blanks(said.NEXT_BLANKS, last=True)
        paper.signature()

    def _opening(self) -> None:
        paper = self._paper
        paper.paragraph(paper.words.addressee.format(unit=said.BLANK.get(self._lang)), "Addressee")
        self._say(said.INTRO, year=paper["year"], day=paper["day"])
        for _turn in paper.when("round"):
            self._say(said.SCOPE_ROUND, round=paper["round"])
        for _turn in paper.when("only_units"):
            self._say(said.SCOPE_UNITS, units=paper["only_units"])
        for _turn in paper.when("left_out"):
            paper.paragraph(paper["left_out"])

    def _deployed(self) -> None:
        paper = self._paper
        self._heading(said.DEPLOYED)
        self._heading(said.LED, 2)
        self._blanks(said.LED_BLANKS)
        self._heading(said.PLANNED, 2)
        counts = {name: paper[f"{name}_count"] for name in ("rounds", "units", "follow_ups")}
        self._say(said.ROUNDS, **counts)
        self._heading(said.DRAWN, 2)
        for _turn in paper.unless("draws"):
            self._say(said.NO_DRAW)
        for draw in paper.each("draws"):
            self._say(said.DRAW, **{name: draw[name] for name in ("name", "pool", "units", "team", "id")})

    def _found(self, bands: Bands | None) -> None:
        paper = self._paper
        self._heading(said.INSPECTED)
        self._heading(said.FIGURES, 2)
        self._table("rounds", said.ROUND_COLUMNS, said.ROUND_SHARES, ROUND)
        self._heading(said.BANDS, 2)
        if bands is None:
            self._table("bands", said.BAND_COLUMNS, (40, 60), ("round", "counts"))
        elif not bands.rows:
            self._say(said.NONE)
        else:
            each = min(16, 80 // (len(bands.columns) - 1))
            shares = [100 - each * (len(bands.columns) - 1), *[each] * (len(bands.columns) - 1)]
            paper.document.long_table(widths(paper.document, shares), bands.rows, bands.columns)
        self._heading(said.GRADES, 2)
        self._table("grades", said.GRADE_COLUMNS, said.GRADE_SHARES, GRADE, heading="heading")
        self._heading(said.TYPICAL, 2)
        self._table("typical", said.TYPICAL_COLUMNS, said.TYPICAL_SHARES, TYPICAL)

    def _rectified(self) -> None:
        paper = self._paper
        self._heading(said.RECTIFIED)
        self._heading(said.OVERALL, 2)
        self._say(said.RATES, **{name: paper[name] for name in (*_RATES, "dated", "late", "ever", "back")})
        for _turn in paper.when("carried"):
            self._say(said.CARRIED, total=paper["carried"], closed=paper["carried_closed"])
        self._outline.heading(paper["by_title"], 2)
        columns = Text(*(text.format(what=paper["by_name"]) for text in said.RATE_COLUMNS))
        self._table("by", columns, said.RATE_SHARES, RATE)
        self._heading(said.ITEMS, 2)
        for _turn in paper.when("items_left"):
            self._say(said.ITEMS_LEFT, count=paper["items_left"])
        self._table("items", said.ITEM_COLUMNS, said.ITEM_SHARES, ITEM)

    def _compared(self) -> None:
        paper = self._paper
        self._heading(said.COMPARED)
        self._heading(said.FOLLOWED, 2)
        self._table("follow_ups", said.FOLLOW_COLUMNS, said.FOLLOW_SHARES[self._lang], FOLLOW_UP)
        self._heading(said.BESIDE, 2)
        for _turn in paper.unless("pairs"):
            self._say(said.NONE)
        for pair in paper.each("pairs"):
            heading = said.PAIR.get(self._lang).format(before=pair["before"], after=pair["after"])
            pair.paragraph(f"{pair['ordinal']}{heading}", keep_next=True)
            self._say(said.COMMON, **{name: pair[name] for name in ("common", "changes", "was", "now")})

    def _heading(self, title: Text, level: int = 1) -> None:
        self._outline.heading(title.get(self._lang), level)

    def _say(self, text: Text, **params: object) -> None:
        self._paper.paragraph(text.get(self._lang).format(**params))

    def _blanks(self, names: Text, last: bool = False) -> None:
        """A line for each thing that only the office can write; the `last` one goes with the signature."""
        *first, end = names.get(self._lang).split("|")
        for name in (*first, end):
            text = said.NAMED_BLANK.get(self._lang).format(name=name, blank=said.BLANK.get(self._lang))
            self._paper.paragraph(text, keep_next=last and name == end)

    def _table(self, name: str, columns: Text, shares: Sequence[int], of: Sequence[str], *, heading: str = "") -> None:
        paper, header = self._paper, columns.get(self._lang).split("|")

        def row(turn: Paper) -> list[str]:
            return [turn[field] for field in of]

        for _turn in paper.when(name):
            paper.table(shares, name, row, header=header, heading=heading, long=True)
        for _turn in paper.unless(name):
            self._say(said.NONE)


DESIGN = Design(title=said.TITLE_ALONE, fields=FIELDS, lay=_lay, shape=tabular)
"""How the report is made."""
