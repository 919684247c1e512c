"""`auditty --plain`: the same inspection as questions and answers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

from store import states
from store.given import Input
from store.model import Inspector, Present, Visit
from store.workspace import Workspace
from tests.tui import works
from tests.tui.terminal import ROOT, Terminal

FIRST = ["", ""]
"""The answers that lead to the first unit's sheet: the round and the unit that are proposed."""


def talk(folder: Path, *answers: str, lang: str = "en") -> subprocess.CompletedProcess[str]:
    """What is said when these are the answers, and nothing can be read after the last."""
    return subprocess.run(
        [sys.executable, "-m", "tui", "-w", folder, "--lang", lang, "--plain"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
        cwd=folder,
        input="".join(f"{answer}\n" for answer in answers),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    works.make(tmp_path / "w")
    return tmp_path / "w"


def test_a_unit_is_inspected_and_leaves_with_a_notice(folder: Path) -> None:
    finding = ["no fence", "yard", "build one", "2", "2026-12-31", "", "", ""]
    document = ["9", "", "notice.docx", ""]
    done = talk(folder, *FIRST, "1", "2", *finding, "3", *document, ".", ".", ".")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Saved. 1 pass, 1 fail, 1 not applicable, 37 open" in done.stdout
    assert works.verdicts(folder).startswith("pfn.")
    ((_, _, found),) = works.sheet(folder).findings
    assert (found.problem, found.place, found.due, found.grade) == ("no fence", "yard", "2026-12-31", "high")
    text = "\n".join(
        cell.text for table in Document(str(folder / "notice.docx")).tables for row in table.rows for cell in row.cells
    ) + "\n".join(paragraph.text for paragraph in Document(str(folder / "notice.docx")).paragraphs)
    assert "no fence" in text
    assert "\x1b" not in done.stdout


def test_each_mark_is_on_disk_when_the_next_question_comes(folder: Path) -> None:
    assert talk(folder, *FIRST, "1", "１", "ｐ").returncode == 0  # and then the line drops
    assert works.verdicts(folder).startswith("ppp.")
    again = talk(folder, *FIRST)
    assert "Item 4 of 40, not done" in again.stdout


def test_what_is_refused_is_asked_again_with_what_was_given(folder: Path) -> None:
    done = talk(folder, *FIRST, "2", "late", "", "", "", "tomorrow", *[""] * 7, "2026-12-31", *[""] * 3)
    assert "is not a date" in done.stdout
    ((_, _, found),) = works.sheet(folder).findings
    assert (found.problem, found.due) == ("late", "2026-12-31")


def test_a_full_stop_leaves_a_question_and_records_nothing(folder: Path) -> None:
    done = talk(folder, *FIRST, "2", "half", ".", "4", "。", "nonsense", ".", ".", ".")
    assert done.stdout.count("nothing was recorded") == 2
    assert "Not understood" in done.stdout
    assert works.verdicts(folder) == "." * 40


def test_notes_undo_going_to_and_fro(folder: Path) -> None:
    done = talk(folder, *FIRST, "4", "seen at noon", "", "g 40", "1", "z", "[", "d", "l", "?")
    assert works.sheet(folder).mark("matters:i1").note == "seen at noon"  # type: ignore[union-attr]
    assert works.verdicts(folder) == "." * 40
    for said in ("Item 40 of 40", "Taken back: ", "Item 39 of 40", "How: Read the records", "0  take the mark away"):
        assert said in done.stdout


def test_a_mark_that_demands_a_note_asks_for_it(tmp_path: Path) -> None:
    wanted = works.items(2, demands={"na": ["note"]})
    works.make(tmp_path / "w", wanted=wanted)
    done = talk(tmp_path / "w", *FIRST, "3", "no building")
    assert "Not saved: " in done.stdout
    assert works.sheet(tmp_path / "w").mark("matters:i1").note == "no building"  # type: ignore[union-attr]


def test_a_unit_by_words_of_its_name_and_who_records(tmp_path: Path) -> None:
    works.make(tmp_path / "w", inspectors=("Li Wen", "Zhao Min"))
    done = talk(tmp_path / "w", "", "west", "2", "1", ".", "nowhere", ".", ".")
    assert "Autumn / West School" in done.stdout
    assert "No unit has these words" in done.stdout
    assert works.verdicts(tmp_path / "w", "A2").startswith("p.")
    assert works.sheet(tmp_path / "w", "A2").record.doc("marks", "matters:i1")["who"] == "Zhao Min"  # type: ignore[index]


def test_in_chinese_with_what_a_terminal_would_obey(tmp_path: Path) -> None:
    units = [{"code": "A1", "name": "东街小学\x1b[31m[red]"}]
    works.make(tmp_path / "w", language="zh", units=units)
    done = talk(tmp_path / "w", *FIRST, "２", "消防通道\x1b]0;x\x07堵塞", *[""] * 7, lang="zh")
    assert "\x1b" not in done.stdout
    assert "第1项，共40项" in done.stdout
    assert works.sheet(tmp_path / "w").findings[0][2].problem.startswith("消防通道")


def test_without_a_workspace_it_says_what_to_do(tmp_path: Path) -> None:
    done = talk(tmp_path)
    assert done.returncode == 2


@pytest.mark.slow
def test_what_an_answer_demands_can_be_given_when_it_was_refused(tmp_path: Path) -> None:
    works.make(tmp_path / "w", wanted=works.items(2, demands={"fail": ["evidence"]}))
    (tmp_path / "w" / "fence.txt").write_text("no fence")
    talk(tmp_path / "w", *FIRST, "2", "no fence", *[""] * 7, *[""] * 7, "~nobody/x", "fence.txt", "")
    assert works.verdicts(tmp_path / "w") == "f."
    assert len(works.sheet(tmp_path / "w").findings[0][2].evidence) == 1


@pytest.mark.slow
def test_the_visit_is_kept_as_it_stands(folder: Path) -> None:
    lee, sun = Present(name="Anna Lee", post="head"), Present(name="孙红")
    works.sheet(folder).set_visit(Visit(present=(lee, sun), inspectors=(Inspector(name="He Li", post="deputy"),)))
    done = talk(folder, *FIRST, "7", "tomorrow", *[""] * 6, "2026-11-02", "9:30", "", "hall", "", "", "all open")
    assert "Not saved: " in done.stdout
    visit = works.sheet(folder).visit
    assert (visit.date, visit.start, visit.place, visit.remarks) == ("2026-11-02", "09:30", "hall", "all open")
    assert (visit.present, visit.inspectors) == ((lee, sun), (Inspector(name="He Li", post="deputy"),))
    talk(folder, *FIRST, "7", *[""] * 5, "周敏 校长；钱进", "")
    assert works.sheet(folder).visit.present == (Present(name="周敏", post="校长"), Present(name="钱进"))


@pytest.mark.slow
def test_a_first_visit_is_proposed_as_now_by_who_records(folder: Path) -> None:
    talk(folder, *FIRST, "7", *[""] * 7)
    assert [person.name for person in works.sheet(folder).visit.inspectors] == ["Li Wen"]
    assert works.sheet(folder).visit.date


@pytest.mark.slow
def test_a_damaged_sheet_leaves_the_others(folder: Path) -> None:
    works.sheet(folder).set_mark("matters:i1", "pass")
    (journal,) = folder.glob("rounds/*/sheets/A1.journal")
    journal.write_bytes(b"nonsense\n" + journal.read_bytes()[9:])
    journal.with_suffix(".json").unlink(missing_ok=True)
    done = talk(folder, "", "A1", "A2", "1")
    assert "A1.journal" in done.stdout
    assert works.verdicts(folder, "A2").startswith("p.")


@pytest.mark.slow
def test_nothing_is_asked_for_what_cannot_be_recorded(folder: Path) -> None:
    states.void(Workspace(folder).rounds()[0], "wrong list")
    done = talk(folder, *FIRST, "2", "1", "7", "g 3")
    assert "Problem" not in done.stdout
    assert done.stdout.count("Not saved: ") == 3
    assert "Item 3 of 40" in done.stdout


@pytest.mark.slow
def test_a_document_goes_where_it_was_said(folder: Path) -> None:
    works.sheet(folder).set_mark("matters:i1", "fail", Input(finding={"problem": "no fence"}))
    done = talk(folder, *FIRST, "9", "", "-notice.docx", "", ".", ".", ".")
    assert done.returncode == 0
    assert (folder / "-notice.docx").is_file()


@pytest.mark.slow
def test_a_fail_that_is_left_records_nothing_of_what_was_found(tmp_path: Path) -> None:
    wanted = works.items(2, criterion={"count": {"at_least": 300, "per": "year"}})
    works.make(tmp_path / "w", wanted=wanted)
    talk(tmp_path / "w", *FIRST, "5", "1", ".")
    assert works.sheet(tmp_path / "w").mark("matters:i1") is None
    talk(tmp_path / "w", *FIRST, "5", "1", "too few", *[""] * 8)
    mark = works.sheet(tmp_path / "w").mark("matters:i1")
    assert mark is not None
    assert (mark.verdict, mark.found, mark.findings[0].problem) == ("fail", "1", "too few")
    assert "findings taken away: 1" in talk(tmp_path / "w", *FIRST, "g 1", "1").stdout


@pytest.mark.slow
def test_two_people_at_once(folder: Path) -> None:
    with Terminal("-w", folder, "--plain", term="dumb") as t:
        t.press("", "Which round? [1]:")
        t.press("\r", "Which unit?")
        t.press("\r", "Item 1 of 40")
        works.sheet(folder).set_mark("matters:i1", "pass", Input(note="seen by another"))
        t.press("2\r", "Problem:")
        t.press("no fence" + "\r" * 8, "theirs: ")
        t.until("mine: ")
        t.press("2\r", "Item 2 of 40")
        works.sheet(folder).set_mark("matters:i2", "pass")
        t.press("3\r", "theirs: ")
        t.press("\r", "Item 2 of 40, pass")
    assert works.verdicts(folder).startswith("fp.")
    assert works.sheet(folder).findings[0][2].problem == "no fence"


@pytest.mark.slow
def test_on_a_serial_line(folder: Path) -> None:
    with Terminal("-w", folder, "--plain", term="dumb") as t:
        t.press("", "Which round? [1]:")
        t.press("\r", "Which unit?")
        t.press("\r", "Item 1 of 40")
        t.press("1\r", "Item 2 of 40")
        t.press("2\r", "Problem:")
        t.write("门锁坏了\r" + "\r" * 7)
        t.until("Item 3 of 40")
        t.press("\x04", lambda lines: t.wait() == 0)
    assert works.verdicts(folder).startswith("pf.")
    assert works.sheet(folder).findings[0][2].problem == "门锁坏了"
