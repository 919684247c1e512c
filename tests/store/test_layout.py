"""`layout` in workspace.yaml: what is taken, what is refused, and where."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from checklists.errors import ChecklistError
from store import settings
from store.layout import Layout, Margins
from store.workspace import Workspace

GOOD = "format: 2\ntitle: T\n"
OWN = "layout: {margins: {top: 28, left: 27.5}, fonts: {body: 仿宋_GB2312}, pitch: 33, characters: 27, seal: no}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    Workspace.create(tmp_path / "w", "T", "en")
    return tmp_path / "w"


def test_without_a_layout_nothing_departs_from_the_standard(root: Path) -> None:
    (root / settings.FILE).write_text(GOOD, encoding="utf-8")
    assert Workspace(root).settings.layout == Layout()


def test_an_own_layout_is_the_same_read_again(root: Path) -> None:
    (root / settings.FILE).write_text(GOOD + OWN, encoding="utf-8")
    layout = Workspace(root).settings.layout
    assert layout.margins == Margins(top=28, left=27.5)
    assert (layout.fonts.body, layout.pitch, layout.characters, layout.seal) == ("仿宋_GB2312", 33, 27, False)
    assert (layout.lines, layout.size, layout.fonts.title) == (None, None, "")
    assert Workspace(root).settings.layout == layout


@pytest.mark.parametrize(
    "text, said",
    [
        ("{margins: {top: 4}}", "margins.top is 4"),
        ("{margins: {left: 81}}", "margins.left is 81"),
        ("{margins: {left: 60, right: 60}}", "left and right leave less than 100 mm"),
        ("{margins: {middle: 3}}", "middle"),
        ("{lines: 0}", "lines is 0, expected 5 to 60"),
        ("{pitch: 200}", "pitch is 200"),
        ("{pitch: 28, lines: 22}", "not both"),
        ("{characters: 100}", "characters is 100"),
        ("{size: 2}", "size is 2"),
        ("{size: big}", "number"),
        ("{seal: perhaps}", "yes or no"),
        ("{fonts: {body: 'x/><w:p>'}}", "cannot be the name of a font"),
        ("{fonts: {bodi: 宋体}}", "body"),
        ("narrow", "expected keys and values"),
    ],
)
def test_what_cannot_be_set_is_refused(root: Path, text: str, said: str) -> None:
    (root / settings.FILE).write_text(f"{GOOD}layout: {text}\n", encoding="utf-8")
    with pytest.raises(ChecklistError) as raised:
        Workspace(root)
    assert any(said in str(problem) for problem in raised.value.problems)


def test_every_key_of_a_layout_is_documented() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
    part = text.split("\n### Layout of documents\n", 1)[1].split("\n#", 1)[0]
    assert {line.split("`")[1] for line in part.splitlines() if line.startswith("| `")} == {
        each.name for each in fields(Layout)
    }
