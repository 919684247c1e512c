"""`auditty checklists`: with a workspace, without one, and with files that are not in order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checklists import library

BROKEN = """\
format: 1
id: broken
version: "1"
title: Broken
responsibility:
  - id: a
    title: A
    items:
      - id: one
        text: One
        colour: red
      - id: one
        txt: Two
"""


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is no workspace; it is the cwd."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_built_in_ones_need_no_workspace(cli: Any, nowhere: Path) -> None:
    listed = cli("checklists", "list", "--json")
    assert (listed.code, [each["id"] for each in listed.json]) == (0, list(library.ids()))
    text = cli("checklists", "list").out
    assert all(checklist_id in text for checklist_id in library.ids())
    assert "学校专项工作责任制" in cli("checklists", "list", "--lang", "zh").out
    assert not any(nowhere.iterdir())


@pytest.mark.parametrize("checklist_id", library.ids())
def test_show_json_has_every_item_where_it_stands(cli: Any, nowhere: Path, checklist_id: str) -> None:
    shown = cli("checklists", "show", checklist_id, "--json").json
    checklist = library.load(checklist_id)
    assert (shown["id"], shown["version"]) == (checklist.id, checklist.version)
    assert shown["title"] == {"zh": checklist.title.zh, "en": checklist.title.en}
    assert [item["id"] for item in shown["items"]] == [line.item.id for line in checklist.lines]
    for item, line in zip(shown["items"], checklist.lines, strict=True):
        assert item["part"] == line.section.part
        assert item["text"] == {"zh": line.item.text.zh, "en": line.item.text.en}
        assert item["ref"] == list(line.item.ref)
    assert [(fact["ref"], fact["text"]["zh"]) for fact in shown["background"]] == [
        (fact.ref, fact.text.zh) for fact in checklist.background
    ]


def test_show_is_readable_in_both_languages(cli: Any, nowhere: Path) -> None:
    english = cli("checklists", "show", "school-special-work-responsibility").out
    chinese = cli("checklists", "show", "school-special-work-responsibility", "--lang", "zh").out
    assert "lg-set-up" in english
    assert "The leading group has been set up in writing" in english
    assert "领导小组已发文成立" in chinese
    assert "The leading group" not in chinese


def test_an_unknown_checklist_is_one_line(cli: Any, nowhere: Path, workspace: Path) -> None:
    for where in ((), ("-w", workspace)):
        for wrong in ("nope", "../fire", "\udcff", "\x1b[31m"):
            done = cli(*where, "checklists", "show", wrong)
            assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
            assert "\x1b" not in done.err


def test_the_own_ones_come_first_and_are_marked(cli: Any, workspace: Path) -> None:
    first, *others = cli("checklists", "list", "--json").json
    assert (first["id"], first["own"], first["items"], first["title"]["zh"]) == ("fire", True, 3, "消防安全")
    assert not any(each["own"] for each in others)
    assert cli("checklists", "show", "fire", "--json").json["items"][0]["ref"] == ["F-01"]


def test_check_says_what_is_in_order(cli: Any, workspace: Path) -> None:
    done = cli("checklists", "check", "checklists/fire.yaml")
    assert (done.code, done.out, done.err) == (0, "checklists/fire.yaml: in order\n", "")


def test_check_names_every_error_of_every_file_with_its_place(cli: Any, nowhere: Path) -> None:
    Path("a.yaml").write_text(BROKEN, encoding="utf-8")
    Path("b.yaml").write_text("format: 1\nid: [\n", encoding="utf-8")
    done = cli("checklists", "check", "a.yaml", "b.yaml")
    *problems, last = done.err.splitlines()
    assert (done.code, done.out) == (1, "")
    assert problems[0].startswith("a.yaml:11:9: ")
    assert any(problem.startswith("a.yaml:13:9: ") for problem in problems)
    assert any(problem.startswith("b.yaml:") for problem in problems)
    assert last == f"auditty: {len(problems)} problems found"
    as_json = cli("checklists", "check", "a.yaml", "b.yaml", "--json")
    assert (as_json.code, as_json.err, len(as_json.json)) == (1, "", len(problems))
    first = as_json.json[0]
    assert (first["file"], first["line"], first["column"]) == ("a.yaml", 11, 9)
    assert f"a.yaml:11:9: {first['message']}" == problems[0]


def test_one_problem_is_singular(cli: Any, nowhere: Path) -> None:
    Path("a.yaml").write_text("", encoding="utf-8")
    done = cli("checklists", "check", "a.yaml")
    assert done.err == "a.yaml:1:1: the file is empty\nauditty: 1 problem found\n"
    assert cli("checklists", "check", "a.yaml", "--lang", "zh").err.endswith("auditty: 发现 1 处问题\n")


def test_a_missing_file_does_not_hide_the_others(cli: Any, nowhere: Path) -> None:
    Path("a.yaml").write_text("", encoding="utf-8")
    done = cli("checklists", "check", "no.yaml", "a.yaml", ".")
    assert done.code == 2
    assert done.err.splitlines()[0] == "auditty: no.yaml: no such file"
    assert "a.yaml:1:1: the file is empty" in done.err


def test_100_000_nested_brackets_are_refused(run: Any, nowhere: Path) -> None:
    Path("deep.yaml").write_bytes(b"[" * 100_000)
    done = run("checklists", "check", "deep.yaml")
    assert done.code == 1
    assert done.err.startswith("deep.yaml:1:65: ")
    assert len(done.err.splitlines()) == 2


def test_an_endless_file_is_refused(cli: Any, nowhere: Path) -> None:
    done = cli("checklists", "check", "/dev/zero")
    assert (done.code, len(done.err.splitlines())) == (1, 2)


def test_a_broken_own_checklist_is_named_and_the_others_listed(cli: Any, workspace: Path) -> None:
    (workspace / "checklists" / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    done = cli("checklists", "list")
    assert done.code == 1
    assert "broken.yaml:11:9: " in done.err
    assert "fire" in done.out
    (workspace / "checklists" / "folder.yaml").mkdir()
    folder = cli("checklists", "list")
    assert (folder.code, folder.out) == (2, done.out)
    assert "folder.yaml: this is a folder" in folder.err
    (workspace / "checklists" / "folder.yaml").rmdir()
    shown = cli("checklists", "show", "broken")
    assert (shown.code, shown.out) == (2, "")
    assert "broken.yaml:11:9: " in shown.err
    assert cli("rounds", "new", "x", "--checklist", "broken", "--all-units").code == 2
