"""How any Word document stands against a layout, whole: page, type, headings, page numbers, tables, how it ends."""

from __future__ import annotations

from reports.checking.ending import end_notes, signature
from reports.checking.fonts import fonts
from reports.checking.heads import headings
from reports.checking.model import Check, merged
from reports.checking.page import page_numbers, pages
from reports.checking.parts import outside, tables
from reports.checking.type import lines, types
from reports.docx_read import WordFile
from reports.profile import Profile


def check(data: bytes, name: str, profile: Profile) -> list[Check]:
    """Every check of the Word file `data`, called `name` in messages, against `profile`.

    Raises:
        AudittyError: the file cannot be read, and why.
    """
    file = WordFile(data, name)
    everything = list(file.paragraphs())
    text = [paragraph for paragraph in everything if not paragraph.table and paragraph.text.strip()]
    return merged(
        [
            *pages(file, profile),
            *types(text, profile),
            *lines(text, profile),
            *fonts(file, everything, profile),
            *headings(text, profile),
            *page_numbers(file, profile),
            *tables(file),
            *signature(text, profile),
            *end_notes(file, everything, profile),
            *outside(file),
        ]
    )
