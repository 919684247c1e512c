"""Which workspace a command is about, workspaces that cannot be opened, and units and rounds as they come and go."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from store import disk


def test_the_option_wins_over_the_environment_and_that_over_the_folder(
    cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        assert cli("init", tmp_path / name, "--lang", "en").code == 0
        assert cli("-w", tmp_path / name, "inspectors", "add", name.upper()).code == 0
    monkeypatch.chdir(tmp_path / "c")
    assert cli("inspectors", "list", "--json").json[0]["name"] == "C"
    monkeypatch.setenv("AUDITTY_WORKSPACE", str(tmp_path / "b"))
    assert cli("inspectors", "list", "--json").json[0]["name"] == "B"
    assert cli("inspectors", "list", "--json", "-w", tmp_path / "a").json[0]["name"] == "A"
    assert cli("-w", tmp_path / "a", "inspectors", "list", "--json").json[0]["name"] == "A"


NEEDS_WORKSPACE = [
    ("units", "list"), ("units", "import", "x.csv"), ("units", "export", "x.csv"), ("rounds", "list"),
    ("rounds", "status", "r"), ("rounds", "new", "n"), ("mark", "r", "u", "i", "pass"), ("mark", "r", "-"),
    ("report", "notice", "r", "--all", "-o", "x"), ("history",), ("verify",), ("inspectors", "list"),
]  # fmt: skip


@pytest.mark.parametrize("command", NEEDS_WORKSPACE, ids=" ".join)
def test_a_folder_that_is_no_workspace(
    cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    for where in ((), ("-w", tmp_path / "missing")):
        done = cli(*where, *command)
        assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
        assert "is not a workspace" in done.err
    assert not any(tmp_path.iterdir())


def test_without_a_workspace_and_a_terminal(cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = cli()
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert "auditty demo" in done.err


def test_a_newer_workspace_is_left_alone(cli: Any, workspace: Path) -> None:
    path = workspace / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("format: 2", "format: 3"), encoding="utf-8")
    done = cli("rounds", "list")
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert "format 3" in done.err
    assert "update auditty" in done.err


def test_settings_with_errors_are_named_with_their_place(cli: Any, workspace: Path) -> None:
    with (workspace / "workspace.yaml").open("a", encoding="utf-8") as file:
        file.write("colour: red\n")
    done = cli("rounds", "list")
    line = len((workspace / "workspace.yaml").read_text(encoding="utf-8").splitlines())
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[0].startswith(f"workspace.yaml:{line}:1: ")
    assert done.err.splitlines()[1:] == ["auditty: 1 problem found"]
    checked = cli("verify")
    assert (checked.code, checked.out, checked.err) == (1, "", done.err)


def test_a_workspace_that_can_only_be_read_is_read(cli: Any, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = os.open

    def read_only(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(errno.EROFS, "Read-only file system", path)
        return really(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", read_only)
    for command in (("units", "list"), ("rounds", "list"), ("rounds", "status", "autumn"), ("history",)):
        done = cli(*command)
        assert (done.code, done.err) == (0, "")
    refused = cli("mark", "autumn", "S1", "plan", "pass")
    assert (refused.code, refused.out, len(refused.err.splitlines())) == (3, "", 1)
    assert "the file system is read-only" in refused.err


def test_a_locked_record_is_waited_for_and_then_reported(
    cli: Any, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "LOCK_WAIT", 0.05)
    assert cli("mark", "autumn", "S1", "plan", "pass").code == 0
    journal = next(workspace.glob("rounds/*/sheets/S1.journal"))
    with journal.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = cli("mark", "autumn", "S1", "plan", "fail")
        assert (done.code, done.out, len(done.err.splitlines())) == (3, "", 1)
        assert str(journal.relative_to(workspace)) in done.err
        assert "try again" in done.err
        assert cli("mark", "autumn", "S2", "plan", "pass").code == 0
        assert cli("rounds", "status", "autumn").code == 0
    assert cli("mark", "autumn", "S1", "plan", "fail").code == 0


def test_a_network_disk_is_refused_or_warned_of(cli: Any, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.mounts.file_system", lambda path, disk: "cifs")
    refused = cli("rounds", "list")
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert "is on cifs" in refused.err
    monkeypatch.setattr("store.mounts.file_system", lambda path, disk: "nfs4")
    warned = cli("rounds", "list", "--json")
    assert (warned.code, len(warned.json), warned.err.count("\n")) == (0, 1, 1)
    assert "is on nfs4" in warned.err


def test_who_records_is_said_or_set_or_the_login(cli: Any, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli("mark", "autumn", "S1", "plan", "pass").code == 0
    monkeypatch.setenv("AUDITTY_INSPECTOR", "Wu")
    assert cli("mark", "autumn", "S1", "plan", "pass").code == 0
    assert cli("mark", "autumn", "S1", "plan", "pass", "--inspector", "Li").code == 0
    events = cli("history", "autumn", "S1", "--json").answers
    login = events[0]["user"]
    assert [(event["who"], event["user"]) for event in events] == [(login, login), ("Wu", login), ("Li", login)]


def test_init_and_demo_refuse_what_is_there(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").write_text("x", encoding="utf-8")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for command in (("init",), ("demo", "--no-open", "--lang", "en")):
        for name in ("full", "file"):
            done = cli(*command, tmp_path / name)
            assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
            assert "is not empty" in done.err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "full", "letter"]


@pytest.mark.parametrize("lang, title", [("zh", "临水县教育局"), ("en", "")])
def test_demo_makes_a_workspace_to_look_around_in(
    cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, title: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = cli("demo", "--no-open", "--lang", lang)
    assert (done.code, done.err) == (0, "")
    assert "auditty-demo" in done.out
    where = ("-w", "auditty-demo")
    rounds = cli(*where, "rounds", "list", "--json").json
    assert {round_["state"] for round_ in rounds} == {"running", "finished", "sealed"}
    assert any(round_["findings"] for round_ in rounds)
    assert [round_["parent"] != "" for round_ in rounds].count(True) == 1
    assert title in cli(*where, "units", "list").out
    _assert_rectifications_of_every_kind(cli(*where, "rectify", "list", "--state", "all", "--json").json)
    assert cli(*where, "units", "list").out != cli(*where, "units", "list", "--all").out
    assert cli(*where, "verify").code == 0
    out = cli(*where, "report", "notice", rounds[0]["id"], "--all", "--issue", "-o", "out", "--json")
    assert out.code == 0
    assert all(Path(each["file"]).stat().st_size for each in out.json)
    assert cli("demo", "--no-open").code == 2


def _assert_rectifications_of_every_kind(rows: list[Any]) -> None:
    assert {row["state"] for row in rows} == {"open", "submitted", "checked", "returned", "closed"}
    assert {row["waiting"] for row in rows} == {"", "unit", "check", "sign-off", "extension"}
    for what in ("due", "received", "published", "earlier", "rung", "extended"):
        assert any(row[what] for row in rows), what
        assert not all(row[what] for row in rows) or what == "due", what


def test_the_language_is_the_workspaces_unless_asked(cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli("init", tmp_path / "zh", "--lang", "zh").code == 0
    monkeypatch.chdir(tmp_path / "zh")
    assert "language: zh" in Path("workspace.yaml").read_text(encoding="utf-8")
    assert cli("units", "list").out.startswith("尚无单位")
    assert cli("units", "list", "--lang", "en").out.startswith("No units yet")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert cli("rounds", "list").out.startswith("尚无检查轮次")


UNITS_WRONG = {
    "no header": ("S1,城东小学\n", "x.csv: line 1:"),
    "no name": ("编码,名称\nS1,\n", "x.csv:2: the unit has no name"),
    "twice": ("编码,名称\nS1,a\nS1,b\n", "x.csv:3: code “S1” stands on line 2 already"),
    "no parent": ("编码,名称,上级编码\nS1,a,S9\n", "x.csv:2: the parent “S9” of S1 is not in the list"),
    "a circle": ("编码,名称,上级编码\nS1,a,S2\nS2,b,S1\n", "x.csv:2: S1 stands above itself"),
}


@pytest.mark.parametrize("text, said", UNITS_WRONG.values(), ids=UNITS_WRONG)
def test_a_wrong_list_of_units_changes_nothing(
    cli: Any, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    before = cli("units", "list", "--json").out
    Path("x.csv").write_text(text, encoding="utf-8")
    done = cli("units", "import", "x.csv")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.splitlines()[-1].startswith("auditty: ")
    assert cli("units", "list", "--json").out == before


def test_a_row_and_rows_that_are_wrong_are_counted_in_words(cli: Any, workspace: Path) -> None:
    Path("x.csv").write_text("编码,名称\nS1,\n", encoding="utf-8")
    assert cli("units", "import", "x.csv").err.endswith("auditty: 1 row is wrong; nothing was imported\n")
    Path("x.csv").write_text("编码,名称\nS1,\nS2,\n", encoding="utf-8")
    assert cli("units", "import", "x.csv").err.endswith("auditty: 2 rows are wrong; nothing was imported\n")


@pytest.mark.parametrize("name", ["u.csv", "u.xlsx", "U.CSV"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_exported_list_is_read_back_unchanged(cli: Any, workspace: Path, name: str, lang: str) -> None:
    done = cli("units", "export", name, "--lang", lang)
    assert (done.code, done.err) == (0, "")
    back = cli("units", "import", name, "--json")
    assert (back.code, back.err, back.json) == (0, "", {"new": [], "changed": [], "unchanged": ["EDU", "S1", "S2"]})


def test_formulas_in_an_exported_list_are_text(cli: Any, workspace: Path) -> None:
    link = '=HYPERLINK("http://example.invalid","x")'
    Path("x.csv").write_text('code,name\nH1,"{}"\n'.format(link.replace('"', '""')), encoding="utf-8")
    assert cli("units", "import", "x.csv").code == 0
    assert cli("units", "export", "u.csv").code == 0
    assert "\"'=HYPERLINK(" in Path("u.csv").read_text(encoding="utf-8-sig")
    assert cli("units", "export", "u.xlsx").code == 0
    cells = [cell for row in openpyxl.load_workbook("u.xlsx").worksheets[0].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == link] == ["s"]
    for name in ("u.csv", "u.xlsx"):
        assert cli("units", "import", name, "--json").json["changed"] == []


@pytest.mark.parametrize("name", ["u.txt", "u", ".csv"])
def test_an_export_that_is_neither_is_refused(cli: Any, workspace: Path, name: str) -> None:
    done = cli("units", "export", name)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert not Path(name).exists()


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("", "--checklist", "fire", "--unit", "S1"), "name"),
        (("x", "--unit", "S1"), "--checklist"),
        (("x", "--checklist", "nope", "--unit", "S1"), "“nope”"),
        (("x", "--checklist", "../fire", "--unit", "S1"), "“../fire”"),
        (("x", "--checklist", "fire"), "--unit"),
        (("x", "--checklist", "fire", "--unit", "S9"), "“S9”"),
        (("x", "--checklist", "fire", "--type", "castle"), "“castle”"),
        (("x", "--checklist", "fire", "--unit", "S1", "--from", "2026-13-01"), "2026-13-01"),
        (("x", "--checklist", "fire", "--unit", "S1", "--to", "soon"), "soon"),
        (("x", "--checklist", "fire", "--unit", "S1", "--from", "2026-02-01", "--to", "2026-01-01"), "2026-01-01"),
        (("x", "--checklist", "fire", "--unit", "S1", "--blank", "town"), "ID=TEXT"),
        (("x", "--checklist", "fire", "--unit", "S1", "--blank", "town=A"), "“town”"),
    ],
)
def test_a_wrong_round_is_one_line_and_makes_nothing(
    cli: Any, workspace: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = cli("rounds", "new", *arguments)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert said in done.err
    assert len(list((workspace / "rounds").iterdir())) == 1


def test_a_round_takes_units_by_code_type_or_all(cli: Any, workspace: Path) -> None:
    def units(*arguments: str) -> list[str]:
        made = cli("rounds", "new", "x", "--checklist", "fire", *arguments, "--json").json
        return list(cli("rounds", "status", made["id"], "--json").json["units"])

    assert units("--all-units") == ["S1", "S2"]
    assert units("--type", "school") == ["S1", "S2"]
    assert units("--unit", "S2", "--unit", "S1", "--unit", "S2") == ["S2", "S1"]
    assert cli("rounds", "new", "x", "--checklist", "fire", "--type", "hospital").code == 2


def test_a_round_takes_checklists_one_or_several_at_a_time(cli: Any, workspace: Path) -> None:
    wanted = ["fire", "company-risk-prevention-plan"]
    for arguments in (["--checklist", *wanted], ["--checklist", wanted[0], "--checklist", wanted[1]]):
        made = cli("rounds", "new", "x", *arguments, "--unit", "S1", "--json").json["id"]
        (head,) = (each for each in cli("rounds", "list", "--json").json if each["id"] == made)
        assert head["checklists"] == wanted


def test_status_and_list_without_json_say_the_same(cli: Any, workspace: Path) -> None:
    assert cli("mark", "autumn", "S1", "plan", "fail").code == 0
    rows = [line.split() for line in cli("rounds", "status", "autumn").out.splitlines()]
    assert rows[1:] == [
        ["S1", "0", "1", "0", "2", "1", "城东小学"],
        ["S2", "0", "0", "0", "3", "0", "城西小学"],
        ["Total", "0", "1", "0", "5", "1", "autumn"],
    ]
    assert "1/6" in cli("rounds", "list").out
    assert cli("rounds", "status", "winter").code == 2
