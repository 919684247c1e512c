"""Text on the screen: nothing hidden, nothing too wide, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.text import clean, clean_lines, cut, fit, typed, width, wrap

MIXED = st.text(
    st.one_of(
        st.sampled_from("检查清单第项，。；：？！、（）《》「」“”—… ab.,()12-\u3000\t\n\x1b\u202e\u200b\ufe0f\u0301"),
        st.characters(),
    )
)


@pytest.mark.parametrize(
    "raw, shown",
    [
        ("城东第2小学", "城东第2小学"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("bell\x07 \x9b", "bell\\x07 \\x9b"),
        ("a\tb\r\nc", "a b c"),
        ("\u202ecba", "\\u202ecba"),
        ("a\u200bb", "a\\u200bb"),
        ("x\ud800", "x\\ud800"),
        ("✓\ufe0f", "✓"),
        ("全　角", "全　角"),
        ("e\u0301", "e\u0301"),
        ("\u0301e", "\\u0301e"),
        ("[/etc/ssh]", "[/etc/ssh]"),
    ],
)
def test_clean_shows_what_would_be_hidden_or_acted_on(raw: str, shown: str) -> None:
    assert clean(raw) == shown


@given(MIXED)
def test_clean_text_is_safe_and_stays_so(text: str) -> None:
    shown = clean(text)
    assert clean(shown) == shown
    assert all(char == "\u3000" or char.isprintable() for char in shown)
    shown.encode()
    assert width(shown) == sum(width(char) for char in shown)


def test_clean_lines_keeps_the_lines_apart() -> None:
    assert clean_lines("一\n\n二\x1b") == ["一", "", "二\\x1b"]
    assert clean_lines("") == [""]


@given(MIXED, st.integers(0, 30), st.sampled_from(["left", "right", "center"]))
def test_fit_is_exact(text: str, cells: int, align: str) -> None:
    assert width(fit(text, cells, align)) == cells


def test_fit_cuts_beside_wide_characters_and_says_so() -> None:
    assert fit("检查清单", 7) == "检查.. "
    assert fit("检查清单", 8) == "检查清单"
    assert fit("检查", 6, "right") == "  检查"
    assert cut("a检查", 2) == "a"


@given(MIXED, st.integers(2, 30))
def test_wrap_loses_nothing_but_blanks_and_is_never_too_wide(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert all(width(line) <= cells for line in lines)
    assert "".join("".join(lines).split()) == "".join("".join(clean_lines(text)).split())


WORDS = st.sampled_from(["检查", "领导组", "成文", "ok", "SWR-04", "（办公室）", "《办法》", "“回头看”", "(a)"])
SENTENCES = st.lists(st.tuples(WORDS, st.sampled_from(["", "", "，", "。", "；", "：", " "])), min_size=1)


@given(SENTENCES, st.integers(12, 30))
def test_wrap_keeps_punctuation_and_words_together(words: list[tuple[str, str]], cells: int) -> None:
    lines = wrap("".join(word + sign for word, sign in words), cells)
    assert not [line for line in lines if line[:1] in "，。；：）》”" and line]
    assert not [line for line in lines if line[-1:] in "（《“(" and line]


def test_wrap_fills_the_line_and_breaks_no_latin_word() -> None:
    assert wrap("查阅会议通知、签到表、记录", 12) == ["查阅会议通", "知、签到表、", "记录"]
    assert wrap("the quick brown fox", 10) == ["the quick", "brown fox"]
    assert wrap("见SWR-04号", 8) == ["见SWR-04", "号"]
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrap("  indented", 20) == ["  indented"]
    assert wrap("一\n\n二", 20) == ["一", "", "二"]


def test_what_is_typed_is_visible() -> None:
    assert typed("a\x1b\u202e检\n查　") == "a检 查　"
