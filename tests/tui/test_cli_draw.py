"""`auditty draw`: units and inspectors at random, so that anybody can draw again, and a round made of a draw."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.tui.conftest import Cli

pytestmark = pytest.mark.slow

SCHOOLS = ("S1", "S2", "S3", "S4")


@pytest.fixture
def office(workspace: Path, tmp_path: Path, cli: Cli) -> Path:
    """Four primary schools and three inspectors."""
    more = tmp_path / "more.csv"
    more.write_text("编码,名称,类型,上级编码\nS3,城南小学,小学,EDU\nS4,城北小学,小学,EDU\n", encoding="utf-8")
    assert cli("units", "import", more).code == 0
    for name in ("Chen", "Li", "Wang"):
        assert cli("inspectors", "add", name).code == 0
    return workspace


def by_hand(seed: str, *parts: str) -> str:
    """The lot as `printf … | sha256sum` gives it."""
    return hashlib.sha256("\n".join((seed, *parts)).encode()).hexdigest()


def test_a_draw_is_what_anybody_works_out_by_hand(cli: Cli, office: Path) -> None:
    drawn = cli("draw", "new", "--count", 2, "--seed", "6 11 28", "--per-unit", 1, "--json").json

    wanted = sorted(SCHOOLS, key=lambda code: by_hand("6 11 28", code))[:2]
    assert drawn["units"] == wanted
    first = min(("Chen", "Li", "Wang"), key=lambda name: by_hand("6 11 28", wanted[0], name))
    assert drawn["teams"][wanted[0]] == [first]
    assert drawn["strata"] == [{"type": "primary-school", "take": 2, "units": list(SCHOOLS)}]


def test_shown_listed_and_drawn_again(cli: Cli, office: Path) -> None:
    assert "No draws yet" in cli("draw", "list").out
    made = cli("draw", "new", "--take", "primary-school=3", "--seed", "7", "--name", "Autumn", "--avoid", "Li=S2:wife",
               "--per-unit", 2)  # fmt: skip
    id = made.out.strip()

    assert [(each["id"], each["units"]) for each in cli("draw", "list", "--json").json] == [(id, 3)]
    shown = cli("draw", "show", id).out.splitlines()
    assert shown[:4] == [f"Draw {id}  Autumn", "Seed: 7", "Primary school: 3 of 4", "Li does not inspect S2: wife"]
    assert shown[4].split() == ["No.", "Code", "Inspectors", "Unit"]
    assert len(shown) == 8
    assert not any("S2" in line and "Li" in line for line in shown[5:])
    assert cli("draw", "check", id[:-2]).out == "Drawn again with the same seed: the same 3 units\n"
    assert cli("draw", "check", id, "--json").json == {"id": id, "agrees": True}


def test_a_draw_changed_by_hand_is_found_and_no_round_is_made_of_it(cli: Cli, office: Path) -> None:
    from store.draw import TABLE
    from store.record import Change
    from store.workspace import Workspace

    id = cli("draw", "new", "--count", 1, "--seed", "7").out.strip()
    record = Workspace(office).record
    value = record.get(TABLE, id)
    assert value is not None
    other = next(code for code in SCHOOLS if code not in value["units"])
    record.change(Change(TABLE, id, {**value, "units": [other], "teams": {other: []}}))

    assert cli("draw", "check", id).code == 1
    refused = cli("rounds", "new", "Random", "--checklist", "fire", "--draw", id)
    assert (refused.code, refused.out) == (2, "")
    assert f"draw {id} comes out differently" in refused.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new", "--count", 9], "9 units are to be drawn, and there are 4"),
        (["new", "--count", -1], "not less than 0"),
        (["new", "--percent", 101], "not more than 100"),
        (["new", "--take", "primary-school"], "TYPE=N"),
        (["new", "--take", "ship=1"], "no unit of type “ship” to draw from"),
        (["new", "--count", 1, "--per-unit", 4], "needs 4 inspectors"),
        (["new", "--count", 1, "--avoid", "Li"], "NAME=CODE"),
        (["new", "--count", 1, "--avoid", "Li=S9"], "no unit “S9”"),
        (["new", "--count", 1, "--not-in", "none"], "no round “none”"),
        (["show", "d1"], "no draw “d1”"),
    ],
)
def test_what_cannot_be_drawn_is_one_line(arguments: list[object], said: str, cli: Cli, office: Path) -> None:
    done = cli("draw", *arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err


def test_units_of_a_round_are_left_out(cli: Cli, office: Path) -> None:
    drawn = cli("draw", "new", "--percent", 100, "--not-in", "autumn", "--json").json
    assert sorted(drawn["units"]) == ["S3", "S4"]


def test_a_round_of_a_draw_keeps_the_teams(cli: Cli, office: Path) -> None:
    drawn = cli("draw", "new", "--count", 3, "--per-unit", 1, "--json").json
    made = cli("rounds", "new", "Random", "--checklist", "fire", "--draw", drawn["id"])
    assert (made.code, made.err) == (0, "")

    units = cli("rounds", "status", made.out.strip(), "--json").json["units"]
    assert list(units) == drawn["units"]
    code = drawn["units"][0]
    visit = cli("visit", made.out.strip(), code, "--json").json
    assert [person["name"] for person in visit["inspectors"]] == drawn["teams"][code]
    both = cli("rounds", "new", "Random", "--checklist", "fire", "--draw", drawn["id"], "--unit", "S1")
    assert (both.code, "--draw names the units" in both.err) == (2, True)


def test_in_chinese(cli: Cli, office: Path) -> None:
    id = cli("draw", "new", "--count", 1, "--seed", "7", "--lang", "zh").out.strip()
    shown = cli("draw", "show", id, "--lang", "zh").out.splitlines()
    assert shown[1] == "种子：7"
    assert shown[3].split() == ["序号", "编码", "检查人员", "单位"]
    assert cli("draw", "check", id, "--lang", "zh").out == "用同一种子重新抽取：同样的 1 个单位\n"
    assert json.loads(cli("draw", "show", id, "--json", "--lang", "zh").out)["seed"] == "7"


def test_who_avoids_a_unit_is_one_of_those_drawn_from(cli: Cli, office: Path) -> None:
    wrong = cli("draw", "new", "--count", 1, "--per-unit", 1, "--avoid", "Lii=S2:wife")
    assert (wrong.code, wrong.out) == (2, "")
    assert "“Lii” is none of the inspectors drawn from: " in wrong.err
    assert cli("draw", "list", "--json").json == []
