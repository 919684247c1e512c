"""`auditty calendar` from outside."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from store.clock import Clock
from tests.tui.conftest import Cli

TODAY = date(2026, 11, 23)
YEAR = TODAY.year

DATES = f"""\
format: 1
id: dates
version: "1"
title: {{zh: 日期, en: Dates}}
responsibility:
  - id: duties
    title: {{zh: 职责, en: Duties}}
    items:
      - id: talk
        text: {{zh: 每半年谈话, en: Talks are held}}
        role: {{zh: 校长, en: Head}}
        recurrence: {{every: year, in: [end-01, end-02]}}
        criterion: {{schedule: {{at_least: all}}}}
      - id: report
        text: {{zh: 已报告, en: The report was sent}}
        criterion: {{date: {{by: "{TODAY - timedelta(days=1)}"}}}}
      - id: later
        text: {{zh: 以后, en: Later}}
        criterion: {{date: {{by: "{TODAY + timedelta(days=400)}"}}}}
"""


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is TODAY, at ten in China and past two in London."""
    monkeypatch.setattr(Clock, "now", lambda self: datetime(2026, 11, 23, 2, tzinfo=UTC))


@pytest.fixture
def round_id(cli: Cli, workspace: Path) -> str:
    """A round of dated duties in both schools, over the last year, this one and the next."""
    (workspace / "checklists" / "dates.yaml").write_text(DATES, encoding="utf-8")
    period = ("--from", f"{YEAR - 1}-01-01", "--to", f"{YEAR + 1}-12-31")
    return cli("rounds", "new", "dated", "--checklist", "dates", "--all-units", *period).out.strip()


def states(cli: Cli, round_id: str, *options: str) -> dict[str, dict[str, dict[str, int]]]:
    """The states by item and date, those that no unit is in left out."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for due in cli("calendar", round_id, "--json", *options).json["due"]:
        counts = {state: count for state, count in due["units"].items() if count}
        found.setdefault(due["item"], {})[due["due"]] = counts
    return found


def test_what_is_due_when_and_for_whom(cli: Cli, round_id: str) -> None:
    done = cli("calendar", round_id)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == sorted(line.split()[0] for line in lines[1:])
    (talk,) = [line for line in lines if line.startswith(f"{YEAR - 1}-01-31")]
    assert "2 units" in talk
    assert talk.endswith("Talks are held (Head)")
    assert states(cli, round_id)["report"] == {str(TODAY - timedelta(days=1)): {"unknown": 2}}
    assert states(cli, round_id)["later"] == {str(TODAY + timedelta(days=400)): {"coming": 2}}


def test_one_unit(cli: Cli, round_id: str) -> None:
    cli("mark", round_id, "S1", "talk", "fail", "--found", f"{YEAR - 1}-02-28")
    done = cli("calendar", round_id, "--unit", "S1", "--to", f"{YEAR - 1}-12-31")
    assert [line.split()[:2] for line in done.out.splitlines()[1:]] == [
        [f"{YEAR - 1}-01-31", "overdue"], [f"{YEAR - 1}-02-28", "met"],
    ]  # fmt: skip
    assert cli("calendar", round_id, "--unit", "S2", "--overdue").code == 0


def test_overdue_is_the_exit_code_of_a_warning(cli: Cli, round_id: str) -> None:
    quiet = cli("calendar", "--overdue")
    assert (quiet.code, quiet.out) == (0, "Nothing is overdue.\n")
    cli("mark", round_id, "S2", "report", "fail")
    loud = cli("calendar", "--overdue")
    assert (loud.code, loud.err) == (1, "")
    assert len(loud.out.splitlines()) == 2
    assert "S2" in loud.out
    (late,) = cli("calendar", round_id, "--overdue", "--json").json["due"]
    assert (late["item"], late["overdue"]) == ("report", ["S2"])
    assert cli("calendar", round_id).code == 0


def test_without_a_round_the_running_ones(cli: Cli, round_id: str) -> None:
    assert {due["round"] for due in cli("calendar", "--json").json["due"]} == {round_id}
    cli("rounds", "finish", round_id)
    assert cli("calendar").out == "Nothing is due.\n"
    assert cli("calendar", "dated").out.count("\n") > 5


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("nowhere",), "nowhere"),
        (("--unit", "X9"), "X9"),
        (("dated", "--unit", "X9"), "X9"),
        (("--from", "tomorrow"), "tomorrow"),
        (("--to", "2026-02-30"), "2026-02-30"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(cli: Cli, round_id: str, arguments: tuple[str, ...], said: str) -> None:
    done = cli("calendar", *arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err


def test_both_languages(cli: Cli, round_id: str) -> None:
    chinese = cli("--lang", "zh", "calendar", round_id).out
    assert "每半年谈话（校长）" in chinese
    assert not any(word in chinese for word in ("unknown", "not known", "duty", "coming"))


@pytest.mark.slow
def test_a_period_without_end_is_listed_all_the_same(cli: Cli, workspace: Path) -> None:
    (workspace / "checklists" / "dates.yaml").write_text(
        DATES.replace("every: year, in: [end-01, end-02]", "every: day")
    )
    period = ("--from", "0001-01-01", "--to", "9999-12-31")
    round_id = cli("rounds", "new", "long", "--checklist", "dates", "--all-units", *period).out.strip()
    done = cli("calendar", round_id)
    assert (done.code, done.err) == (0, "")
    assert len(done.out.splitlines()) < 10
