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
    claims the number at the end of its title among the properties, else the first that has a line of its own.
    """
    if issued := documents.with_digest(hashlib.sha256(data).hexdigest()):
        return Identity("identical", issued)
    try:
        title, *texts = WordFile(data, name).texts()
    except AudittyError:
        return Identity("unknown")  # no Word file: nothing in it is ours to read
    register = documents.register()
    if claimed := _claimed([title], register, r"(?:.*\W)?{}"):
        return Identity("altered", claimed)
    if any(mark in text for text in texts for mark in (DRAFT.zh, DRAFT.en)):
        return Identity("draft")
    claimed = _claimed(texts, register, r"\s*(?:\S{{1,8}}[:：.]\s*)?{}(?:\s{{2,}}.*)?\s*")
    return Identity("altered", claimed) if claimed else Identity("unknown")


def _claimed(texts: Iterable[str], register: Iterable[Registered], line: str) -> Registered | None:
    """The first document of which one of the texts is a `line`, whose braces stand for the number.

    Not any text with a number in it: ledgers and letters name documents that they are not.
    """
    numbers = {each.issued.number: each for each in register}
    if not numbers:
        return None
    any_number = "|".join(map(re.escape, numbers))
    form = re.compile(line.format(f"({any_number})"), re.DOTALL)
    return next((numbers[match[1]] for text in texts if (match := form.fullmatch(text))), None)
