"""The bulletin (情况通报): what a round came to, its typical problems, the state of rectifications, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from reports import bulletin_words as said
from reports.bulletin_annexes import charts, scores
from reports.bulletin_facts import gathered
from reports.bulletin_text import CONTENTS, Paragraph, Telling
from reports.docx_base import Docx
from reports.docx_text import ems
from reports.kinds import Asked
from reports.left_out import remark
from reports.numbering import amends_line
from reports.official import head, signature
from reports.outline import Outline
from reports.profile import MM, profile_for
from reports.wording import wording
from store.model import OTHER_FINDINGS

_TYPE = {"zh": 10.5, "en": 9.0}  # of tables


def drafted(asked: Asked) -> bytes:
    """The bulletin on the round as it stands on the day asked for, a draft unless it has a number."""
    words, settings, facts = wording(asked.lang), asked.workspace.settings, gathered(asked)
    told = Telling(facts=facts, words=words, settings=settings, named=asked.named)
    title = told.of(said.TITLE, round=facts.round.info.name, break_="")
    profile = profile_for(words.lang, settings.layout)
    document = Docx(
        replace(profile, table=replace(profile.table, size=_TYPE[words.lang])),
        words.lang,
        title=f"{title} {asked.number}".strip(),
        author=settings.issuing_body,
        subject=facts.round.info.name,
        made=facts.day,
    )
    if not asked.number:
        document.running_head(words.draft)
    document.page_numbers(f"{title} {asked.number}".strip(), words.page)
    _head(document, told, title, asked)
    outline = Outline(document, words)
    for heading, section in CONTENTS:
        if paragraphs := section(told):
            outline.heading(told.of(heading))
            _set(document, outline, paragraphs, last=section is CONTENTS[-1][1])
    document.paragraph(told.of(said.ATTACHMENTS if told.named else said.ATTACHMENT), "Attachment")
    signature(document, settings.issuing_body, asked.day if asked.number else None, words)
    charts(document, told)
    if told.named:
        scores(document, told)
    return document.to_bytes()


def _head(document: Docx, told: Telling, title: str, asked: Asked) -> None:
    words, info = told.words, told.facts.round.info
    body = words.known(told.settings.issuing_body)
    issued = words.date(asked.day if asked.number else None)
    number = words.number_line.format(number=asked.number or words.draft_number, issued=issued)
    profile = document.profile
    # A title of two lines is broken where it makes sense, not before its last character.
    wide = profile.official and (ems(title) + 1) * profile.title.size > profile.text_width * MM
    head(document, body, number, told.of(said.TITLE, round=info.name, break_="\n") if wide else title)
    document.paragraph(told.of(said.TO), "Addressee")
    if asked.amends:
        document.paragraph(amends_line(asked.amends, words))
    days = [words.date(date.fromisoformat(day)) for day in (info.period_from, info.period_to) if day]
    period = told.of(said.PERIOD, start=days[0], end=days[1]) if len(days) == 2 else ""
    lists = [each.title.get(words.lang) for each in told.facts.round.checklists if each.id != OTHER_FINDINGS]
    basis = told.listed(words.titled(each) for each in lists)
    document.paragraph(told.of(said.INTRO, body=body, period=period, basis=words.known(basis), round=info.name))
    if left_out := remark(asked, words):
        document.paragraph(left_out)


def _set(document: Docx, outline: Outline, paragraphs: Sequence[Paragraph], last: bool) -> None:
    """Set the paragraphs; the last one of the text does not leave the signature alone on a page."""
    for place, (heading, text) in enumerate(paragraphs, 1):
        if heading:
            outline.heading(heading, 2)
        document.paragraph(text, keep_next=last and place == len(paragraphs))
