from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from checklists.errors import ChecklistError
from checklists.model import Text
from store import settings
from store.disk import Disk
from store.errors import NewerFormat, NoWorkspace, StoreError
from store.given import Input
from store.settings import DocumentSettings, Settings, parse, starter
from store.upkeep.verify import verify
from store.workspace import Workspace

GOOD = "format: 2\ntitle: T\n"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_starter_is_valid_and_names_every_key(language: str) -> None:
    text = starter("“T”: #1 \\ \u2028 \x85", language, prefix="临教督整").decode()
    found = parse(text.encode(), "workspace.yaml")

    assert found.title == "“T”: #1 \\ \u2028 \x85"
    assert (found.language, found.document.prefix) == (language, "临教督整")
    for kind in (Settings, DocumentSettings):
        for each in fields(kind):
            assert f"{each.name}:" in text


@pytest.mark.parametrize(
    "text, problem",
    [
        ("", "workspace.yaml:1:1: "),
        ("title: T\n", "workspace.yaml:1:1: .*format"),
        ("format: 0\n", "format 0 is not known"),
        ("format: one\n", "workspace.yaml:1:9: "),
        (GOOD + "titel: U\n", "workspace.yaml:3:1: .*titel"),
        (GOOD + "title: U\n", "workspace.yaml:3:1: .*title"),
        (GOOD + "language: fr\n", "workspace.yaml:3:11: "),
        (GOOD + "sharing: everybody\n", "workspace.yaml:3:10: "),
        (GOOD + "timezone: Mars/Olympus\n", "Mars/Olympus"),
        (GOOD + "timezone: ../../etc/passwd\n", "timezone"),
        (GOOD + "document: {reply_days: soon}\n", "workspace.yaml:3:24: "),
        (GOOD + "document: {reply_days: 0}\n", "less than 1"),
        (GOOD + "document: [a]\n", "workspace.yaml:3:11: "),
        (GOOD + "document: {prefixes: {remainder: X}}\n", "“remainder”; known are .*reminder"),
        (GOOD + "document: {prefixes: {ledger: X}}\n", "“ledger”; known are"),
        (GOOD + "due_days: {high: -1}\n", "less than 1"),
        (GOOD + "due_days: {high: x}\n", "workspace.yaml:3:18: "),
        (GOOD + "gradings: [{id: risk, title: T, grades: [{id: a, title: A}]}]\n", "workspace.yaml:3:17: .*built in"),
        (GOOD + "gradings: [{id: a b, title: T, grades: []}]\n", "workspace.yaml:3:17: .*no id"),
        (GOOD + "gradings: [{id: a, title: T, grades: []}]\n", "workspace.yaml:3:38: .*empty"),
        (GOOD + "gradings: [{id: a, title: T}]\n", "workspace.yaml:3:12: .*grades"),
        (GOOD + "title\n", "workspace.yaml:"),
        (GOOD + "a: [\n", "workspace.yaml:"),
        (GOOD + "a: &x 1\nb: *x\n", "workspace.yaml:3:4: "),
        ("- format\n", "workspace.yaml:1:1: "),
        ("[" * 100, "workspace.yaml:1:"),
        ("\x00", "workspace.yaml:"),
    ],
)
def test_every_error_says_where(root: Path, text: str, problem: str) -> None:
    (root / settings.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ChecklistError, match=problem) as raised:
        Workspace(root)
    assert str(root / settings.FILE) in str(raised.value)


@pytest.mark.parametrize("data", [GOOD.encode("utf-16"), b"title: \xff\n", "title: 学\n".encode("gb18030")])
def test_a_file_in_another_encoding_is_refused(root: Path, data: bytes) -> None:
    (root / settings.FILE).write_bytes(data)
    with pytest.raises(ChecklistError):
        Workspace(root)


@pytest.mark.parametrize(
    "text", ["format: 3\n", 'format: "3"\n', "title: T\nformat: 17\nnew_key: 1\n", "{format: 3}\n"]
)
def test_a_newer_format_says_so(root: Path, text: str) -> None:
    (root / settings.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(NewerFormat, match="update auditty") as raised:
        Workspace(root)
    assert raised.value.exit_code == 2


@pytest.mark.parametrize("make", ["nothing", "a file", "an empty folder"])
def test_what_is_no_workspace_says_how_to_make_one(tmp_path: Path, make: str) -> None:
    path = tmp_path / "w"
    if make == "a file":
        path.write_text("x")
    elif make == "an empty folder":
        path.mkdir()
    with pytest.raises(NoWorkspace, match="auditty init") as raised:
        Workspace(path)
    assert raised.value.exit_code == 2


def test_a_folder_in_the_place_of_the_file(root: Path) -> None:
    (root / settings.FILE).unlink()
    (root / settings.FILE).mkdir()
    with pytest.raises(StoreError, match=r"workspace\.yaml"):
        Workspace(root)


def test_kept_settings_are_never_stale(root: Path) -> None:
    path = root / settings.FILE
    for title in ("one", "two", "six"):  # the same length, and as good as the same moment
        path.write_text(f"format: 2\ntitle: {title}\n", encoding="utf-8")
        assert [Workspace(root).settings.title for _ in range(2)] == [title, title]
    path.write_text("format: 9\n", encoding="utf-8")
    with pytest.raises(NewerFormat):
        Workspace(root)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'"x"', b"{}", b'{"digest": 5}', b"\xff"])
def test_a_spoilt_cache_costs_nothing(root: Path, content: bytes) -> None:
    expected = Workspace(root).settings
    (root / ".cache" / "settings.json").write_bytes(content)
    assert Workspace(root).settings == expected


def test_a_cache_of_another_version_is_not_believed(root: Path) -> None:
    expected = Workspace(root).settings
    kept = root / ".cache" / "settings.json"
    cached = json.loads(kept.read_bytes())
    cached["settings"]["from_the_future"] = 1
    kept.write_text(json.dumps(cached))
    assert Workspace(root).settings == expected


def test_only_an_empty_folder_becomes_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "keep.txt").write_text("mine")
    for path in (tmp_path, tmp_path / "keep.txt"):
        with pytest.raises(StoreError, match="not empty"):
            Workspace.create(path, "T", "en")
    assert [path.name for path in tmp_path.iterdir()] == ["keep.txt"]


def test_a_shared_workspace_gives_its_files_to_the_group(root: Path) -> None:
    (root / settings.FILE).write_text(GOOD + "sharing: group\n", encoding="utf-8")
    workspace = Workspace(root)
    made = workspace.new_round("n", ["fire"], ["S1"]) if (root / "checklists" / "fire.yaml").exists() else None
    assert made is not None
    assert made.path.stat().st_mode & 0o7777 == 0o2770
    assert (made.path / "round.journal").stat().st_mode & 0o777 == 0o660


def test_a_workspace_is_private(tmp_path: Path) -> None:
    root = tmp_path / "w"
    Workspace.create(root, "T", "en")
    assert root.stat().st_mode & 0o777 == 0o700
    assert (root / settings.FILE).stat().st_mode & 0o777 == 0o600


def _documented(text: str, heading: str) -> set[str]:
    part = text.split(f"\n{heading}\n", 1)[1].split("\n#", 1)[0]
    return {line.split("`")[1] for line in part.splitlines() if line.startswith("| `")}


def test_every_key_is_documented_and_no_other(root: Path) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
    keys = {each.name for each in fields(Settings)} - {"document"}
    keys |= {f"document.{each.name}" for each in fields(DocumentSettings)}
    assert _documented(text, "## workspace.yaml") == keys


def test_settings_can_be_read_without_writing(root: Path) -> None:
    assert settings.read(root, Disk()).format == settings.FORMAT


LEVELS = """\
gradings:
  - id: levels
    title: {zh: 问题等级, en: Levels}
    grades:
      - {id: one, title: {zh: 一级, en: Level 1}, meaning: Grave, monitor: The county, due_days: 5}
      - {id: two, title: {zh: 二级, en: Level 2}}
"""


def test_own_gradings_are_the_same_read_again(root: Path) -> None:
    (root / settings.FILE).write_text(GOOD + LEVELS, encoding="utf-8")
    parsed = Workspace(root).settings
    (levels,) = parsed.gradings
    assert (levels.id, levels.title, levels.grades[0].due_days) == ("levels", Text("问题等级", "Levels"), 5)
    assert (levels.grades[0].monitor, levels.grades[1].meaning) == (Text("The county", "The county"), None)
    assert Workspace(root).settings == parsed
    assert json.loads((root / ".cache" / "settings.json").read_bytes())["settings"]["gradings"]


def test_a_checklist_may_name_the_workspaces_grading_and_takes_it_along(root: Path) -> None:
    own = root / "checklists" / "fire.yaml"
    text = (
        own.read_text(encoding="utf-8").replace("grading: risk", "grading: levels").replace("grade: high", "grade: one")
    )
    own.write_text(text, encoding="utf-8")
    with pytest.raises(ChecklistError, match=r"no grading \"levels\".*workspace\.yaml") as raised:
        Workspace(root).checklists.get("fire")
    assert len(raised.value.problems) == 1
    assert [fault.line for fault in verify(Workspace(root)).faults] == [5]

    (root / settings.FILE).write_text(GOOD + LEVELS, encoding="utf-8")
    workspace = Workspace(root)
    assert workspace.checklists.get("fire").gradings == ()
    assert verify(workspace).faults == []
    made = workspace.new_round("n", ["fire"], ["S1"])

    (root / settings.FILE).write_text(GOOD, encoding="utf-8")
    sheet = Workspace(root).sheet(made, "S1")
    sheet.set_mark("clear", "fail", Input(finding={"problem": "p", "grade": "一级"}))
    assert [finding.grade for _, _, finding in sheet.findings] == ["one"]
