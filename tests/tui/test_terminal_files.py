"""Files are chosen from a list in the place of a form, in a real terminal: by filter and Space, in any folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tui import works
from tests.tui.terminal import ENTER, Terminal
from tests.tui.test_terminal_hands import journal, opened

pytestmark = pytest.mark.slow

F3, F10, BACKSPACE, LEFT, UP, DOWN = "\x1bOR", "\x1b[21~", "\x7f", "\x1b[D", "\x1b[A", "\x1b[B"
JPEG = b"\xff\xd8\xff"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder with photos, one of them below, and things that are none."""
    folder = tmp_path / "home"
    (folder / "2026").mkdir(parents=True)
    for name in ("IMG_1.jpg", "IMG_2.jpg", "2026/三楼.jpg", ".hidden.jpg"):
        (folder / name).write_bytes(JPEG + name.encode())
    (folder / "none.txt").touch()
    (folder / "x\x1b]0;title\x07[bold]\u202ey.txt").write_bytes(b"text")
    os.truncate(os.open(folder / "film.mp4", os.O_WRONLY | os.O_CREAT), 51 << 20)
    os.mkfifo(folder / "pipe")
    return folder


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_files_are_chosen_shown_and_taken_off(tmp_path: Path, home: Path, lang: str) -> None:
    works.make(tmp_path / "w", language=lang)
    files = {"en": "Files", "zh": "附件"}[lang]
    with Terminal("-w", tmp_path / "w", "--inspector", "Wang", env={"HOME": str(home)}) as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith("> . 1 "))
        t.press("2", "F3")
        t.press("blocked" + F3, "IMG_1.jpg")
        seen = t.text
        for name in ("2026/", "IMG_1.jpg", "film.mp4", "51.0 MB"):
            assert name in seen
        assert ".hidden" not in seen
        assert "pipe" not in seen
        t.press("img", lambda lines: "/img" in lines[15])
        t.press("  ", lambda lines: sum(" *IMG" in line or ">*IMG" in line for line in lines) == 2)
        t.press(BACKSPACE * 3, lambda lines: "/img" not in lines[15])
        t.press("2026" + ENTER, "三楼.jpg")
        t.press(" " + F3, lambda lines: "blocked" in lines[16] and "3" in lines[21])
        t.press(ENTER, " 0✓ 1✗ ")
        t.press(UP, files)
        assert "IMG_1.jpg" in t.text
        (event,) = journal(tmp_path / "w", "marks")
        assert len(event["after"]["findings"][0]["evidence"]) == 3
        t.press("2" + F3, lambda lines: "home/2026  " in lines[15])
        assert sum(" *" in line[:3] or ">*" in line[:3] for line in t.lines) == 3
        t.press(UP * 5 + " " + F10, lambda lines: "blocked" in lines[16])
        t.press(ENTER, lambda lines: "blocked" not in lines[16])
    event = journal(tmp_path / "w", "marks")[-1]
    assert len(event["after"]["findings"][0]["evidence"]) == 2
    assert {each["after"]["kind"] for each in journal(tmp_path / "w", "files")} == {"jpeg"}


def test_enter_takes_one_file_and_esc_takes_none(tmp_path: Path, home: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w", "--inspector", "Wang", env={"HOME": str(home)}) as t:
        opened(t)
        t.press("e" + F3, "IMG_1.jpg")
        t.press("\x1b", lambda lines: lines[15].startswith(" Item 1: note"))
        assert " more " not in t.text
        t.press(F3 + "IMG_2" + ENTER, lambda lines: "1 more" in t.text)
        t.press("\x1b", "Esc again")
        t.press("seen" + ENTER, lambda lines: "1 file: IMG_2.jpg" in t.text)
        t.press("e" + F3 + "_2", lambda lines: any(line.startswith(" *IMG_2.jpg") for line in lines))
        t.press(LEFT, "home/")
        assert any(line.startswith("> home/") for line in t.lines), "on the folder one came from"


def test_what_was_just_chosen_is_let_go_from_another_folder(tmp_path: Path, home: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w", "--inspector", "Wang", env={"HOME": str(home)}) as t:
        opened(t)
        t.press("e" + F3, "IMG_1.jpg")
        t.press("IMG_1", lambda lines: "/IMG_1" in lines[15])
        t.press(" ", ">*IMG_1.jpg")
        t.press(BACKSPACE * 5 + LEFT, "> home/")
        t.press("img", lambda lines: any(line.startswith(">*/") for line in lines))
        t.press(" ", lambda lines: any(line.startswith("> /") for line in lines))
        t.press(F3, lambda lines: lines[15].startswith(" Item 1: note"))
        assert " more " not in t.text


def test_names_are_text_and_what_cannot_go_says_why(tmp_path: Path, home: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w", "--inspector", "Wang", "--ascii", env={"HOME": str(home)}) as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith("> . 1 "))
        t.press("e" + F3, "IMG_1.jpg")
        t.press("y.txt", lambda lines: "]0;title" in t.text and "[bold]" in t.text)
        t.press(BACKSPACE * 5 + "film", "too large")
        t.press(" " + BACKSPACE * 4 + "none", "empty")
        t.press(" " + F3, lambda lines: lines[15].startswith(" Item 1: note"))
        assert " more " not in t.text, "neither was chosen"


def test_a_folder_of_ten_thousand_photos_opens_and_filters(tmp_path: Path, home: Path) -> None:
    works.make(tmp_path / "w")
    many = home / "many"
    many.mkdir()
    for number in range(10_000):
        (many / f"P{number:05}.jpg").write_bytes(JPEG)
    with Terminal("-w", tmp_path / "w", "--inspector", "Wang", env={"HOME": str(home)}) as t:
        opened(t)
        t.press("e" + F3 + "many" + ENTER, "P00000.jpg")
        t.press("09999", lambda lines: any(line.startswith("> P09999.jpg") for line in lines))


def test_a_file_that_is_gone_when_saved_loses_nothing_typed(tmp_path: Path, home: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w", "--inspector", "Wang", env={"HOME": str(home)}) as t:
        opened(t)
        t.press("ethe note" + F3 + "IMG_1 " + F3, "1 more")
        (home / "IMG_1.jpg").unlink()
        t.press(ENTER, "no such file")
        assert "the note" in t.text, t.text
        (home / "IMG_1.jpg").write_bytes(JPEG)
        t.press(ENTER, "1 file: IMG_1.jpg")


def test_a_folder_that_cannot_be_read_says_so_and_the_last_one_is_remembered(tmp_path: Path, home: Path) -> None:
    works.make(tmp_path / "w")
    environment = {"HOME": str(home)}
    with Terminal("-w", tmp_path / "w", "--inspector", "Wang", env=environment) as t:
        opened(t)
        t.press("e" + F3, "2026/")
        (home / "2026").rename(home / "2027")
        t.press(ENTER, lambda lines: "no such file" in lines[15] and "Nothing here" not in t.text)
        t.press(LEFT, "2027/")
        t.press("2027" + ENTER + F10, lambda lines: "note" in lines[15])
    (home / "IMG_1.jpg").unlink()
    for there in (True, False):
        if not there:
            (home / "2027").rename(home / "2028")
        with Terminal("-w", tmp_path / "w", "--inspector", "Wang", env=environment) as t:
            opened(t)
            t.press("e" + F3, "三楼.jpg" if there else "2028/")
