"""How words are looked for: in any order, whatever their case, full or half width, as parts of other words too."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import normalize


def folded(text: str) -> str:
    """What is searched in and for: case and full or half width make no difference."""
    return normalize("NFKC", text).casefold()


def words_of(text: str) -> tuple[str, ...]:
    """The words a person typed, folded, each once."""
    return tuple(dict.fromkeys(folded(text).split()))


class Looked:
    """What is looked for. Chinese needs no word breaks: a word is found wherever its characters stand together."""

    def __init__(self, text: str) -> None:
        self.words = words_of(text)

    def fits(self, own: Iterable[str], about: Iterable[str] = ()) -> str | None:
        """The first of the texts `own` that has one of the words, if all of them are there; else None.

        Words that no text of its own has may stand in what it is `about`, which is read only then.
        """
        missing, first = set(self.words), None
        for text in own:
            if not text:
                continue
            whole = folded(text)
            here = {word for word in missing if word in whole}
            if here and first is None:
                first = text
            missing -= here
            if not missing:
                return first
        if first is None:
            return None
        for text in about:
            whole = folded(text)
            missing = {word for word in missing if word not in whole}
            if not missing:
                return first
        return None

    def any_in(self, text: str) -> bool:
        """Whether one of the words is in the text."""
        whole = folded(text)
        return any(word in whole for word in self.words)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where in `text` the words stand: first character and the one behind the last, in order, never overlapping."""
        places: list[int] = []
        whole = ""
        for place, char in enumerate(text):
            part = folded(char)
            whole += part
            places += [place] * len(part)
        found = []
        for word in self.words:
            start = whole.find(word)
            while start >= 0:
                found.append((places[start], places[start + len(word) - 1] + 1))
                start = whole.find(word, start + len(word))
        apart: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if apart and start <= apart[-1][1]:
                apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
            else:
                apart.append((start, end))
        return apart
