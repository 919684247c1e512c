"""What the command line says of itself: every command and option has its words, in both languages, on one line."""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tui.commands.output import cells
from tui.commands.parser import ARGPARSE, VERSION, build
from tui.i18n import _, set_language

CONTRACT = (
    "demo", "init", "checklists list", "checklists show", "checklists check", "checklists import",
    "checklists export", "units list", "units import", "units export", "rounds list", "rounds status", "rounds new",
    "mark", "results import", "report", "history", "verify", "repair", "migrate", "calendar", "rectify list",
    "rectify submit", "rectify accept", "rectify return", "rectify extend", "rectify receipt",
)  # fmt: skip

WRONG = [
    (("bogus",), "bogus"),
    (("--bogus",), "--bogus"),
    (("checklists",), None),
    (("checklists", "shw"), "shw"),
    (("checklists", "check"), "FILE"),
    (("rounds", "status"), "ROUND"),
    (("report", "bogus", "r", "-o", "x"), "bogus"),
    (("report", "notice", "r"), "-o/--output"),
    (("--lang",), "--lang"),
    (("--lang", "fr", "verify"), "'fr'"),
    (("mark", "r", "u", "i", "pass", "--note"), "--note"),
    (("mark", "r", "u", "i", "pass", "--problm", "x"), "--problm"),
    (("mark", "r", "u", "i", "pass", "--add=1"), "'1'"),
    (("verify", "--js"), "--js"),
]


def _parsers(parser: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    yield name, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command, inner in action.choices.items():
                yield from _parsers(inner, f"{name} {command}".strip())


@pytest.fixture(params=["en", "zh"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _documented(root: Path) -> set[str]:
    """The commands that code in the README files shows, as far as the words go."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in root.glob("README*.md"))
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
    return {" ".join(words.split()) for words in re.findall(r"\bauditty((?: +[a-z]+)+)", code)}


def test_every_command_of_the_contract_is_there(root: Path) -> None:
    names = [name for name, _parser in _parsers(build())]
    assert set(CONTRACT) <= set(names)
    for shown in _documented(root):
        first, *rest = shown.split()
        wanted = f"{first} {rest[0]}" if rest and any(name.startswith(f"{first} ") for name in names) else first
        assert wanted in names, f"README: auditty {shown}"


def test_everything_has_help(lang: str) -> None:
    set_language("zh" if lang == "zh" else "en")
    for name, parser in _parsers(build()):
        assert parser.description, name
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                assert all(choice.help for choice in action._choices_actions), name
            else:
                assert action.help, f"{name} {action.dest}"


@pytest.mark.slow
def test_help_fits_a_terminal_of_80_cells(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    set_language("zh" if lang == "zh" else "en")
    for name, parser in _parsers(build()):
        _usage, words = parser.format_help().split("\n\n", 1)
        assert [line for line in words.splitlines() if cells(line) > 80] == [], name


@pytest.mark.parametrize("command", ["", *CONTRACT])
def test_help_needs_nothing_and_speaks_the_language(
    cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    english = cli(*command.split(), "--help")
    chinese = cli("--lang", "zh", *command.split(), "--help")
    assert (english.code, english.err, chinese.code, chinese.err) == (0, "", 0, "")
    assert english.out.startswith("usage: auditty")
    assert chinese.out.startswith("用法：auditty")
    assert "options:" in english.out
    assert "选项" in chinese.out
    assert not re.search("options|arguments|show this|usage", chinese.out)
    assert not any(tmp_path.iterdir())


def test_every_word_of_argparse_is_translated() -> None:
    set_language("zh")
    for message in ARGPARSE:
        assert _(message) != message
        assert re.findall(r"%(?:\(\w+\))?[a-z]", _(message)) == re.findall(r"%(?:\(\w+\))?[a-z]", message)


@pytest.mark.parametrize("arguments, said", WRONG, ids=[" ".join(arguments) for arguments, _said in WRONG])
def test_a_wrong_call_is_one_line(cli: Any, lang: str, arguments: tuple[str, ...], said: str | None) -> None:
    where = () if "--lang" in arguments else ("--lang", lang)
    done = cli(*where, *arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith("auditty: ")
    assert "--help" in done.err
    assert said is None or said in done.err
    if where and lang == "zh":
        assert not re.search("[a-z]{3,} [a-z]{3,} [a-z]{3,}", done.err.split("；用法")[0])
        assert re.search("[\u4e00-\u9fff]", done.err)


def test_a_locale_of_the_environment_does_not_decide_over_the_option(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "de")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert cli("bogus").err.startswith("auditty: 没有“bogus”")
    assert cli("--lang", "en", "bogus").err.startswith("auditty: no command ")


def test_the_version_is_the_projects(cli: Any, root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
    done = cli("--version")
    assert (done.code, done.out) == (0, f"auditty {VERSION}\n")
