"""A document being set from its fields: from the texts they hold or, to make a template, from the marks for them.

One layout makes both, so that the default template filled reads and looks as the document does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from reports import official
from reports.docx_base import Docx
from reports.docx_text import Text
from reports.profile import Face
from reports.wording import Wording

_NAME = "十二个字的发文机关的名称"
_DAY = date(2026, 10, 15)


class Paper:
    """A document, or one turn of a list in it, with its fields: `paper["unit"]` is a text that can be set.

    `marks` says that a template is being made. `first` and `last` are the first and the last turn of a list.
    """

    def __init__(self, document: Docx, words: Wording, held: Mapping[str, Any], *, marks: bool = False) -> None:
        self.document, self.words, self.marks = document, words, marks
        self.first = self.last = False
        self._held, self._turn = held, ""

    def __getitem__(self, name: str) -> str:
        held = self._held[name]
        return f"{{{{ {self._turn}{name} }}}}" if self.marks else str(held)

    def may_hold(self, name: str) -> bool:
        """Whether the field is not empty, or may be when a template is filled."""
        return self.marks or bool(self._held[name])

    def when(self, name: str, style: str = "Body") -> Iterator[None]:
        """One turn if the field is not empty, else none."""
        return self._turns_if("if", name, style)

    def unless(self, name: str, style: str = "Body") -> Iterator[None]:
        """One turn if the field is empty, else none."""
        return self._turns_if("if not", name, style)

    def _turns_if(self, word: str, name: str, style: str) -> Iterator[None]:
        held = self._held[name]
        if self.marks:
            self.document.paragraph(f"{{%p {word} {self._turn}{name} %}}", style)
            yield
            self.document.paragraph("{%p endif %}", style)
        elif bool(held) is (word == "if"):
            yield

    def each(self, name: str) -> Iterator[Paper]:
        """A turn for each group of a list."""
        if not self.marks:
            yield from self._turns(name)
            return
        turn = self._mark(name)
        self.document.paragraph(f"{{%p for {turn._turn[:-1]} in {self._turn}{name} %}}")
        yield turn
        self.document.paragraph("{%p endfor %}")

    def _turns(self, name: str) -> Iterator[Paper]:
        last = len(self._held[name]) - 1
        for number, held in enumerate(self._held[name]):
            turn = Paper(self.document, self.words, held)
            turn.first, turn.last = number == 0, number == last
            yield turn

    def _mark(self, name: str) -> Paper:
        """What stands for each turn of a list; it is called by the first letter of the list."""
        turn = Paper(self.document, self.words, self._held[name].of, marks=True)
        turn._turn = f"{name[0]}."
        return turn

    def paragraph(
        self,
        text: Text,
        style: str = "Body",
        *,
        face: Face | None = None,
        keep_next: bool = False,
        new_page: bool = False,
    ) -> None:
        """Add a paragraph, as `Docx.paragraph` does."""
        self.document.paragraph(text, style, face=face, keep_next=keep_next, new_page=new_page)

    def next_page(self, text: str, style: str) -> None:
        """Add the paragraph that a turn of a list begins with, each but the first on a page of its own."""
        if not self.marks:
            self.paragraph(text, style, new_page=not self.first)
            return
        self.paragraph("{%p if loop.first %}")
        self.paragraph(text, style)
        self.paragraph("{%p else %}")
        self.paragraph(text, style, new_page=True)
        self.paragraph("{%p endif %}")

    def labelled(self, *pairs: tuple[str, str], keep_next: bool = False) -> None:
        """Add labels with their values, as `Docx.labelled` does."""
        self.document.labelled(*pairs, keep_next=keep_next)

    def table(
        self,
        shares: Sequence[float],
        name: str,
        row: Callable[[Paper], Sequence[str]],
        *,
        header: Sequence[str] = (),
        heading: str = "",
        long: bool = False,
        **options: Any,
    ) -> None:
        """Add a table with a `row` for each group of the list `name`; its columns have `shares` of the text's width.

        Where the field `heading` of a group is not empty, its text goes over all columns instead. A `long` one is made
        while the document is packed.
        """
        widths = official.widths(self.document, shares)
        if self.marks:
            if options.pop("keep_last", False) and not heading:
                options["keep_next"] = True  # its rows are all alike, and few
            options["loose"] = options.get("splits", False)  # nobody knows yet which of its rows are high
            rows = [(text,) if isinstance(text, str) else text for text in self._rows(name, row, heading)]
            self.document.table(widths, rows, header=header, **options)
            return
        found = self._found(name, row, heading)
        if long:
            self.document.long_table(widths, found, header)
        else:
            self.document.table(widths, list(found), header=header, **options)

    def _found(self, name: str, row: Callable[[Paper], Sequence[str]], heading: str) -> Iterator[Sequence[str]]:
        turn = Paper(self.document, self.words, {})  # one for all of them: a city's ledger has many thousands
        for held in self._held[name]:
            turn._held = held
            yield (turn[heading],) if heading and held[heading] else row(turn)

    def _rows(self, name: str, row: Callable[[Paper], Sequence[str]], heading: str) -> Iterator[str | Sequence[str]]:
        turn = self._mark(name)
        yield f"{{%tr for {turn._turn[:-1]} in {self._turn}{name} %}}"
        if heading:
            yield f"{{%tr if {turn._turn}{heading} %}}"
            yield turn[heading]
            yield "{%tr else %}"
        yield row(turn)
        if heading:
            yield "{%tr endif %}"
        yield "{%tr endfor %}"

    def lines(self, *of: tuple[str, str]) -> str:
        """A line for each of these fields that is not empty, as the form beside its name has it: "Place: {}"."""
        if not self.marks:
            held = self._held
            return "\n".join([form.replace("{}", str(held[name]), 1) for name, form in of if held[name]])
        text, before = "", list[str]()
        for name, form in of:
            mark = f"{self._turn}{name}"
            new_line = f"{{% if {' or '.join(before)} %}}\n{{% endif %}}" if before else ""
            text += f"{{% if {mark} %}}{new_line}{form.format(self[name])}{{% endif %}}"
            before.append(mark)
        return text

    def lower(self, name: str) -> str:
        """The field in small letters."""
        return f"{{{{ {self._turn}{name}|lower }}}}" if self.marks else self[name].lower()

    # What official documents have in common

    def running_head(self, name: str) -> None:
        """Print a field at the top of every page, if it is not empty."""
        if self.may_hold(name):
            self.document.running_head(self[name])

    def mark_face(self) -> Face:
        """The face of the name at the head, by the length of that name."""
        return official.fitted(self.document.profile, _NAME if self.marks else self["issuing_body"])

    def head(self, number: str, title: str = "title") -> None:
        """The name of the body, its number for the document, and the field `title`."""
        official.head(self.document, self["issuing_body"], number, self[title], self.mark_face())

    def signature(self, *, keep_next: bool = False) -> None:
        """The name of the body and the date of issue, as fields; with `keep_next` on one page with what follows."""
        name, day = self["issuing_body"], self["issued"]
        measured = (_NAME, self.words.date(_DAY)) if self.marks else (name, day)
        official.signature(self.document, name, day, self.words, measured, keep_next=keep_next)
