"""Text of files and people, made fit for a document: shown as the text it is, never lost, never acted upon."""

from __future__ import annotations

import re

from checklists.errors import N_, AudittyError

LONGEST_CELL = 32_767
"""UTF-16 units that a cell of Excel holds; it cuts longer texts without a word."""

# C0 and C1 controls except tab and newline, surrogates, non-characters (all of them break XML or are invisible),
# and the bidirectional controls, which can make a sentence read as another one.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("\r\n?|\u2028|\u2029")
_STARTS_FORMULA = re.compile("'*[=+\\-@\t\r\n]")
_PICTURES = 0x2400  # the block of visible pictures for the controls 0x00-0x1F


def visible(text: str) -> str:
    """`text` with every character a document cannot hold replaced by a visible one; all other text is unchanged.

    Every kind of line break becomes a newline; newlines and tabs stay. A control character becomes its picture
    (ESC is "␛"), any other unfit character its number in angle brackets ("<U+D800>").
    """
    return _UNFIT.sub(_picture, _BREAKS.sub("\n", text))


def in_cell(text: str) -> str:
    """`text` made visible, for a cell of a workbook.

    Raises:
        AudittyError: it is longer than a cell can hold.
    """
    shown = visible(text)
    if len(shown.encode("utf-16-le")) // 2 > LONGEST_CELL:
        raise AudittyError(
            N_("{id}: longer than the {limit} characters that a cell of Excel holds"),
            id=shown[:40],
            limit=LONGEST_CELL,
        )
    return shown


def in_csv(text: str) -> str:
    """`text` made visible, for a cell of a CSV file; what a spreadsheet would run as a formula gets an apostrophe."""
    shown = visible(text)
    return "'" + shown if _STARTS_FORMULA.match(shown) else shown


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(_PICTURES + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"
