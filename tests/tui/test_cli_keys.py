"""A person's own keys: the file is checked whole, with the place of each fault, and listed as it is in force."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.binding import Binding
from textual.widgets import Input

from tests.tui.conftest import Cli
from tui import actions
from tui.actions import SCREENS, use_own
from tui.keymap import IN_FIELDS, IN_LISTS, canonical
from tui.widgets.editor import Editor
from tui.widgets.form import Form
from tui.widgets.rows import RowList


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the file of a person's own keys is looked for; the keys of the test are gone after it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(actions, "_own", {})
    folder = tmp_path / "config" / "auditty"
    folder.mkdir(parents=True)
    return folder / "keys.yaml"


GOOD = """\
# my keys
sheet:
  mark_pass: [x, ",", ！]
  mark_fail: F11
  partly: []
everywhere:
  back: [ctrl+b, q]
  mark_fail: F12
"""


def test_own_keys_are_listed_beside_the_usual_ones(cli: Cli, home: Path) -> None:
    home.write_text(GOOD, encoding="utf-8")

    found = {(each["screen"], each["action"]): each for each in cli("keys", "--json").json}
    assert found.keys() == {(screen, action.id) for screen, actions in SCREENS.items() for action in actions}
    assert found["sheet", "mark_pass"]["keys"] == ["x", ",", "!"]
    assert found["sheet", "mark_pass"]["usual"] == ["1", "p"]
    assert found["sheet", "mark_fail"]["keys"] == ["F11"], "what is said of one screen wins"
    assert found["sheet", "partly"]["keys"] == []
    assert found["rounds", "back"]["keys"] == ["ctrl+b", "q"]
    assert found["rounds", "filter"]["keys"] == found["rounds", "filter"]["usual"]
    (line,) = [line for line in cli("keys").out.splitlines() if line.split()[:2] == ["sheet", "mark_fail"]]
    assert line.split()[2] == "F11"
    assert "2 f" in line


def test_without_a_file_the_usual_keys_are_in_force(cli: Cli, home: Path) -> None:
    assert all(each["keys"] == each["usual"] for each in cli("keys", "--json").json)
    checked = cli("keys", "check")
    assert (checked.code, checked.err) == (0, "")
    assert str(home) in checked.out


def test_a_file_in_order(cli: Cli, home: Path) -> None:
    home.write_text(GOOD, encoding="utf-8")
    assert "in order" in cli("keys", "check").out
    assert cli("keys", "check", home, "--json").json == []


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("shet: {undo: x}", "1:1", "did you mean “sheet”?"),
        ("sheet: {undoo: x}", "1:9", "did you mean “undo”?"),
        ("sheet: {undo: F99}", "1:15", "did you mean “F9”?"),
        ("sheet: {undo: lots}", "1:15", "is no key"),
        ("sheet: {undo: ctrl+q}", "1:15", "belongs to the terminal"),
        ("sheet: {undo: ctrl+i}", "1:15", "belongs to the terminal"),
        ("sheet: {undo: j}", "1:15", "lists need “j”"),
        ("sheet: {undo: F2}", "1:15", "forms and fields need “F2”"),
        ("sheet: {undo: [x, ctrl+w]}", "1:19", "forms and fields need “ctrl+w”"),
        ("sheet:\n  undo: p", "2:9", "“p” is both “undo” and “mark_pass” on the screen “sheet”"),
        ("sheet:\n  undo: ｐ", "2:9", "“p” is both “undo” and “mark_pass”"),
        ("sheet:\n  undo: x\n  note: x", "3:9", "“x” is both “note” and “undo”"),
        ("everywhere: {filter: n}", "1:22", "“n” is both “filter” and “new_round” on the screen “rounds”"),
        ("sheet: {back: []}", "1:9", "it is the way out"),
        ("everywhere: {back: []}", "1:14", "it is the way out"),
        ("rounds: {choose: x}", "1:10", "“choose” stays on Enter"),
        ("palette: {leave: x}", "1:11", "“leave” stays on F10"),
        ("sheet: {undo: {a: b}}", "1:15", "expected a list"),
        ("sheet: x", "1:8", "expected keys and values"),
        ("- sheet", "1:1", "expected keys and values"),
        ("sheet: {undo: x, undo: y}", "1:18", "twice"),
        ("sheet: {undo: *x}", "1:15", "anchors and aliases"),
        ("sheet: {undo: [", "2:1", "not valid YAML"),
    ],
)
def test_a_fault_is_said_with_its_place(cli: Cli, home: Path, text: str, place: str, said: str) -> None:
    home.write_text(text, encoding="utf-8")

    checked = cli("keys", "check")
    assert checked.code == 1
    assert f"{home}:{place}: " in checked.err
    assert said in checked.err
    assert [f"{each['line']}:{each['column']}" for each in cli("keys", "check", "--json").json] == [place]
    assert cli("keys").code == 2, "what is not in force is not listed"


def test_a_named_file_must_be_there(cli: Cli, tmp_path: Path) -> None:
    assert cli("keys", "check", tmp_path / "none.yaml").code == 2
    assert cli("--keys", tmp_path / "none.yaml", "keys").code == 2


def test_what_the_widgets_bind_cannot_be_given_away() -> None:
    long = {"pageup": "PgUp", "pagedown": "PgDn", "escape": "Esc"}

    def keys(widget: type[Input | Form | RowList | Editor]) -> set[str]:
        bindings = Binding.make_bindings([each for each in widget.BINDINGS if isinstance(each, Binding)])
        names = {canonical(long.get(each.key, each.key)) for each in bindings if "shift+" not in each.key}
        return names - {""}

    assert keys(RowList) <= IN_LISTS
    assert keys(Input) | keys(Editor) | keys(Form) <= IN_FIELDS | IN_LISTS | {"ctrl+c", "ctrl+j"}
    assert {"F2", "ctrl+w", "Tab"} <= keys(Input) | keys(Form)


def test_every_key_of_the_registry_is_written_as_a_file_writes_it() -> None:
    for key in {key for screen in SCREENS.values() for action in screen for key in action.keys}:
        assert canonical(key) == key


def test_own_keys_can_be_taken_back() -> None:
    use_own({"sheet": ()})
    use_own({})
    assert actions.actions_of("sheet") == SCREENS["sheet"]
