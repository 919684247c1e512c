"""What is said of a document: a question, what the layout has, what the document has, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from checklists.errors import N_, cut
from reports.docx_cascade import Paragraph

MOST_PLACES = 5
_WORDS = 24  # characters
NOTHING = "-"


class Place(NamedTuple):
    """A place in a document: the how-manieth paragraph outside tables, table or section, or a part of the file.

    `words` are the first ones there, or the name of the part.
    """

    kind: Literal["paragraph", "table", "section", "part"]
    number: int
    words: str = ""

    @property
    def text(self) -> str:
        """How to say it, in English, to be translated: {number} and {words} are to be filled in."""
        return _PLACES[self.kind]


_PLACES = {
    "paragraph": N_("paragraph {number} “{words}”"),
    "table": N_("table {number} “{words}”"),
    "section": N_("section {number}"),
    "part": "{words}",
}


@dataclass(frozen=True, kw_only=True)
class Check:
    """One question about a document: what was asked, what the layout has, what the document has, and where.

    `label` is to be translated, and so are `expected` and `found` where they are words. `where` are the first places
    that depart, none where it is the whole document.
    """

    label: str
    ok: bool
    expected: str
    found: str
    where: tuple[Place, ...] = ()


def place_of(paragraph: Paragraph) -> Place:
    """Where a paragraph is."""
    words = cut(" ".join(paragraph.text.split()), _WORDS)
    return Place("table", paragraph.table, words) if paragraph.table else Place("paragraph", paragraph.number, words)


def merged(checks: Iterable[Check]) -> list[Check]:
    """The checks, those that say the same said once; of those that depart all places, up to `MOST_PLACES`."""
    places: dict[Check, dict[Place, None]] = {}
    for each in checks:
        said = Check(label=each.label, ok=each.ok, expected=each.expected, found=each.found)
        places.setdefault(said, {}).update({} if each.ok else dict.fromkeys(each.where))
    return [
        Check(label=each.label, ok=each.ok, expected=each.expected, found=each.found, where=tuple(where)[:MOST_PLACES])
        for each, where in places.items()
    ]
