"""A day's work in a terminal of 80×24, as a person does it: from the first screen to the issued notice."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest

from tests.tui.terminal import ENTER, F2, ROOT, TAB, UP, Terminal
from tui.demo import make

RIGHT = "\x1b[C"

WORDS: dict[str, Mapping[str, str]] = {
    "zh": {
        "state": "进行中", "unit": "临水县人民医院", "who": "由谁记录", "saved": "已存盘", "problem": "责任书未签订",
        "place": "院办公室", "second": "无督办记录", "note": "下午再查", "reason": "无此业务", "place_visit": "五楼",
        "visit": "检查经过", "notice": "整改通知书", "draft": "草稿", "not_sure": "暂不印发",
        "sure": "是，印发", "taken_back": "撤销",
        "why": "为何不适用", "name": "抽查", "inspector": "高远", "finding": "第1个问题", "filter": "医院",
        "checklist": "卫生健康领域",
        "keys": "1合格  2不合格  3不适用  0清除  e备注  ]下一未查  /筛选  ?按键",
    },
    "en": {
        "state": "running", "unit": "Linshui County Hospital", "who": "Who is recording", "saved": "saved",
        "problem": "No signed statement", "place": "Head office", "second": "No follow-up", "note": "Again at two",
        "reason": "No such service", "place_visit": "Fifth floor", "visit": "The visit",
        "notice": "rectification notice", "draft": "draft", "not_sure": "no, not yet", "sure": "yes, issue it",
        "taken_back": "Taken back",
        "why": "why does it not apply", "name": "Winter check", "inspector": "Gao Yuan",
        "finding": "finding 1 of 1", "filter": "hospital", "checklist": "health-sector",
        "keys": "1 pass  2 fail  3 n/a  0 clear  e note  ] next open  / filter  ? keys",
    },
}  # fmt: skip


def auditty(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """`auditty ARGUMENTS` on the command line."""
    return subprocess.run(
        [sys.executable, "-m", "tui", *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False
    )


def everything(path: Path) -> str:
    """All text of a Word document."""
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def named_twice(folder: Path, lines: list[str]) -> list[Path]:
    """The issued files whose path the pane tells, and again in the command that fetches it."""
    pane = "".join(line.strip() for line in lines[12:23])
    return [path for path in (folder / "documents").rglob("*.docx") if pane.count(str(path)) == 2]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_from_start_to_the_issued_notice(lang: str, tmp_path: Path) -> None:
    words, folder = WORDS[lang], tmp_path / "demo"
    with Terminal("demo", folder, "--lang", lang) as t:
        lines = t.until(lambda lines: words["state"] in t.cursor_line and "47%" in t.cursor_line)
        assert lines[0].strip()
        assert "?" in lines[23]
        t.press(ENTER, lambda lines: words["unit"] in t.cursor_line and "28/95" in t.cursor_line)
        t.press(ENTER, lambda lines: lines[23].strip() == words["keys"] and lines[15].startswith(" 11 "))
        assert t.cursor_line.startswith("> . 11 ")
        assert words["unit"] in t.lines[0]
        assert " 26✓ 2✗ 0- 67. " in t.lines[0]

        # The login is shared: who is at work is asked at the first mark, which then goes through.
        t.press("1", words["who"])
        t.press(ENTER, lambda lines: " 27✓ 2✗ 0- 66. " in lines[0] and words["saved"] in lines[23])
        assert any(line.startswith("  ✓ 11 ") for line in t.lines)
        t.press("ｐ", lambda lines: " 28✓ " in lines[0] and t.cursor_line.startswith("> . 15 "))
        t.press("２", lambda lines: words["finding"] in lines[15] and any(line.startswith(" F6 ") for line in lines))
        t.write(words["problem"] + TAB + words["place"])
        t.until(lambda lines: words["problem"] in lines[16] and words["place"] in lines[17])
        t.press(F2, lambda lines: "2" in lines[15] and words["problem"] not in lines[16])
        t.write(words["second"] + ENTER)
        t.until(lambda lines: " 28✓ 3✗ 0- 64. " in lines[0] and t.cursor_line.startswith("> . 16 "))
        assert next(line for line in t.lines if line.startswith("  ✗ 15 ")).endswith("x2")
        t.press("３", words["why"])
        t.write(words["reason"] + ENTER)
        t.until(" 28✓ 3✗ 1- 63. ")
        t.press("p", " 29✓ 3✗ 1- 62. ")
        t.press(UP, lambda lines: not t.cursor_line.startswith("> . "))
        t.press("u", " 3✗ 1- 63. ")
        t.press("]", lambda lines: t.cursor_line.startswith("> . "))
        t.press("ｅ", lambda lines: words["unit"] in lines[0] and "F10" in lines[15])
        t.write(TAB + words["note"] + ENTER)
        t.until(lambda lines: "F10" not in lines[15] and any(words["note"] in line for line in lines[15:23]))
        assert t.cursor_line.endswith("+")
        t.press("v", lambda lines: words["visit"] in lines[15])
        t.write(TAB + "\x15" + words["place_visit"] + ENTER)
        t.until(lambda lines: words["saved"] in lines[23] and words["visit"] not in lines[15])
        # Undo takes back the visit's change, then the note.
        t.press("z", words["taken_back"])
        t.press("ｚ", lambda lines: not t.cursor_line.endswith("+"))

        t.press("r", words["notice"])
        t.press(ENTER, lambda lines: words["notice"] in lines[0] and words["draft"] in lines[0])
        t.press("i", words["not_sure"])
        t.press(RIGHT, words["sure"])
        t.press(ENTER, lambda lines: words["saved"] in lines[23] and "scp" in t.text and named_twice(folder, lines))
        issued = named_twice(folder, t.lines)
        t.write("qqqqq")
        assert t.wait() == 0
    assert len(issued) == 1
    text = everything(issued[0])
    for word in ("problem", "place", "second"):
        assert words[word] in text
    assert words["place_visit"] not in text
    assert auditty("-w", folder, "verify").returncode == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_round_made_step_by_step_and_inspected(lang: str, tmp_path: Path) -> None:
    words, folder = WORDS[lang], tmp_path / "demo"
    make(folder, lang)
    with Terminal("-w", folder, env={"AUDITTY_INSPECTOR": "Gao"}) as t:
        t.until(lambda lines: words["state"] in t.cursor_line)
        t.press("n", "1/4")
        t.press(ENTER, lambda lines: "Space" in lines[23] and "1/4" in lines[0])  # nothing chosen: it says what to do
        t.press("/" + words["checklist"], lambda lines: lines[1].strip("> ") and not lines[2])
        t.press(ENTER + " ", lambda lines: lines[1].startswith(">*"))
        t.press(ENTER, "2/4")
        t.press("/" + words["filter"], lambda lines: "H01" in lines[2] and not any("K01" in line for line in lines))
        t.press(ENTER, lambda lines: "/" + words["filter"] in lines[23])
        t.press("*", lambda lines: "1/1" in lines[1])
        t.press(ENTER, "3/4")
        t.press("+", lambda lines: "F10" in lines[15])
        t.press(words["inspector"] + ENTER, lambda lines: any(f"* {words['inspector']}" in line for line in lines))
        t.press(ENTER, lambda lines: "4/4" in lines[0] and "4/4" in lines[15])
        t.press("\x15" + words["name"] + ENTER, lambda lines: words["name"] in t.cursor_line)
        t.until(lambda lines: "  0%" in t.cursor_line)
        t.until(lambda lines: any(words["inspector"] in line for line in lines[17:23]))
        t.press(ENTER, lambda lines: "H01" in t.cursor_line)
        t.press(ENTER, lambda lines: words["name"] in lines[0] and t.cursor_line.startswith("> . 1 "))
        t.press("2" + words["problem"] + ENTER, " 0✓ 1✗ ")
        t.press("r", words["notice"])
        t.press(ENTER, lambda lines: words["notice"] in lines[0] and words["draft"] in lines[0])
        t.press("i", words["not_sure"])
        t.press(RIGHT, words["sure"])
        t.press(ENTER, lambda lines: words["saved"] in lines[23] and named_twice(folder, lines))
        issued = named_twice(folder, t.lines)
        t.write("qqqqq")
        assert t.wait() == 0
    assert len(issued) == 1
    text = everything(issued[0])
    assert words["problem"] in text
    assert words["inspector"] in text
    assert auditty("-w", folder, "verify").returncode == 0
