"""A backup made while four programs write: whole, clean, with everything that was acknowledged before it began."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.rounds import Round
from store.upkeep.backup import copy_workspace
from store.upkeep.verify import verify
from store.workspace import Workspace
from tests.store.test_kill import answers, marking


@pytest.mark.parametrize("copies", [5, pytest.param(100, marks=pytest.mark.torture)])
def test_a_copy_made_while_four_programs_write(
    workspace: Workspace, round_: Round, root: Path, tmp_path: Path, copies: int
) -> None:
    codes = ("S1", "S1", "K1", "K1")
    processes = []
    for number, code in enumerate(codes):
        lines = [
            {"unit": code, "item": "clear", "verdict": ("pass", "fail", "na")[each % 3], "note": f"{number} {each}"}
            for each in range(20_000)  # their answers do not fit into the pipe: the program is at work until killed
        ]
        processes.append(marking(root, round_.info.id, lines, tmp_path / f"feed-{number}"))
    try:
        for copy in range(copies):
            acknowledged: dict[str, set[str]] = {code: set() for code in codes}
            for code, process in zip(codes, processes, strict=True):
                assert process.stdout is not None
                acknowledged[code] |= {answer["event"] for answer in answers(process.stdout.readline())}
            target = tmp_path / f"copy-{copy}"
            copy_workspace(workspace, target)
            assert all(process.poll() is None for process in processes)
            found = verify(Workspace(target))
            assert (found.faults, found.remarks) == ([], [])
            for path in target.rglob("*.journal"):
                copied, now = path.read_bytes(), (root / path.relative_to(target)).read_bytes()
                assert now.startswith(copied)
                if path.stem in acknowledged:
                    assert acknowledged[path.stem] <= {json.loads(line)["id"] for line in copied.splitlines()}
    finally:
        for process in processes:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()
