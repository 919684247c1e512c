"""What is offered of the phrases while a text is typed."""

from __future__ import annotations

import pytest

from tui.widgets.offers import OFFER_KEYS, offer_lines, offered, put_in

PHRASES = ("无签到表", "会议记录不全", "未按时召开，无会议记录", "No minutes kept", "签到表无日期")


@pytest.mark.parametrize(
    "text, first, then",
    [
        ("", "无签到表", "无签到表"),
        ("签到", "签到表无日期", "签到表无日期"),  # a beginning before a middle
        ("查到一次。记录", "会议记录不全", "查到一次。会议记录不全"),
        ("查到一次。\nＭＩＮＵＴＥＳ", "No minutes kept", "查到一次。\nNo minutes kept"),
        ("无签到表", "会议记录不全", "无签到表；会议记录不全"),
        ("No minutes kept", "无签到表", "No minutes kept; 无签到表"),
        ("无签到表。", "会议记录不全", "无签到表。会议记录不全"),
        ("全不相干", "", "全不相干"),
        ("未按时召开，无", "未按时召开，无会议记录", "未按时召开，无会议记录"),  # a comma ends no clause
        ("另：会议记录不全，记录", "", "另：会议记录不全，记录"),
    ],
)
def test_the_clause_at_the_cursor_says_what_is_offered_and_is_what_is_replaced(
    text: str, first: str, then: str
) -> None:
    offers = offered(PHRASES, text, len(text))
    assert [offer.phrase for offer in offers[:1]] == ([first] if first else [])
    assert len(offers) <= len(OFFER_KEYS)
    taken = text[: offers[0].start] + offers[0].text + text[offers[0].end :] if offers else text
    assert taken == then


def test_what_stands_behind_the_cursor_stays() -> None:
    text = "签到。其余无误"
    (offer, *_rest) = offered(PHRASES, text, 2)
    assert text[: offer.start] + offer.text + text[offer.end :] == "签到表无日期。其余无误"


def test_a_phrase_from_the_list_goes_on_behind_what_it_does_not_fit() -> None:
    assert put_in("无签到表", PHRASES, "全不相干", 4).text == "；无签到表"
    assert put_in("无签到表", PHRASES, "签到", 2).text == "无签到表"


@pytest.mark.parametrize("cells", [30, 54, 80, 250])
@pytest.mark.parametrize("lines", [1, 2, 9])
def test_the_offers_fit_with_their_keys(cells: int, lines: int) -> None:
    strips = offer_lines(offered(PHRASES, "", 0), [("F4", "all")], cells, lines)
    assert all(strip.cell_length == cells for strip in strips)
    assert len(strips) <= max(lines, 1)
    text = "".join(strip.text for strip in strips)
    assert "F6" in text
    assert "F4 all" in text
