"""`auditty checklists schema`, `new` and `diff`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checklists import library
from tests.tui.conftest import CHECKLIST


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is no workspace; it is the cwd."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_schema_and_where_it_lies(cli: Any, nowhere: Path) -> None:
    printed = cli("checklists", "schema")
    assert printed.code == 0
    assert json.loads(printed.out)["$defs"]["Item"]["properties"]["veto"]
    path = Path(cli("checklists", "schema", "--path").out.strip())
    assert path.read_text(encoding="utf-8") == printed.out


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name, checklist_id", [("own.yaml", "own"), ("我的 清单.yml", "my-checklist")])
def test_a_new_checklist_is_in_order_and_names_its_schema(
    cli: Any, nowhere: Path, lang: str, name: str, checklist_id: str
) -> None:
    done = cli("checklists", "new", name, "--lang", lang)
    assert (done.code, done.out, done.err) == (0, f"{name}\n", "")
    assert cli("checklists", "check", name).code == 0
    text = (nowhere / name).read_text(encoding="utf-8")
    first = text.splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=file:///")
    assert first.endswith("/checklists/schema.json")
    assert f'id: "{checklist_id}"' in text
    assert ("谁负责" in text) == (lang == "zh")

    again = cli("checklists", "new", name, "--lang", "en")
    assert (again.code, again.out) == (2, "")
    assert "already" in again.err
    assert (nowhere / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name, code", [("own.txt", 2), ("own", 2), ("missing/own.yaml", 2)])
def test_a_new_checklist_needs_a_place(cli: Any, nowhere: Path, name: str, code: int) -> None:
    done = cli("checklists", "new", name)
    assert (done.code, done.out, done.err.count("\n")) == (code, "", 1)
    assert not any(nowhere.iterdir())


NEWER = (
    CHECKLIST.replace('version: "1"', 'version: "2"')
    .replace("There is a fire plan", "There is a fire plan of this year")
    .replace("        grade: high\n", "        grade: low\n")
    .replace("      - id: exits\n", "      - {id: hoses, text: Hoses are there}\n      - id: exits\n")
)


def test_diff_of_a_checklist_of_the_workspace_and_a_file(cli: Any, workspace: Path) -> None:
    (workspace / "newer.yaml").write_text(NEWER, encoding="utf-8")
    done = cli("checklists", "diff", "fire", "newer.yaml", "--json")
    assert done.code == 1
    found = done.json
    assert (found["from"]["version"], found["to"]["version"]) == ("1", "2")
    assert [each["id"] for each in found["added"]] == ["hoses"]
    assert found["removed"] == []
    (plan,) = found["reworded"]
    assert (plan["id"], plan["fields"]) == ("plan", ["text"])
    assert plan["from"]["text"]["en"] == "There is a fire plan"
    assert plan["to"]["text"]["en"] == "There is a fire plan of this year"
    assert [(each["id"], each["fields"]) for each in found["changed"]] == [("plan", ["grade"])]
    assert [(each["from"]["number"], each["to"]["number"]) for each in found["renumbered"]] == [(3, 4)]
    assert (found["moved"], found["sections"], found["checklist"]) == ([], {}, ["version"])

    text = cli("checklists", "diff", "fire", "newer.yaml")
    assert (text.code, text.err) == (1, "")
    assert "There is a fire plan of this year" in text.out
    assert "- text: There is a fire plan\n" in text.out
    chinese = cli("checklists", "diff", "fire", "newer.yaml", "--lang", "zh")
    assert "措辞有改动：text" in chinese.out


def test_the_same_is_nothing_and_exit_0(cli: Any, nowhere: Path) -> None:
    one = library.ids()[0]
    (nowhere / "copy.yaml").write_bytes(library.read_bytes(one))
    for other in (one, "copy.yaml"):
        done = cli("checklists", "diff", one, other)
        assert (done.code, done.out, done.err) == (0, "nothing changed\n", "")
    assert cli("checklists", "diff", one, "copy.yaml", "--json").json["reworded"] == []


def test_diff_says_what_it_cannot_read(cli: Any, workspace: Path) -> None:
    (workspace / "broken.yaml").write_text("id: x\n", encoding="utf-8")
    for wrong, code in (("nothing", 2), ("missing.yaml", 2), ("broken.yaml", 2)):
        done = cli("checklists", "diff", "fire", wrong)
        assert (done.code, done.out) == (code, "")
        assert done.err
        assert "Traceback" not in done.err
