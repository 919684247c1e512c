"""The bulletin (情况通报): what a round came to, its typical problems, the state of rectifications, what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from reports import bulletin_annexes as annexes
from reports import bulletin_words as said
from reports.bulletin_facts import gathered
from reports.bulletin_text import CONTENTS, Telling
from reports.design import Design, Said
from reports.docx_text import ems
from reports.fields import AMENDS, FOOT, ISSUED, ISSUING_BODY, LEFT_OUT, TITLE, Field, Fields
from reports.headings import heading_number
from reports.kinds import Asked
from reports.left_out import remark
from reports.numbering import amends_line
from reports.paper import Paper
from reports.profile import MM, Profile, profile_for
from reports.wording import wording
from store.model import OTHER_FINDINGS

_TYPE = {"zh": 10.5, "en": 9.0}  # of tables


FIELDS: Fields = {
    "title": TITLE,
    "head_title": Field("the title at the head, broken where it takes two lines", "版头下的标题，需要两行时已断行"),
    "foot": FOOT,
    "draft": Field("the word of warning on a draft, empty when issued", "草稿上的提示，正式文书为空"),
    "issuing_body": ISSUING_BODY,
    "number": Field("the document number; a blank in a draft", "发文字号；草稿为空格线"),
    "issued": ISSUED,
    "amends": AMENDS,
    "round": Field("the round of inspection", "检查轮次"),
    "period": Field("its first and last day in the sentence, or empty", "检查起止日期，用于句中，未知则为空"),
    "basis": Field("the checklists, in one line", "检查清单，写成一行"),
    "left_out": LEFT_OUT,
    "sections": Field(
        "the sections of the text", "正文各部分",
        of={
            "ordinal": Field("the number as a heading has it", "标题中的序号"),
            "heading": Field("the heading", "标题"),
            "paragraphs": Field(
                "its paragraphs", "段落",
                of={
                    "ordinal": Field("the number of that heading, or empty", "段落标题的序号，没有则为空"),
                    "heading": Field("the heading above it, or empty", "段落标题，没有则为空"),
                    "text": Field("what it says", "内容"),
                },
            ),
        },
    ),
    "attachments": Field("what is annexed", "附件说明"),
    **annexes.FIELDS,
}  # fmt: skip


def drafted(asked: Asked) -> bytes:
    """The bulletin on the round as it stands on the day asked for, a draft unless it has a number."""
    return DESIGN.make(asked, _said(asked))


def _said(asked: Asked) -> Said:
    words, settings, facts = wording(asked.lang), asked.workspace.settings, gathered(asked)
    told = Telling(facts=facts, words=words, settings=settings, named=asked.named)
    info = facts.round.info
    title = told.of(said.TITLE, round=info.name, break_="")
    profile = profile_for(words.lang, settings.layout)
    # A title of two lines is broken where it makes sense, not before its last character.
    wide = profile.official and (ems(title) + 1) * profile.title.size > profile.text_width * MM
    days = [words.date(date.fromisoformat(day)) for day in (info.period_from, info.period_to) if day]
    lists = [each.title.get(words.lang) for each in facts.round.checklists if each.id != OTHER_FINDINGS]
    foot, figures = f"{title} {asked.number}".strip(), annexes.figures_of(told)
    values = {
        "title": title,
        "head_title": told.of(said.TITLE, round=info.name, break_="\n") if wide else title,
        "foot": foot,
        "draft": "" if asked.number else words.draft,
        "issuing_body": words.known(settings.issuing_body),
        "number": asked.number or words.draft_number,
        "issued": words.date(asked.day if asked.number else None),
        "amends": amends_line(asked.amends, words) if asked.amends else "",
        "round": info.name,
        "period": told.of(said.PERIOD, start=days[0], end=days[1]) if len(days) == 2 else "",
        "basis": words.known(told.listed(words.titled(each) for each in lists)),
        "left_out": remark(asked, words),
        "sections": _sections(told),
        "attachments": told.of(said.ATTACHMENTS if told.named else said.ATTACHMENT),
        **annexes.values(figures),
    }
    return Said(
        lang=words.lang,
        values=values,
        title=foot,
        author=settings.issuing_body,
        subject=info.name,
        made=facts.day,
        shown=figures,
    )


def _sections(told: Telling) -> list[dict[str, Any]]:
    lang = told.words.lang
    every = [(heading, found) for heading, section in CONTENTS if (found := section(told))]
    sections = []
    for number, (heading, found) in enumerate(every, 1):
        paragraphs, headed = [], 0
        for over, text in found:
            headed += bool(over)
            ordinal = heading_number(lang, number, headed) if over else ""
            paragraphs.append({"ordinal": ordinal, "heading": over, "text": text})
        ordinal = heading_number(lang, number)
        sections.append({"ordinal": ordinal, "heading": told.of(heading), "paragraphs": paragraphs})
    return sections


def _lay(paper: Paper, figures: annexes.Figures | None) -> None:
    words, lang = paper.words, paper.words.lang
    paper.running_head("draft")
    paper.document.page_numbers(paper["foot"], words.page)
    number = words.number_line.format(number=paper["number"], issued=paper["issued"])
    paper.head(number, "head_title")
    paper.paragraph(said.TO.get(lang), "Addressee")
    for _turn in paper.when("amends"):
        paper.paragraph(paper["amends"])
    intro = {name: paper[name] for name in ("period", "basis", "round")}
    paper.paragraph(said.INTRO.get(lang).format(body=paper["issuing_body"], **intro))
    for _turn in paper.when("left_out"):
        paper.paragraph(paper["left_out"])
    for section in paper.each("sections"):
        section.paragraph(f"{section['ordinal']}{section['heading']}", "Heading1", keep_next=True)
        for each in section.each("paragraphs"):
            for _turn in each.when("heading", "Heading2"):
                each.paragraph(f"{each['ordinal']}{each['heading']}", "Heading2", keep_next=True)
            each.paragraph(each["text"], keep_next=section.last and each.last)  # or the signature might stand alone
    paper.paragraph(paper["attachments"], "Attachment")
    paper.signature()
    annexes.lay(paper, figures)


def _small_tables(profile: Profile) -> Profile:
    size = _TYPE["zh" if profile.official else "en"]
    return replace(profile, table=replace(profile.table, size=size))


DESIGN = Design(title=said.TITLE_ALONE, fields=FIELDS, lay=_lay, shape=_small_tables)
"""How the bulletin is made."""
