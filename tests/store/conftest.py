"""A small workspace for each test, and the wire between the store and the operating system."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from reports.issue import issue_notice
from store import disk as disk_module
from store.clock import FixedClock
from store.disk import Disk
from store.given import Input
from store.model import Inspector
from store.rounds import Round
from store.sheet import Sheet
from store.unit_files import read_rows
from store.workspace import Workspace
from tests.store.helpers import BEGIN, CHANGING, CHECKLIST, UNITS, Wire, new_round


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(BEGIN)


@pytest.fixture(scope="session")
def made_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once, copied for each test: a checklist of its own and three units."""
    root = tmp_path_factory.mktemp("made") / "workspace"
    workspace = Workspace.create(root, "Test", "en", who="Li", clock=FixedClock(BEGIN), prefix="TST")
    (root / "checklists" / "fire.yaml").write_text(CHECKLIST, encoding="utf-8")
    workspace.units.take_in(read_rows(UNITS.encode(), "units.csv"), "units.csv")
    workspace.set_inspectors([Inspector(name="Li", post="Officer", certificate="C-1")])
    return root


@pytest.fixture
def root(made_workspace: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_workspace, tmp_path / "workspace"))


@pytest.fixture
def workspace(root: Path, clock: FixedClock) -> Workspace:
    return Workspace(root, who="Li", clock=clock)


@pytest.fixture
def round_(workspace: Workspace) -> Round:
    return new_round(workspace)


@pytest.fixture
def sheet(workspace: Workspace, round_: Round) -> Sheet:
    return workspace.sheet(round_, "S1")


@pytest.fixture
def sealable(workspace: Workspace, round_: Round, sheet: Sheet, tmp_path: Path) -> Workspace:
    """Two sheets, evidence, an issued notice; copies of S1's pair and of the round's in `old`, as they were before."""
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff a picture")
    sheet.set_mark("plan", "pass")
    workspace.sheet(round_, "K1").set_mark("nap-room", "na", Input(note="no nap room"))
    (tmp_path / "old").mkdir()
    for path in (*(round_.path / "sheets").glob("S1.*"), *round_.path.glob("round.*")):
        shutil.copy(path, tmp_path / "old")
    attached = workspace.evidence.take_in(photo)
    given = Input(note="n", evidence=(attached,), finding={"problem": "blocked"})
    sheet.set_mark("clear", "fail", given)
    issue_notice(workspace, sheet, "en")
    return workspace


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a record of a test lies, without its endings."""
    return tmp_path / "X"


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """The calls of `store.disk` to the operating system, and only those, pass through it."""
    wire = Wire()

    def through(name: str) -> Callable[..., object]:
        real = getattr(os, name)

        def call(*arguments: object, **named: object) -> object:
            wire.step(name)
            return real(*arguments, **named)

        return call

    def opening(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & (os.O_CREAT | os.O_TRUNC):
            wire.step("open")
        return os.open(path, flags, mode)

    members = {name: getattr(os, name) for name in dir(os) if not name.startswith("_")}
    members |= {name: through(name) for name in CHANGING} | {"open": opening}
    monkeypatch.setattr(disk_module, "os", SimpleNamespace(**members))
    real_remove = Disk.remove_tree

    def remove_tree(disk: Disk, path: Path) -> None:
        wire.clean("rmtree")
        real_remove(disk, path)

    monkeypatch.setattr(Disk, "remove_tree", remove_tree)
    yield wire
    wire.mend()
