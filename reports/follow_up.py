"""The report on a follow-up (回头看复查报告): what was looked at again, by what came out, and what is left to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from checklists.grades import Text
from reports.docx_base import Docx
from reports.kinds import Asked
from reports.left_out import remark
from reports.numbers import percent
from reports.official import head, signature, widths
from reports.outline import Outline
from reports.profile import profile_for, tabular
from reports.rectifying_words import OUTCOMES, STATES, word
from reports.reviewing import Pair, Told, day, due_now, joined, told
from reports.wording import Wording, wording
from store.figures.reviews import NEW, Outcomes, chain, outcomes, reviewed
from store.followup_results import check_results
from store.model import Visit

_TITLE = Text("整改情况“回头看”复查报告", "Follow-up report")
_INTRO = Text(
    "{body}对{rounds}发现问题的整改情况开展了“回头看”（{round}）。应复查{earlier}项，已复查{looked}项：{counts}；"
    "尚未复查{left}项，新发现问题{new}项。整改率{rate}，已销号{closed}项。",
    "{body} went back over {rounds} ({round}). Findings to look at again: {earlier}; looked at: {looked} ({counts}); "
    "not looked at yet: {left}; new findings: {new}. Put right: {rate} of those looked at. Closed out: {closed}.",
)
_COUNT = Text("{name}{count}项", "{name} {count}")
_MARK = Text("、", ", ")
_ARROW = Text("→", " → ")
_SECTIONS = Text(
    "复查概况|逐项复查情况|销号和继续整改|复查意见和下一步工作",
    "Overview|Finding by finding|Closed, and still to do|Conclusions",
)
_ROUND = Text("复查轮次：", "Follow-up")
_CHAIN = Text("复查对象：", "Goes back over")
_DAYS = Text("现场日期：", "Visits")
_DAYS_SAID = Text("{first}至{last}", "{first} to {last}")
_INSPECTORS = Text("复查人员：", "Inspectors")
_VISITED = Text("复查单位：", "Units")
_VISITED_SAID = Text("共{units}个，已到现场{visited}个", "{units} in all, {visited} visited")
_UNITS = Text(
    "单位|应复查|已整改|部分整改|未整改|反弹|新发现|尚未复查|已销号",
    "Unit|To look at|Rectified|Partly|Not|Came back|New|Not looked at|Closed",
)
_UNITS_SHARES = {"zh": (22, 9, 9, 12, 9, 8, 9, 12, 10), "en": (23, 10, 12, 9, 7, 9, 8, 12, 10)}
_TOGETHER = Text("合计", "In all")
_OUTCOME = Text("{name}（{count}项）", "{name} ({count})")
_COLUMNS = Text(
    "序号|单位和编号|原问题和整改要求|单位反馈|复查情况", "No.|Unit, ID|Problem, required|Unit's answer|Found now"
)
_SHARES = (7, 15, 34, 21, 23)
_NEW_COLUMNS = Text("序号|单位和编号|新发现的问题和整改要求|复查情况", "No.|Unit, ID|New finding, required|Found now")
_NEW_SHARES = (7, 18, 45, 30)
_RECTIFIED = Text("已销号和待销号问题", "Closed, and put right but still open")
_CLOSED_COLUMNS = Text("序号|单位和编号|问题|台账状态|销号日期", "No.|Unit, ID|Problem|State|Closed on")
_CLOSED_SHARES = (7, 20, 38, 16, 19)
_TO_DO = Text("继续整改的问题和期限", "Still to be put right, and by when")
_TO_DO_COLUMNS = Text("序号|单位和编号|问题|复查结论|原期限|现期限", "No.|Unit, ID|Problem|Outcome|Due before|Due now")
_TO_DO_SHARES = (7, 18, 31, 12, 15, 17)
_NONE = Text("无。", "None.")
_BLANKS = Text(
    "总体评价：（　　　　　　　　）\n对有关单位的要求：（　　　　　　　　）\n下一步工作：（　　　　　　　　）",
    "Overall: (                    )\nAsked of the units: (                    )\nNext steps: (                    )",
)


@dataclass
class _Gathered:
    """What the units' sheets say, read once."""

    units: list[tuple[str, Outcomes]] = field(default_factory=list)
    by_outcome: dict[str, list[Told]] = field(default_factory=lambda: {each: [] for each in OUTCOMES})
    visits: list[Visit] = field(default_factory=list)

    @property
    def days(self) -> list[str]:
        """The days of the visits, in their order."""
        return sorted({visit.date for visit in self.visits if visit.date})

    @property
    def all(self) -> Outcomes:
        """The outcomes of all units."""
        return sum((each for _name, each in self.units), outcomes(()))


def worth(asked: Asked) -> bool:
    """Whether the round is a follow-up; what it found, or found nothing, is always worth a report.

    Raises:
        Refused: it is none, or void.
    """
    assert asked.round is not None
    check_results(asked.round)
    return True


def drafted(asked: Asked) -> bytes:
    """The report on the round, or on what it found at the units asked for.

    Raises:
        Refused: the round is no follow-up, or void; another day is asked for.
    """
    assert asked.round is not None
    asked.check_now()
    words, settings = wording(asked.lang), asked.workspace.settings
    rounds = [each.info.name for each in chain(asked.round)]
    gathered = _gathered(asked, words)
    profile = tabular(profile_for(words.lang, settings.layout))
    days, title = gathered.days, _TITLE.get(words.lang)
    made = date.fromisoformat(days[-1]) if days else None
    document = Docx(
        profile, words.lang, title=title, author=settings.issuing_body, subject=asked.round.info.name, made=made
    )
    document.page_numbers(title, words.page)
    number = words.number_line.format(number=words.draft_number, issued=words.date(None))
    head(document, words.known(settings.issuing_body), number, title)
    outline, sections = Outline(document, words), _SECTIONS.get(words.lang).split("|")
    document.paragraph(_intro(asked, rounds, gathered.all, words))
    if left_out := remark(asked, words):
        document.paragraph(left_out)
    outline.heading(sections[0])
    _overview(document, asked, rounds, gathered, words)
    outline.heading(sections[1])
    _by_outcome(document, outline, gathered, words)
    outline.heading(sections[2])
    _what_is_left(document, outline, gathered, words)
    outline.heading(sections[3])
    *lines, last = _BLANKS.get(words.lang).split("\n")
    for line in lines:
        document.paragraph(line)
    document.paragraph(last, keep_next=True)  # or the signature might stand alone
    signature(document, settings.issuing_body, None, words)
    return document.to_bytes()


def counted(found: Outcomes, words: Wording) -> str:
    """How many earlier findings came out how, in a line."""
    return _MARK.get(words.lang).join(
        _COUNT.get(words.lang).format(name=name.get(words.lang), count=found.counts[each])
        for each, name in OUTCOMES.items()
        if each not in (NEW, "")
    )


def _gathered(asked: Asked, words: Wording) -> _Gathered:
    assert asked.round is not None
    found = _Gathered()
    for sheet, every in reviewed(asked.workspace, asked.round, asked.units, asked.leave_out, asked.progress):
        found.units.append((sheet.unit.name, outcomes(every)))
        if sheet.visit.date:
            found.visits.append(sheet.visit)
        for each in told(sheet, every, words):
            found.by_outcome[each.of.outcome].append(each)
    return found


def _intro(asked: Asked, rounds: list[str], found: Outcomes, words: Wording) -> str:
    assert asked.round is not None
    return _INTRO.get(words.lang).format(
        body=words.known(asked.workspace.settings.issuing_body),
        rounds=_MARK.get(words.lang).join(map(words.titled, rounds)) or words.blank,
        round=asked.round.info.name,
        earlier=found.earlier,
        looked=found.looked_at,
        counts=counted(found, words),
        left=found.counts[""],
        new=found.counts[NEW],
        rate=percent(found.rate),
        closed=found.closed,
    )


def _overview(document: Docx, asked: Asked, rounds: list[str], gathered: _Gathered, words: Wording) -> None:
    assert asked.round is not None
    lang, info, days = words.lang, asked.round.info, gathered.days
    period = words.period.format(
        name=info.name, start=day(info.period_from, words) or words.date_blank,
        end=day(info.period_to, words) or words.date_blank,
    )  # fmt: skip
    dates = day(days[0], words) if days else ""
    if len(days) > 1:
        dates = _DAYS_SAID.get(lang).format(first=dates, last=day(days[-1], words))
    inspectors = dict.fromkeys(person.name for visit in gathered.visits for person in visit.inspectors)
    visited = _VISITED_SAID.get(lang).format(units=len(gathered.units), visited=len(gathered.visits))
    lines: tuple[Pair, ...] = (
        (_ROUND.get(lang), period),
        (_CHAIN.get(lang), words.known(_ARROW.get(lang).join(rounds))),
        (_VISITED.get(lang), visited),
        (_DAYS.get(lang), words.known(dates)),
        (_INSPECTORS.get(lang), words.known(words.people_mark.join(inspectors))),
    )
    for line in lines:
        document.labelled(line)
    rows = [(name, *_figures(found)) for name, found in gathered.units]
    rows.append((_TOGETHER.get(lang), *_figures(gathered.all)))
    document.long_table(widths(document, _UNITS_SHARES[lang]), rows, _UNITS.get(lang).split("|"))


def _figures(found: Outcomes) -> tuple[str, ...]:
    counts = (found.earlier, *(found.counts[each] for each in OUTCOMES), found.closed)
    return tuple(map(str, counts))


def _by_outcome(document: Docx, outline: Outline, gathered: _Gathered, words: Wording) -> None:
    lang, empty = words.lang, True
    for outcome, name in OUTCOMES.items():
        every = gathered.by_outcome[outcome]
        if not every:
            continue
        empty = False
        outline.heading(_OUTCOME.get(lang).format(name=name.get(lang), count=len(every)), 2)
        columns, shares = (_NEW_COLUMNS, _NEW_SHARES) if outcome == NEW else (_COLUMNS, _SHARES)
        rows = (_row(number, each, words) for number, each in enumerate(every, 1))
        document.long_table(widths(document, shares), rows, columns.get(lang).split("|"))
    if empty:
        document.paragraph(_NONE.get(lang))


def _row(number: int, each: Told, words: Wording) -> tuple[str, ...]:
    answer = () if each.of.outcome == NEW else (joined(each.answer, words),)
    return str(number), _whose(each), joined(each.before, words), *answer, joined(each.now, words)


def _whose(each: Told) -> str:
    return f"{each.name}\n{each.id}"


def _what_is_left(document: Docx, outline: Outline, gathered: _Gathered, words: Wording) -> None:
    lang = words.lang
    every = [each for found in gathered.by_outcome.values() for each in found]
    right = [each for each in every if each.of.closed or each.of.outcome == "rectified"]
    to_do = [each for each in every if each.of.to_do]
    outline.heading(_RECTIFIED.get(lang), 2)
    _listed(document, _CLOSED_COLUMNS, _CLOSED_SHARES, (
        (str(number), _whose(each), each.problem, _state(each, words), day(_closed(each), words))
        for number, each in enumerate(right, 1)
    ) if right else (), words)  # fmt: skip
    outline.heading(_TO_DO.get(lang), 2)
    _listed(document, _TO_DO_COLUMNS, _TO_DO_SHARES, (
        (
            str(number), _whose(each), each.problem, OUTCOMES[each.of.outcome].get(lang),
            day(each.of.before.due, words) if each.of.before else "-", due_now(each.of, words) or "-",
        )
        for number, each in enumerate(to_do, 1)
    ) if to_do else (), words)  # fmt: skip


def _listed(
    document: Docx, columns: Text, shares: tuple[int, ...], rows: Iterable[tuple[str, ...]], words: Wording
) -> None:
    if rows == ():
        document.paragraph(_NONE.get(words.lang))
    else:
        document.long_table(widths(document, shares), rows, columns.get(words.lang).split("|"))


def _state(each: Told, words: Wording) -> str:
    return word(STATES, each.of.rectification.state, words.lang) if each.of.rectification else "-"


def _closed(each: Told) -> str:
    return each.of.rectification.closed if each.of.rectification else ""
