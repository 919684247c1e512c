"""Headings that number themselves: 一、（一）1.（1） in Chinese, 1, 1.1, 1.1.1 in English."""

from __future__ import annotations

from reports.docx_base import Docx
from reports.wording import Wording, chinese_number

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
        self._document.paragraph(f"{self._number()}{title}", _STYLES[level - 1], keep_next=True)

    def _number(self) -> str:
        level, number = len(self._numbers), self._numbers[-1]
        if self._words.lang != "zh":
            return f"{'.'.join(map(str, self._numbers))}  "
        return (f"{chinese_number(number)}、", f"（{chinese_number(number)}）", f"{number}.", f"（{number}）")[
            level - 1
        ]
