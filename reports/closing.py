"""What shows that problems were put right: the closing certificate (销号单) of each, and the list that is published."""

from __future__ import annotations

from datetime import date

from checklists.errors import N_, AudittyError
from checklists.grades import Text
from reports.docx_base import Docx
from reports.entries import Entry, entries
from reports.kinds import Asked
from reports.left_out import remark
from reports.numbering import amends_line, number_line
from reports.official import widths
from reports.profile import across, profile_for, tabular
from reports.rectifying_words import STEPS, word
from reports.wording import Wording, wording
from store.errors import Refused
from store.rectifying.model import Step

_TITLE = Text("整改销号单", "Closing certificate")
_LIST_TITLE = Text("整改销号清单", "Closing list")
_SHORT = Text(
    "编号|单位|检查轮次|通知书文号|地点|等级|牵头|责任|整改期限|反馈日期|销号日期|公布日期",
    "ID|Unit|Round|Notice|Place|Grade|Lead|Responsible|Due|Answered|Closed|Published",
)
_LONG = Text("存在问题|整改要求|整改措施", "Problem|Required|Measures")
_DUE = Text("{day}（原期限{days}）", "{day} (before: {days})")
_STEPS = Text("日期|步骤|办理人|情况和佐证", "Day|Step|By|What was said, and evidence")
_STEP_SHARES = (23, 18, 15, 44)
_SIGNED = Text(
    "整改单位负责人签字||核查人签字|\n审签人签字||日期|　　　年　　月　　日",
    "Signature for the unit||Checked on site by|\nSigned off by||Date|",
)
_LIST_COLUMNS = Text(
    "序号|单位|存在问题|整改措施|整改期限|销号日期|公布日期", "No.|Unit|Problem|Measures|Due|Closed|Published"
)
_LIST_SHARES = (6, 17, 27, 23, 9, 9, 9)
_LIST_INTRO = Text("{body}　　截至：{day}　　共{count}项", "{body}    As of {day}    {count} in all")


def has_closed(asked: Asked) -> bool:
    """Whether anything of the unit is closed; if it is to be issued, that no certificate names yet."""
    return bool(_to_certify(asked) if asked.issue else _closed(asked))


def closed_findings(asked: Asked) -> list[str]:
    """The findings of what is certified."""
    return [entry.rectification.finding for entry in _to_certify(asked)]


def certificates(asked: Asked) -> bytes:
    """A certificate for each rectification of the unit that is closed, each on a page of its own.

    To be issued, those only that no certificate issued since they were closed names; a correction, those that the
    document it puts right names.

    Raises:
        AudittyError: there are none.
    """
    closed = _to_certify(asked) if asked.issue else _closed(asked)
    if not closed:
        if asked.issue and _closed(asked):
            raise Refused(
                N_("all that {unit} has closed is certified already; nothing new to issue"), unit=asked.units[0]
            )
        raise AudittyError(N_("{unit} has nothing that is closed"), unit=asked.units[0])
    words, settings = wording(asked.lang), asked.workspace.settings
    document = _document(asked, _TITLE, max(entry.rectification.closed for entry in closed))
    for number, entry in enumerate(closed):
        _certificate(document, entry, asked, words, new_page=number > 0)
    footed = (_TITLE.get(words.lang), asked.number, settings.issuing_body)
    document.page_numbers(" ".join(filter(None, footed)), words.page)
    return document.to_bytes()


def _closed(asked: Asked) -> list[Entry]:
    return [entry for entry in entries(asked) if entry.rectification.state == "closed"]


def _to_certify(asked: Asked) -> list[Entry]:
    if asked.amends and asked.amends.how == "corrects":
        return [entry for entry in _closed(asked) if entry.rectification.finding in asked.amends.document.findings]
    certified: dict[str, str] = {}
    for document in asked.workspace.documents.all():
        if document.kind == "closing":
            certified |= dict.fromkeys(document.findings, document.issued)
    return [
        entry for entry in _closed(asked) if certified.get(entry.rectification.finding, "") < entry.rectification.closed
    ]


def published_list(asked: Asked) -> bytes:
    """The list of all that is closed, across the page."""
    words, lang = wording(asked.lang), wording(asked.lang).lang
    closed = _closed(asked)
    day = asked.day
    document = _document(asked, _LIST_TITLE, day.isoformat(), lying=True)
    document.page_numbers(_LIST_TITLE.get(lang), words.page)
    document.paragraph(_LIST_TITLE.get(lang), "AnnexTitle")
    body = words.known(asked.workspace.settings.issuing_body)
    intro = _LIST_INTRO.get(lang).format(body=body, day=words.date(day), count=len(closed))
    document.paragraph(intro, "Cell", keep_next=True)
    if left_out := remark(asked, words):
        document.paragraph(left_out, "Cell", keep_next=True)
    rows = [
        (
            str(number),
            f"{entry.name}\n{each.id}",
            each.problem,
            each.measure,
            *(_day(text, words) for text in (each.due, each.closed, each.published)),
        )
        for number, entry in enumerate(closed, 1)
        for each in [entry.rectification]
    ]
    document.long_table(widths(document, _LIST_SHARES), rows, _LIST_COLUMNS.get(lang).split("|"))
    return document.to_bytes()


def _document(asked: Asked, title: Text, made: str, lying: bool = False) -> Docx:
    settings, lang = asked.workspace.settings, wording(asked.lang).lang
    upright = tabular(profile_for(lang, settings.layout))
    profile = across(upright) if lying else upright
    subject = asked.round.info.name if asked.round else ""
    day = date.fromisoformat(made) if made else None
    named = f"{title.get(lang)} {asked.number}".strip()
    return Docx(profile, lang, title=named, author=settings.issuing_body, subject=subject, made=day)


def _certificate(document: Docx, entry: Entry, asked: Asked, words: Wording, new_page: bool) -> None:
    each, lang = entry.rectification, words.lang
    due = _day(each.due, words)
    if each.dues:
        due = _DUE.get(lang).format(day=due, days=words.list_mark.join(_day(text, words) for text in each.dues))
    short = (
        each.id, f"{entry.name} {entry.unit}", entry.round, each.notice, each.place, entry.grade, each.lead,
        each.responsible, due, *(_day(text, words) for text in (each.answered, each.closed, each.published)),
    )  # fmt: skip
    document.paragraph(_TITLE.get(lang), "AnnexTitle", new_page=new_page)
    document.paragraph(number_line(asked.number, words), "Note")
    if asked.amends:
        document.paragraph(amends_line(asked.amends, words), "Note")
    cells = [cell for pair in zip(_SHORT.get(lang).split("|"), short, strict=True) for cell in pair]
    rows = [cells[start : start + 4] for start in range(0, len(cells), 4)]
    document.table(widths(document, (15, 35, 15, 35)), rows, label_columns=(0, 2))
    document.paragraph("", "Small")
    texts = list(zip(_LONG.get(lang).split("|"), (each.problem, each.requirement, each.measure), strict=True))
    document.table(widths(document, (15, 85)), texts, label_columns=(0,))
    document.paragraph("", "Small")
    steps = [_step(entry, step, words) for step in each.steps]
    # The last step goes with the signatures, which must not stand alone on a page.
    document.table(widths(document, _STEP_SHARES), steps, header=_STEPS.get(lang).split("|"), keep_last=True)
    document.paragraph("", "Small", keep_next=True)
    signed = [tuple(row.split("|")) for row in _SIGNED.get(lang).split("\n")]
    document.table(widths(document, (24, 26, 24, 26)), signed, row_height=34, label_columns=(0, 2), keep_next=True)


def _step(entry: Entry, step: Step, words: Wording) -> tuple[str, ...]:
    said = (step.note, step.measure, step.progress, _day(step.due, words), *entry.files(step))
    return (
        _day(step.date, words),
        word(STEPS, step.verb, words.lang),
        step.actor,
        "\n".join(filter(None, said)),
    )


def _day(text: str, words: Wording) -> str:
    return words.date(date.fromisoformat(text)) if text else ""
