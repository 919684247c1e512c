"""Letters to a unit about what is late: the reminder (提醒函) and the supervision letter (督办函), in letter format."""

from __future__ import annotations

from datetime import date

from checklists.errors import N_, AudittyError
from checklists.grades import Text
from reports.docx_base import Docx
from reports.entries import Entry, entries
from reports.kinds import Asked
from reports.numbering import amends_line, issued_that_day, number_line
from reports.official import fitted, signature, widths
from reports.profile import profile_for, tabular
from reports.rectifying_words import LIGHTS, STATES, word
from reports.wording import Wording, wording
from store.model import Issued
from store.rectifying.desk import Desk
from store.rectifying.model import Step

_SHARES = (8, 42, 20, 30)
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
_SHORT = 6  # rows
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
    return _letter(asked, _REMINDER, _listed(asked, _SOON))


def supervision(asked: Asked) -> bytes:
    """The letter about what is late.

    Raises:
        AudittyError: nothing is.
    """
    return _letter(asked, _SUPERVISION, _listed(asked, _LATE))


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


def _letter(asked: Asked, said: tuple[Text, Text], listed: list[Entry]) -> bytes:
    if not listed:
        raise AudittyError(N_("{unit} has nothing that such a letter is about"), unit=asked.units[0])
    words, settings, day = wording(asked.lang), asked.workspace.settings, asked.day
    lang, (title, text) = words.lang, (each.get(asked.lang) for each in said)
    profile = tabular(profile_for(lang, settings.layout))
    named = f"{title} {asked.number}".strip()
    document = Docx(profile, lang, title=named, author=settings.issuing_body, subject=listed[0].name, made=day)
    document.page_numbers(named, words.page)
    body, number = words.known(settings.issuing_body), number_line(asked.number, words)
    if profile.official:
        document.letterhead(body, fitted(profile, body))
        document.paragraph(number, "LetterNumber")
    else:
        document.paragraph(body, "Mark")
        document.paragraph(number, "Number")
    document.paragraph(title, "Title")
    document.paragraph(words.addressee.format(unit=listed[0].name), "Addressee")
    reply = settings.document.reply_days
    if asked.amends:
        document.paragraph(amends_line(asked.amends, words))
    document.paragraph(text.format(day=words.date(day), count=len(listed), reply=reply))
    if settings.document.reply_to:
        document.paragraph(_TO.get(lang).format(to=settings.document.reply_to))
    person, phone = settings.document.contact_person, settings.document.contact_phone
    if person or phone:
        document.paragraph(words.reply_contact.format(person=words.known(person), phone=words.known(phone)))
    rows = [_row(place, entry, words, day) for place, entry in enumerate(listed, 1)]
    # The signature does not stand alone on a page: a short table goes with it, of a long one the last row.
    columns, short = _COLUMNS.get(lang).split("|"), len(rows) <= _SHORT
    document.table(widths(document, _SHARES), rows, header=columns, keep_next=short, keep_last=True)
    signature(document, settings.issuing_body, day if asked.number else None, words)
    return document.to_bytes()


def _row(place: int, entry: Entry, words: Wording, day: date) -> tuple[str, ...]:
    each = entry.rectification
    due = date.fromisoformat(each.due)
    state = f"{word(STATES, each.state, words.lang)}\n{word(LIGHTS, entry.light, words.lang)}"
    return str(place), f"{each.problem}\n{each.id}  {each.notice}", words.date(due), state
