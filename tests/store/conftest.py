"""A small workspace for each test, and the wire between the store and the operating system."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from store import disk as disk_module
from store.clock import FixedClock
from store.disk import Disk
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
