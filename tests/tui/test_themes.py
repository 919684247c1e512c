"""Themes: legible by computation, only codes that the terminal knows, chosen in four ways, and remembered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as Ground

from checklists.errors import AudittyError
from tests.tui import works
from tests.tui.conftest import Cli
from tests.tui.terminal import COLOUR, ENTER, Terminal
from tui import themes
from tui.actions import SCREENS
from tui.widgets import look
from tui.widgets.colours import FEW, MANY, Colours

STYLES = [value for value in vars(look).values() if isinstance(value, Style)]
WANTED = {"light": 4.5, "dark": 4.5, "high-contrast": 7.0}

# The colours 0 to 7 and what bold makes of them, as these draw them unless told otherwise. xterm leaves them where its
# fonts have a bold face, and makes them brighter where not.
CONSOLE = (
    "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
)
XTERM = (
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
)
PUTTY = (
    "000000 bb0000 00bb00 bbbb00 0000bb bb00bb 00bbbb bbbbbb 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
)
SIXTEEN = {
    "console": (CONSOLE, True), "xterm": (XTERM, False), "xterm, bold brighter": (XTERM, True), "PuTTY": (PUTTY, True),
}  # fmt: skip


def luminance(colour: str) -> float:
    """The relative luminance of `rrggbb` (WCAG 2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2): 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def rgb(color: Color | None) -> str:
    """What a terminal of 256 colours draws, as `rrggbb`. The first 16 it may draw as it likes."""
    assert color is not None
    assert color.number is not None
    assert color.number >= 16
    return "".join(f"{part:02x}" for part in color.get_truecolor())


def painted(colours: Colours, style: Style) -> Style:
    """A style as the terminal gets it."""
    (segment,) = colours.apply([Segment("x", style)], Ground(0, 0, 0))
    assert segment.style is not None
    return segment.style


def test_every_theme_is_there_in_both_kinds() -> None:
    assert {themes.ANSI, *MANY} == {themes.ANSI, *FEW} == {*themes.NAMES}
    assert Colours.of(themes.ANSI, "256") is None


@pytest.mark.parametrize("theme", WANTED)
def test_contrast_in_256_colours(theme: str) -> None:
    colours = Colours(MANY[theme])
    for style in STYLES:
        drawn = painted(colours, style)
        assert not drawn.dim, "nobody knows how much darker a terminal makes it"
        assert contrast(rgb(drawn.color), rgb(drawn.bgcolor)) >= WANTED[theme], style


@pytest.mark.parametrize("theme", WANTED)
@pytest.mark.parametrize("terminal", SIXTEEN)
def test_contrast_in_16_colours(theme: str, terminal: str) -> None:
    drawn_as, brighter = SIXTEEN[terminal][0].split(), SIXTEEN[terminal][1]
    colours = Colours(FEW[theme])
    for style in STYLES:
        drawn = painted(colours, style)
        assert not drawn.dim
        assert drawn.color is not None
        assert drawn.bgcolor is not None
        front, ground = drawn.color.number, drawn.bgcolor.number
        assert front is not None
        assert ground is not None
        assert max(front, ground) < 8, "the brighter ones have codes that not every terminal knows"
        shown = drawn_as[front + 8 * bool(drawn.bold and brighter)]
        assert contrast(shown, drawn_as[ground]) >= WANTED[theme], style


@pytest.mark.parametrize("theme", WANTED)
@pytest.mark.parametrize("palettes", [MANY, FEW], ids=["256", "16"])
def test_what_is_wrong_stands_out_and_what_is_reversed_stays_so(theme: str, palettes: Mapping[str, Any]) -> None:
    colours = Colours(palettes[theme])
    assert painted(colours, look.ERROR) != painted(colours, look.PLAIN)
    assert painted(colours, look.WARN) != painted(colours, look.PLAIN)
    assert painted(colours, look.HEADING) != painted(colours, look.PLAIN)
    assert painted(colours, look.REVERSE).reverse


def test_which_theme_it_begins_with(tmp_path: Path) -> None:
    home = {"XDG_CONFIG_HOME": str(tmp_path / "made" / "new")}
    assert themes.chosen(None, home) == "ansi"
    themes.remember("dark", home)
    assert themes.chosen(None, home) == "dark"
    assert themes.chosen(None, home | {"AUDITTY_THEME": "light"}) == "light"
    assert themes.chosen("high-contrast", home | {"AUDITTY_THEME": "light"}) == "high-contrast"
    (remembered,) = tmp_path.rglob("theme")
    for damaged in (b"", b"\xff\xfe", b"nothing known\n" * 1000):
        remembered.write_bytes(damaged)
        assert themes.chosen(None, home) == "ansi"
    with pytest.raises(AudittyError, match="AUDITTY_THEME"):
        themes.chosen(None, home | {"AUDITTY_THEME": "pink"})


def test_a_disk_that_refuses_costs_the_memory_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    themes.remember("dark", {"XDG_CONFIG_HOME": str(tmp_path / "file")})
    assert themes.chosen(None, {"XDG_CONFIG_HOME": str(tmp_path / "file")}) == "ansi"


def test_a_theme_that_is_none_is_refused_on_the_command_line(cli: Cli) -> None:
    done = cli("--theme", "pink")
    assert done.code == 2
    assert "high-contrast" in done.err


def test_every_theme_is_found_on_every_screen() -> None:
    wanted = {f"theme_{name.replace('-', '_')}" for name in themes.NAMES}
    ids = {screen: {action.id for action in actions} for screen, actions in SCREENS.items()}
    assert [screen for screen in ids if not wanted <= ids[screen]] == ["help", "palette"]


ONLY_16 = re.compile(rb"[0127]?(;?(?:3[0-79]|4[0-79]|[0127]|22|27))*")
SGR = re.compile(rb"\x1b\[([0-9;]*)m")


def codes(raw: bytes) -> set[bytes]:
    """Every parameter list of the codes that say how text is drawn."""
    return set(SGR.findall(raw))


@pytest.mark.slow
@pytest.mark.parametrize("term", ["xterm", "screen", "linux", "putty", "tmux-256color"])
def test_a_terminal_gets_the_codes_it_knows(term: str, tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("--theme", "dark", "-w", tmp_path / "w", term=term) as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        t.press(ENTER + ENTER, lambda lines: t.cursor_line.startswith("> . 1 "))
        t.press("1", " 1")
        t.press("2bad" + ENTER, lambda lines: t.cursor_line.startswith("> . 3 "))
        if term == "tmux-256color":
            assert any(b"48;5;234" in code for code in codes(t.raw))
        else:
            assert [code for code in codes(t.raw) if not ONLY_16.fullmatch(code)] == []
            assert any(b"40" in code.split(b";") for code in codes(t.raw))
        cells = [t._screen.buffer[y][x] for y in range(24) for x in range(80)]
        assert len({cell.bg for cell in cells if not cell.reverse} - {"red"}) == 1, "no cell was left out"


@pytest.mark.slow
def test_chosen_by_its_word_and_there_again(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    own = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    with Terminal("-w", tmp_path / "w", env=own) as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        assert b"38;5" not in t.raw
        t.press(":light", lambda lines: t.cursor_line.startswith("> light"))
        t.press(ENTER, lambda lines: "Autumn" in t.cursor_line)
        t.until(lambda lines: t._screen.buffer[12][40].bg == "ffffff")
        t.write("q")
        assert t.wait() == 0
        assert t.not_as_found() == []
    with Terminal("-w", tmp_path / "w", env=own) as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        assert t._screen.buffer[12][40].bg == "ffffff"
        t.press(":own", lambda lines: t.cursor_line.startswith("> own"))
        t.write(ENTER)
        t.until(lambda lines: {t._screen.buffer[y][x].bg for y in range(24) for x in range(80)} == {"default"})
        t.write("q")
        assert t.wait() == 0
    with Terminal("-w", tmp_path / "w", env=own | {"NO_COLOR": "1"}) as t:
        t.until(lambda lines: "Autumn" in t.cursor_line)
        t.press(":dark" + ENTER, "NO_COLOR")
        t.write("q")
        assert t.wait() == 0
        assert not COLOUR.search(t.raw)


def test_a_wrong_word_in_the_environment_is_one_line(tmp_path: Path) -> None:
    works.make(tmp_path / "w")
    with Terminal("-w", tmp_path / "w", env={"AUDITTY_THEME": "pink"}) as t:
        assert t.wait() == 2
        assert "no theme “pink”" in " ".join(t.text.split())
