"""Every screen as it was seen last, in both languages and at two sizes: in this process, dragged, and in a terminal.

`make snapshots` takes the pictures anew; what changed is then read in the diff, as any other change.
"""

from __future__ import annotations

import asyncio
import difflib
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tui import walk
from tests.tui.terminal import ENTER, F10, ROOT, Terminal
from tests.tui.walk import STATIONS, STYLES, Station
from tui.actions import SCREENS
from tui.app import AudittyApp
from tui.widgets.rows import RowList

FOLDER = Path(__file__).with_name("snapshots")
LANGUAGES = ("en", "zh")
SIZES = ((80, 24), (120, 40))
WELCOME = "welcome"
KEYS = {"enter": ENTER, "f3": "\x1bOR", "f10": F10}


def path_of(name: str, lang: str, size: tuple[int, int]) -> Path:
    """Where the picture of a station is."""
    return FOLDER / f"{lang}-{size[0]}x{size[1]}" / f"{name}.txt"


def as_seen(name: str, lang: str, size: tuple[int, int]) -> str:
    """The picture that was taken of a station."""
    return path_of(name, lang, size).read_text(encoding="utf-8")


def differences(wanted: str, found: str, name: str) -> list[str]:
    """How a picture differs from the one that is wanted; empty where it does not."""
    return list(difflib.unified_diff(wanted.splitlines(), found.splitlines(), name, "now", "", "", 0, ""))


@pytest.fixture
def day() -> Iterator[Path]:
    """An empty folder, on the day of the walk."""
    with walk.same_day() as folder:
        yield folder


def test_every_screen_is_on_the_way_and_every_station_has_its_pictures() -> None:
    missing = SCREENS.keys() - {WELCOME} - {station.screen for station in STATIONS}
    assert not missing, "give them a station in tests/tui/walk.py, and run `make snapshots`"
    names = [WELCOME, *(station.name for station in STATIONS)]
    wanted = {path_of(name, lang, size) for name in names for lang in LANGUAGES for size in SIZES}
    assert wanted == {*FOLDER.glob("*/*")}, "run `make snapshots`"


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_screen_is_as_it_was_seen(
    lang: str, size: tuple[int, int], day: Path, request: pytest.FixtureRequest
) -> None:
    pictures: dict[str, str] = {}

    async def welcome(app: AudittyApp, pilot: Any) -> None:
        await walk.at_rest(app, pilot)
        pictures[WELCOME] = walk.picture(app)

    async def script(app: AudittyApp, pilot: Any) -> None:
        async for station in walk.stations(app, pilot):
            pictures[station.name] = walk.picture(app)

    asyncio.run(walk.in_app(None, lang, size, welcome))
    asyncio.run(walk.in_app(walk.make(day / "w", lang), lang, size, script))
    if request.config.getoption("--update-snapshots"):
        folder = path_of("", lang, size).parent
        for old in folder.glob("*"):
            old.unlink()
        folder.mkdir(parents=True, exist_ok=True)
        for name, picture in pictures.items():
            path_of(name, lang, size).write_text(picture, encoding="utf-8")
        return
    changed = [line for name, found in pictures.items() for line in differences(as_seen(name, lang, size), found, name)]
    assert not changed, "if that is meant, run `make snapshots`\n" + "\n".join(changed)


@pytest.mark.slow
@pytest.mark.torture
def test_a_dragged_window_shows_what_a_new_one_would(day: Path) -> None:
    lang, small = "en", SIZES[0]
    wrong: list[str] = []

    async def script(app: AudittyApp, pilot: Any) -> None:
        async for station in walk.stations(app, pilot):
            cursors = [rows.cursor_id for rows in app.screen.query(RowList)]
            for size in ((250, 70), (20, 5), small):
                await pilot.resize_terminal(*size)
                await walk.at_rest(app, pilot)
                assert [rows.cursor_id for rows in app.screen.query(RowList)] == cursors
            wrong.extend(differences(as_seen(station.name, lang, small), walk.picture(app), station.name))

    asyncio.run(walk.in_app(walk.make(day / "w", lang), lang, small, script))
    assert not wrong, "\n".join(wrong)


def lines_of(picture: str) -> list[str]:
    """The lines of a picture as a terminal holds them."""
    return unicodedata.normalize("NFC", picture.partition(STYLES)[0]).rstrip().splitlines()


@pytest.mark.slow
def test_a_terminal_shows_it_and_goes_on_showing_it_while_it_is_dragged(day: Path) -> None:
    lang, (small, large) = "zh", SIZES

    def shows(station: Station, size: tuple[int, int]) -> None:
        wanted = lines_of(as_seen(station.name, lang, size))
        try:
            t.until(lambda lines: lines_of(walk.anywhere(t.text)) == wanted)
        except AssertionError:
            found = "\n".join(lines_of(walk.anywhere(t.text)))
            raise AssertionError("\n".join(differences("\n".join(wanted), found, f"{station.name} {size}"))) from None

    folder = walk.make(day / "w", lang)
    program = (sys.executable, "-m", "tests.tui.walk")
    with Terminal("-w", folder, "--inspector", "Li Wen", size=small, program=program, cwd=ROOT) as t:
        for station in STATIONS:
            t.write("".join(KEYS.get(key, key) for key in station.keys))
            shows(station, small)
            t.resize(250, 70)
            t.resize(*large)
            shows(station, large)
            t.resize(20, 5)
            t.resize(*small)
            shows(station, small)
