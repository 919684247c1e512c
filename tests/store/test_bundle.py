"""A round in one file: to another workspace and back, merged in any order, completed after a kill."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from store import disk as disk_module
from store import round_units, states
from store.clock import FixedClock
from store.conflicts import open_in_round
from store.errors import Damaged, DiskFull, Locked, Refused, Unknown
from store.given import Input
from store.model import Finding
from store.moving import move, newest
from store.rounds import Round
from store.upkeep.bundle import export, take_in
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.store.helpers import BEGIN, NO_SPACE, Crash, Wire, lock_held

Bundle = Callable[..., Path]


def other(folder: Path, who: str, minutes: int = 0) -> Workspace:
    """An empty workspace that never heard of the round, its clock ahead of the first one's."""
    return Workspace.create(folder, who, "en", who=who, clock=FixedClock(BEGIN + timedelta(minutes=minutes)))


def mark(workspace: Workspace, item: str, verdict: str, note: str | None = None, unit: str = "S1") -> None:
    round_ = workspace.rounds()[0]
    workspace.sheet(round_, unit).set_mark(item, verdict, Input(note=note))  # type: ignore[arg-type]


def said(workspace: Workspace) -> dict[str, object]:
    """What every copy of the round must agree on: values, events and conflicts, of the round and each sheet."""
    assert verify(workspace).faults == []
    round_ = workspace.rounds()[0]
    records = {"": round_.record, **{code: workspace.sheet(round_, code).record for code in round_.units}}
    return {
        f"{code}/{table}/{doc['key']}": (doc["event"], doc["value"], doc["conflict"], doc.get("agree"))
        for code, record in records.items()
        for table, docs in record.state.tables.items()
        if table != "_journal"
        for doc in docs.values()
    }


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff photo")
    return path


@pytest.fixture
def office(workspace: Workspace, round_: Round, photo: Path) -> Workspace:
    """The workspace with a round in which something was recorded, a file attached."""
    sheet = workspace.sheet(round_, "S1")
    sheet.set_mark("clear", "pass")
    attached = workspace.evidence.take_in(photo)
    sheet.set_mark("drill", "fail", Input(note="none", evidence=(attached,)))
    sheet.set_other(Finding(problem="a fence is broken"))
    workspace.sheet(round_, "K1").set_mark("nap-room", "pass")
    return workspace


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    numbers = itertools.count(1)

    def pack(workspace: Workspace, *units: str) -> Path:
        path = tmp_path / f"bundle-{next(numbers)}.zip"
        export(workspace, workspace.rounds()[0], path, units)
        return path

    return pack


def test_a_round_goes_to_a_workspace_that_never_heard_of_it(office: Workspace, tmp_path: Path, bundle: Bundle) -> None:
    laptop = other(tmp_path / "laptop", "Wang")
    done = take_in(laptop, bundle(office))

    assert (done.made, done.source, done.name, done.conflicts) == (True, "Test", "Autumn", {})
    assert done.new == {"": 3, "S1": 4, "K1": 1}
    assert (done.checklists, done.evidence) == (1, 1)
    assert said(laptop) == said(office)
    assert laptop.evidence.all() == office.evidence.all()
    theirs, ours = (each.sheet(each.rounds()[0], "S1").record for each in (laptop, office))
    assert theirs.journal_path.read_bytes() == ours.journal_path.read_bytes(), "whole journals travel"


def test_out_and_back_and_nothing_twice(office: Workspace, tmp_path: Path, bundle: Bundle) -> None:
    laptop = other(tmp_path / "laptop", "Wang", 5)
    take_in(laptop, bundle(office))
    mark(laptop, "meetings", "fail")
    mark(office, "plan", "pass")

    back = take_in(office, bundle(laptop))
    assert (back.made, back.new, back.evidence, back.checklists) == (False, {"S1": 1}, 0, 0)
    again = take_in(office, bundle(laptop))
    assert again.new == {}
    out = take_in(laptop, bundle(office))
    assert out.new == {"S1": 1}
    assert said(laptop) == said(office)
    assert office.sheet(office.rounds()[0], "S1").verdict("fire:meetings") == "fail"


def test_the_same_records_give_the_same_bytes(office: Workspace, bundle: Bundle) -> None:
    assert bundle(office).read_bytes() == bundle(office).read_bytes()


def test_three_copies_in_any_order(office: Workspace, tmp_path: Path, bundle: Bundle) -> None:
    start = bundle(office)
    copies = [other(tmp_path / name, name, number) for number, name in enumerate("abc", 1)]
    for number, copy in enumerate(copies):
        take_in(copy, start)
        mark(copy, "clear", ("fail", "na", "pass")[number], f"by {number}")
        mark(copy, "staff", "pass", unit=("S1", "K1", "S1")[number])
    bundles = [bundle(copy) for copy in copies]

    results = []
    for order in itertools.permutations(range(3)):
        target = other(tmp_path / "-".join(map(str, order)), "Zhao")
        for number in order:
            done = take_in(target, bundles[number])
        results.append(said(target))
        assert [len(each) for each in done.conflicts.values()] == [1]
        (conflict,) = open_in_round(target, target.rounds()[0])["S1"]
        assert [event.who for event in conflict.claims] == ["c", "a", "b"], "the latest stands"
    assert all(result == results[0] for result in results)


def test_some_units_only_into_a_workspace_that_has_others(office: Workspace, tmp_path: Path, bundle: Bundle) -> None:
    laptop = other(tmp_path / "laptop", "Wang")
    assert take_in(laptop, bundle(office, "K1")).new == {"": 3, "K1": 1}
    assert laptop.evidence.all() == []
    assert take_in(laptop, bundle(office, "S1")).new == {"S1": 4}
    assert said(laptop) == said(office)


def test_a_round_that_moved_brings_both_versions(office: Workspace, tmp_path: Path, bundle: Bundle) -> None:
    laptop = other(tmp_path / "laptop", "Wang", 5)
    take_in(laptop, bundle(office))
    path = office.root / "checklists" / "fire.yaml"
    path.write_text(path.read_text().replace("Exits are clear", "All exits are clear").replace('"1"', '"2"'))
    move(office, office.rounds()[0], newest(office, office.rounds()[0]))
    mark(laptop, "meetings", "pass")

    assert take_in(laptop, bundle(office)).checklists == 1
    assert laptop.rounds()[0].checklists[0].version == "2"
    take_in(office, bundle(laptop))
    assert said(laptop) == said(office)
    fresh = other(tmp_path / "fresh", "Zhao")
    assert take_in(fresh, bundle(office)).checklists == 2
    assert said(fresh) == said(office)


def test_a_trial_run_says_the_same_and_writes_nothing(office: Workspace, tmp_path: Path, bundle: Bundle) -> None:
    laptop = other(tmp_path / "laptop", "Wang", 5)
    path = bundle(office)
    before = sorted(laptop.root.rglob("*"))
    trial = take_in(laptop, path, dry_run=True)
    assert sorted(laptop.root.rglob("*")) == before
    assert take_in(laptop, path) == trial

    mark(laptop, "clear", "fail")
    mark(office, "clear", "na")
    path = bundle(laptop)
    trial = take_in(office, path, dry_run=True)
    done = take_in(office, path)
    assert trial == done
    assert [event.who for event in done.conflicts["S1"][0].claims] == ["Wang", "Li"]


def test_a_closed_round_takes_nothing_in(office: Workspace, tmp_path: Path, bundle: Bundle) -> None:
    laptop = other(tmp_path / "laptop", "Wang", 5)
    take_in(laptop, bundle(office))
    nothing_new = bundle(office)
    mark(laptop, "meetings", "pass")
    path = bundle(laptop)
    states.void(office.rounds()[0], "a trial")
    before = {file: file.read_bytes() for file in office.rounds_folder.rglob("*") if file.is_file()}

    with pytest.raises(Refused, match="void"):
        take_in(office, path)
    assert take_in(office, nothing_new).new == {}
    assert {file: file.read_bytes() for file in office.rounds_folder.rglob("*") if file.is_file()} == before
    with pytest.raises(Refused, match="closed"):
        bundle(office)


def test_export_refuses_what_is_there_or_damaged(office: Workspace, tmp_path: Path, photo: Path) -> None:
    round_ = office.rounds()[0]
    with pytest.raises(Refused, match="already"):
        export(office, round_, photo)
    with pytest.raises(Unknown, match="S9"):
        export(office, round_, tmp_path / "new.zip", ["S9"])
    office.evidence.path(office.evidence.all()[0]).write_bytes(b"another")
    with pytest.raises(Damaged, match="verify"):
        export(office, round_, tmp_path / "new.zip")
    assert not (tmp_path / "new.zip").exists()


def test_a_full_disk_leaves_no_bundle(office: Workspace, tmp_path: Path, wire: Wire) -> None:
    for number in (1, 3, 6):
        wire.fail_at(number, NO_SPACE, on=True)
        with pytest.raises(DiskFull):
            export(office, office.rounds()[0], tmp_path / "new.zip")
        wire.mend()
        (tmp_path / "new.zip").unlink(missing_ok=True)
    export(office, office.rounds()[0], tmp_path / "new.zip")


@pytest.mark.slow
@pytest.mark.parametrize("known", [False, True], ids=["new round", "known round"])
def test_a_kill_at_any_moment_is_completed_by_importing_again(
    office: Workspace, tmp_path: Path, bundle: Bundle, wire: Wire, known: bool
) -> None:
    laptop = other(tmp_path / "laptop", "Wang", 5)
    if known:
        take_in(laptop, bundle(office, "K1"))
    mark(office, "staff", "pass")
    path = bundle(office)
    for number in itertools.count(1):
        copy = Path(shutil.copytree(laptop.root, tmp_path / f"copy{number}"))
        wire.crash_at(number)
        try:
            take_in(Workspace(copy), path)
        except Crash:
            pass
        else:
            wire.mend()
            break
        wire.mend()
        assert verify(Workspace(copy)).faults == [], f"call {number}: {wire.calls[-1:]}"
        take_in(Workspace(copy), path)
        assert said(Workspace(copy)) == said(office), f"call {number}"
        shutil.rmtree(copy)
    assert number > (8 if known else 20)


def test_two_imports_of_one_new_round_do_not_build_it_at_once(
    office: Workspace, tmp_path: Path, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = other(tmp_path / "laptop", "Wang", 5)
    path = bundle(office)
    (laptop.root / ".cache").mkdir(exist_ok=True)
    (laptop.root / ".cache" / "import.lock").touch()
    monkeypatch.setattr(disk_module, "LOCK_WAIT", 0.05)
    with lock_held(laptop.root / ".cache" / "import.lock"), pytest.raises(Locked):
        take_in(laptop, path)
    assert take_in(laptop, path).made


def test_others_work_on_while_a_bundle_is_packed(office: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "new.zip"
    export(office, office.rounds()[0], path, progress=lambda done, of: mark(office, "plan", "pass", unit="K1"))
    laptop = other(tmp_path / "laptop", "Wang")
    take_in(laptop, path)
    assert verify(laptop).faults == []
    take_in(office, path)


def test_units_that_joined_or_left_elsewhere_come_with_the_round(
    office: Workspace, tmp_path: Path, bundle: Bundle
) -> None:
    laptop = other(tmp_path / "laptop", "Wang", 5)
    take_in(laptop, bundle(office))
    mark(laptop, "clear", "na")
    mark(laptop, "staff", "pass", unit="K1")
    mark(office, "clear", "fail")
    round_units.join(office.rounds()[0], ["T1"], "asked for", office.units)
    round_units.leave(office.rounds()[0], ["S1"], "closed for repairs")

    done = take_in(office, bundle(laptop))
    assert done.new == {"S1": 1, "K1": 1}, "what was recorded of a unit that left is kept"
    assert done.conflicts == {}, "nobody can settle what is on its sheet"
    assert done.left == ("S1",)
    out = take_in(laptop, bundle(office))
    assert out.new == {"": 2, "S1": 1}
    round_ = laptop.rounds()[0]
    assert (set(round_.units), set(round_.left)) == ({"K1", "T1"}, {"S1"})
    assert verify(laptop).faults == []
