"""`auditty rectify` from outside: from a notice issued to the published list, by several people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from subprocess import Popen

import pytest

from store.clock import Clock
from store.rectifying.life import VERBS
from tests.tui.conftest import Cli

MOMENT = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The clock stands at `MOMENT` until it is set."""

    def put(moment: datetime) -> None:
        monkeypatch.setattr(Clock, "now", lambda self: moment)

    put(MOMENT)
    return put


@pytest.fixture
def ordered(workspace: Path, cli: Cli, tmp_path: Path) -> Path:
    """S1 has three rectifications, S2 one: S1-0001 graded high (7 days), the others due on 2026-12-20."""
    for unit, item, extra in (
        ("S1", "plan", ()),
        ("S1", "exits", ("--due", "2026-12-20", "--lead", "Office")),
        ("S1", "drills", ("--due", "2026-12-20")),
        ("S2", "exits", ("--due", "2026-12-20", "--grade", "low")),
    ):
        done = cli("mark", "autumn", unit, item, "fail", "--problem", f"{item} at {unit}", *extra)
        assert done.code == 0, done.err
    for unit in ("S1", "S2"):
        done = cli("report", "notice", "autumn", "--unit", unit, "--issue", "-o", tmp_path / f"{unit}.docx")
        assert done.code == 0, done.err
    return workspace


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "after.jpg"
    path.write_bytes(b"\xff\xd8\xff after")
    return path


def listed(cli: Cli, *options: str) -> list[str]:
    return [row["id"] for row in cli("rectify", "list", "--json", *options).json]


def test_from_notice_to_the_published_list(ordered: Path, cli: Cli, photo: Path) -> None:
    assert listed(cli) == ["S1-0001", "S1-0002", "S1-0003", "S2-0001"]
    wang, li, zhao = (("--inspector", who) for who in ("Wang", "Li", "Zhao"))
    assert cli(*wang, "rectify", "receipt", "S1-0001", "S1-0002", "--date", "2026-11-22").code == 0
    assert (
        cli(*wang, "rectify", "submit", "S1-0001", "--note", "done", "--evidence", photo).out == "S1-0001: answered\n"
    )
    assert cli("rectify", "list", "--waiting").code == 1
    own = cli(*wang, "rectify", "accept", "S1-0001")
    assert (own.code, own.out) == (2, "")
    assert own.err == "auditty: S1-0001: Wang rectified it; somebody else checks and closes it\n"
    assert cli(*li, "rectify", "check", "S1-0001").code == 0
    done = cli(*zhao, "rectify", "accept", "S1-0001", "--json").json
    assert (done["id"], done["ok"], done["state"]) == ("S1-0001", True, "closed")
    assert cli(*zhao, "rectify", "publish", "S1-0001").code == 0
    shown = cli("rectify", "show", "S1-0001", "--json").json
    assert (shown["state"], shown["published"], shown["unit"], shown["event"] != done["event"]) == (
        "closed", "2026-11-23", "S1", True,
    )  # fmt: skip
    assert [(step["verb"], step["who"]) for step in shown["steps"]] == [
        ("receipt", "Wang"), ("submit", "Wang"), ("check", "Li"), ("accept", "Zhao"), ("publish", "Zhao"),
    ]  # fmt: skip
    text = cli("rectify", "show", "S1-0001").out
    assert "after.jpg" in text
    assert "2026-11-23 10:15  check on site  Li" in text
    assert listed(cli) == ["S1-0002", "S1-0003", "S2-0001"]
    assert listed(cli, "--state", "closed") == ["S1-0001"]
    assert (cli("rectify", "list", "--waiting").code, cli("verify").code) == (0, 0)


def test_an_extension_and_the_old_date(ordered: Path, cli: Cli) -> None:
    ask = ("rectify", "extend", "S1-0002", "--note", "parts", "--progress", "half", "--due", "2027-01-20")
    assert cli("--inspector", "Wang", *ask).code == 0
    assert listed(cli, "--waiting") == ["S1-0002"]
    assert cli("--inspector", "Wang", "rectify", "grant", "S1-0002").code == 2
    assert cli("--inspector", "Zhao", "rectify", "grant", "S1-0002").code == 0
    shown = cli("rectify", "show", "S1-0002", "--json").json
    assert (shown["due"], shown["dues"], shown["light"]) == ("2027-01-20", ["2026-12-20"], "green")


def test_cron_can_warn(ordered: Path, cli: Cli, now: Callable[[datetime], None]) -> None:
    def codes() -> list[int]:
        return [cli("rectify", "list", *urgent).code for urgent in (("--overdue",), ("--due-in", "3d"), ("--waiting",))]

    assert codes() == [0, 0, 0]
    assert cli("rectify", "list").code == 0
    now(datetime(2026, 11, 26, 16, tzinfo=UTC))  # the 27th here
    assert codes() == [0, 1, 0]
    assert listed(cli, "--due-in", "3") == listed(cli, "--due-in", "1w") == ["S1-0001"]
    now(datetime(2026, 11, 30, 15, 59, tzinfo=UTC))
    assert codes() == [0, 1, 0]
    now(datetime(2026, 11, 30, 16, tzinfo=UTC))
    assert codes() == [1, 0, 0]
    assert cli("rectify", "list", "--overdue", "--unit", "S2").code == 0
    for wrong in ("3x", "", "-1", "１"):
        assert cli("rectify", "list", f"--due-in={wrong}").code == 2


def test_filters_and_order(ordered: Path, cli: Cli) -> None:
    assert listed(cli, "--unit", "S2") == ["S2-0001"]
    assert listed(cli, "--grade", "high", "--grade", "low") == ["S1-0001", "S2-0001"]
    assert listed(cli, "--lead", "off") == ["S1-0003"]
    assert listed(cli, "--type", "school") == ["S1-0001", "S1-0002", "S1-0003", "S2-0001"]
    assert listed(cli, "--type", "clinic") == []
    assert listed(cli, "--sort", "lead")[-1] == "S1-0003"
    for wrong in (("--unit", "X"), ("--type", "X"), ("--state", "X"), ("--sort", "X")):
        assert cli("rectify", "list", *wrong).code == 2


def test_a_wrong_step_says_what_is_possible(ordered: Path, cli: Cli, photo: Path) -> None:
    wrong = cli("rectify", "accept", "S1-0001", "--evidence", photo)
    assert (wrong.code, wrong.out) == (2, "")
    assert "possible are receipt, progress, submit, correct, extend, remind, withdraw" in wrong.err
    assert not any((ordered / "evidence").iterdir())  # nothing is kept of a step that was not taken
    chinese = cli("--lang", "zh", "rectify", "accept", "S1-0001")
    assert "待整改" in chinese.err
    assert "销号" in chinese.err


def test_many_at_once_each_for_itself(ordered: Path, cli: Cli) -> None:
    assert cli("rectify", "withdraw", "S1-0002", "--note", "void").code == 0
    done = cli("rectify", "remind", "S1-0001", "S1-0002", "S2-0001", "S1-0001", "--json")
    assert done.code == 1
    assert [(each["id"], each["ok"]) for each in done.answers] == [
        ("S1-0001", True), ("S1-0002", False), ("S2-0001", True),
    ]  # fmt: skip
    assert "restore" in done.answers[1]["error"]
    before = cli("rectify", "show", "S1-0001", "--json").json
    assert cli("rectify", "remind", "S1-0001", "S1-0099").code == 2
    assert cli("rectify", "show", "S1-0001", "--json").json == before


@pytest.mark.parametrize("wrong", ["S1-0099", "S1", "ZZ-0001", "../../etc-0001", "", "S1-0001\n", "\x1b[31m-1"])
def test_an_id_that_does_not_exist(ordered: Path, cli: Cli, wrong: str) -> None:
    for verb in ("show", "remind"):
        done = cli("rectify", verb, "--", wrong)
        assert done.code == 2
        assert done.err.startswith("auditty: no rectification ")
        assert "\x1b" not in done.err


def test_every_step_is_a_command_with_the_fields_it_takes(ordered: Path, cli: Cli) -> None:
    for name, verb in VERBS.items():
        told = cli("rectify", name, "--help").out
        for field in ("note", "evidence", "date", "by", *verb.takes):
            assert f"--{field}" in told, (name, field)
    assert cli("rectify", "remind", "S1-0001", "--due", "2027-01-01").code == 2


def test_a_unit_whose_code_has_dashes(workspace: Path, cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text("code,name,type\nA-1-0001,Dash,school\n", encoding="utf-8")
    cli("units", "import", tmp_path / "more.csv")
    cli("rounds", "new", "dashes", "--checklist", "fire", "--unit", "A-1-0001")
    cli("mark", "dashes", "A-1-0001", "exits", "fail", "--problem", "shut")
    assert cli("report", "notice", "dashes", "--unit", "A-1-0001", "--issue", "-o", tmp_path / "n.docx").code == 0
    assert cli("rectify", "remind", "A-1-0001-0001").code == 0
    assert cli("rectify", "show", "A-1-0001-0001", "--json").json["unit"] == "A-1-0001"


def test_what_came_back_names_the_one_before(ordered: Path, cli: Cli, tmp_path: Path) -> None:
    assert cli("rectify", "correct", "S1-0003", "--note", "before my eyes").code == 0
    round_id = cli("rounds", "new", "spring", "--checklist", "fire", "--unit", "S1").out.strip()
    cli("mark", round_id, "S1", "exits", "fail", "--problem", "shut again")
    cli("mark", round_id, "S1", "plan", "fail", "--problem", "still none")
    assert cli("report", "notice", round_id, "--unit", "S1", "--issue", "-o", tmp_path / "2.docx").code == 0
    earlier = {row["item"]: row["earlier"] for row in cli("rectify", "list", "--json").json if row["round"] == round_id}
    assert earlier == {"fire:exits": "S1-0003", "fire:plan": ""}


def test_a_damaged_ledger_is_told_and_the_rest_listed(ordered: Path, cli: Cli) -> None:
    journal = ordered / "ledger" / "S2.journal"
    journal.write_bytes(journal.read_bytes().replace(b"exits at", b"exits on"))
    (ordered / "ledger" / "S2.json").unlink()
    done = cli("rectify", "list", "--json")
    assert (done.code, {row["unit"] for row in done.json}) == (1, {"S1"})
    assert "S2.journal" in done.err


def test_what_nobody_looked_at(ordered: Path, cli: Cli, now: Callable[[datetime], None], tmp_path: Path) -> None:
    assert cli("rectify", "uninspected").code == 0
    (tmp_path / "more.csv").write_text("code,name\nN1,New\n", encoding="utf-8")
    cli("units", "import", tmp_path / "more.csv")
    done = cli("rectify", "uninspected", "--json")
    assert (done.code, done.json) == (1, [{"unit": "N1", "name": "New", "type": ""}])
    assert cli("rectify", "aged").code == 0
    settings = ordered / "workspace.yaml"
    settings.write_text(settings.read_text("utf-8").replace("pass_valid_days: 0", "pass_valid_days: 90"), "utf-8")
    cli("mark", "autumn", "S2", "plan", "pass")
    assert cli("rectify", "aged").code == 0
    now(datetime(2027, 2, 22, 2, tzinfo=UTC))
    done = cli("rectify", "aged", "--json")
    assert (done.code, [(row["unit"], row["item"], row["day"]) for row in done.json]) == (
        1, [("S2", "fire:plan", "2026-11-23")],
    )  # fmt: skip


def test_two_programs_at_once_take_one_step(ordered: Path, cli: Cli, start: Callable[..., Popen[bytes]]) -> None:
    children = [start("rectify", "submit", "S1-0001", "--note", f"by {number}") for number in range(4)]
    codes = sorted(child.wait(timeout=120) for child in children)
    for child in children:
        child.communicate()
    assert codes == [0, 2, 2, 2]
    assert len(cli("rectify", "show", "S1-0001", "--json").json["steps"]) == 1
    assert cli("verify").code == 0


def test_a_role_that_may_not(ordered: Path, cli: Cli) -> None:
    settings = ordered / "workspace.yaml"
    text = settings.read_text("utf-8").replace("roles: {}", "roles: {leader: {verbs: [remind], names: [Zhao]}}")
    settings.write_text(text, "utf-8")
    refused = cli("--inspector", "Li", "rectify", "remind", "S1-0001")
    assert (refused.code, "roles that may: leader" in refused.err) == (2, True)
    assert cli("--inspector", "Zhao", "rectify", "remind", "S1-0001").code == 0
    assert "as leader" in cli("rectify", "show", "S1-0001").out


def test_grades_have_their_titles_and_order_and_a_wrong_one_is_told(ordered: Path, cli: Cli) -> None:
    wrong = cli("rectify", "list", "--overdue", "--grade", "hihg")
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.startswith("auditty: no grade “hihg”; known are high, medium, low")
    assert cli("rectify", "list", "--overdue", "--grade", "high").code == 0
    rank = {"high": 0, "medium": 1, "low": 2, "": 3}
    rows = cli("rectify", "list", "--sort", "grade", "--json").json
    assert [rank[row["grade"]] for row in rows] == sorted(rank[row["grade"]] for row in rows)
    assert len({row["grade"] for row in rows}) > 1
    assert "  High  " in cli("rectify", "list").out
    assert "Grade: High" in cli("rectify", "show", next(row["id"] for row in rows if row["grade"] == "high")).out


def test_those_of_a_void_round_stay_and_are_marked(ordered: Path, cli: Cli) -> None:
    ids = listed(cli)
    assert [row["void"] for row in cli("rectify", "list", "--json").json] == [False] * len(ids)
    round_id = cli("rectify", "show", ids[0], "--json").json["round"]
    assert cli("rounds", "void", round_id, "--reason", "wrong checklist").code == 0
    assert [row["void"] for row in cli("rectify", "list", "--json").json] == [True] * len(ids)
    assert cli("rectify", "show", ids[0], "--json").json["void"] is True
    assert f"Round: {round_id} (void)" in cli("rectify", "show", ids[0]).out
    told = cli("rectify", "list")
    assert (told.code, told.err) == (
        0,
        f"auditty: of a void round, “auditty rectify withdraw” ends them: {', '.join(ids)}\n",
    )
    assert cli("rectify", "withdraw", *ids, "--note", "the round is void").code == 0
    assert (cli("rectify", "list").out, cli("rectify", "list").err) == ("No such rectifications.\n", "")
