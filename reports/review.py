"""A unit's review record (整改复查意见书): what a follow-up found of each earlier finding, signed by both sides."""

from __future__ import annotations

from datetime import date

from checklists.errors import N_
from checklists.grades import Text
from reports.design import Design, Said
from reports.fields import AMENDS, DRAFT_NUMBER, ISSUED, ISSUING_BODY, NUMBER, TITLE, UNIT, Field, Fields, some
from reports.follow_up import counted
from reports.follow_up_layout import OUTCOME_FIELDS
from reports.headings import heading_number
from reports.kinds import Asked
from reports.model import Person
from reports.notice_fields import FIELDS as NOTICE
from reports.notice_fields import FINDING
from reports.numbering import amends_line, issued_that_day, number_line
from reports.official import people, signed_by_both
from reports.outline import Outline
from reports.paper import Paper
from reports.profile import tabular
from reports.rectifying_words import OUTCOMES
from reports.reviewing import Line, Told, due_now, told
from reports.wording import Wording, wording
from store.errors import Refused
from store.figures.reviews import NEW, Reviewed, chain, outcomes, reviewed
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


_LINES: Fields = {
    "label": Field("what it is, as a label", "标签"),
    "text": Field("what it says", "内容"),
    "second_label": Field("a second label on the same line, empty if there is none", "同一行的第二个标签，没有则为空"),
    "second_text": Field("what that says", "第二个标签的内容"),
}
FIELDS: Fields = {
    "title": TITLE,
    "issuing_body": ISSUING_BODY,
    "number": DRAFT_NUMBER,
    "issued": ISSUED,
    "unit": UNIT,
    "amends": AMENDS,
    **some(NOTICE, "round"),
    "rounds": Field("the rounds it goes back over", "所复查的检查轮次"),
    **some(
        NOTICE, "visit_date", "visit_start", "visit_end", "place", "inspectors_line", "present_line", "remarks"
    ),
    **OUTCOME_FIELDS,
    "findings": Field(
        "the findings", "问题",
        of={
            **some(FINDING, "ordinal", "id", "problem"),
            "outcome": Field("what came out", "复查结论"),
            "before": Field("what was wrong and required, line by line", "原问题和整改要求，逐行", of=_LINES),
            "answer": Field("what the unit answered, line by line", "单位反馈，逐行", of=_LINES),
            "now": Field("what was found now, line by line", "复查情况，逐行", of=_LINES),
        },
    ),
    "to_do_count": Field("how many are still to be put right", "需继续整改的问题数"),
    "to_do": Field(
        "what is still to be put right", "需继续整改的问题",
        of={"number": NUMBER, **some(FINDING, "id", "problem"), "due": Field("due date", "整改期限")},
    ),
    "all_right": Field(
        "the sentence that all that was looked at is put right, else empty", "所复查问题均已整改的说明，否则为空"
    ),
    **some(NOTICE, "contact_person", "contact_phone", "journal"),
}  # fmt: skip


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
    sheet, every = _read(asked)
    if not any(each.outcome for each in every):
        raise Refused(N_("round {round} has no results for {unit} yet"), round=asked.round.info.id, unit=asked.units[0])
    return DESIGN.make(asked, _said(asked, sheet, every))


def _read(asked: Asked) -> tuple[Sheet, list[Reviewed]]:
    assert asked.round is not None
    return next(iter(reviewed(asked.workspace, asked.round, asked.units, asked.leave_out)))


def _said(asked: Asked, sheet: Sheet, every: list[Reviewed]) -> Said:
    assert asked.round is not None
    words, settings, found = wording(asked.lang), asked.workspace.settings, outcomes(every)
    title, visit = _TITLE.get(words.lang), sheet.visit
    made = date.fromisoformat(visit.date) if visit.date else None
    inspectors = [Person(name=each.name, post=each.post, certificate=each.certificate) for each in visit.inspectors]
    present = [Person(name=each.name, post=each.post) for each in visit.present]
    rounds = [words.titled(each.info.name) for each in chain(asked.round)]
    findings = list(told(sheet, every, words))
    to_do = [each for each in findings if each.of.to_do]
    values = {
        "title": title,
        "issuing_body": words.known(settings.issuing_body),
        "number": number_line(asked.number, words),
        "issued": words.date(asked.day if asked.number else None),
        "unit": words.known(sheet.unit.name),
        "amends": amends_line(asked.amends, words) if asked.amends else "",
        "round": sheet.info.name,
        "rounds": words.people_mark.join(rounds) or words.blank,
        "visit_date": words.date(made),
        "visit_start": words.known(visit.start),
        "visit_end": words.known(visit.end),
        "place": words.known(visit.place),
        "inspectors_line": people(inspectors, words.inspector, words),
        "present_line": people(present, words.person, words),
        "remarks": visit.remarks,
        "earlier": found.earlier,
        "outcomes": counted(found, words),
        "left": found.counts[""],
        "new": found.counts[NEW],
        "findings": [_finding(number, each, words) for number, each in enumerate(findings, 1)],
        "to_do_count": len(to_do),
        "to_do": [
            {
                "number": number,
                "id": each.id,
                "problem": each.problem,
                "due": due_now(each.of, words) or words.date_blank,
            }
            for number, each in enumerate(to_do, 1)
        ],
        "all_right": _ALL_RIGHT.get(words.lang) if found.looked_at and not to_do else "",
        "contact_person": words.known(settings.document.contact_person),
        "contact_phone": words.known(settings.document.contact_phone),
        "journal": words.known(sheet.record.head[:16]),
    }
    return Said(
        lang=words.lang,
        values=values,
        title=f"{title} {asked.number}".strip(),
        author=settings.issuing_body,
        subject=sheet.unit.name,
        made=asked.day if asked.number else made,
    )


def _finding(number: int, each: Told, words: Wording) -> dict[str, object]:
    return {
        "ordinal": heading_number(words.lang, 1, number),
        "outcome": OUTCOMES[each.of.outcome].get(words.lang),
        "id": each.id,
        "problem": each.problem,
        "before": list(map(_line, each.before)),
        "answer": list(map(_line, each.answer)),
        "now": list(map(_line, each.now)),
    }


def _line(line: Line) -> dict[str, str]:
    first, second = (*line, ("", ""))[:2]
    return {"label": first[0], "text": first[1], "second_label": second[0], "second_text": second[1]}


def _lay(paper: Paper, _: object) -> None:
    words, lang = paper.words, paper.words.lang
    paper.document.page_numbers(paper["title"], words.page)
    paper.head(paper["number"])
    paper.paragraph(words.addressee.format(unit=paper["unit"]), "Addressee")
    for _turn in paper.when("amends"):
        paper.paragraph(paper["amends"])
    paper.paragraph(
        _INTRO.get(lang).format(
            body=paper["issuing_body"],
            day=paper["visit_date"],
            rounds=paper["rounds"],
            round=paper["round"],
            earlier=paper["earlier"],
            counts=paper["outcomes"],
            left=paper["left"],
            new=paper["new"],
        )
    )
    outline, (first, second) = Outline(paper.document, words), _SECTIONS.get(lang).split("|")
    outline.heading(first)
    _lay_visit(paper)
    for finding in paper.each("findings"):
        heading = _FINDING.get(lang).format(name=finding["outcome"], id=finding["id"])
        finding.paragraph(f"{finding['ordinal']}{heading}", "Heading2", keep_next=True)
        for part in ("before", "answer", "now"):
            for line in finding.each(part):
                for _turn in line.when("second_label"):
                    line.labelled((line["label"], line["text"]), (line["second_label"], line["second_text"]))
                for _turn in line.unless("second_label"):
                    line.labelled((line["label"], line["text"]))
    outline.heading(second)
    _lay_opinion(paper)
    paper.signature(keep_next=True)
    signed_by_both(paper.document, _OPINION.get(lang), _AGREED.get(lang), _SIGNED.get(lang))
    paper.paragraph(words.journal.format(digest=paper["journal"]), "Small")


def _lay_visit(paper: Paper) -> None:
    words = paper.words
    when = words.when.format(day=paper["visit_date"], start=paper["visit_start"], end=paper["visit_end"])
    for line in (
        (words.when_label, when),
        (words.where_label, paper["place"]),
        (words.inspectors_label, paper["inspectors_line"]),
        (words.present_label, paper["present_line"]),
    ):
        paper.labelled(line)
    for _turn in paper.when("remarks"):
        paper.labelled((words.remarks_label, paper["remarks"]))


def _lay_opinion(paper: Paper) -> None:
    words, lang = paper.words, paper.words.lang
    for _turn in paper.when("to_do"):
        paper.paragraph(_TO_DO.get(lang).format(count=paper["to_do_count"]), keep_next=True)
        paper.table(
            _TO_DO_SHARES,
            "to_do",
            lambda each: (each["number"], each["id"], each["problem"], each["due"]),
            header=_TO_DO_COLUMNS.get(lang).split("|"),
        )
    for _turn in paper.when("all_right"):
        paper.paragraph(paper["all_right"])
    for _turn in paper.when("left"):
        paper.paragraph(_LEFT.get(lang).format(count=paper["left"]))
    # The last line goes with the signature, which must not stand alone on a page.
    contact = words.reply_contact.format(person=paper["contact_person"], phone=paper["contact_phone"])
    paper.paragraph(contact, keep_next=True)


DESIGN = Design(title=_TITLE, fields=FIELDS, lay=_lay, shape=tabular)
"""How the record is made."""
