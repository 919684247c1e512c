"""The office's own phrases (常用语): kept with the workspace, offered where texts are typed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from checklists.errors import N_
from store import texts
from store.errors import Refused, Unknown
from store.model import Value
from store.record import Change, Record

TABLE = "phrases"
FIELDS = ("problem", "requirement", "note")
LONGEST = 200
"""Characters of a phrase: what is longer is no phrase, and no list could show it."""


@dataclass(frozen=True, kw_only=True)
class Phrase(Value):
    """`field` says where it is offered, one of `FIELDS`, "" everywhere; `item` CHECKLIST:ITEM, "" at every item."""

    text: str
    field: str = ""
    item: str = ""

    @property
    def id(self) -> str:
        """The same for the same phrase, so that adding it twice changes nothing."""
        whole = f"{self.text}\n{self.field}\n{self.item}"
        return "p" + hashlib.sha256(whole.encode()).hexdigest()[:7]

    def fits(self, field: str, item: str) -> bool:
        """Whether it is offered there."""
        return self.field in ("", field) and self.item in ("", item)


class Phrases:
    """The phrases in the workspace's record, in the order they were added."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def all(self) -> dict[str, Phrase]:
        """Every phrase by id."""
        return {key: Phrase.from_value(value) for key, value in self._record.all(TABLE).items()}

    def add(self, phrases: Iterable[Phrase]) -> list[Phrase]:
        """Add phrases; returns those that were not there yet.

        Raises:
            Refused: one is empty, too long, or for a field that there is none of. Then none is added.
        """
        wanted = {phrase.id: phrase for phrase in map(_checked, phrases)}

        def changes() -> list[Change]:
            there = self._record.all(TABLE)
            return [Change(TABLE, id, phrase.to_value()) for id, phrase in wanted.items() if id not in there]

        return [Phrase.from_value(event.after) for event in self._record.change_by(changes) if event.after]

    def remove(self, word: str) -> Phrase:
        """Take away the phrase with this id, or with exactly this text.

        Raises:
            Unknown: there is none, or more than one with this text.
        """
        found = [phrase for id, phrase in self.all().items() if word in (id, phrase.text)]
        if len(found) != 1:
            raise Unknown(N_("no phrase, or several, “{phrase}”; see “auditty phrases list”"), phrase=word[:80])
        self._record.change(Change(TABLE, found[0].id, None))
        return found[0]


def _checked(phrase: Phrase) -> Phrase:
    text = " ".join(texts.storable(phrase.text).split("\n")).strip()
    if not text:
        raise Refused(N_("a phrase must not be empty"))
    if len(text) > LONGEST:
        raise Refused(
            N_("a phrase has at most {limit} characters, this one {length}: “{text}”"),
            limit=LONGEST,
            length=len(text),
            text=text[:40] + "..",
        )
    if phrase.item and ":" not in phrase.item:
        raise Refused(N_("“{item}” is no item; write it as CHECKLIST:ITEM"), item=phrase.item[:80])
    if phrase.field not in ("", *FIELDS):
        known = ", ".join(FIELDS)
        raise Refused(N_("no field “{field}”; known are {known}"), field=phrase.field[:40], known=known)
    return Phrase(text=text, field=phrase.field, item=phrase.item)
