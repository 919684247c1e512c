"""Headings that number themselves."""

from __future__ import annotations

from reports.docx_base import Docx
from reports.headings import heading_number
from reports.wording import Wording

_STYLES = ("Heading1", "Heading2", "Body", "Body")  # the standard sets the third and fourth as the text


class Outline:
    """The headings of one document, in their order."""

    def __init__(self, document: Docx, words: Wording) -> None:
        self._document, self._words = document, words
        self._numbers: list[int] = []

    def heading(self, title: str, level: int = 1) -> None:
        """Set the next heading of a level, 1 to 4, kept with what follows."""
        self._numbers = [*self._numbers, *[0] * level][:level]
        self._numbers[-1] += 1
        number = heading_number(self._words.lang, *self._numbers)
        self._document.paragraph(f"{number}{title}", _STYLES[level - 1], keep_next=True)
