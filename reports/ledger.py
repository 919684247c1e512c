"""The rectification ledger (整改台账): as a Word table across the page, or as a workbook to sort and filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

from checklists.grades import Text
from reports.design import Design, Said
from reports.entries import Entry, entries
from reports.fields import LEFT_OUT, NUMBER, TITLE, Field, Fields
from reports.kinds import Asked
from reports.left_out import remark as said_of_left_out
from reports.paper import Paper
from reports.profile import across, profile_for, tabular
from reports.rectifying_words import LIGHTS, STATES, word
from reports.wording import wording

_SHARES = (5, 12, 21, 20, 10, 18, 14)
_TITLE = Text("整改台账", "Rectification ledger")
_AS_OF = Text("填报单位：{body}　　截至：{day}", "{body}    As of {day}")
_SCOPE = Text("检查轮次：{round}", "Round: {round}")
_FIGURES = Text(
    "共{total}项：{states}；其中逾期{red}项、临期{yellow}项。",
    "{total} in all: {states}; {red} overdue, {yellow} due soon.",
)
_MARK = Text("、", ", ")
_COLUMNS = Text(
    "序号|单位|存在问题|整改要求和措施|牵头和责任|整改期限和通知书|状态",
    "No.|Unit|Problem|Required, and measures|Lead, responsible|Due, and notice|State",
)
_PLACE = Text("地点：{}", "Place: {}")
_GRADE = Text("等级：{}", "Grade: {}")
_MEASURE = Text("措施：{}", "Measures: {}")
_EARLIER_DUE = Text("原期限{}", "before: {}")
_CLOSED_BY = Text("核查人：{}", "by {}")
_PROOF = Text("佐证材料：{}份", "Files: {}")
_ORDERED = Text("{}下发", "issued {}")


FIELDS: Fields = {
    "title": TITLE,
    "issuing_body": Field("whose ledger it is", "填报单位"),
    "day": Field("the day on which it is so", "截至日期"),
    "round": Field("the round of inspection, empty for all of them", "检查轮次，全部轮次时为空"),
    "total": Field("how many there are", "总数"),
    "states": Field("how many are how far, in a line", "各状态的项数，写成一行"),
    "overdue": Field("how many are overdue", "逾期项数"),
    "due_soon": Field("how many are due soon", "临期项数"),
    "left_out": LEFT_OUT,
    "entries": Field(
        "the rectifications", "整改事项",
        of={
            "number": NUMBER,
            "unit": Field("the unit", "单位"),
            "id": Field("its number in the ledger", "整改事项编号"),
            "problem": Field("what is wrong", "存在问题"),
            "place": Field("where", "地点"),
            "grade": Field("grade", "等级"),
            "requirement": Field("what is required", "整改要求"),
            "measure": Field("what is done", "整改措施"),
            "lead": Field("who leads", "牵头"),
            "responsible": Field("who is responsible, empty if it is who leads", "责任，与牵头相同则为空"),
            "notice": Field("number of the notice", "通知书文号"),
            "ordered": Field("the day it was issued", "通知书下发日期"),
            "due": Field("due date", "整改期限"),
            "due_before": Field("the due dates before, in a line", "原期限，写成一行"),
            "state": Field("how far it is", "状态"),
            "light": Field("overdue or due soon, else empty", "逾期或临期，否则为空"),
            "closed": Field("the day it was closed, empty if it is not", "销号日期，未销号则为空"),
            "closer": Field("who checked and closed it, empty if nobody did", "核查人，未销号则为空"),
            "files_count": Field("how many files were given with it, 0 for none", "佐证材料份数，没有为0"),
        },
    ),
}  # fmt: skip


def drafted(asked: Asked) -> bytes:
    """The ledger as of the day asked for, in the format asked for."""

    def left_out() -> str:
        return said_of_left_out(asked, wording(asked.lang))

    if asked.format == "xlsx":
        from reports.ledger_xlsx import workbook

        return workbook(entries(asked), asked.lang, asked.workspace.settings.zone, asked.day, left_out)
    round_name, body = asked.round.info.name if asked.round else "", asked.workspace.settings.issuing_body
    return DESIGN.make(asked, _said(entries(asked), asked.lang, body, asked.day, round_name, left_out))


def render(listed: Iterable[Entry], lang: str, body: str, day: date) -> bytes:
    """The .docx of the rectifications `listed`, as of `day`; `body` is whose ledger it is."""
    return DESIGN.set(_said(listed, lang, body, day), profile_for(lang))


def _said(
    listed: Iterable[Entry], lang: str, body: str, day: date, round_name: str = "", remark: Callable[[], str] = str
) -> Said:
    """What the ledger says; the `remark` on it is asked for when all are listed."""
    words, lang = wording(lang), wording(lang).lang
    states: Counter[str] = Counter()
    lights: Counter[str] = Counter()
    day_text = cache(lambda text: words.date(date.fromisoformat(text)))  # of thousands of rows most share their days
    rows = []  # their texts only: a city's steps and evidence would take ten times the room
    for number, entry in enumerate(listed, 1):
        states[entry.rectification.state] += 1
        lights[entry.light] += 1
        rows.append(_row(number, entry, lang, day_text))
    title = _TITLE.get(lang)
    counted = (f"{word(STATES, state, lang)} {states[state]}" for state in STATES if states[state])
    values = {
        "title": title,
        "issuing_body": words.known(body),
        "day": words.date(day),
        "round": round_name,
        "total": len(rows),
        "states": _MARK.get(lang).join(counted) or "-",
        "overdue": lights["red"],
        "due_soon": lights["yellow"],
        "left_out": remark(),
        "entries": rows,
    }
    return Said(lang=lang, values=values, title=title, author=body, subject=round_name, made=day)


def _row(number: int, entry: Entry, lang: str, day: Callable[[str], str]) -> dict[str, object]:
    """What is listed of one; `day` words an ISO day."""
    each = entry.rectification
    return {
        "number": number,
        "unit": entry.name,
        "id": each.id,
        "problem": each.problem,
        "place": each.place,
        "grade": entry.grade,
        "requirement": each.requirement,
        "measure": each.measure,
        "lead": each.lead,
        "responsible": each.responsible if each.responsible != each.lead else "",
        "notice": each.notice,
        "ordered": each.opened and day(each.opened),
        "due": each.due and day(each.due),
        "due_before": _MARK.get(lang).join(map(day, each.dues)),
        "state": word(STATES, each.state, lang),
        "light": word(LIGHTS, entry.light, lang) if entry.light in ("red", "yellow") else "",
        "closed": each.closed and day(each.closed),
        "closer": each.closer if each.closed else "",
        "files_count": len({digest for step in each.steps for digest in step.evidence}),
    }


def _lay(paper: Paper, _: object) -> None:
    words, lang = paper.words, paper.words.lang
    paper.document.page_numbers(paper["title"], words.page)
    paper.paragraph(paper["title"], "AnnexTitle")
    paper.paragraph(_AS_OF.get(lang).format(body=paper["issuing_body"], day=paper["day"]), "Cell", keep_next=True)
    for _turn in paper.when("round", "Cell"):
        paper.paragraph(_SCOPE.get(lang).format(round=paper["round"]), "Cell", keep_next=True)
    counts = {"total": paper["total"], "states": paper["states"]}
    figures = _FIGURES.get(lang).format(red=paper["overdue"], yellow=paper["due_soon"], **counts)
    paper.paragraph(figures, "Cell", keep_next=True)
    for _turn in paper.when("left_out", "Cell"):
        paper.paragraph(paper["left_out"], "Cell", keep_next=True)
    place, grade, measure, before, ordered, closer, files = (
        each.get(lang) for each in (_PLACE, _GRADE, _MEASURE, _EARLIER_DUE, _ORDERED, _CLOSED_BY, _PROOF)
    )

    def row(entry: Paper) -> tuple[str, ...]:
        return (
            entry["number"],
            entry.lines(("unit", "{}"), ("id", "{}")),
            entry.lines(("problem", "{}"), ("place", place), ("grade", grade)),
            entry.lines(("requirement", "{}"), ("measure", measure)),
            entry.lines(("lead", "{}"), ("responsible", "{}")),
            entry.lines(("due", "{}"), ("due_before", before), ("notice", "{}"), ("ordered", ordered)),
            entry.lines(("state", "{}"), ("light", "{}"), ("closed", "{}"), ("closer", closer), ("files_count", files)),
        )

    paper.table(_SHARES, "entries", row, header=_COLUMNS.get(lang).split("|"), long=True)


DESIGN = Design(title=_TITLE, fields=FIELDS, lay=_lay, shape=lambda profile: tabular(across(profile)))
"""How the ledger is made."""
