"""Names that a source masks: `<blank-id>` in a text, filled in by the round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from checklists.model import Blank

EMPTY = "＿＿＿＿"

_BLANK = re.compile(r"<([0-9A-Za-z._-]{1,64})>")


def names_in(text: str) -> set[str]:
    """The ids in angle brackets in `text`, declared or not."""
    return set(_BLANK.findall(text)) if "<" in text else set()


def fill(text: str, values: Mapping[str, str], blanks: Iterable[Blank]) -> str:
    """`text` with every declared blank replaced by its value, or by `EMPTY` where there is none.

    What else stands in angle brackets stays as it is.
    """
    if "<" not in text:
        return text
    declared = {blank.id for blank in blanks}
    return _BLANK.sub(lambda match: (values.get(match[1]) or EMPTY) if match[1] in declared else match[0], text)
