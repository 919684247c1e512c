"""The rectification ledger (整改台账): as a Word table across the page, or as a workbook to sort and filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

from checklists.grades import Text
from reports.docx_base import Docx
from reports.entries import Entry, entries
from reports.kinds import Asked
from reports.left_out import remark as said_of_left_out
from reports.profile import Profile, across, profile_for, tabular
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
_PLACE = Text("地点：{text}", "Place: {text}")
_GRADE = Text("等级：{text}", "Grade: {text}")
_MEASURE = Text("措施：{text}", "Measures: {text}")
_EARLIER_DUE = Text("原期限{days}", "before: {days}")
_CLOSED_BY = Text("核查人：{who}", "by {who}")
_PROOF = Text("佐证材料：{count}份", "Files: {count}")
_ORDERED = Text("{day}下发", "issued {day}")


def drafted(asked: Asked) -> bytes:
    """The ledger as of the day asked for, in the format asked for."""

    def left_out() -> str:
        return said_of_left_out(asked, wording(asked.lang))

    if asked.format == "xlsx":
        from reports.ledger_xlsx import workbook

        return workbook(entries(asked), asked.lang, asked.workspace.settings.zone, asked.day, left_out)
    settings, day = asked.workspace.settings, asked.day
    round_name = asked.round.info.name if asked.round else ""
    profile = profile_for(asked.lang, settings.layout)
    return render(
        entries(asked),
        asked.lang,
        settings.issuing_body,
        day,
        round_name=round_name,
        profile=profile,
        remark=left_out,
    )


def render(
    listed: Iterable[Entry],
    lang: str,
    body: str,
    day: date,
    *,
    round_name: str = "",
    profile: Profile | None = None,
    remark: Callable[[], str] = str,
) -> bytes:
    """The .docx of the rectifications `listed`, as of `day`; `body` is whose ledger it is, `remark` tells the rest.

    It is asked for when all are listed.
    """
    words, lang = wording(lang), wording(lang).lang
    title, mark = _TITLE.get(lang), _MARK.get(lang)
    states: Counter[str] = Counter()
    lights: Counter[str] = Counter()
    day_text = cache(lambda text: words.date(date.fromisoformat(text)))  # of thousands of rows most share their days
    rows = []  # their texts only: a city's steps and evidence would take ten times the room
    for number, entry in enumerate(listed, 1):
        states[entry.rectification.state] += 1
        lights[entry.light] += 1
        rows.append(_row(number, entry, lang, day_text))
    document = Docx(
        tabular(across(profile or profile_for(lang))), lang, title=title, author=body, subject=round_name, made=day
    )
    document.page_numbers(title, words.page)
    document.paragraph(title, "AnnexTitle")
    head = [_AS_OF.get(lang).format(body=words.known(body), day=words.date(day))]
    head += [_SCOPE.get(lang).format(round=round_name)] if round_name else []
    counted = mark.join(f"{word(STATES, state, lang)} {states[state]}" for state in STATES if states[state])
    head.append(
        _FIGURES.get(lang).format(total=len(rows), states=counted or "-", red=lights["red"], yellow=lights["yellow"])
    )
    for line in filter(None, (*head, remark())):
        document.paragraph(line, "Cell", keep_next=True)
    document.long_table(
        [document.profile.text_width * share / 100 for share in _SHARES], rows, _COLUMNS.get(lang).split("|")
    )
    return document.to_bytes()


def _row(number: int, entry: Entry, lang: str, day: Callable[[str], str]) -> tuple[str, ...]:
    """The cells; `day` words an ISO day."""
    each = entry.rectification

    def lines(*texts: str) -> str:
        return "\n".join(filter(None, texts))

    proof = {digest for step in each.steps for digest in step.evidence}
    return (
        str(number),
        lines(entry.name, each.id),
        lines(
            each.problem,
            each.place and _PLACE.get(lang).format(text=each.place),
            entry.grade and _GRADE.get(lang).format(text=entry.grade),
        ),
        lines(each.requirement, each.measure and _MEASURE.get(lang).format(text=each.measure)),
        lines(each.lead, each.responsible if each.responsible != each.lead else ""),
        lines(
            day(each.due) if each.due else "",
            _EARLIER_DUE.get(lang).format(days=_MARK.get(lang).join(map(day, each.dues))) if each.dues else "",
            each.notice,
            each.opened and _ORDERED.get(lang).format(day=day(each.opened)),
        ),
        lines(
            word(STATES, each.state, lang),
            word(LIGHTS, entry.light, lang) if entry.light in ("red", "yellow") else "",
            each.closed and day(each.closed),
            _CLOSED_BY.get(lang).format(who=each.closer) if each.closed else "",
            _PROOF.get(lang).format(count=len(proof)) if proof else "",
        ),
    )
