"""What stands one below the other in a document: room around tables, no blank line that would take a page alone."""

from __future__ import annotations

import re

from reports.docx_styles import Style, twips

_GAP = 8  # points between a table and the texts above and below it
_ENOUGH = 6
_BELOW = f'<w:spacing w:before="{twips(_GAP)}"/>'
_SPACING_GOES = re.compile("(?=<w:ind |<w:jc |</w:pPr>)")
_VANISHING = "{%p "  # a mark of a template, which leaves no paragraph


class Flow(list[str]):
    """Paragraphs and tables as WordprocessingML, in their order."""

    def __init__(self) -> None:
        self._blank = False  # whether a paragraph without words came last,
        self._tight = False  # or a text that leaves no room to what is below,
        self._table = False  # or a table

    def room_above(self, words: str, style: Style, new_page: bool) -> str:
        """The spacing of the paragraph that comes next, "" for that of its `style`; a blank line before a page goes."""
        if new_page and self._blank:
            del self[self._last]  # where a table fills the page, the blank line below would make another
        return _BELOW if self._table and words and not new_page and style.before < _ENOUGH else ""

    def add_text(self, paragraph: str, words: str, style: Style) -> None:
        """Add a paragraph of these `words`."""
        self.append(paragraph)
        if not words.startswith(_VANISHING):
            self._came(blank=not words, tight=bool(words) and style.after < _GAP)

    def add_drawing(self, paragraph: str) -> None:
        """Add a paragraph with a drawing, which has its own room."""
        self.append(paragraph)
        self._came()

    def begin_table(self) -> None:
        """A table is added next: set it off from the text above it."""
        if self._tight:
            above, after = self[self._last], f'w:after="{twips(_GAP)}"/>'
            if _BELOW in above:  # between two tables
                self[self._last] = above.replace(_BELOW, _BELOW.replace("/>", f" {after}"), 1)
            else:
                self[self._last] = _SPACING_GOES.sub(f"<w:spacing {after}", above, count=1)
        self._came(table=True)

    def _came(self, *, blank: bool = False, tight: bool = False, table: bool = False) -> None:
        self._blank, self._tight, self._table = blank, tight, table

    @property
    def _last(self) -> int:
        """Where the last paragraph is that stays."""
        return next(at for at in range(len(self) - 1, -1, -1) if _VANISHING not in self[at])
