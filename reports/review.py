"""A unit's review record (整改复查意见书): what a follow-up found of each earlier finding, signed by both sides."""

from __future__ import annotations

from datetime import date

from checklists.errors import N_
from checklists.grades import Text
from reports.docx_base import Docx
from reports.follow_up import counted
from reports.kinds import Asked
from reports.model import Person
from reports.numbering import amends_line, issued_that_day, number_line
from reports.official import head, people, signature, signed_by_both, widths
from reports.outline import Outline
from reports.profile import profile_for, tabular
from reports.rectifying_words import OUTCOMES
from reports.reviewing import Told, due_now, told
from reports.wording import Wording, wording
from store.errors import Refused
from store.figures.reviews import NEW, Outcomes, Reviewed, chain, outcomes, reviewed
from store.settings import Settings
from store.sheet import Sheet

_TITLE = Text("整改复查意见书", "Review record")
_INTRO = Text(
    "{body}于{day}对你单位在{rounds}中存在问题的整改情况进行了复查（{round}）。应复查{earlier}项：{counts}；"
    "尚未复查{left}项，新发现问题{new}项。复查意见如下。",
    "{body} went back on {day} to see what has been put right of the findings of {rounds} ({round}). Findings to look "
    "at again: {earlier} ({counts}); not looked at yet: {left}; new findings: {new}.",
)
_FINDING = Text("{name}　问题编号：{id}", "{name} · {id}")
_SECTIONS = Text("复查情况|复查意见", "What was found|What follows")
_ALL_RIGHT = Text("所复查的问题均已整改。", "Everything looked at is put right.")
_TO_DO = Text(
    "请对未整改到位和新发现的{count}项问题继续整改，在整改期限内完成并书面反馈：",
    "Please put the following right by the due dates and report in writing; there are {count}:",
)
_TO_DO_COLUMNS = Text("序号|问题编号|问题|整改期限", "No.|Finding|Problem|Due")
_TO_DO_SHARES = (8, 22, 48, 22)
_LEFT = Text("尚未复查的{count}项问题另行复查。", "Findings not looked at yet will be looked at another time: {count}.")
_OPINION = Text("被复查单位意见", "What the unit says")
_AGREED = Text("□ 以上情况属实　□ 有异议（请写明）：", "□ The record is correct  □ Objections, which are:")
_SIGNED = Text(
    "复查人员签字||复查人员签字|\n单位负责人签字||签字日期|　　　年　　月　　日",
    "Inspector's signature||Inspector's signature|\nSignature for the unit||Date|",
)


def worth(asked: Asked) -> bool:
    """Whether the follow-up has a result at the unit; if it is to be issued, that none was on the same day."""
    return bool(findings(asked)) and not (asked.issue and issued_that_day("review", asked))


def findings(asked: Asked) -> list[str]:
    """The findings that have a result."""
    _sheet, every = _read(asked)
    return [each.found[2].id for each in every if each.outcome]


def drafted(asked: Asked) -> bytes:
    """The record of one unit's review.

    Raises:
        Refused: the round is no follow-up, or void, or has no result at the unit yet; another day is asked for.
    """
    assert asked.round is not None
    asked.check_now()
    words, settings = wording(asked.lang), asked.workspace.settings
    sheet, every = _read(asked)
    if not any(each.outcome for each in every):
        raise Refused(N_("round {round} has no results for {unit} yet"), round=asked.round.info.id, unit=asked.units[0])
    found, visit = outcomes(every), sheet.visit
    profile = tabular(profile_for(words.lang, settings.layout))
    made, title = date.fromisoformat(visit.date) if visit.date else None, _TITLE.get(words.lang)
    document = Docx(
        profile,
        words.lang,
        title=f"{title} {asked.number}".strip(),
        author=settings.issuing_body,
        subject=sheet.unit.name,
        made=asked.day if asked.number else made,
    )
    document.page_numbers(title, words.page)
    body = words.known(settings.issuing_body)
    head(document, body, number_line(asked.number, words), title)
    document.paragraph(words.addressee.format(unit=words.known(sheet.unit.name)), "Addressee")
    rounds = [words.titled(each.info.name) for each in chain(asked.round)]
    if asked.amends:
        document.paragraph(amends_line(asked.amends, words))
    document.paragraph(
        _INTRO.get(words.lang).format(
            body=body,
            day=words.date(made),
            rounds=words.people_mark.join(rounds) or words.blank,
            round=sheet.info.name,
            earlier=found.earlier,
            counts=counted(found, words),
            left=found.counts[""],
            new=found.counts[NEW],
        )
    )
    outline, (first, second) = Outline(document, words), _SECTIONS.get(words.lang).split("|")
    outline.heading(first)
    _visit(document, sheet, words)
    every_told = list(told(sheet, every, words))
    for each in every_told:
        _finding(document, outline, each, words)
    outline.heading(second)
    _opinion(document, every_told, found, settings, words)
    signature(document, settings.issuing_body, asked.day if asked.number else None, words, keep_next=True)
    signed_by_both(document, _OPINION.get(words.lang), _AGREED.get(words.lang), _SIGNED.get(words.lang))
    document.paragraph(words.journal.format(digest=words.known(sheet.record.head[:16])), "Small")
    return document.to_bytes()


def _read(asked: Asked) -> tuple[Sheet, list[Reviewed]]:
    assert asked.round is not None
    return next(iter(reviewed(asked.workspace, asked.round, asked.units, asked.leave_out)))


def _visit(document: Docx, sheet: Sheet, words: Wording) -> None:
    visit = sheet.visit
    made = date.fromisoformat(visit.date) if visit.date else None
    when = words.when.format(day=words.date(made), start=words.known(visit.start), end=words.known(visit.end))
    inspectors = [Person(name=each.name, post=each.post, certificate=each.certificate) for each in visit.inspectors]
    present = [Person(name=each.name, post=each.post) for each in visit.present]
    for line in (
        (words.when_label, when),
        (words.where_label, words.known(visit.place)),
        (words.inspectors_label, people(inspectors, words.inspector, words)),
        (words.present_label, people(present, words.person, words)),
    ):
        document.labelled(line)
    if visit.remarks:
        document.labelled((words.remarks_label, visit.remarks))


def _finding(document: Docx, outline: Outline, each: Told, words: Wording) -> None:
    name = OUTCOMES[each.of.outcome].get(words.lang)
    outline.heading(_FINDING.get(words.lang).format(name=name, id=each.id), 2)
    for line in (*each.before, *each.answer, *each.now):
        document.labelled(*line)


def _opinion(document: Docx, every: list[Told], found: Outcomes, settings: Settings, words: Wording) -> None:
    lang = words.lang
    to_do = [each for each in every if each.of.to_do]
    if to_do:
        document.paragraph(_TO_DO.get(lang).format(count=len(to_do)), keep_next=True)
        rows = [
            (str(number), each.id, each.problem, due_now(each.of, words) or words.date_blank)
            for number, each in enumerate(to_do, 1)
        ]
        document.table(widths(document, _TO_DO_SHARES), rows, header=_TO_DO_COLUMNS.get(lang).split("|"))
    elif found.looked_at:
        document.paragraph(_ALL_RIGHT.get(lang))
    if found.counts[""]:
        document.paragraph(_LEFT.get(lang).format(count=found.counts[""]))
    person, phone = settings.document.contact_person, settings.document.contact_phone
    # The last line goes with the signature, which must not stand alone on a page.
    document.paragraph(words.reply_contact.format(person=words.known(person), phone=words.known(phone)), keep_next=True)
