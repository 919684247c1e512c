"""Draw the pictures of the documentation from the running program (`make screenshots`).

The sample workspace, the clock and the ids are fixed, so a picture changes only when the screen does. Textual's own
SVG is set anew: it fetches its font from the network, and gives a Chinese character one cell where it fills two.
"""

from __future__ import annotations

import asyncio
import random
import re
import sys
from datetime import UTC, datetime
from html import escape, unescape
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from unittest.mock import patch

from rich.cells import cell_len

from store.clock import Clock
from store.workspace import Workspace
from tui.app import AudittyApp
from tui.demo import make
from tui.i18n import set_language
from tui.session import Session

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "img"
LANGUAGES: tuple[Literal["zh", "en"], ...] = ("zh", "en")
MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
UNIT, ITEM = "H01", "task-list"

WALK = (
    ("sheet", ("enter", "enter")),
    ("finding", ("2",)),
    ("notice", ("f10", "r", "enter")),
    ("overview", ("q", "q", "q", "o")),
)
"""The pictures in the order they are taken, each with the keys that lead to it from the one before."""

CELL = 12.2
"""The width of a cell in Textual's SVG; a wide character with its spacing is as wide as two."""

FONTS = (
    "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', 'Noto Sans Mono CJK SC', 'PingFang SC', "
    "'Microsoft YaHei', monospace"
)
STYLE = """<style>
    text {{ font-family: {fonts}; font-size: 20px; }}
    .wide {{ font-size: 22px; letter-spacing: 2.4px; }}
    {rules}
    </style>"""


def main() -> int:
    """Draw every picture; says which files it wrote."""
    for language in LANGUAGES:
        for name, svg in pictures(language).items():
            path = IMAGES / f"{name}-{language}.svg"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(svg, encoding="utf-8")
            print(path)
    return 0


def pictures(language: Literal["zh", "en"]) -> dict[str, str]:
    """The pictures in one language as SVG, by name."""
    set_language(language)
    with (
        TemporaryDirectory() as folder,
        patch.object(Clock, "now", lambda self: MOMENT),
        patch("secrets.choice", random.Random(1).choice),
    ):
        workspace = make(Path(folder) / "auditty-demo", language)
        return asyncio.run(_walk(workspace))


async def _walk(workspace: Workspace) -> dict[str, str]:
    session = Session(workspace)
    round_ = next(each for each in workspace.rounds() if UNIT in each.units and each.info.state == "running")
    line = workspace.sheet(round_, UNIT).line(ITEM)
    session.settle_who(round_.info.inspectors[0].name)
    # As if one had been here before: every screen opens where it was left.
    session.places.put("round", round_.info.id)
    session.places.put(f"unit:{round_.info.id}", UNIT)
    session.places.put(f"item:{round_.info.id}:{UNIT}", line.ref)
    app = AudittyApp(session)
    drawn = {}
    async with app.run_test(size=(80, 24)) as pilot:
        for name, keys in WALK:
            for key in keys:
                await pilot.press(key)
                await app.workers.wait_for_complete()
                await pilot.pause(0.5)  # the item's text follows when the cursor rests
            drawn[name] = reset(app.export_screenshot(title="auditty"), name)
    return drawn


def reset(svg: str, name: str) -> str:
    """Textual's SVG with fonts that are at hand, and every run of narrow or of wide characters in its own cells."""
    svg = re.sub(r"terminal-\d+", f"auditty-{name}", svg)
    rules = "\n    ".join(re.findall(r"\.\S+-r\d+ \{.*\}", svg))
    svg = re.sub(r"<style>.*?</style>", lambda match: STYLE.format(fonts=FONTS, rules=rules), svg, flags=re.DOTALL)
    return re.sub(r"<text ([^>]*?) x=\"([\d.]+)\" (y=\"[\d.]+\") textLength=[^>]*>([^<]*)</text>", _line, svg)


def _line(match: re.Match[str]) -> str:
    attributes, x, y, text = match.groups()
    drawn = []
    at = float(x)
    for (cells, blank), characters in groupby(unescape(text).replace("\xa0", " "), _kind):
        run = "".join(characters)
        width = CELL * cells * len(run)
        if not blank:
            wide = attributes.replace('class="', 'class="wide ') if cells == 2 else attributes
            drawn.append(f'<text {wide} x="{at:g}" {y} textLength="{width:g}">{escape(run)}</text>')
        at += width
    return "".join(drawn)


def _kind(character: str) -> tuple[int, bool]:
    """What stands together: characters of one width. Blanks are not drawn, as renderers disagree about them."""
    return cell_len(character), character == " "


if __name__ == "__main__":
    sys.exit(main())
