"""What official documents of every kind have in common: the red head, name and date, people in a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reports.docx_base import Docx
from reports.docx_text import ems
from reports.model import Person
from reports.profile import MM, Face, Profile
from reports.wording import Wording

_SEAL_RIGHT = 4  # characters between a sealed date and the right edge
_PLAIN_RIGHT = 2  # and between the name and the right edge, where no seal goes over it
_MARK_SMALLEST = 26  # points; the head stays larger than the title
_MARK_NARROWEST = 60  # percent; a longer name takes two lines


def fitted(profile: Profile, body: str) -> Face:
    """The face of the head: a long name is set smaller, then narrower, to stay on one line, as printers do."""
    if not profile.official:
        return profile.mark
    room = profile.text_width * MM / max(1, ems(body))  # points for each character
    size = max(_MARK_SMALLEST, min(profile.mark.size, int(room)))
    stretch = min(100, int(room / size * 100))
    return replace(profile.mark, size=size, stretch=stretch if stretch >= _MARK_NARROWEST else 100)


def head(document: Docx, body: str, number: str, title: str, face: Face) -> None:
    """The name of the body in its `face`, its number for the document, and the title, in the order of the layout."""
    document.paragraph(body, "Mark", face=face)
    lines = [(number, "Number"), (title, "Title")]
    for text, style in lines if document.profile.official else reversed(lines):
        document.paragraph(text, style)


def signature(
    document: Docx, name: str, day: str, words: Wording, measured: tuple[str, str], *, keep_next: bool = False
) -> None:
    """The name of the body and the date, as the standard sets texts as long as `measured` with a seal and without.

    With `keep_next` what follows stays on one page with them: a slip to sign is not alone on a page.
    """
    name_right = day_right = 0.0
    if document.profile.official:
        in_characters = places(document.profile, *map(ems, measured))
        name_right, day_right = (place * document.profile.char_pt for place in in_characters)
    document.paragraph(name, "Signature", right=name_right)
    document.paragraph(day, "SignatureDate", right=day_right, keep_next=keep_next)
    document.end_notes(words.printed.format(day=day))


def places(profile: Profile, name: float, day: float) -> tuple[float, float]:
    """How many characters name and date stand from the right edge, which are so many characters long."""
    return (_sealed if profile.seal else _unsealed)(name, day)


def _sealed(name: float, day: float) -> tuple[float, float]:
    """The distances of name and date from the right: the date four characters in, the name centred over it."""
    excess = (name - day) / 2  # a name longer than its date reaches out on both sides
    right = max(_SEAL_RIGHT, excess)
    return right - excess, right


def _unsealed(name: float, day: float) -> tuple[float, float]:
    """The name two characters in, the date beginning two right of where it does; a date that is longer goes first."""
    if day > name:
        return _PLAIN_RIGHT + day + 2 - name, _PLAIN_RIGHT
    return _PLAIN_RIGHT, _PLAIN_RIGHT + name - 2 - day


def widths(document: Docx, shares: Iterable[float]) -> list[float]:
    """Widths of columns in mm from their shares in percent."""
    return [document.profile.text_width * share / 100 for share in shares]


def people(persons: Iterable[Person], form: str, words: Wording) -> str:
    """Persons in a line, each as `form` writes them; a visible blank for none."""
    return words.known(
        words.people_mark.join(
            form.format(
                name=words.known(person.name),
                post=words.known(person.post),
                certificate=words.known(person.certificate),
            )
            for person in persons
        )
    )


def signed_by_both(document: Docx, asked: str, answers: str, rows: str) -> None:
    """A box for what the unit says, `answers` to what is `asked`, over boxes to sign in: labels and blanks.

    `rows` are lines of four cells between bars. It is one table, kept on one page with what follows: of several,
    LibreOffice may leave the last alone on a page.
    """
    cells = [(asked, f"{answers}\n\n\n"), *(tuple(row.split("|")) for row in rows.split("\n"))]
    document.table(widths(document, (21, 29, 21, 29)), cells, row_height=34, label_columns=(0, 2), keep_next=True)
