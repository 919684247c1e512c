"""Letters to a unit about what is late: the reminder (提醒函) and the supervision letter (督办函), in letter format."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from checklists.errors import N_, AudittyError
from checklists.grades import Text
from reports.design import Design, Said
from reports.entries import Entry, entries
from reports.fields import (
    AMENDS,
    CONTACT_PHONE,
    DRAFT_NUMBER,
    FOOT,
    ISSUED,
    ISSUING_BODY,
    NUMBER,
    TITLE,
    UNIT,
    Field,
    Fields,
)  # fmt: skip
from reports.kinds import Asked
from reports.numbering import amends_line, issued_that_day, number_line
from reports.paper import Paper
from reports.profile import tabular
from reports.rectifying_words import LIGHTS, STATES, word
from reports.wording import Wording, wording
from store.model import Issued
from store.rectifying.desk import Desk
from store.rectifying.model import Step

_SHARES = (8, 42, 20, 30)
_SHORT = 6  # rows
_COLUMNS = Text("序号|问题|整改期限|状态", "No.|Problem|Due|State")
_REMINDER = (
    Text("关于按期完成问题整改的提醒函", "Reminder of what is due"),
    Text(
        "截至{day}，你单位有{count}项整改事项临近期限或已逾期。请对照附表抓紧整改，并在整改期限内书面反馈。",
        "As of {day}, rectifications of yours are due soon or overdue: {count}. Please complete those listed below and "
        "report in writing by their due dates.",
    ),
)
_SUPERVISION = (
    Text("关于逾期未完成问题整改的督办函", "Supervision letter about what is overdue"),
    Text(
        "截至{day}，你单位有{count}项整改事项逾期未完成。请立即整改，并于{reply}日内书面说明逾期原因、整改进展和完成时间。",
        "As of {day}, rectifications of yours are overdue: {count}. Please put them right without delay and state in "
        "writing within {reply} days why they are late, how far they are and when they will be complete.",
    ),
)
_SAID = {"reminder": (_REMINDER, "remind"), "supervision": (_SUPERVISION, "supervise")}
_STEP = Text("《{title}》（{number}）", "{title} {number}")
_TO = Text("书面材料请报送至{to}。", "Please send it to {to}.")
FIELDS: Fields = {
    "issuing_body": ISSUING_BODY,
    "title": TITLE,
    "foot": FOOT,
    "number": DRAFT_NUMBER,
    "issued": ISSUED,
    "unit": UNIT,
    "amends": AMENDS,
    "day": Field("the day on which it is so", "截至日期"),
    "count": Field("how many are listed", "所列事项数"),
    "reply_days": Field("days to answer in", "书面回复的天数"),
    "reply_to": Field("whom to answer, empty if nobody is named", "报送对象，未设置则为空"),
    "contact_person": Field("who can be asked; empty if nobody is named and no telephone", "联系人，均未设置则为空"),
    "contact_phone": CONTACT_PHONE,
    "items": Field(
        "the rectifications", "整改事项",
        of={
            "number": NUMBER,
            "id": Field("its number in the ledger", "整改事项编号"),
            "notice": Field("number of the notice", "通知书文号"),
            "problem": Field("what is wrong", "问题"),
            "due": Field("due date", "整改期限"),
            "state": Field("how far it is", "状态"),
            "light": Field("overdue or due soon", "逾期或临期"),
        },
    ),
}  # fmt: skip
_SOON = ("red", "yellow")
_LATE = ("red",)


def due_soon(asked: Asked) -> bool:
    """Whether anything of the unit is late or nearly; if it is to be issued, that it was not reminded the same day."""
    return bool(_listed(asked, _SOON)) and not (asked.issue and issued_that_day("reminder", asked))


def overdue(asked: Asked) -> bool:
    """Whether anything of the unit is late; if it is to be issued, that no such letter left the same day."""
    return bool(_listed(asked, _LATE)) and not (asked.issue and issued_that_day("supervision", asked))


def soon_findings(asked: Asked) -> list[str]:
    """The findings that the reminder is about."""
    return [entry.rectification.finding for entry in _listed(asked, _SOON)]


def late_findings(asked: Asked) -> list[str]:
    """The findings that the supervision letter is about."""
    return [entry.rectification.finding for entry in _listed(asked, _LATE)]


def reminder(asked: Asked) -> bytes:
    """The letter about what is late or nearly.

    Raises:
        AudittyError: nothing is.
    """
    return REMINDER.make(asked, _said(asked, REMINDER.title, _listed(asked, _SOON)))


def supervision(asked: Asked) -> bytes:
    """The letter about what is late.

    Raises:
        AudittyError: nothing is.
    """
    return SUPERVISION.make(asked, _said(asked, SUPERVISION.title, _listed(asked, _LATE)))


def take_steps(asked: Asked, issued: Issued) -> None:
    """Enter the letter into the unit's ledger as a step of each rectification that it is about.

    A letter that puts an earlier one right is no further step.
    """
    if issued.corrects:
        return
    (title, _text), verb = _SAID[issued.kind]
    note = _STEP.get(asked.lang).format(title=title.get(asked.lang), number=issued.number)
    about = set(issued.findings)
    try:
        step = Step(verb=verb, note=note)
        refused = Desk(asked.workspace).take_each(issued.unit, lambda each: each.finding in about, step)
        asked.not_taken.extend(refused)
    except AudittyError as error:  # the letter has left the house all the same
        asked.not_taken.append(error)


def _listed(asked: Asked, lights: tuple[str, ...]) -> list[Entry]:
    return [entry for entry in entries(asked) if entry.light in lights and not entry.void]


def _said(asked: Asked, title: Text, listed: list[Entry]) -> Said:
    if not listed:
        raise AudittyError(N_("{unit} has nothing that such a letter is about"), unit=asked.units[0])
    words, settings, day = wording(asked.lang), asked.workspace.settings, asked.day
    document = settings.document
    named = f"{title.get(words.lang)} {asked.number}".strip()
    contact = (document.contact_person, document.contact_phone)
    person, phone = (words.known(text) if any(contact) else "" for text in contact)
    values = {
        "issuing_body": words.known(settings.issuing_body),
        "title": title.get(words.lang),
        "foot": named,
        "number": number_line(asked.number, words),
        "issued": words.date(day if asked.number else None),
        "unit": listed[0].name,
        "amends": amends_line(asked.amends, words) if asked.amends else "",
        "day": words.date(day),
        "count": len(listed),
        "reply_days": document.reply_days,
        "reply_to": document.reply_to,
        "contact_person": person,
        "contact_phone": phone,
        "items": [_item(number, entry, words) for number, entry in enumerate(listed, 1)],
    }
    return Said(
        lang=words.lang, values=values, title=named, author=settings.issuing_body, subject=listed[0].name, made=day
    )


def _item(number: int, entry: Entry, words: Wording) -> dict[str, object]:
    each = entry.rectification
    return {
        "number": number,
        "id": each.id,
        "notice": each.notice,
        "problem": each.problem,
        "due": words.date(date.fromisoformat(each.due)),
        "state": word(STATES, each.state, words.lang),
        "light": word(LIGHTS, entry.light, words.lang),
    }


def _laying(text: Text) -> Callable[[Paper, object], None]:
    """How a letter that says the `text` is laid out."""

    def lay(paper: Paper, _: object) -> None:
        document, words = paper.document, paper.words
        document.page_numbers(paper["foot"], words.page)
        if document.profile.official:
            document.letterhead(paper["issuing_body"], paper.mark_face())
            paper.paragraph(paper["number"], "LetterNumber")
        else:
            paper.paragraph(paper["issuing_body"], "Mark")
            paper.paragraph(paper["number"], "Number")
        paper.paragraph(paper["title"], "Title")
        paper.paragraph(words.addressee.format(unit=paper["unit"]), "Addressee")
        for _turn in paper.when("amends"):
            paper.paragraph(paper["amends"])
        said = text.get(words.lang)
        paper.paragraph(said.format(day=paper["day"], count=paper["count"], reply=paper["reply_days"]))
        for _turn in paper.when("reply_to"):
            paper.paragraph(_TO.get(words.lang).format(to=paper["reply_to"]))
        for _turn in paper.when("contact_person"):
            contact = {"person": paper["contact_person"], "phone": paper["contact_phone"]}
            paper.paragraph(words.reply_contact.format(**contact))
        # The signature does not stand alone on a page: a short table goes with it, of a long one the last row.
        columns, short = _COLUMNS.get(words.lang).split("|"), paper.marks or int(paper["count"]) <= _SHORT
        paper.table(_SHARES, "items", _row, header=columns, keep_next=short, keep_last=True)
        paper.signature(keep_next=bool(document.profile.copies))  # which stand below

    return lay


def _row(item: Paper) -> tuple[str, ...]:
    problem = f"{item['problem']}\n{item['id']}  {item['notice']}"
    return item["number"], problem, item["due"], f"{item['state']}\n{item['light']}"


REMINDER, SUPERVISION = (
    Design(title=title, fields=FIELDS, lay=_laying(text), shape=tabular) for title, text in (_REMINDER, _SUPERVISION)
)
"""How the letters are made."""
