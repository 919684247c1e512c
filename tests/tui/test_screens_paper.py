"""The text of a document on a screen: no line is too wide, nothing is lost, pages follow each other."""

from __future__ import annotations

import random

import pytest

from reports.preview import Block
from tui.screens.document_text import columns, lines
from tui.widgets.look import Look
from tui.widgets.text import width

pytestmark = pytest.mark.slow

WORDS = (
    "整改要求",
    "责任",
    "the gate",
    "fire-drill",
    "2026-12-01",
    "",
    "：",
    "w" * 90,
    "𠀀𠀁",
    "a\nb",
    "👩‍🚒",
    "\x1b[31m",
)


@pytest.mark.parametrize("seed", range(5))
def test_no_line_is_wider_than_the_screen_and_no_text_is_lost(seed: int) -> None:
    chance = random.Random(seed)
    found = []
    for _ in range(30):
        count = chance.choice((1, 2, 4, 7, 12))
        cells = tuple(" ".join(chance.choices(WORDS, k=chance.randrange(6))) for _ in range(count))
        shares = tuple(chance.randrange(1, 9000) for _ in cells) if count > 1 else ()
        found.append(Block(cells, shares, chance.random() < 0.2, count > 1))
    size = chance.choice((40, 79, 119))
    laid = ["".join(text for text, _style in line) for line in lines(found, size)]

    assert max(map(width, laid)) <= size
    shown = "".join("".join(laid).split())
    for char in "整改要求责任wgtri𠀀":
        wanted = sum(cell.count(char) for block in found for cell in block.cells)
        assert shown.count(char) == wanted, char


def test_columns_share_the_room_and_none_is_too_narrow_to_read() -> None:
    assert columns((1, 1), 20) == [10, 10]
    assert columns((1, 99), 40) == [4, 36]
    assert sum(columns((500, 1300, 2300, 2100, 1100, 1500, 1200), 71)) == 71
    assert sum(columns(tuple(range(1, 30)), 71)) <= 71


def test_a_column_is_as_wide_as_its_words_where_others_can_do_with_less() -> None:
    heads = ("No.", "Required", "Lead, responsible", "State")
    row = ("1", "Collect the missing reports and check", "Secretary", "Answered")
    found = [Block(cells, (1, 20, 5, 5), ruled=True) for cells in (heads, row)]
    laid = ["".join(text for text, _style in line) for line in lines(found, 50)]
    words = {word for line in laid for word in line.split()}
    assert set(" ".join((*heads, *row)).split()) <= words, "no word is broken"
    places = [line.index(word) for word in ("State", "Answered") for line in laid if word in line]
    assert len(set(places)) == 1, "and the columns are the same in all rows"


def test_a_word_that_no_column_holds_takes_nothing_from_the_others() -> None:
    assert columns((1, 1), 20, (16, 16)) == [10, 10]
    assert columns((9, 1), 40, (4, 16)) == [24, 16]


def test_the_signs_of_documents_in_ascii() -> None:
    text = "□ yes · “no” → 1–2 × 3…"
    assert Look(ascii=True).text(text).isascii()
    assert Look().text(text) == text
