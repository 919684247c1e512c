"""A workspace that format 1 wrote, as it was, brought to the present format."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from store import settings
from store.clock import FixedClock
from store.errors import Damaged, OlderFormat
from store.given import Input
from store.settings import FILE
from store.upkeep.migrating import migrate
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.store.helpers import BEGIN, Crash, Wire

FIXTURE = Path(__file__).with_name("format1")
JOURNALS = 5


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURE, tmp_path / "w"))


def opened(root: Path) -> Workspace:
    return Workspace(root, who="Li", clock=FixedClock(BEGIN), older=True)


def files(root: Path) -> dict[str, bytes]:
    there = (path for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in there}


def test_it_is_refused_until_it_is_migrated(old: Path) -> None:
    for _ in range(2):  # the second time the settings might come from the kept file
        with pytest.raises(OlderFormat, match="migrate") as raised:
            Workspace(old)
        assert raised.value.exit_code == 2
    found = verify(opened(old))
    assert (found.faults, found.remarks) == ([], [])


def test_everything_is_copied_first_and_no_line_rewritten(old: Path) -> None:
    before = files(old)

    done = migrate(opened(old))

    assert (done.before, done.copy, done.journals) == (1, old.with_name("w.before-format-2"), JOURNALS)
    assert done.copy is not None
    assert files(done.copy) == before
    after = files(old)
    assert after.keys() == before.keys()
    changed = {name for name in before if after[name] != before[name]}
    assert {name for name in changed if name.endswith(".journal")} == {"workspace.journal", *rounds(before)}
    assert all(after[name].startswith(before[name]) for name in before if name.endswith(".journal"))
    assert after[FILE] == before[FILE].replace(b"format: 1", b"format: 2")
    found = verify(Workspace(old))
    assert (found.faults, found.remarks) == ([], [])
    assert migrate(opened(old)).copy is None


def rounds(names: dict[str, bytes]) -> set[str]:
    return {name for name in names if name.endswith("/round.journal")}


def test_work_goes_on(old: Path) -> None:
    migrate(opened(old))
    workspace = Workspace(old, who="Li", clock=FixedClock(BEGIN))
    (round_,) = workspace.rounds()
    sheet = workspace.sheet(round_, "S1")
    assert {key: value["verdict"] for key, value in sheet.record.all("marks").items()} == {
        "fire:clear": "fail",
        "fire:plan": "pass",
    }
    sheet.set_mark("plan", "fail", Input(note="gone"))
    workspace.sheet(round_, "K1").set_mark("plan", "pass")
    assert not verify(Workspace(old)).faults


def test_old_journals_in_each_others_place_are_found(old: Path) -> None:
    migrate(opened(old))
    sheets = next((old / "rounds").iterdir()) / "sheets"
    for ending in ("json", "journal"):
        one, other = sheets / f"S1.{ending}", sheets / f"K1.{ending}"
        data = one.read_bytes()
        one.write_bytes(other.read_bytes())
        other.write_bytes(data)
    named = {fault.file for fault in verify(Workspace(old)).faults}
    assert {str(sheets / "S1.journal"), str(sheets / "K1.journal")} <= named


@pytest.mark.torture
@pytest.mark.slow
def test_killed_at_any_call_it_completes_the_next_time(old: Path, wire: Wire, tmp_path: Path) -> None:
    before = files(old)
    step = 0
    while True:
        step += 1
        root = Path(shutil.copytree(old, tmp_path / str(step) / "w"))
        workspace = opened(root)
        wire.crash_at(step)
        try:
            migrate(workspace)
        except Crash:
            wire.mend()
        else:
            wire.mend()
            break
        migrate(opened(root))
        assert not verify(Workspace(root)).faults, step
        kept = [files(path) for path in root.parent.iterdir() if "before-format" in path.name and path.name[0] != "."]
        assert before in kept, step
    assert step > 10


YAMLS: list[tuple[str, Callable[[str], str]]] = [
    ("a comment before it", lambda text: f"# format: 1 was the first\n{text}"),
    ("quoted", lambda text: text.replace("format: 1", 'format:   "1"   # 1')),
    ("the last key", lambda text: text.replace("format: 1\n", "") + "format: 1"),
    ("windows", lambda text: text.replace("\n", "\r\n")),
    ("a mark at its beginning", lambda text: "\ufeff" + text),
    ("flow", lambda text: '{title: "format: 1", format: 1}'),
]


@pytest.mark.parametrize("change", [change for _, change in YAMLS], ids=[name for name, _ in YAMLS])
def test_only_the_number_changes_in_the_settings(old: Path, change: Callable[[str], str]) -> None:
    path = old / FILE
    text = change(path.read_text(encoding="utf-8"))
    path.write_bytes(text.encode())
    before = Workspace(old, older=True).settings

    migrate(opened(old))

    after = path.read_bytes().decode()
    (at,) = [at for at, (one, other) in enumerate(zip(text, after, strict=True)) if one != other]
    assert (text[at], after[at]) == ("1", str(settings.FORMAT))
    assert Workspace(old).settings.title == before.title


def test_a_damaged_beginning_stops_it_before_anything_changed(old: Path) -> None:
    journal = old / "ledger" / "S1.journal"
    journal.write_bytes(b"x" + journal.read_bytes()[1:])
    before = files(old)
    with pytest.raises(Damaged, match=r"S1\.journal: line 1"):
        migrate(opened(old))
    assert files(old) == before
    assert [path.name for path in old.parent.iterdir()] == ["w"]
