"""Damage done to a workspace that has something in every place, and what is to be seen of it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from reports.issue import issue_notice
from store import snapshot
from store.clock import FixedClock
from store.given import Input
from store.journal import decode_alone
from store.upkeep.repair import Repaired
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.store.helpers import BEGIN, new_round


def make_full(made_workspace: Path, folder: Path) -> Path:
    """A workspace with something in every place that verify covers, in two rounds."""
    root = Path(shutil.copytree(made_workspace, folder / "w"))
    workspace = Workspace(root, who="Li", clock=FixedClock(BEGIN))
    new_round(workspace, "Spring")
    round_ = new_round(workspace)
    photo = folder / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff a picture")
    picture = workspace.evidence.take_in(photo)
    for unit in ("S1", "K1"):
        sheet = workspace.sheet(round_, unit)
        sheet.set_mark("clear", "fail", Input(note="n", evidence=(picture,), finding={"problem": "blocked"}))
        sheet.set_mark("plan", "pass")
        sheet.set_mark("meetings", "na", Input(note="none yet"))
        sheet.set_mark("plan", "fail", Input(note="gone"))
        issue_notice(workspace, sheet, "en")
    shutil.rmtree(root / ".cache")
    assert not verify(Workspace(root)).faults
    return root


def opened(root: Path) -> Workspace:
    return Workspace(root, who="Wu", clock=FixedClock(BEGIN))


def covered(root: Path) -> list[Path]:
    folders = [root / name for name in ("rounds", "ledger", "documents", "evidence")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return sorted([*files, *root.glob("workspace.j*")])


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in covered(root)}


def events(root: Path) -> dict[str, set[str]]:
    """By journal, the ids of the events in its intact lines."""
    found: dict[str, set[str]] = {}
    for path in root.rglob("*.journal"):
        if "set-aside" not in path.parts:
            ids = found.setdefault(path.relative_to(root).as_posix(), set())
            for raw in path.read_bytes().split(b"\n"):
                try:
                    ids.add(decode_alone(raw, 1, path).event.id)
                except Exception:
                    continue
    return found


def values(root: Path) -> dict[str, object]:
    """Everything that the records hold, without the notes of repairs."""
    found: dict[str, object] = {}
    for path in covered(root):
        if path.suffix == ".json" and path.with_suffix(".journal").exists():
            tables = snapshot.load(path.read_bytes()) or {}
            found[path.relative_to(root).as_posix()] = {
                (name, doc["key"]): doc["value"]
                for name, docs in tables.items()
                if name not in ("_journal", "repairs")
                for doc in docs.values()
            }
    return found


def told(root: Path) -> set[str]:
    verdict = verify(opened(root))
    return {problem.file for problem in (*verdict.faults, *verdict.remarks)}


def is_beyond(path: Path) -> bool:
    return path.parts[-3] in ("documents", "evidence")


def flipped(path: Path, at: int, bit: int) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :])


def places() -> random.Random:
    return random.Random(20261123)


def journals(root: Path) -> Iterator[Path]:
    return (path for path in covered(root) if path.suffix == ".journal")


def pairs_of_files(root: Path) -> Iterator[tuple[Path, Path]]:
    files = covered(root)
    for at, one in enumerate(files):
        for other in files[at + 1 :]:
            if one.suffix == other.suffix and one.read_bytes() != other.read_bytes():
                yield one, other


def swap(one: Path, other: Path) -> None:
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)


def assert_mended(root: Path, done: Repaired, kept: dict[str, set[str]]) -> None:
    assert not done.beyond, done.beyond
    verdict = verify(opened(root))
    assert not verdict.faults, verdict.faults
    now = events(root)
    for name, ids in kept.items():
        assert ids <= now[name], name


def put_back(root: Path, files: dict[str, bytes]) -> None:
    for path in covered(root):
        if path.relative_to(root).as_posix() not in files:
            path.unlink()
    for name, data in files.items():
        (root / name).write_bytes(data)
    shutil.rmtree(root / "set-aside", ignore_errors=True)
