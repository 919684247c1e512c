"""Workspaces to measure in: one checklist of 200 items, a city's units, sheets half done."""

from __future__ import annotations

from pathlib import Path

from store.record import Change
from store.rounds import Round
from store.sheet import Sheet
from store.units import Row
from store.workspace import Workspace

ITEMS = 200
UNITS = 1688
_TYPES = ("kindergarten", "primary-school", "junior-school", "senior-school", "vocational-school")
_TEXTS = ("领导组已发文成立，组长、副组长、成员明确", "全年专题研究本项工作不少于2次", "每半年在本单位通报一次")


def checklist_yaml(items: int = ITEMS) -> bytes:
    """A checklist of so many items in sections of 20, with what real ones have."""
    lines = ["format: 1", "id: bench", 'version: "1"', "title: {zh: 基准清单, en: Benchmark}", "responsibility:"]
    for number in range(1, items + 1):
        if number % 20 == 1:
            section = number // 20 + 1
            lines += [f"  - id: s{section}", f"    title: {{zh: 第{section}部分, en: Part {section}}}", "    items:"]
        text = _TEXTS[number % len(_TEXTS)]
        lines += [
            f"      - id: i{number:04}",
            f"        text: {{zh: {text}{number}, en: Item {number} is met and its record is kept}}",
            f"        how: {{zh: 查阅会议通知、签到表、记录{number}, en: Read the notices and minutes {number}}}",
            f"        evidence: {{zh: 会议记录或纪要{number}, en: Minutes {number}}}",
            "        role: {zh: 第一责任人, en: First responsible person}",
            f"        ref: [BEN-{number:04}]",
        ]
    return "\n".join(lines).encode() + b"\n"


def make(folder: Path, units: int, marked: int = 0) -> tuple[Workspace, Round]:
    """A workspace in `folder` with one round of `units` units; with `marked`, so many marks on every sheet."""
    workspace = Workspace.create(folder, "基准", "zh", who="bench")
    (folder / "checklists" / "bench.yaml").write_bytes(checklist_yaml())
    rows = [
        Row(at, {"code": f"U{at:05}", "name": f"城东第{at}小学", "type": _TYPES[at % len(_TYPES)]})
        for at in range(1, units + 1)
    ]
    workspace.units.take_in(rows, "bench")
    round_ = workspace.new_round("2026年下半年责任制检查", ["bench"], [row.cells["code"] for row in rows])
    if marked:
        for row in rows:
            _mark(workspace.sheet(round_, row.cells["code"]), marked)
    return workspace, round_


def _mark(sheet: Sheet, marked: int) -> None:
    value = {"verdict": "pass", "note": "", "found": "", "evidence": [], "findings": []}
    sheet.record.change_all([Change("marks", line.ref, value) for line in sheet.all_lines[:marked]])
