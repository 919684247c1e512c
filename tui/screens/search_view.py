"""What the screen of a search says, as lines to draw: no widget and no key here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from store.searching.hits import KINDS, Hit, Kind
from store.searching.words import Looked
from tui.i18n import _
from tui.search_words import KINDS as HEADINGS
from tui.search_words import place
from tui.widgets.canvas import Line, Part
from tui.widgets.look import DIM, HEADING, PLAIN
from tui.widgets.rows import LateRow, Row, heading
from tui.widgets.text import fit, width, wrap

MOST = 200
"""How many results of a kind are listed; more are only counted: nobody reads them, more words are typed."""

_PLACE = 22
_CODE = 9


class Results:
    """What was found so far, by kind; those of the first kind come first, whenever they were found."""

    def __init__(self, looked: Looked) -> None:
        self.looked = looked
        self.cells = 80
        self.counts: dict[Kind, int] = {}
        self._hits: dict[Kind, list[Hit]] = {}

    def add(self, hits: Sequence[Hit]) -> None:
        """More was found."""
        for hit in hits:
            self.counts[hit.kind] = self.counts.get(hit.kind, 0) + 1
            kept = self._hits.setdefault(hit.kind, [])
            if len(kept) < MOST:
                kept.append(hit)

    def rows(self) -> Iterator[Row]:
        """The results under what they are."""
        for kind in KINDS:
            if count := self.counts.get(kind):
                more = "  " + _("the first {count}").format(count=MOST) if count > MOST else ""
                yield heading(f"kind:{kind}", f"{_(HEADINGS[kind])} ({count}){more}")
                yield from (LateRow(f"{kind}:{number}", self._line) for number in range(len(self._hits[kind])))

    def hit(self, id: str) -> Hit | None:
        """The result of a row."""
        kind, _colon, number = id.partition(":")
        return self._hits[kind][int(number)] if kind in self._hits else None

    def _line(self, id: str) -> Line:
        hit = self.hit(id)
        if hit is None:
            return ()
        if hit.kind in ("unit", "round"):
            first = f"{fit(hit.id, _CODE if hit.kind == 'unit' else 16)} "
            more = [] if hit.text in (hit.title, hit.id) else self.excerpt(hit.text, self.cells // 3)
            return [(f" {first}", DIM), *self.excerpt(hit.title, self.cells // 2), ("  ", PLAIN), *more]
        if hit.kind == "item" and hit.text != hit.title.partition(" ")[2]:
            return [(f" {fit(hit.title, self.cells // 2 - 4)}  ", PLAIN), *self.excerpt(hit.text, self.cells // 2)]
        if hit.kind == "item":
            return [(" ", PLAIN), *self.excerpt(hit.title, self.cells - 2)]
        named = f"{fit(f'{hit.unit} {place(hit)}'.strip(), _PLACE)} "
        said = hit.text if hit.text != hit.id else f"{hit.id} {hit.title}"
        return [(f" {named}", DIM), *self.excerpt(said, self.cells - _PLACE - 4)]

    def excerpt(self, text: str, cells: int) -> list[Part]:
        """The part of a text where the words stand, the words bold."""
        spans = self.looked.spans(text)
        begin = 0
        if spans and width(text) > cells:
            first = spans[0][0]
            while begin < first and width(text[begin : spans[0][1]]) > cells * 3 // 4:
                begin += 1
        parts: list[Part] = [("..", DIM)] if begin else []
        for start, end in spans:
            parts += [(text[begin:start], PLAIN), (text[start:end], HEADING)]
            begin = end
        return [*parts, (text[begin:], PLAIN)]

    def facts(self, hit: Hit, cells: int) -> list[Line]:
        """Where it stands, and the whole text."""
        about = [f"{hit.name} {hit.unit}".strip(), hit.round_name]
        about += [_("The visit")] if hit.kind == "note" and not hit.item else [hit.title]
        lines: list[Line] = [
            [(f" {part}", HEADING)] for part in wrap(" / ".join(dict.fromkeys(filter(None, about))), cells - 2)
        ]
        if hit.text not in about and f" {hit.text}" not in hit.title:
            lines += [[(f" {part}", PLAIN)] for part in wrap(hit.text, cells - 2)]
        return lines


def total(counts: Mapping[Kind, int], reading: str) -> Line:
    """How many were found, and how far the reading is."""
    found = _("{count} found").format(count=sum(counts.values()))
    return [(found, PLAIN), (f"  {reading}", DIM)] if reading else [(found, PLAIN)]
