"""The rectification ledger (整改台账): as a Word table across the page, or as a workbook to sort and filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from reports.docx_base import Docx
from reports.entries import Entry, entries, today
from reports.kinds import Asked
from reports.profile import Profile, across, profile_for
from reports.rectifying_words import LIGHTS, STATES, word
from reports.wording import wording

NAME = "ledger"

_SHARES = (5, 14, 25, 24, 11, 13, 8)
_TYPE = {"zh": 10.5, "en": 8.5}


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the Word ledger prints, in one language."""

    title: str
    as_of: str
    scope: str
    figures: str
    columns: tuple[str, ...]
    place: str
    grade: str
    measure: str
    earlier_due: str
    closed: str
    page: str
    mark: str


_ZH = Words(
    title="整改台账",
    as_of="填报单位：{body}　　截至：{day}",
    scope="检查轮次：{round}",
    figures="共{total}项：{states}；其中逾期{red}项、临期{yellow}项。",
    columns=("序号", "单位", "存在问题", "整改要求和措施", "牵头和责任", "整改期限", "状态"),
    place="地点：{text}",
    grade="等级：{text}",
    measure="措施：{text}",
    earlier_due="原期限{days}",
    closed="{day}销号",
    page="— {page} —",
    mark="、",
)
_EN = Words(
    title="Rectification ledger",
    as_of="{body}    As of {day}",
    scope="Round: {round}",
    figures="{total} in all: {states}; {red} overdue, {yellow} due soon.",
    columns=("No.", "Unit", "Problem", "Required, and measures", "Lead, responsible", "Due", "State"),
    place="Place: {text}",
    grade="Grade: {text}",
    measure="Measures: {text}",
    earlier_due="before: {days}",
    closed="closed {day}",
    page="Page {page} of {pages}",
    mark=", ",
)


def drafted(asked: Asked) -> bytes:
    """The ledger as it stands today, in the format asked for."""
    if asked.format == "xlsx":
        from reports.ledger_xlsx import workbook

        return workbook(entries(asked), asked.lang, asked.workspace.settings.zone, today(asked.workspace))
    settings, day = asked.workspace.settings, today(asked.workspace)
    round_name = asked.round.info.name if asked.round else ""
    profile = profile_for(asked.lang, settings.layout)
    return render(entries(asked), asked.lang, settings.issuing_body, day, round_name=round_name, profile=profile)


def render(
    listed: Iterable[Entry], lang: str, body: str, day: date, *, round_name: str = "", profile: Profile | None = None
) -> bytes:
    """The .docx of the rectifications `listed`, as of `day`; `body` is whose ledger it is."""
    lang = "zh" if lang == "zh" else "en"
    words, spoken = (_ZH if lang == "zh" else _EN), wording(lang)
    states: Counter[str] = Counter()
    lights: Counter[str] = Counter()
    rows = []  # their texts only: a city's steps and evidence would take ten times the room
    for number, entry in enumerate(listed, 1):
        states[entry.rectification.state] += 1
        lights[entry.light] += 1
        rows.append(_row(number, entry, words, lang))
    document = Docx(
        _small(profile or profile_for(lang), lang), lang, title=words.title, author=body, subject=round_name, made=day
    )
    document.page_numbers(words.title, words.page)
    document.paragraph(words.title, "AnnexTitle")
    head = [words.as_of.format(body=spoken.known(body), day=spoken.date(day))]
    head += [words.scope.format(round=round_name)] if round_name else []
    counted = words.mark.join(f"{word(STATES, state, lang)} {states[state]}" for state in STATES if states[state])
    head.append(
        words.figures.format(total=len(rows), states=counted or "-", red=lights["red"], yellow=lights["yellow"])
    )
    for line in head:
        document.paragraph(line, "Cell", keep_next=True)
    document.long_table([document.profile.text_width * share / 100 for share in _SHARES], rows, words.columns)
    return document.to_bytes()


def _row(number: int, entry: Entry, words: Words, lang: str) -> tuple[str, ...]:
    each, spoken = entry.rectification, wording(lang)

    def day(text: str) -> str:
        return spoken.date(date.fromisoformat(text))

    def lines(*texts: str) -> str:
        return "\n".join(filter(None, texts))

    return (
        str(number),
        lines(entry.name, each.id),
        lines(
            each.problem,
            each.place and words.place.format(text=each.place),
            entry.grade and words.grade.format(text=entry.grade),
        ),
        lines(each.requirement, each.measure and words.measure.format(text=each.measure)),
        lines(each.lead, each.responsible if each.responsible != each.lead else ""),
        lines(
            day(each.due) if each.due else "",
            words.earlier_due.format(days=words.mark.join(map(day, each.dues))) if each.dues else "",
        ),
        lines(
            word(STATES, each.state, lang),
            word(LIGHTS, entry.light, lang) if entry.light in ("red", "yellow") else "",
            words.closed.format(day=day(each.closed)) if each.closed else "",
        ),
    )


def _small(profile: Profile, lang: str) -> Profile:
    """The profile across the page, its table in small type."""
    return replace(across(profile), chars=0, table=replace(profile.table, size=_TYPE[lang]))
