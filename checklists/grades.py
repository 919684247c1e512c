"""Texts and grading schemes: the part of the model that a workspace's settings need as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Text(NamedTuple):
    """A text in the two languages of the program; a plain string stands for both."""

    zh: str
    en: str

    def get(self, lang: str) -> str:
        """The text in `lang` ("zh" or "en"; anything else is English)."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, kw_only=True)
class Grade:
    """One step of a grading scheme; `due_days` is the default number of days to rectify."""

    id: str
    title: Text
    meaning: Text | None = None
    monitor: Text | None = None
    due_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class Grading:
    """A named grading scheme, gravest grade first."""

    id: str
    title: Text
    grades: tuple[Grade, ...]
