"""The README says what is so: its commands parse, its keys exist, its example loads, and both languages agree."""

from __future__ import annotations

import re
import shlex
import tomllib
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import pytest

from checklists import load
from scripts.screenshots import LANGUAGES, WALK
from tui.actions import SCREENS
from tui.commands.parser import build
from tui.i18n import Language, _, set_language

FILES: dict[Language, str] = {"en": "README.md", "zh": "README.zh-CN.md"}
WHERE = {
    "sheet": "检查表", "rounds": "检查轮次", "units": "单位", "documents": "文书", "document": "文书全文",
    "register": "已印发文书", "new round": "新建轮次", "board": "整改台账", "dashboard": "概览", "everywhere": "通用",
}  # fmt: skip

both = pytest.mark.parametrize("language", FILES)


@pytest.fixture
def readme(root: Path, language: Language) -> str:
    """The README in one language."""
    return (root / FILES[language]).read_text(encoding="utf-8")


def blocks(text: str, kind: str) -> list[str]:
    """The code blocks of one kind."""
    return re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)


def calls(text: str, program: str) -> list[list[str]]:
    """The arguments of every call of `program` in the code blocks."""
    lines = [shlex.split(line) for block in blocks(text, "sh") for line in block.splitlines()]
    return [line[1:] for line in lines if line[0] == program]


parser = cache(build)
"""The program's own, made once: the language of its help does not matter here."""


def parsed(arguments: list[str]) -> tuple[str, list[str]]:
    """Which command the arguments call, and which of its options they give; a wrong call ends the test."""
    options = vars(parser().parse_args(arguments))
    return options["run"], sorted(name for name, value in options.items() if value)


def keys(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The rows of the key table: where, and the keys."""
    rows = re.findall(r"^\| ([^|`]+) \| ((?:`[^`]+` ?)+)\| [^|]+ \|$", text, re.MULTILINE)
    return [(where, tuple(re.findall(r"`([^`]+)`", cell))) for where, cell in rows]


@both
def test_every_command_parses(readme: str) -> None:
    commands = [parsed(call)[0] for call in calls(readme, "auditty")]

    assert {"start.init", "units.take_in", "rounds.new", "mark.mark", "report.report", "checks.verify"} <= set(commands)


@pytest.mark.parametrize("file", [*FILES.values(), "CONTRIBUTING.md"])
def test_every_target_is_in_the_makefile(root: Path, file: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    called = [target for arguments in calls(text, "make") for target in arguments]
    named = {*called, *" ".join(re.findall(r"`make ([a-z -]+)`", text)).split()}
    assert named >= {"demo", "test"}
    assert sorted(named - set(targets)) == []


def test_every_file_that_the_guide_names_is_there(root: Path) -> None:
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = ["", "checklists/", "store/", "reports/", "tui/"]

    named = re.findall(r"(?<![\w/])([a-z][\w/-]*\.(?:py|md|po|toml|lock))\b", text)
    assert len(named) > 20
    assert [name for name in named if not any((root / room / name).is_file() for room in rooms)] == []


@both
def test_the_two_commands_stand_right_under_a_picture(readme: str) -> None:
    picture = readme.index("](docs/img/")
    assert readme.count("\n", 0, picture) < 12
    assert re.match(r"[^\n]*\n\n```sh\nmake demo\nmake test\n```\n", readme[picture:])


@both
def test_every_key_of_the_table_exists(readme: str, language: Language) -> None:
    table = keys(readme)

    for where, shown in table:
        name = where if language == "en" else {zh: en for en, zh in WHERE.items()}[where]
        if name == "everywhere":
            screens = [SCREENS[screen] for screen in ("rounds", "units", "sheet", "new_round")]
        else:
            screens = [SCREENS[name.replace(" ", "_")]]
        for actions in screens:
            assert shown in [action.keys for action in actions], f"{where}: {shown}"
    shown_on_sheets = {shown for where, shown in table if where in ("sheet", WHERE["sheet"], "everywhere", "通用")}
    assert shown_on_sheets == {action.keys for action in SCREENS["sheet"] if action.keys}


@both
def test_the_example_is_a_checklist(readme: str) -> None:
    (example,) = blocks(readme, "yaml")
    assert load(example.encode(), "README").lines


@both
def test_what_the_readme_points_to_is_there(root: Path, readme: str) -> None:
    links = re.findall(r"\]\(([^)]+)\)", readme)

    assert len(links) > 5
    assert [link for link in links if not (root / link).is_file()] == []


def test_both_languages_say_the_same(root: Path) -> None:
    en, zh = ((root / FILES[language]).read_text(encoding="utf-8") for language in ("en", "zh"))

    def shape(text: str) -> list[str]:
        """Headings, table rows, list items, blocks and pictures, in their order and without their words."""
        return re.findall(r"^(?:#+|\||- |\d\.|```\w*| *!\[)", text, re.MULTILINE)

    assert shape(en) == shape(zh)
    assert [parsed(call) for call in calls(en, "auditty")] == [parsed(call) for call in calls(zh, "auditty")]
    assert [(WHERE[where], shown) for where, shown in keys(en)] == keys(zh)
    assert blocks(en, "yaml") == blocks(zh, "yaml")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name, _keys in WALK])
def test_a_picture_shows_the_screen_in_cells(root: Path, name: str, language: Language) -> None:
    text = (root / "docs" / "img" / f"{name}-{language}.svg").read_text(encoding="utf-8")
    drawn = [element.text or "" for element in ET.fromstring(text).iter("{http://www.w3.org/2000/svg}text")]

    assert "@font-face" not in text
    assert not re.search(r"url\((?!#)", text)
    wide = re.compile("[\u4e00-\u9fff]")
    assert [run for run in drawn if wide.search(run) and re.search("[ -~]", run)] == []
    assert any(map(wide.search, drawn)) == (language == "zh")
    set_language(language)
    screen = {"notice": "document", "overview": "dashboard"}.get(name, "sheet")
    hints = [_(action.label) for action in SCREENS[screen] if action.hint]
    shown = "".join(drawn)  # blanks are not drawn
    assert [hint for hint in hints if hint.replace(" ", "") not in shown] == [], "run `make screenshots`"


def test_the_changelog_has_a_place_for_what_comes(root: Path) -> None:
    assert "\n## [Unreleased]\n" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_package_shows_the_readme(root: Path) -> None:
    assert tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["readme"] == "README.md"
