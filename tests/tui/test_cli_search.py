"""`auditty search`: words in any order and width, in everything that is recorded, with the place where they stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from store.searching.words import Looked
from tests.tui.conftest import Cli


@pytest.fixture
def recorded(workspace: Path, cli: Cli) -> Path:
    """On S1 a failed item with a note, a visit and a notice issued; on S2 a finding outside the list."""
    given = (
        "--problem",
        "疏散通道被自行车堵塞",
        "--place",
        "Gate ＢＬＯＣＫ 3",
        "--note",
        "promised \x1b[31m by Friday",
    )
    assert cli("mark", "autumn", "S1", "exits", "fail", *given).code == 0
    assert cli("mark", "autumn", "S2", "-", "fail", "--problem", "Roof leaks above the library").code == 0
    assert cli("visit", "autumn", "S1", "--remarks", "the headmistress was elsewhere").code == 0
    assert cli("report", "notice", "autumn", "--unit", "S1", "--issue", "-o", workspace / "n.docx").code == 0
    assert cli("rectify", "submit", "S1-0001", "--measure", "Racks newly-built").code == 0
    return workspace


def found(cli: Cli, *words: str) -> list[tuple[str, str, str]]:
    """Kind, unit and id or item of each hit."""
    return [(hit["kind"], hit["unit"], hit["item"] or hit["id"]) for hit in cli("search", *words, "--json").json]


@pytest.mark.slow
def test_every_kind_is_found_where_it_stands(cli: Cli, recorded: Path) -> None:
    assert ("unit", "S1", "S1") in found(cli, "城东")
    assert ("item", "", "fire:exits") in found(cli, "escape", "routes")
    assert ("finding", "S1", "fire:exits") in found(cli, "自行车")
    assert ("rectification", "S1", "fire:exits") in found(cli, "自行车")
    assert found(cli, "promised") == [("note", "S1", "fire:exits")]
    assert found(cli, "headmistress") == [("note", "S1", "visit")]
    assert found(cli, "newly-built") == [("rectification", "S1", "fire:exits")]
    assert found(cli, "leaks")[0][:2] == ("finding", "S2")
    assert found(cli, "notice-2026-0001")[0][:2] == ("document", "S1")
    assert found(cli, "AUTUMN")[0][0] == "round"


@pytest.mark.slow
def test_words_in_any_order_case_and_width(cli: Cli, recorded: Path) -> None:
    wanted = ("finding", "S1", "fire:exits")
    for words in (
        ("block 3",),
        ("３", "ｂｌｏｃｋ"),
        ("自行车", "通道"),
        ("堵塞", "城东小学"),
        ("堵塞", "autumn", "ESCAPE"),
    ):
        assert wanted in found(cli, *words), words
    assert found(cli, "自行车", "nowhere") == []
    assert found(cli, "城西小学", "自行车") == [], "words of one thing, not of two"
    done = cli("search", "城西小学", "自行车")
    assert (done.code, done.out) == (1, "")


@pytest.mark.slow
def test_one_kind_alone_and_text_that_a_terminal_would_obey(cli: Cli, recorded: Path) -> None:
    done = cli("search", "promised", "--in", "note")
    assert done.code == 0
    assert "promised \\x1b[31m by Friday" in done.out
    assert "\x1b" not in done.out
    assert {kind for kind, _unit, _id in found(cli, "fire", "--in", "item", "--in", "note")} == {"item"}


def test_what_cannot_be_read_is_named_and_the_rest_found(cli: Cli, recorded: Path) -> None:
    next((recorded / "rounds").iterdir()).joinpath("sheets", "S2.journal").write_bytes(b"{}\n")
    done = cli("search", "自行车", "--json")
    assert (done.code, len(done.json)) == (1, 2)
    assert "S2" in done.err


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Gate ＢＬＯＣＫ 3", "block", ["ＢＬＯＣＫ"]),
        ("ﬁre exits", "fire", ["ﬁre"]),
        ("abcabc", "bc ca", ["bcabc"]),
        ("消防通道，消防", "消防", ["消防", "消防"]),
        ("nothing", "else", []),
    ],
)
def test_where_the_words_stand(text: str, words: str, shown: list[str]) -> None:
    assert [text[start:end] for start, end in Looked(words).spans(text)] == shown


def test_a_search_reads_only_until_nobody_waits(cli: Cli, recorded: Path) -> None:
    from store.searching.search import Search
    from store.workspace import Workspace

    class Left(Exception):
        pass

    def leave(done: int, of: int) -> Any:
        raise Left

    with pytest.raises(Left):
        list(Search(Workspace(recorded), "nowhere", "en").hits(leave))
