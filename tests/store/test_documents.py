from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checklists.errors import AudittyError
from reports.issue import draft_notice, issue_notice
from reports.numbering import number_text
from store import round_units
from store.clock import FixedClock
from store.disk import Disk
from store.errors import Refused
from store.given import Input
from store.model import Finding, Issued
from store.rounds import Round
from store.settings import DocumentSettings
from store.sheet import Sheet
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.store.helpers import Crash


def issue(workspace: Workspace, year: int = 2026, kind: str = "notice", unit: str = "S1") -> Issued:
    return workspace.documents.issue(
        kind=kind,
        year=year,
        number=lambda serial: number_text(DocumentSettings(prefix="T"), kind, year, serial, "en"),
        round_id="r",
        unit=unit,
        findings=["f1"],
        render=lambda number: f"{kind} {number} {unit}".encode(),
        issued=f"{year}-11-23",
    )


def test_numbers_run_without_gaps_for_each_kind_and_year(workspace: Workspace) -> None:
    made = [issue(workspace), issue(workspace, unit="K1"), issue(workspace, 2027), issue(workspace, kind="reminder"), issue(workspace)]  # fmt: skip  # noqa: E501

    assert [(each.kind, each.year, each.serial) for each in made] == [
        ("notice", 2026, 1), ("notice", 2026, 2), ("notice", 2027, 1), ("reminder", 2026, 1), ("notice", 2026, 3)
    ]  # fmt: skip
    assert len({each.file for each in made}) == 5
    assert Workspace(workspace.root).documents.all() == made
    assert [each.serial for each in workspace.documents.of("r", "S1")] == [1, 1, 1, 3]


def test_a_document_is_read_again_byte_for_byte(workspace: Workspace) -> None:
    made = issue(workspace)
    assert Workspace(workspace.root).documents.read(made) == b"notice T 2026/1 S1"
    assert workspace.documents.path(made).parent.parent == workspace.root / "documents"


def test_what_cannot_be_made_takes_no_number(workspace: Workspace) -> None:
    def refuse(number: str) -> bytes:
        raise Refused("nothing to say")

    with pytest.raises(Refused):
        workspace.documents.issue(
            kind="notice", year=2026, number=str, round_id="r", unit="S1", findings=[], render=refuse, issued=""
        )
    assert workspace.documents.all() == []
    assert issue(workspace).serial == 1


def test_a_ledger_opens_each_finding_once(workspace: Workspace) -> None:
    ledger = workspace.ledger("S1")
    one, two = Finding(id="f1", due="2026-12-01", grade="high"), Finding(id="f2")

    assert ledger.open("r", "T 1", [("fire:clear", one, "blocked")]) == ["S1-0001"]
    lines = len(list(ledger.record.lines()))
    assert ledger.open("r", "T 1", [("fire:clear", one, "blocked")]) == ["S1-0001"]
    assert len(list(ledger.record.lines())) == lines
    assert ledger.open("r", "T 2", [("", two, "dark"), ("fire:clear", one, "blocked")]) == ["S1-0002", "S1-0001"]
    rows = Workspace(workspace.root).ledger("S1").all()
    assert [(row.finding, row.problem, row.due, row.state) for row in rows.values()] == [
        ("f1", "blocked", "2026-12-01", "open"), ("f2", "dark", "", "open")
    ]  # fmt: skip
    assert workspace.ledger("K1").all() == {}


def fail(sheet: Sheet, problem: str) -> None:
    sheet.set_mark("clear", "fail", Input(finding={"problem": problem}, add=True))


def test_a_second_notice_supplements_the_first(workspace: Workspace, sheet: Sheet) -> None:
    with pytest.raises(AudittyError):
        issue_notice(workspace, sheet, "en")
    assert workspace.documents.all() == []
    fail(sheet, "blocked")
    first = issue_notice(workspace, sheet, "en")
    with pytest.raises(Refused, match="nothing new"):
        issue_notice(workspace, sheet, "en")
    fail(sheet, "dark")
    sheet.set_other(Finding(problem="loose railing"))
    second = issue_notice(workspace, sheet, "en")

    assert (first.number, first.supplements, second.number, second.supplements) == ("TST 2026/1", "", "TST 2026/2", "TST 2026/1")  # fmt: skip  # noqa: E501
    assert (len(first.findings), len(second.findings)) == (1, 2)
    ledger = workspace.ledger("S1").all()
    assert [row.notice for row in ledger.values()] == ["TST 2026/1", "TST 2026/2", "TST 2026/2"]
    assert workspace.documents.read(first).startswith(b"PK")
    assert not verify(workspace).faults


def test_the_year_of_a_number_is_the_workspaces(workspace: Workspace, sheet: Sheet, clock: FixedClock) -> None:
    fail(sheet, "one")
    clock.moment = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)
    assert issue_notice(workspace, sheet, "en").number == "TST 2026/1"
    fail(sheet, "two")
    clock.moment = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)  # midnight in Shanghai
    assert issue_notice(workspace, sheet, "en").number == "TST 2027/1"


class DyingBeforeTheRegister(Disk):
    def write(self, fd: int, data: bytes, path: Path) -> None:
        if path.name == "workspace.journal":
            raise Crash
        super().write(fd, data, path)


def test_after_a_crash_the_ledger_names_the_notice_that_was_issued(
    workspace: Workspace, round_: Round, sheet: Sheet, clock: FixedClock
) -> None:
    fail(sheet, "blocked")
    other = workspace.sheet(round_, "K1")
    fail(other, "dark")
    dying = Workspace(workspace.root, who="Li", disk=DyingBeforeTheRegister(), clock=clock)
    with pytest.raises(Crash):
        issue_notice(dying, dying.sheet(round_, "S1"), "en")

    assert issue_notice(workspace, other, "en").number == "TST 2026/1"
    assert issue_notice(workspace, sheet, "en").number == "TST 2026/2"

    assert [(row.id, row.notice) for row in workspace.ledger("S1").all().values()] == [("S1-0001", "TST 2026/2")]
    assert not verify(workspace).faults


class SomebodyWasFaster(Disk):
    """Somebody else issues the same notice in the moment before the register is locked."""

    def __init__(self, issue_theirs: Callable[[], object]) -> None:
        super().__init__()
        self._issue_theirs: Callable[[], object] | None = issue_theirs

    @contextmanager
    def locked(self, path: Path, wait: float | None = None) -> Iterator[int]:
        if path.name == "workspace.journal" and self._issue_theirs is not None:
            theirs, self._issue_theirs = self._issue_theirs, None
            theirs()
        with super().locked(path, wait) as fd:
            yield fd


def test_two_who_issue_one_notice_at_once_order_each_finding_once(
    workspace: Workspace, round_: Round, sheet: Sheet, clock: FixedClock
) -> None:
    fail(sheet, "blocked")
    disk = SomebodyWasFaster(lambda: issue_notice(workspace, sheet, "en"))
    slower = Workspace(workspace.root, who="He", disk=disk, clock=clock)

    with pytest.raises(Refused, match="TST 2026/1"):
        issue_notice(slower, slower.sheet(round_, "S1"), "en")

    assert [issued.number for issued in Workspace(workspace.root).documents.all()] == ["TST 2026/1"]
    assert [row.notice for row in workspace.ledger("S1").all().values()] == ["TST 2026/1"]
    assert not verify(workspace).faults


@pytest.mark.parametrize("act", [draft_notice, issue_notice])
def test_a_unit_that_left_its_round_gets_no_notice_until_it_is_back(
    workspace: Workspace, round_: Round, sheet: Sheet, act: Callable[[Workspace, Sheet, str], object]
) -> None:
    fail(sheet, "blocked")
    round_units.leave(round_, ["S1"], "closed")
    with pytest.raises(Refused, match="left round"):
        act(workspace, workspace.sheet(round_, "S1"), "en")
    assert workspace.documents.all() == []
    round_units.join(round_, ["S1"], "back", workspace.units)
    assert act(workspace, workspace.sheet(round_, "S1"), "en")
