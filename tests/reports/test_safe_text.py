from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from checklists.errors import AudittyError
from reports.safe_text import LONGEST_CELL, in_cell, visible


@pytest.mark.parametrize(
    "text, shown",
    [
        ("\x1b[2J", "␛[2J"),
        ("a\x00b\x08", "a␀b␈"),
        ("\x7f\x85", "␡<U+0085>"),
        ("\ud800x", "<U+D800>x"),
        ("\ufffe\uffff", "<U+FFFE><U+FFFF>"),
        ("tid\u202eteg", "tid<U+202E>teg"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
    ],
)
def test_what_a_document_cannot_hold_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("text", ["", "[red]", "=HYPERLINK(1)", "a\tb\n c ", "😀𠮷𪚥", "<w:t>&amp;", "\u200b\u3000"])
def test_all_other_text_is_unchanged(text: str) -> None:
    assert visible(text) == text


@given(st.text(st.characters()))
def test_any_text_becomes_valid_xml_once_and_for_all(text: str) -> None:
    shown = visible(text)
    element = etree.Element("t")
    element.text = shown
    assert etree.fromstring(etree.tostring(element)).text == (shown or None)
    assert visible(shown) == shown


@pytest.mark.parametrize("char, most", [("a", LONGEST_CELL), ("检", LONGEST_CELL), ("😀", LONGEST_CELL // 2)])
def test_a_text_that_excel_would_cut_is_refused(char: str, most: int) -> None:
    assert in_cell(char * most) == char * most
    with pytest.raises(AudittyError, match="a cell of Excel holds"):
        in_cell(char * (most + 1))
