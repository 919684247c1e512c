"""Whether a file is a document as it was issued, one that was changed since, a draft, or none of ours."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from checklists.errors import AudittyError
from reports.docx_read import WordFile
from reports.numbering import DRAFT
from store.documents import Documents, Registered


class Identity(NamedTuple):
    """`verdict`, and the `document` that the file is or says it is; None for a draft and for what is unknown."""

    verdict: Literal["identical", "altered", "draft", "unknown"]
    document: Registered | None = None


def identify(data: bytes, name: str, documents: Documents) -> Identity:
    """What the file `data`, called `name` in messages, is to the register.

    Only the same bytes are identical: what was opened and saved again counts as altered, whatever it says. A Word file
    claims the number in its title, else the first one that stands in it.
    """
    if issued := documents.with_digest(hashlib.sha256(data).hexdigest()):
        return Identity("identical", issued)
    try:
        title, *texts = WordFile(data, name).texts()
    except AudittyError:
        return Identity("unknown")  # no Word file: nothing in it is ours to read
    register = documents.register()
    if claimed := _claimed([title], register):
        return Identity("altered", claimed)
    if any(mark in text for text in texts for mark in (DRAFT.zh, DRAFT.en)):
        return Identity("draft")
    claimed = _claimed(texts, register)
    return Identity("altered", claimed) if claimed else Identity("unknown")


def _claimed(texts: Iterable[str], register: Iterable[Registered]) -> Registered | None:
    """The first document of which a text has the number, as a word of its own."""
    numbers = {each.issued.number: each for each in register}
    if not numbers:
        return None
    longest_first = "|".join(re.escape(number) for number in sorted(numbers, key=len, reverse=True))
    found = re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)")
    return next((numbers[match[0]] for text in texts if (match := found.search(text))), None)
