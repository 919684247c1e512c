"""A walk through every screen, in a workspace whose names and texts are hostile, always on the same day.

What is on the way is in `STATIONS`. A screen that is new gets a station; so does what opens inside a screen (a form, a
menu), named with a dot: `sheet.finding`. The same walk is taken in this process and, with `python -m tests.tui.walk`
for `auditty`, in a terminal.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from reports.issue import issue_notice
from store.clock import Clock
from store.given import Input
from store.model import Finding
from store.workspace import Workspace
from tests.tui import works
from tui.app import AudittyApp
from tui.i18n import set_language
from tui.screens.base import BaseScreen
from tui.session import Session

MOMENT = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)
EVIL = "[red]x[/] \x1b[31m\x1b]0;t\x07\u202eab"
LONG = "没有尽头的名称" * 12
RTL = "בית ספר صحة"
EMOJI = "👩\u200d👩\u200d👧 e\u0301 ｱ①"

QUARTERLY = {"every": "quarter", "in": ["mid-09", "mid-12"]}


STYLES = "-- styles"
"""Stands between the lines of a picture and their styles."""


class Station(NamedTuple):
    """Where one is, and the keys that lead there from the station before."""

    name: str
    keys: tuple[str, ...]

    @property
    def screen(self) -> str:
        """The screen's name in the registry."""
        return self.name.partition(".")[0]


STATIONS = (
    Station("rounds", ()),
    Station("help", ("?",)),
    Station("palette", ("q", ":")),
    Station("new_round", ("f10", "n")),
    Station("calendar", ("q", "c")),
    Station("figures", ("q", "d")),
    Station("dashboard", ("q", "o")),
    Station("search", ("q", "f3")),
    Station("search.found", ("U", "0")),
    Station("history", ("f10", "h")),
    Station("board", ("q", "l")),
    Station("board.steps", ("enter",)),
    Station("overlooked", ("f10", "n")),
    Station("register", ("q", "q", "D")),
    Station("issued", ("enter",)),
    Station("documents", ("q", "q", "r")),
    Station("recipients", ("enter",)),
    Station("units", ("q", "q", "enter")),
    Station("units.filter", ("/", "U")),
    Station("unit", ("f10", "U")),
    Station("items", ("q", "I")),
    Station("item", ("enter",)),
    Station("sheet", ("q", "enter")),
    Station("sheet.finding", ("2",)),
    Station("sheet.note", ("f10", "e")),
    Station("sheet.visit", ("f10", "v")),
    Station("document", ("f10", "r", "enter")),
    Station("document.save", ("s",)),
)
"""From the list of rounds on. The welcome screen stands before it, without a workspace."""


@contextmanager
def same_day() -> Iterator[Path]:
    """It is always the same moment, and what is drawn by lot is always the same. Yields an empty folder.

    Its path differs, as it must, but is always of one length: `anywhere` makes it one.
    """
    lots = random.Random(1)
    with (
        patch.object(Clock, "now", lambda self: MOMENT),
        patch("secrets.choice", lots.choice),
        patch("secrets.token_hex", lambda count: f"{lots.getrandbits(8 * count):0{2 * count}x}"),
        patch("getpass.getuser", lambda: "login"),
        patch("socket.gethostname", lambda: "host"),
        tempfile.TemporaryDirectory(prefix="auditty-", dir="/tmp") as folder,
        patch.dict(os.environ, {"HOME": folder}),
    ):
        yield Path(folder)


def anywhere(text: str) -> str:
    """`text` with the folder of the day as if it were always the same one."""
    return re.sub(r"/tmp/auditty-\w{8}", "/tmp/auditty-________", text)


def make(folder: Path, lang: str) -> Path:
    """The workspace. Its first unit has findings, a notice and rectifications; the last sheet is half done."""
    wanted = works.items(30, recurrence=QUARTERLY, grade="high", criterion={"schedule": {"at_least": "all"}})
    wanted[1] |= {"text": {"zh": LONG, "en": "[bold]" + "no end in sight " * 9}, "ref": ["X-[/]"]}
    wanted[2] |= {
        "text": {"zh": f"名称 {RTL} 12", "en": f"{RTL} 12"},
        "criterion": {"count": {"at_least": 4, "per": "year"}},
    }
    wanted[3] |= {"text": {"zh": "①Ａ“引号”—…·", "en": "ambiguous “quotes” — …·①"}}
    names = ["East [/etc] School", EVIL, LONG, RTL, EMOJI, "城西小学"]
    units = [{"code": f"U{number}", "name": name, "type": f"t{number % 2}"} for number, name in enumerate(names)]
    workspace = works.make(
        folder, wanted=wanted, units=units, language=lang, inspectors=("Li Wen", EVIL), name="Spring"
    )
    workspace.sign_in("Li Wen")
    autumn = workspace.new_round(
        f"Autumn {EVIL}", ["matters"], [unit["code"] for unit in units], "2026-09-01", "2026-12-31"
    )
    for round_, days in ((workspace.rounds()[1], "2026-10-01"), (autumn, "2026-11-25")):
        sheet = workspace.sheet(round_, "U0")
        for line, text in zip(sheet.lines[1:5], (EVIL, LONG, RTL, EMOJI), strict=False):
            finding = {"problem": text, "place": text[:30], "due": days, "grade": "high", "lead": RTL}
            sheet.set_mark(line.ref, "fail", Input(note=text, finding=finding))
        sheet.set_mark(sheet.lines[5].ref, "na", Input(note="-"))
        issue_notice(workspace, sheet, lang)
        sheet.set_other(Finding(problem=f"[/etc/ssh] {LONG}", due=days))
    for unit, count in (("U1", 30), ("U2", 12), ("U3", 1)):
        sheet = workspace.sheet(autumn, unit)
        for line in sheet.lines[:count]:
            sheet.set_mark(line.ref, "pass", Input(note="ok"))
    return folder


async def in_app(
    folder: Path | None, lang: str, size: tuple[int, int], script: Callable[[AudittyApp, Any], Awaitable[None]]
) -> None:
    """Run `script` in the program on the workspace in `folder` (None: on the welcome screen)."""
    set_language("zh" if lang == "zh" else "en")
    workspace = Workspace(folder) if folder else None
    session = Session(workspace)
    if workspace:
        session.settle_who("Li Wen")
    app = AudittyApp(session)
    async with app.run_test(size=size) as pilot:
        await script(app, pilot)


async def at_rest(app: AudittyApp, pilot: Any) -> None:
    """Wait until nothing is being read, nothing is waited for, and everything is laid out and drawn."""
    quiet = 0
    while quiet < 2:
        await app.workers.wait_for_complete([worker for worker in app.workers if not worker.is_finished])
        await pilot.pause()
        quiet = 0 if _at_work(app) else quiet + 1
        await asyncio.sleep(0.005)


def _at_work(app: AudittyApp) -> bool:
    """Whether something is read, to be drawn, or to happen within a second, such as the text that follows a cursor."""
    screen = app.screen
    nodes = [app, *screen.walk_children(with_self=True)]
    timers = [timer for node in nodes for timer in node._timers if timer._repeat == 0 and timer._interval < 1]
    return (
        any(not worker.is_finished for worker in app.workers)
        or any(timer._task and not timer._task.done() for timer in timers)
        or any(node._next_callbacks or not node._message_queue.empty() for node in nodes)
        or bool(screen._layout_required or screen._repaint_required or screen._dirty_widgets or screen._callbacks)
    )


async def stations(app: AudittyApp, pilot: Any) -> AsyncIterator[Station]:
    """Go from station to station."""
    await at_rest(app, pilot)
    for station in STATIONS:
        for key in station.keys:
            await pilot.press(key)
            await at_rest(app, pilot)
        screen = app.screen
        assert isinstance(screen, BaseScreen)
        assert station.screen == screen.NAME, f"on the way to {station.name}"
        yield station


def picture(app: AudittyApp) -> str:
    """What is on the screen: its lines, and under them where there is any style but the plain one.

    `3 6-9 bold red` are the cells 6 to 8 of the line 3, both counted from 0.
    """
    lines: list[str] = []
    styles: list[str] = []
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        lines.append(strip.text.rstrip())
        runs: list[tuple[int, int, str]] = []
        x = 0
        for segment in strip:
            style = segment.style
            words = [word for word in ("bold", "dim", "reverse", "underline") if style and getattr(style, word)]
            if style and style.color and not style.color.is_default:
                words.append(style.color.name)
            end, word = x + segment.cell_length, " ".join(words)
            if word and runs and runs[-1][1:] == (x, word):
                runs[-1] = (runs[-1][0], end, word)
            elif word:
                runs.append((x, end, word))
            x = end
        styles += [f"{y} {start}-{end} {word}" for start, end, word in runs]
    return anywhere("\n".join([*lines, STYLES, *styles, ""]))


def main() -> int:
    """`auditty ARGUMENTS…`, on the same day."""
    from tui.__main__ import main as auditty

    with same_day():
        return auditty()


if __name__ == "__main__":
    sys.exit(main())
