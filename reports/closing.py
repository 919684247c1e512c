"""What shows that problems were put right: the closing certificate (销号单) of each, and the list that is published."""

from __future__ import annotations

from datetime import date

from checklists.errors import N_, AudittyError
from checklists.grades import Text
from reports.design import Design, Said
from reports.entries import Entry, entries
from reports.fields import AMENDS, DRAFT_NUMBER, FOOT, ISSUING_BODY, LEFT_OUT, NUMBER, TITLE, Field, Fields
from reports.kinds import Asked
from reports.left_out import remark
from reports.numbering import amends_line, number_line
from reports.official import widths
from reports.paper import Paper
from reports.profile import across, tabular
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
_SHORT_FIELDS = (
    "id", "unit", "round", "notice", "place", "grade", "lead", "responsible", "due", "answered", "closed", "published",
)  # fmt: skip
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


_ENTRY: Fields = {
    "unit": Field("the unit", "单位"),
    "id": Field("number of the rectification", "整改事项编号"),
    "problem": Field("what was wrong", "存在问题"),
    "measure": Field("what was done", "整改措施"),
    "due": Field("due date", "整改期限"),
    "closed": Field("the day it was closed", "销号日期"),
    "published": Field("the day that was made known, empty if it was not", "公布日期，未公布则为空"),
}
FIELDS: Fields = {
    "title": TITLE,
    "issuing_body": ISSUING_BODY,
    "foot": FOOT,
    "number": DRAFT_NUMBER,
    "amends": AMENDS,
    "certificates": Field(
        "the rectifications, a certificate for each", "已销号的整改事项，每项一张",
        of={
            **_ENTRY,
            "due": Field("due date, and those before", "整改期限和原期限"),
            "unit_code": Field("its code", "单位代码"),
            "round": Field("the round of inspection", "检查轮次"),
            "notice": Field("number of the notice", "通知书文号"),
            "place": Field("where", "地点"),
            "grade": Field("grade", "等级"),
            "lead": Field("who leads", "牵头"),
            "responsible": Field("who is responsible", "责任"),
            "answered": Field("the day of the answer", "反馈日期"),
            "requirement": Field("what was required", "整改要求"),
            "steps": Field(
                "what was done with it, in order", "办理经过",
                of={
                    "day": Field("day", "日期"),
                    "step": Field("what was done", "步骤"),
                    "who": Field("who did it", "办理人"),
                    "said": Field("what was said, and the files", "情况和佐证"),
                },
            ),
        },
    ),
}  # fmt: skip
LIST_FIELDS: Fields = {
    "title": TITLE,
    "issuing_body": ISSUING_BODY,
    "day": Field("the day on which it is so", "截至日期"),
    "count": Field("how many are listed", "所列事项数"),
    "left_out": LEFT_OUT,
    "entries": Field("what is closed", "已销号事项", of={"number": NUMBER, **_ENTRY}),
}


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
    return CERTIFICATES.make(asked, _certified(asked, closed))


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
    words, day, closed = wording(asked.lang), asked.day, _closed(asked)
    title, body = _LIST_TITLE.get(words.lang), asked.workspace.settings.issuing_body
    values = {
        "title": title,
        "issuing_body": words.known(body),
        "day": words.date(day),
        "count": len(closed),
        "left_out": remark(asked, words),
        "entries": [
            {
                "number": number,
                "unit": entry.name,
                "id": each.id,
                "problem": each.problem,
                "measure": each.measure,
                "due": _day(each.due, words),
                "closed": _day(each.closed, words),
                "published": _day(each.published, words),
            }
            for number, entry in enumerate(closed, 1)
            for each in [entry.rectification]
        ],
    }
    return LIST.make(asked, _said(asked, values, title, day.isoformat()))


def _said(asked: Asked, values: dict[str, object], title: str, made: str) -> Said:
    return Said(
        lang=wording(asked.lang).lang,
        values=values,
        title=f"{title} {asked.number}".strip(),
        author=asked.workspace.settings.issuing_body,
        subject=asked.round.info.name if asked.round else "",
        made=date.fromisoformat(made) if made else None,
    )


def _certified(asked: Asked, closed: list[Entry]) -> Said:
    words, body = wording(asked.lang), asked.workspace.settings.issuing_body
    title = _TITLE.get(words.lang)
    values: dict[str, object] = {
        "title": title,
        "issuing_body": words.known(body),
        "foot": " ".join(filter(None, (title, asked.number, body))),
        "number": number_line(asked.number, words),
        "amends": amends_line(asked.amends, words) if asked.amends else "",
        "certificates": [_certificate(entry, words) for entry in closed],
    }
    return _said(asked, values, title, max(entry.rectification.closed for entry in closed))


def _certificate(entry: Entry, words: Wording) -> dict[str, object]:
    each = entry.rectification
    due = _day(each.due, words)
    if each.dues:
        days = words.list_mark.join(_day(text, words) for text in each.dues)
        due = _DUE.get(words.lang).format(day=due, days=days)
    return {
        "id": each.id,
        "unit": entry.name,
        "unit_code": entry.unit,
        "round": entry.round,
        "notice": each.notice,
        "place": each.place,
        "grade": entry.grade,
        "lead": each.lead,
        "responsible": each.responsible,
        "due": due,
        "answered": _day(each.answered, words),
        "closed": _day(each.closed, words),
        "published": _day(each.published, words),
        "problem": each.problem,
        "requirement": each.requirement,
        "measure": each.measure,
        "steps": [
            dict(zip(("day", "step", "who", "said"), _step(entry, step, words), strict=True)) for step in each.steps
        ],
    }


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


def _lay_certificates(paper: Paper, _: object) -> None:
    for certificate in paper.each("certificates"):
        _lay_certificate(paper, certificate)
    paper.document.page_numbers(paper["foot"], paper.words.page)


def _lay_certificate(paper: Paper, of: Paper) -> None:
    document, lang = paper.document, paper.words.lang
    of.next_page(paper["title"], "AnnexTitle")
    of.paragraph(paper["number"], "Note")
    for _turn in paper.when("amends", "Note"):
        paper.paragraph(paper["amends"], "Note")
    short = (f"{of['unit']} {of['unit_code']}" if name == "unit" else of[name] for name in _SHORT_FIELDS)
    cells = [cell for pair in zip(_SHORT.get(lang).split("|"), short, strict=True) for cell in pair]
    rows = [cells[start : start + 4] for start in range(0, len(cells), 4)]
    document.table(widths(document, (15, 35, 15, 35)), rows, label_columns=(0, 2))
    of.paragraph("", "Small")
    texts = list(zip(_LONG.get(lang).split("|"), (of["problem"], of["requirement"], of["measure"]), strict=True))
    document.table(widths(document, (15, 85)), texts, label_columns=(0,))
    of.paragraph("", "Small")
    # The last step goes with the signatures, which must not stand alone on a page.
    header = _STEPS.get(lang).split("|")
    of.table(_STEP_SHARES, "steps", lambda s: (s["day"], s["step"], s["who"], s["said"]), header=header, keep_last=True)
    of.paragraph("", "Small", keep_next=True)
    signed = [tuple(row.split("|")) for row in _SIGNED.get(lang).split("\n")]
    document.table(widths(document, (24, 26, 24, 26)), signed, row_height=34, label_columns=(0, 2), keep_next=True)


def _lay_list(paper: Paper, _: object) -> None:
    lang = paper.words.lang
    paper.document.page_numbers(paper["title"], paper.words.page)
    paper.paragraph(paper["title"], "AnnexTitle")
    intro = _LIST_INTRO.get(lang).format(body=paper["issuing_body"], day=paper["day"], count=paper["count"])
    paper.paragraph(intro, "Cell", keep_next=True)
    for _turn in paper.when("left_out", "Cell"):
        paper.paragraph(paper["left_out"], "Cell", keep_next=True)
    paper.table(_LIST_SHARES, "entries", _listed, header=_LIST_COLUMNS.get(lang).split("|"), long=True)


def _listed(entry: Paper) -> tuple[str, ...]:
    whose = f"{entry['unit']}\n{entry['id']}"
    rest = (entry[name] for name in ("problem", "measure", "due", "closed", "published"))
    return entry["number"], whose, *rest


CERTIFICATES = Design(title=_TITLE, fields=FIELDS, lay=_lay_certificates, shape=tabular)
LIST = Design(title=_LIST_TITLE, fields=LIST_FIELDS, lay=_lay_list, shape=lambda profile: across(tabular(profile)))
"""How they are made."""
