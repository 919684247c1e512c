"""Templates to fill with notices."""

from __future__ import annotations

import io

import docx
from docx.document import Document

from reports import notice as notices
from reports.kinds import KINDS, Template
from reports.model import Notice
from reports.templates.process import Limits


def default(lang: str) -> bytes:
    """The notice's template to start from."""
    return KINDS["notice"].default_template(lang)


def render(notice: Notice, data: bytes, file: str, limits: Limits | None = None) -> bytes:
    """The template `data`, called `file` in messages, filled with the notice."""
    return notices.render(notice, template=Template(file, data), limits=limits)


def template(*paragraphs: str, header: str = "") -> bytes:
    """A Word file of these paragraphs."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))
