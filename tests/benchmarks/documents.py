"""What documents cost: a long ledger against the same table in lxml, a city's notices against bare documents.

A bare document has the same paragraphs, given to python-docx one by one, and nothing else: no tables, type or layout.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from reports.entries import Entry
from reports.ledger import render
from reports.makers import cores
from store.model import Finding
from store.record import Change
from store.rectifying.ledger import Ledger
from store.rectifying.model import Rectification
from store.rounds import Round
from store.workspace import Workspace
from tests.benchmarks import big
from tests.benchmarks.probe import ROOT
from tests.benchmarks.wire import Bar

ROWS = 10_000
EVERY = 16
"""So many items of a sheet, one fails: 12 of 200."""

_SHARE = 4  # of the bare documents, one in so many is made

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DAY = date(2026, 11, 23)


def entries(ledger: Ledger, count: int = ROWS) -> list[Entry]:
    """So many rectifications of a city's schools, with texts as long as real ones."""
    return [
        Entry(
            rectification=Rectification(
                id=f"U{at % 1688:05}-{at:04}",
                finding=f"f{at}",
                round="r",
                item="bench:i0001",
                problem=f"第{at}号楼二层东侧疏散通道堆放课桌椅，值班记录中有六项未填写责任人和完成时限。",
                place=f"{at}号教学楼二层东侧",
                requirement="立即清理，建立每日巡查记录，指定专人负责。",
                measure="已清理，巡查记录自次日起建立。",
                grade="medium",
                lead="总务处",
                responsible="安全保卫处",
                due="2026-11-05",
                opened="2026-10-15",
            ),
            ledger=ledger,
            unit=f"U{at % 1688:05}",
            name=f"城东第{at % 1688}小学",
            round="2026年下半年责任制检查",
            grade="中",
            light="red",
        )
        for at in range(count)
    ]


def bare(rows: list[tuple[str, ...]]) -> bytes:
    """The same cells as lxml elements, the least that makes a table, saved as the one part of a package."""
    table = etree.Element(f"{_W}tbl")
    for row in rows:
        line = etree.SubElement(table, f"{_W}tr")
        for text in row:
            cell = etree.SubElement(line, f"{_W}tc")
            run = etree.SubElement(etree.SubElement(cell, f"{_W}p"), f"{_W}r")
            etree.SubElement(run, f"{_W}t").text = text
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", etree.tostring(table, encoding="UTF-8", xml_declaration=True))
    return out.getvalue()


def texts(entry: Entry) -> tuple[str, ...]:
    """The seven cells of a row, without the breaks between their lines."""
    each = entry.rectification
    return (
        "1",
        entry.name + each.id,
        each.problem + each.place + entry.grade,
        each.requirement + each.measure,
        each.lead + each.responsible,
        each.due,
        each.state,
    )


def bars() -> list[Bar]:
    """The bars of the ledger and of the notices: their time, and the memory of a process that makes them."""
    with TemporaryDirectory(dir=ROOT, prefix=".bench-") as scratch:
        listed = entries(Workspace.create(Path(scratch) / "w", "基准", "zh", who="bench").ledger("U00001"))
    rows = [texts(entry) for entry in listed]
    times = [(_ms(lambda: bare(rows)), _ms(lambda: render(listed, "zh", "青山市教育局", _DAY))) for _ in range(5)]
    floor, ours = (median(each[column] for each in times) for column in (0, 1))
    return [
        Bar(f"a ledger of {ROWS:,} rows as Word", "ms", floor, ours, 1.0),
        Bar("its process's memory, of 250 MiB", "MiB", 250, _memory(), 1.0),
        *_notices(),
    ]


def _notices() -> list[Bar]:
    """A city's notices in one run, on all cores."""
    with TemporaryDirectory(dir=ROOT, prefix=".bench-") as scratch:
        round_ = _city(Path(scratch) / "w")
        arguments = [Path(scratch) / "w", round_.info.id, Path(scratch) / "out"]
        command = [sys.executable, "-c", _ALL, *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        ours, memory = map(float, done.stdout.split())
        made = sorted((Path(scratch) / "out").glob("*.docx"))
        assert len(made) == big.UNITS
        bare = _bare(made[0])
    title = f"{big.UNITS:,} notices of {big.ITEMS // EVERY} findings"
    return [
        Bar(f"{title}, on {cores()} cores", "ms", bare, ours, 1.0),
        Bar("memory of each of its processes, of 128 MiB", "MiB", 128, memory, 1.0),
    ]


def _bare(notice: Path) -> float:
    """Milliseconds for as many bare documents with the paragraphs of `notice`, on as many cores."""
    count = big.UNITS // _SHARE
    command = [sys.executable, "-c", _BARE, str(notice), str(count // cores())]
    at_once = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(cores())]
    return max(float(each.communicate()[0]) for each in at_once) * _SHARE


def _city(folder: Path) -> Round:
    """A round in which one item in `EVERY` failed at each unit, all others passed."""
    workspace, round_ = big.make(folder, big.UNITS)
    for code in round_.units:
        sheet = workspace.sheet(round_, code)
        changes = []
        for number, line in enumerate(sheet.all_lines, 1):
            value: dict[str, object] = {"verdict": "pass", "note": "", "found": "", "evidence": [], "findings": []}
            if number % EVERY == 0:
                finding = Finding(
                    id=f"{code}-{number}",
                    problem=f"第{number}号楼二层东侧疏散通道堆放课桌椅，值班记录中有六项未填写责任人和完成时限。",
                    place=f"{number}号教学楼二层东侧",
                    requirement="立即清理，建立每日巡查记录，指定专人负责。",
                    lead="总务处",
                    due="2026-12-20",
                )
                value |= {"verdict": "fail", "findings": [finding.to_value()]}
            changes.append(Change("marks", line.ref, value))
        sheet.record.change_all(changes)
    return round_


_BARE = """
import io, sys, time
from docx import Document
texts = [paragraph.text for paragraph in Document(sys.argv[1]).paragraphs]
start = time.perf_counter()
for _ in range(int(sys.argv[2])):
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    document.save(io.BytesIO())
print((time.perf_counter() - start) * 1000)
"""

_ALL = """
import resource, subprocess, sys, time
workspace, round_, out = sys.argv[1:]
command = [sys.executable, "-m", "tui", "-w", workspace, "report", "notice", round_, "--all", "-o", out]
start = time.perf_counter()
subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
print((time.perf_counter() - start) * 1000, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def _ms(work: Callable[[], bytes]) -> float:
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1e3


_PEAK = """
import resource, tempfile
from pathlib import Path
from store.workspace import Workspace
from tests.benchmarks import documents
with tempfile.TemporaryDirectory() as scratch:
    listed = documents.entries(Workspace.create(Path(scratch) / "w", "t", "zh").ledger("U00001"))
assert len(documents.render(listed, "zh", "b", documents._DAY)) > 100_000
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def _memory() -> float:
    done = subprocess.run([sys.executable, "-c", _PEAK], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)
