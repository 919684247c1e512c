"""A damaged round or sheet is named; the others work as always."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.errors import Damaged
from store.history import history
from store.judging import previous_found
from store.rounds import DAMAGED, Round
from store.workspace import Workspace
from tests.store.helpers import new_round


def _spoil(journal: Path) -> None:
    """Another letter in the first line of a journal, and no file beside it that could stand for it."""
    data = bytearray(journal.read_bytes())
    data[data.index(b"time") + 10] ^= 1
    journal.write_bytes(data)
    journal.with_suffix(".json").unlink()


def test_a_damaged_round_is_in_the_list_with_its_error(workspace: Workspace) -> None:
    bad, good = new_round(workspace, "Bad"), new_round(workspace, "Good")
    _spoil(bad.path / "round.journal")

    first, last = Workspace(workspace.root).rounds()

    assert (first.info.name, first.damage) == ("Good", None)
    assert (last.info.id, last.info.state, last.unit_count) == (bad.path.name, DAMAGED, 0)
    assert isinstance(last.damage, Damaged)
    for name in (bad.path.name, bad.path.name[:-1]):
        with pytest.raises(Damaged, match=r"round\.journal"):
            Workspace(workspace.root).round(name).units  # noqa: B018
    assert Workspace(workspace.root).round("Good").info.id == good.path.name


def test_a_round_without_its_journal_is_damaged_not_gone(workspace: Workspace, round_: Round) -> None:
    workspace.rounds()
    (round_.path / "round.journal").unlink()

    (found,) = Workspace(workspace.root).rounds()

    assert found.info.id == round_.path.name
    assert found.damage is not None
    assert "the journal is missing" in str(found.damage)


def test_history_tells_what_can_be_told_and_then_what_cannot(workspace: Workspace) -> None:
    bad, good = new_round(workspace, "Bad"), new_round(workspace, "Good")
    _spoil(bad.path / "round.journal")
    told: list[str] = []
    with pytest.raises(Damaged):
        told.extend(entry.record for entry in history(Workspace(workspace.root)))
    assert {"workspace", good.path.name} == set(told)


def test_earlier_rounds_are_asked_past_a_damaged_one(workspace: Workspace) -> None:
    bad, good = new_round(workspace, "Bad"), new_round(workspace, "Good")
    _spoil(bad.path / "round.journal")
    sheet = Workspace(workspace.root).sheet(good, "S1")

    assert previous_found(workspace, sheet, sheet.line("staff")) == ""


def test_a_damaged_sheet_is_told_and_the_rest_is_counted(workspace: Workspace, round_: Round) -> None:
    workspace.sheet(round_, "S1").set_mark("plan", "pass")
    workspace.sheet(round_, "K1").set_mark("plan", "pass")
    journal = round_.path / "sheets" / "S1.journal"
    whole, file = journal.read_bytes(), journal.with_suffix(".json").read_bytes()
    _spoil(journal)
    for _again in range(2):  # the second time from what was kept of the first
        found = Workspace(workspace.root).tallies(round_)
        assert (found["S1"].damaged, found["S1"].asked, found["K1"].damaged, found["K1"].passed) == (1, 0, 0, 1)
    journal.write_bytes(whole)
    journal.with_suffix(".json").write_bytes(file)
    assert {code: each.passed for code, each in Workspace(workspace.root).tallies(round_).items()} == {"S1": 1, "K1": 1}

    journal.unlink()  # as if the file had been copied without it
    assert Workspace(workspace.root).tallies(round_)["S1"].damaged == 1
