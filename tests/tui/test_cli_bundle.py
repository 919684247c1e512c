"""`auditty bundle`, `rounds conflicts` and `settle`: a laptop goes out, comes back, and a person settles the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture
def laptop(cli: Any, tmp_path: Path) -> Path:
    folder = tmp_path / "laptop"
    assert cli("init", folder, "--title", "Laptop", "--lang", "en").code == 0
    return folder


@pytest.fixture
def carry(cli: Any, tmp_path: Path) -> Any:
    """Packs the round of one workspace and merges it into another one: what the import printed."""
    made: list[Path] = []

    def call(source: Path, target: Path, *options: str, units: tuple[str, ...] = ()) -> Any:
        made.append(tmp_path / f"carried-{len(made)}.zip")
        chosen = [word for unit in units for word in ("--unit", unit)]
        packed = cli("-w", source, "bundle", "export", "autumn", made[-1], *chosen)
        assert (packed.code, packed.err) == (0, "")
        return cli("-w", target, "bundle", "import", made[-1], *options)

    return call


def status(cli: Any, workspace: Path) -> Any:
    return cli("-w", workspace, "rounds", "status", "autumn", "--json").json


def test_out_and_back(cli: Any, workspace: Path, laptop: Path, carry: Any) -> None:
    assert cli("mark", "autumn", "S1", "plan", "pass", "--inspector", "Li").code == 0
    out = carry(workspace, laptop)
    assert (out.code, out.err) == (0, "")
    lines = out.out.splitlines()
    assert lines[0].endswith("“autumn” from “Audit”: a new round")
    assert "  S1: 1 new record" in lines

    assert cli("-w", laptop, "mark", "autumn", "S2", "exits", "fail", "--problem", "blocked").code == 0
    assert cli("mark", "autumn", "S1", "drills", "na", "--note", "closed").code == 0
    back = carry(laptop, workspace, "--json").json
    assert back["made"] is False
    assert back["new"] == {"round": 0, "units": {"S2": 1}}
    assert back["conflicts"] == []
    assert "nothing new" in carry(laptop, workspace).out
    assert carry(workspace, laptop).code == 0
    assert status(cli, laptop)["units"] == status(cli, workspace)["units"]
    assert status(cli, workspace)["total"]["fail"] == 1
    for folder in (workspace, laptop):
        assert cli("-w", folder, "verify").code == 0


def test_what_comes_of_a_unit_that_left_is_named(cli: Any, workspace: Path, laptop: Path, carry: Any) -> None:
    assert carry(workspace, laptop).code == 0
    for unit in ("S1", "S2"):
        assert cli("-w", laptop, "mark", "autumn", unit, "plan", "pass").code == 0
    assert cli("rounds", "leave", "autumn", "S1", "--reason", "dissolved").code == 0
    assert carry(laptop, workspace, "--dry-run", "--json").json["left"] == ["S1"]
    lines = carry(laptop, workspace).out.splitlines()
    assert lines[1:] == ["  S1: 1 new record  it left the round: kept, not counted", "  S2: 1 new record"]


def test_one_unit_only(cli: Any, workspace: Path, laptop: Path, carry: Any) -> None:
    for unit in ("S1", "S2"):
        assert cli("mark", "autumn", unit, "plan", "pass").code == 0
    assert carry(workspace, laptop, "--json", units=("S2",)).json["new"]["units"] == {"S2": 1}
    assert status(cli, laptop)["units"]["S1"]["pass"] == 0
    assert carry(workspace, laptop, "--json", units=("S1",)).json["new"]["units"] == {"S1": 1}


def contradict(cli: Any, workspace: Path, laptop: Path, carry: Any) -> Any:
    """Li on the laptop and Wang in the office mark the same item; the answer of the merge in the office."""
    carry(workspace, laptop)
    marking = ("mark", "autumn", "S1", "exits")
    assert cli("-w", laptop, *marking, "fail", "--problem", "blocked", "--inspector", "Li").code == 0
    assert cli(*marking, "pass", "--inspector", "Wang").code == 0
    return carry(laptop, workspace, "--json")


def test_a_conflict_is_told_with_both_values_and_settled(cli: Any, workspace: Path, laptop: Path, carry: Any) -> None:
    merged = contradict(cli, workspace, laptop, carry)
    assert merged.code == 1
    (conflict,) = merged.json["conflicts"]
    assert (conflict["unit"], conflict["item"]) == ("S1", "fire:exits")
    assert [(claim["who"], claim["stands"], claim["value"]["verdict"]) for claim in conflict["claims"]] == [
        ("Wang", True, "pass"),
        ("Li", False, "fail"),
    ]
    told = cli("rounds", "conflicts", "autumn")
    assert told.code == 1
    assert "S1 fire:exits  Item 3: Escape routes are clear" in told.out
    assert "Wang" in told.out
    assert "(stands): pass" in told.out
    assert "blocked" in told.out
    assert told.err.count("\n") == 1
    assert cli("rounds", "conflicts", "autumn", "--json").json["conflicts"] == [conflict]
    assert status(cli, workspace)["units"]["S1"]["conflicts"] == 1
    assert "1 item is in conflict" in cli("rounds", "status", "autumn").err

    theirs = conflict["claims"][1]["event"]
    done = cli("settle", "autumn", "S1", "exits", theirs[:16], "--inspector", "Zhao")
    assert (done.code, done.err) == (0, "")
    assert "blocked" in done.out
    clear = cli("rounds", "conflicts", "autumn")
    assert (clear.code, clear.out) == (0, "No conflicts.\n")
    assert "conflicts" not in status(cli, workspace)["units"]["S1"]
    assert status(cli, workspace)["total"]["fail"] == 1
    assert carry(workspace, laptop, "--json").json["conflicts"] == []
    assert status(cli, laptop)["total"]["fail"] == 1

    assert cli("undo", "autumn", "S1", "--inspector", "Zhao").code == 0
    (again,) = cli("rounds", "conflicts", "autumn", "--json").json["conflicts"]
    assert {claim["value"]["verdict"] for claim in again["claims"]} == {"pass", "fail"}
    assert cli("verify").code == 0


def test_recording_the_item_anew_settles_it(cli: Any, workspace: Path, laptop: Path, carry: Any) -> None:
    contradict(cli, workspace, laptop, carry)
    assert cli("mark", "autumn", "S1", "exits", "na", "--note", "no such routes").code == 0
    assert cli("rounds", "conflicts", "autumn").code == 0
    assert carry(workspace, laptop).code == 0


def test_both_the_same_is_no_conflict(cli: Any, workspace: Path, laptop: Path, carry: Any) -> None:
    carry(workspace, laptop)
    for folder in (workspace, laptop):
        assert cli("-w", folder, "mark", "autumn", "S1", "exits", "pass").code == 0
    assert carry(laptop, workspace).code == 0


def test_visits_findings_outside_the_list_and_the_round_itself(
    cli: Any, workspace: Path, laptop: Path, carry: Any
) -> None:
    carry(workspace, laptop)
    for folder, place in ((laptop, "gate"), (workspace, "office")):
        assert cli("-w", folder, "visit", "autumn", "S1", "--place", place).code == 0
    assert cli("-w", laptop, "mark", "autumn", "S1", "-", "fail", "--problem", "a hole").code == 0
    assert cli("-w", laptop, "rounds", "finish", "autumn").code == 0
    assert cli("rounds", "finish", "autumn").code == 0
    assert cli("rounds", "resume", "autumn").code == 0
    merged = carry(laptop, workspace, "--json").json
    found = {(each["unit"], each["item"]): each["claims"] for each in merged["conflicts"]}
    assert set(found) == {("", "round"), ("S1", "visit")}
    last = found["", "round"][-1]["event"]
    assert cli("settle", "autumn", "-", "round", last).code == 0
    assert cli("settle", "autumn", "S1", "visit", found["S1", "visit"][1]["event"]).code == 0
    assert cli("rounds", "conflicts", "autumn").code == 0
    assert cli("visit", "autumn", "S1", "--json").json["place"] == "gate"
    assert cli("verify").code == 0


def test_a_trial_writes_nothing(cli: Any, workspace: Path, laptop: Path, carry: Any) -> None:
    tried = carry(workspace, laptop, "--dry-run")
    assert tried.code == 0
    assert "nothing was written" in tried.out
    assert cli("-w", laptop, "rounds", "list", "--json").json == []


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("bundle", "export", "autumn", "workspace.yaml"), "already"),
        (("bundle", "export", "winter", "new.zip"), "no round"),
        (("bundle", "export", "autumn", "new.zip", "--unit", "S9"), "S9"),
        (("bundle", "export", "autumn", "missing/new.zip"), "missing"),
        (("bundle", "import", "missing.zip"), "no such file"),
        (("bundle", "import", "workspace.yaml"), "not a bundle"),
        (("bundle", "import", "checklists"), "folder"),
        (("settle", "autumn", "S1", "exits", "0"), "not in conflict"),
        (("settle", "autumn", "S9", "exits", "0"), "S9"),
        (("rounds", "conflicts", "winter"), "no round"),
    ],
)
def test_what_cannot_be_done_is_one_line(cli: Any, workspace: Path, arguments: tuple[str, ...], said: str) -> None:
    before = {path: path.read_bytes() for path in (workspace / "rounds").rglob("*") if path.is_file()}
    done = cli(*arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err
    assert {path: path.read_bytes() for path in (workspace / "rounds").rglob("*") if path.is_file()} == before
    assert not (workspace / "new.zip").exists()


def test_an_event_that_is_not_among_those_in_conflict(cli: Any, workspace: Path, laptop: Path, carry: Any) -> None:
    merged = contradict(cli, workspace, laptop, carry).json
    done = cli("settle", "autumn", "S1", "exits", "f" * 23)
    assert done.code == 2
    assert merged["conflicts"][0]["claims"][0]["event"] in done.err
    assert cli("settle", "autumn", "S1", "exits", "").code == 2


def test_in_chinese_nothing_is_left_in_english(cli: Any, workspace: Path, laptop: Path, carry: Any) -> None:
    contradict(cli, workspace, laptop, carry)
    for arguments in (("rounds", "conflicts", "autumn"), ("bundle", "export", "autumn", "new.zip")):
        done = cli(*arguments, "--lang", "zh")
        words = done.err + done.out
        assert any("\u4e00" <= char <= "\u9fff" for char in words)
        assert not any(word in words for word in (" in conflict", "units", "stands", "record"))
