"""Text of other people's files on its way into a checklist: cleaned, cut where it is too long, and made into ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from checklists.build import MAX_TEXT
from checklists.errors import N_, cut
from checklists.importers.base import ImportRefused, Options
from checklists.model import Text

ID_LENGTH = 64
TITLE = 200
"""Longest title of a checklist, in characters."""

_NOISE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_ENDS = re.compile("\r\n?")
_NOT_IN_IDS = re.compile("[^0-9A-Za-z._]+")

_ID = re.compile(f"[0-9A-Za-z._-]{{1,{ID_LENGTH}}}")


def clean(text: str) -> str:
    """`text` without control characters, lone surrogates and the white space around it; line ends as newlines."""
    if "\r" in text:
        text = _ENDS.sub("\n", text)
    return (_NOISE.sub("", text) if _NOISE.search(text) else text).strip()


def shortened(text: str, limit: int = MAX_TEXT) -> str:
    """`text`, cut to `limit` characters with an ellipsis where it is longer."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def joined(texts: Sequence[Text], separator: str) -> Text | None:
    """The texts one after another in each language, None if there is none."""
    if not texts:
        return None
    return Text(separator.join(text.zh for text in texts), separator.join(text.en for text in texts))


def slug(text: str) -> str:
    """What of `text` an id can hold; "" if nothing."""
    return _NOT_IN_IDS.sub("-", text).strip("-._")[:ID_LENGTH]


def unique_ids(wishes: Sequence[Sequence[str]], otherwise: str) -> list[str]:
    """An id for each thing: the first of its wishes that no other thing has, else a wish, or `otherwise`, numbered.

    Two things that wish for the same both go on to their next wish, so that an id does not depend on the order.
    """
    given = [""] * len(wishes)
    taken: set[str] = set()
    waiting = list(range(len(wishes)))
    for level in range(max(map(len, wishes), default=0)):
        slugs = {index: slug(wishes[index][level]) for index in waiting if level < len(wishes[index])}
        wanted = Counter(slugs.values())
        for index, wish in slugs.items():
            if wish and wanted[wish] == 1 and wish not in taken:
                given[index] = wish
                taken.add(wish)
        waiting = [index for index in waiting if not given[index]]
    numbers: dict[str, Iterator[int]] = {}
    for index in waiting:
        stem = next(filter(None, map(slug, wishes[index])), otherwise)
        count = numbers.setdefault(stem, iter(range(1, len(wishes) + len(taken) + 2)))
        while (made := _numbered(stem, next(count))) in taken:
            pass
        given[index] = made
        taken.add(made)
    return given


def _numbered(stem: str, number: int) -> str:
    if number == 1:
        return stem
    ending = f"-{number}"
    return stem[: ID_LENGTH - len(ending)] + ending


def named(options: Options, wish: str, title: Text) -> tuple[str, Text]:
    """Id and title of the checklist to be made: those the person asked for, else from the file.

    Raises:
        ImportRefused: what was asked for is no id.
    """
    if options.id and (not _ID.fullmatch(options.id) or options.id.startswith(".")):
        raise ImportRefused(
            N_('"{found}" is no id; use 1 to 64 of the letters A-Z and a-z, digits, ".", "_" and "-"'),
            found=cut(options.id),
        )
    asked = shortened(clean(options.title), TITLE)
    return options.id or slug(wish).lower() or "imported", Text(asked, asked) if asked else title
