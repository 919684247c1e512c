"""A year in the life of a workspace, through the command line alone: found, rectified, looked at again, added up."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.conftest import Cli
from tests.tui.years import CHECKLIST, UNITS, Year

SPRING = {
    "S1": {
        "plan": {"problem": "No plan", "lead": "Head", "place": "Office"},
        "exits": {"problem": "Boxes in the west exit", "due": "2026-02-10"},
        "register": {"problem": "Nothing since May", "due": "2026-02-10", "lead": "Caretaker"},
    },
    "S2": {
        "drills": {"problem": "No drill in the half-year", "found": "0", "due": "2026-02-10"},
        "exits": {"problem": "The yard gate is locked", "due": "2026-02-10"},
    },
    "S3": {"plan": {"problem": "The plan is of 2019", "due": "2026-02-20"}},
    "K1": {},
}
"""What fails in spring; all else passes."""
AUTUMN = {
    "S1": {"plan": {"problem": "The plan names a post that is gone"}},
    "S3": {"exits": {"problem": "Chained", "due": "2026-10-15"}},
}


@pytest.fixture
def year(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Year:
    return Year(cli, monkeypatch, tmp_path / "office")


@pytest.fixture
def paper(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a file to attach, with a content of its own."""

    def made(name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + name.encode())
        return path

    return made


@pytest.mark.slow
def test_a_year(year: Year, paper: Callable[[str], Path], tmp_path: Path) -> None:
    spring = _set_up(year, tmp_path)
    _inspect_in_spring(year, spring, paper, tmp_path)
    _rectify(year, paper)
    _press_who_is_late(year)
    second = _look_again(year, spring, paper)
    _seal(year, spring, tmp_path)
    _close_the_rest(year, second, paper)
    autumn = _inspect_in_autumn(year, spring, tmp_path)
    _add_up(year, spring, autumn)
    _keep(year, spring, autumn, tmp_path)


def _set_up(year: Year, tmp_path: Path) -> str:
    """January: a workspace, its people, its units, its checklist, a round of two inspectors."""
    year.on("2026-01-05")
    year.done("Zhao", "init", year.folder, "--title", "Safe premises", "--lang", "en")
    for who, post in (("Li", "Inspector"), ("Wang", "Inspector"), ("Zhao", "Head of the office")):
        year.done("Zhao", "inspectors", "add", who, "--post", post)
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    assert len(year.done("Zhao", "units", "import", tmp_path / "units.csv", "--json").json["new"]) == 5
    path = year.folder / "checklists" / "site-safety.yaml"
    path.write_text(CHECKLIST, encoding="utf-8")
    year.done("Zhao", "checklists", "check", path)
    period = ("--from", "2026-01-05", "--to", "2026-06-30", "--inspector", "Li", "--inspector", "Wang")
    made = year.done("Zhao", "rounds", "new", "spring", "--checklist", "site-safety", "--all-units", *period)
    assert len(year.call("Zhao", "rectify", "uninspected", "--json").json) == 4
    return made.out.strip()


def _inspect_in_spring(year: Year, spring: str, paper: Callable[[str], Path], tmp_path: Path) -> None:
    """Two inspectors at four units, evidence, and the notices."""
    year.on("2026-01-15")
    for who, unit in (("Li", "S1"), ("Li", "S2"), ("Wang", "S3"), ("Wang", "K1")):
        year.inspect(who, spring, unit, SPRING[unit])
    year.done("Li", "mark", spring, "S1", "plan", "fail", "--note", "asked the head", "--evidence", paper("shelf.png"))
    assert year.done("Li", "mark", spring, "S2", "drills", "auto", "--found", "0").out.startswith("fail: ")
    total = year.done("Zhao", "rounds", "status", spring, "--json").json["total"]
    assert total == {"pass": 10, "fail": 6, "na": 0, "none": 0}
    assert year.done("Zhao", "rectify", "uninspected", "--json").json == []
    year.on("2026-01-16")
    told = year.call("Zhao", "report", "notice", spring, "--all", "--issue", "-o", tmp_path / "out", "--json")
    issued = told.json
    assert (told.code, told.err) == (0, "auditty: 1 unit has nothing that this document could say: K1\n")
    assert [(each["unit"], each["number"]) for each in issued] == [
        ("S1", "2026/1"), ("S2", "2026/2"), ("S3", "2026/3")
    ]  # fmt: skip
    assert set(year.board()) == {"S1-0001", "S1-0002", "S1-0003", "S2-0001", "S2-0002", "S3-0001"}
    year.on("2026-01-19")
    for who, ids in (
        ("Chen", ("S1-0001", "S1-0002", "S1-0003")),
        ("Wu", ("S2-0001", "S2-0002")),
        ("Sun", ("S3-0001",)),
    ):
        year.done(who, "rectify", "receipt", *ids, "--date", "2026-01-18")


def _rectify(year: Year, paper: Callable[[str], Path]) -> None:
    """One corrected on the spot, one returned, closed by somebody else and published, one extended, one answered."""
    year.done("Li", "rectify", "correct", "S1-0002", "--note", "cleared while we stood there")
    year.on("2026-01-21")
    assert (year.warns("--due-in", "3d"), year.warns("--overdue"), year.warns("--waiting")) == (1, 0, 0)
    assert set(year.board("--due-in", "3d")) == {"S1-0001"}  # a high grade has seven days
    year.done("Chen", "rectify", "submit", "S1-0001", "--note", "written", "--evidence", paper("plan-1.png"))
    assert (year.warns("--due-in", "3d"), year.warns("--overdue"), year.warns("--waiting")) == (0, 0, 1)
    year.on("2026-01-26")
    assert year.warns("--overdue") == 0  # it was answered in time
    year.done("Li", "rectify", "return", "S1-0001", "--note", "no posts in it", "--due", "2026-02-02")
    year.on("2026-02-02")
    answer = ("--measure", "posts and numbers added", "--evidence", paper("plan-2.png"))
    assert year.done("Chen", "rectify", "submit", "S1-0001", *answer).out == "S1-0001: answered\n"
    assert "Chen rectified it" in year.refused("Chen", "rectify", "accept", "S1-0001")
    year.done("Li", "rectify", "check", "S1-0001", "--evidence", paper("on-site.png"))
    year.done("Zhao", "rectify", "accept", "S1-0001")
    year.done("Zhao", "rectify", "publish", "S1-0001", "S1-0002")
    shown = year.done("Zhao", "rectify", "show", "S1-0001", "--json").json
    assert [step["verb"] for step in shown["steps"]] == [
        "receipt", "submit", "return", "submit", "check", "accept", "publish"
    ]  # fmt: skip
    assert (shown["due"], shown["dues"], shown["closed"]) == ("2026-02-02", ["2026-01-23"], "2026-02-02")

    ask = ("--note", "parts are ordered", "--progress", "two of five", "--due", "2026-03-31")
    year.done("Chen", "rectify", "extend", "S1-0003", *ask)
    assert "Chen asked for the extension" in year.refused("Chen", "rectify", "grant", "S1-0003")
    assert set(year.board("--waiting")) == {"S1-0003"}
    year.done("Zhao", "rectify", "grant", "S1-0003")
    year.done("Wu", "rectify", "submit", "S2-0002", "--note", "the gate is open", "--evidence", paper("gate.png"))


def _press_who_is_late(year: Year) -> None:
    """A reminder three days before, and the ladder after the date."""
    year.on("2026-02-07")
    assert (year.warns("--due-in", "3d"), set(year.board("--due-in", "3d"))) == (1, {"S2-0001"})
    year.done("Zhao", "rectify", "remind", "S2-0001")
    assert "supervision comes first" in year.refused("Zhao", "rectify", "interview", "S2-0001")
    year.on("2026-02-10", "23:59")
    assert year.warns("--overdue") == 0
    year.on("2026-02-11", "00:00")
    assert (year.warns("--overdue"), set(year.board("--overdue"))) == (1, {"S2-0001"})
    for day, rung in (("2026-02-12", "supervise"), ("2026-02-26", "interview"), ("2026-03-10", "notify")):
        year.on(day)
        year.done("Zhao", "rectify", rung, "S2-0001", "--note", f"{rung} after {day}")
    assert set(year.board("--overdue")) == {"S2-0001", "S3-0001"}
    assert year.done("Zhao", "rectify", "show", "S2-0001", "--json").json["rung"] == 4


def _look_again(year: Year, spring: str, paper: Callable[[str], Path]) -> str:
    """The follow-up: what is open, late or claimed done; its results in the ledgers."""
    year.on("2026-03-20")
    period = ("--from", "2026-01-05", "--to", "2026-03-31", "--inspector", "Wang")
    made = year.done("Zhao", "rounds", "follow-up", spring, *period, "--json").json
    assert (made["parent"], made["units"]) == (spring, {"S1": 1, "S2": 2, "S3": 1})
    second = str(made["id"])
    year.done(
        "Wang", "mark", second, "S1", "register", "pass", "--note", "complete", "--evidence", paper("register.png")
    )
    year.done(
        "Wang", "mark", second, "S2", "drills", "fail", "--outcome", "partly", "--note", "a second drill in March"
    )
    year.done("Wang", "mark", second, "S2", "exits", "pass")
    year.done("Wang", "mark", second, "S3", "plan", "fail", "--note", "still the old one")
    assert year.call("Wu", "rectify", "apply", second, "--unit", "S2").code == 1, "not who rectified it"
    dry = year.done("Wang", "rectify", "apply", second, "--dry-run", "--json").answers
    applied = year.done("Wang", "rectify", "apply", second, "--json").answers
    assert [{**each, "dry_run": False} for each in dry] == applied
    assert {each["id"]: (each["outcome"], each["state"]) for each in applied} == {
        "S1-0003": ("rectified", "closed"),
        "S2-0001": ("partly", "open"),
        "S2-0002": ("rectified", "closed"),
        "S3-0001": ("not", "open"),
    }
    assert year.board() == {"S2-0001": "open", "S3-0001": "open"}
    return second


def _seal(year: Year, spring: str, tmp_path: Path) -> None:
    """The round is sealed; the ledgers live on."""
    year.on("2026-04-01")
    key = tmp_path / "key"
    if shutil.which("ssh-keygen"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "office", "-f", str(key)], check=True)
        (year.folder / "allowed_signers").write_text(f"office {key.with_suffix('.pub').read_text()}")
        assert "signed with SHA256:" in year.done("Zhao", "rounds", "seal", spring, "--finish", "--key", key).out
    else:
        year.done("Zhao", "rounds", "seal", spring, "--finish", "--unsigned")
    assert "sealed" in year.refused("Li", "mark", spring, "S1", "plan", "pass")
    assert year.call("Zhao", "verify").code == 0


def _close_the_rest(year: Year, second: str, paper: Callable[[str], Path]) -> None:
    """What the follow-up left open is answered, closed and published; the second follow-up has nothing to do."""
    year.on("2026-04-10")
    for who, id in (("Wu", "S2-0001"), ("Sun", "S3-0001")):
        year.done(who, "rectify", "submit", id, "--note", "done now", "--evidence", paper(f"{id}.png"))
    year.on("2026-04-20")
    year.done("Zhao", "rectify", "accept", "S2-0001", "S3-0001")
    year.done("Zhao", "rectify", "publish", "S1-0003", "S2-0001", "S2-0002", "S3-0001")
    assert (year.board(), year.warns("--overdue"), year.warns("--waiting")) == ({}, 0, 0)
    assert set(year.board("--state", "closed")) == {f"{unit}-000{n}" for unit, n in (
        ("S1", 1), ("S1", 2), ("S1", 3), ("S2", 1), ("S2", 2), ("S3", 1))}  # fmt: skip
    year.done("Zhao", "rounds", "finish", second)
    assert "nothing is open" in year.refused("Zhao", "rounds", "follow-up", second)


def _inspect_in_autumn(year: Year, spring: str, tmp_path: Path) -> str:
    """A kindergarten closes, who inspects whom is drawn, and one finding comes back."""
    year.on("2026-09-01")
    year.done("Zhao", "units", "close", "K1", "--reason", "moved into East School")
    drawing = ("--type", "school", "--percent", "100", "--per-unit", "1", "--seed", "lottery 2026-101", "--json",
               "--from-inspectors", "Li", "--from-inspectors", "Wang", "--avoid", "Li=S1:was head there")  # fmt: skip
    draw = year.done("Zhao", "draw", "new", *drawing).json
    assert (set(draw["units"]), draw["teams"]["S1"]) == ({"S1", "S2", "S3"}, ["Wang"])
    year.done("Zhao", "draw", "check", draw["id"])
    units = [part for unit in draw["units"] for part in ("--unit", unit)]
    period = ("--from", "2026-07-01", "--to", "2026-12-31", "--inspector", "Li", "--inspector", "Wang")
    autumn = year.done("Zhao", "rounds", "new", "autumn", "--checklist", "site-safety", *units, *period).out.strip()
    year.on("2026-09-15")
    for unit in draw["units"]:
        year.inspect(draw["teams"][unit][0], autumn, unit, AUTUMN.get(unit, {}))
    assert year.call("Zhao", "report", "notice", autumn, "--all", "--issue", "-o", tmp_path / "out").code == 0
    back = year.done("Zhao", "rectify", "show", "S1-0004", "--json").json
    assert (back["earlier"], back["item"], back["due"]) == ("S1-0001", "site-safety:plan", "2026-09-22")
    assert year.done("Zhao", "rectify", "show", "S3-0002", "--json").json["earlier"] == ""
    year.on("2026-12-31")
    year.done("Zhao", "rounds", "finish", autumn)
    assert set(year.board("--overdue")) == {"S1-0004", "S3-0002"}
    return autumn


def _add_up(year: Year, spring: str, autumn: str) -> None:
    """Comparison, trend, rates, ranking: the same figures as what was told above."""
    compared = year.done("Zhao", "stats", "compare", spring, autumn, "--json").json
    assert compared["total"] == {"put_right": 5, "still": 0, "unseen": 0, "new": 1, "came_back": 1}
    assert compared["gone"] == ["K1"]
    trend = year.done("Zhao", "stats", "trend", spring, autumn, "--json").json
    assert [(line["units"], line["findings"]) for line in trend] == [(4, 6), (3, 2)]
    total = year.done("Zhao", "stats", "rates", "--json").json["total"]
    assert (total["total"], total["closed"], total["came_back"]) == (8, 6, 1)
    assert total["late"] == 4  # two answered too late in spring, two of autumn without an answer
    ranked = year.done("Zhao", "stats", "scores", autumn, "--json").json["units"]
    assert [(each["unit"], each["band"]) for each in ranked] == [("S2", "excellent"), ("S1", "fair"), ("S3", "poor")]


def _keep(year: Year, spring: str, autumn: str, tmp_path: Path) -> None:
    """Everything is as it was written, and all of it is in the backup."""
    calls = (("rectify", "list", "--state", "all"), ("stats", "compare", spring, autumn), ("rounds", "list"),
             ("stats", "rates", "--by", "unit"), ("draw", "list"))  # fmt: skip
    before = [year.call("Zhao", *call, "--json").json for call in calls]
    found = year.done if not shutil.which("ssh-keygen") else year.call
    assert found("Zhao", "verify").code == 0
    assert year.call("Zhao", "backup", tmp_path / "backup").code == 0
    year.folder = tmp_path / "elsewhere"
    restored = year.cli("-w", year.folder, "restore", tmp_path / "backup", "--json")
    assert (restored.code, restored.json["faults"]) == (0, [])
    assert [year.call("Zhao", *call, "--json").json for call in calls] == before
    assert year.call("Zhao", "verify").code == 0
