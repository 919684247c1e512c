"""Whatever a file holds, an importer takes it or refuses it with a reason, in bounded time and memory."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists import load, to_yaml
from checklists.importers import Options, spreadsheet, table, word
from checklists.importers.base import ImportRefused
from checklists.importers.headers import BY_RESULTS, ELSE_TEXT, NAMES

pytestmark = pytest.mark.slow

MEMORY = 700 * 1024 * 1024
"""The address space of a process that reads a bomb: Python and the libraries take a part of it."""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
names = st.sampled_from([name for each in NAMES.values() for name in each] + [*ELSE_TEXT, *BY_RESULTS])
words = st.sampled_from(
    ["", "甲", "1", "合格", "√", "×", "一、总则", "合计", "[a", "{a: [}", "=1+1", "\ufeff", "x: y", "□是☑否"]
)
texts = names | words | st.text(max_size=12)
grids = st.lists(st.lists(texts, max_size=6), max_size=8)


def survives(importer: Any, data: bytes, name: str) -> None:
    """It is taken and can be kept, or it is refused."""
    try:
        imported = importer.read(data, name, Options())
    except ImportRefused:
        return
    for remark in imported.remarks:
        assert str(remark)
    if imported.checklist is not None:
        assert load(to_yaml(imported.checklist), "kept.yaml") == imported.checklist


def workbook(grid: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for number, row in enumerate(grid, 1):
        for column, text in enumerate(row, 1):
            book.active.cell(number, column, "".join(char for char in text if char.isprintable()))  # type: ignore[union-attr]
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def document(body: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return data.getvalue()


TABLE = "".join(
    "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in row) + "</w:tr>"
    for row in (["检查内容", "结果"], ["甲", "合格"])
)
DOCX = document(f"<w:tbl>{TABLE}</w:tbl>")
XLSX = workbook([["检查内容", "结果"], ["甲", "合格"]])


@given(st.binary(max_size=200) | st.binary(max_size=60).map(lambda more: b"PK\x03\x04" + more))
def test_random_bytes(data: bytes) -> None:
    for importer, name in ((table, "f.csv"), (spreadsheet, "f.xlsx"), (word, "f.docx")):
        importer.accepts(data, "f")
        survives(importer, data, name)


@given(grids)
def test_random_tables(grid: list[list[str]]) -> None:
    survives(
        table, "\n".join(",".join(row) for row in [["检查内容", "编号"], *grid]).encode("utf-8", "replace"), "f.csv"
    )
    survives(table, "\n".join(",".join(row) for row in grid).encode("utf-8", "replace"), "f.csv")


@given(grids)
def test_random_workbooks(grid: list[list[str]]) -> None:
    survives(spreadsheet, workbook(grid), "f.xlsx")
    survives(spreadsheet, workbook([["检查内容", "结果", "问题"], *grid]), "f.xlsx")


@given(
    st.lists(st.tuples(st.sampled_from(["id", "title", "basis", "section", "demands", "unit", "x"]), texts), max_size=6)
)
def test_random_details_of_an_exported_workbook(lines: list[tuple[str, str]]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(XLSX))
    sheet = book.create_sheet(spreadsheet.DETAILS)
    for line in lines:
        sheet.append(["".join(char for char in text if char.isprintable()) for text in line])
    data = io.BytesIO()
    book.save(data)
    survives(spreadsheet, data.getvalue(), "f.xlsx")


@pytest.mark.parametrize("importer, sample, name", [(word, DOCX, "f.docx"), (spreadsheet, XLSX, "f.xlsx")])
@given(data=st.data())
def test_mangled_packages(importer: Any, sample: bytes, name: str, data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(sample)) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    part = data.draw(st.sampled_from(sorted(parts)))
    at = data.draw(st.integers(0, len(parts[part])))
    until = data.draw(st.integers(at, min(at + 40, len(parts[part]))))
    parts[part] = parts[part][:at] + data.draw(st.binary(max_size=20)) + parts[part][until:]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for each, content in parts.items():
            package.writestr(each, content)
    survives(importer, out.getvalue(), name)
    broken = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    survives(importer, bytes(broken), name)
    survives(importer, sample[: data.draw(st.integers(0, len(sample)))], name)


@given(
    st.lists(
        st.sampled_from(["tbl", "tr", "tc", "p", "r", "t", "/", "vMerge", "gridSpan", "甲", "检查内容"]), max_size=60
    )
)
def test_random_nesting_in_a_document(signs: list[str]) -> None:
    body = ""
    open_: list[str] = []
    for sign in signs:
        if sign == "/":
            body += f"</w:{open_.pop()}>" if open_ else ""
        elif sign in ("vMerge", "gridSpan"):
            body += f'<w:{sign} w:val="99999"/>'
        elif sign.isascii():
            body += f"<w:{sign}>"
            open_.append(sign)
        else:
            body += sign
    survives(word, document(body + "".join(f"</w:{name}>" for name in reversed(open_))), "f.docx")


def package(part: str, head: bytes, again: bytes, times: int, tail: bytes, sample: bytes) -> bytes:
    """`sample` with a part of `times` times the same."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sample)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w", force_zip64=True) as stream:
            stream.write(head)
            block = again * 10_000
            for _ in range(times // 10_000):
                stream.write(block)
            stream.write(tail)
    return out.getvalue()


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
BOMBS = {
    "a million empty rows": ("xl/worksheets/sheet1.xml", SHEET, b"<row/>", 1_000_000, b"</sheetData></worksheet>",
                             "no row names the columns"),
    "two million empty cells": ("xl/worksheets/sheet1.xml", SHEET, b"<row><c/></row>", 2_000_000,
                                b"</sheetData></worksheet>", "XML elements"),
    "a row far below": ("xl/worksheets/sheet1.xml", SHEET, b'<row r="999999999"><c><v>1</v></c></row>', 10_000,
                        b"</sheetData></worksheet>", "no row names the columns"),
    "styles without end": ("xl/styles.xml", b"<a>", b"<b/>", 5_000_000, b"</a>", "XML elements"),
    "strings without end": ("xl/sharedStrings.xml", b"<sst>", b"<si/>", 5_000_000, b"</sst>", "XML elements"),
    "deep XML": ("word/document.xml", b"", b"<a>", 200_000, b"", "damaged"),
    "deep tables": ("word/document.xml", f'<w:document xmlns:w="{W}">'.encode(), b"<w:tbl>", 200_000, b"", "damaged"),
    "deep cells": ("xl/worksheets/sheet1.xml", SHEET, b"<row>", 200_000, b"", "damaged"),
}  # fmt: skip

CHILD = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
sys.path.insert(0, {root!r})
from checklists.importers import spreadsheet, word, Options
from checklists.importers.base import ImportRefused
data = open(sys.argv[1], "rb").read()
importer = word if sys.argv[1].endswith(".docx") else spreadsheet
assert importer.accepts(data, "f")
try:
    importer.read(data, "f", Options())
    print(json.dumps("taken"))
except ImportRefused as error:
    print(json.dumps(str(error)))
"""


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_refused_in_little_memory(tmp_path: Path, root: Path, bomb: str) -> None:
    part, head, again, times, tail, message = BOMBS[bomb]
    sample = DOCX if part.startswith("word") else XLSX
    path = tmp_path / ("f.docx" if part.startswith("word") else "f.xlsx")
    path.write_bytes(package(part, head, again, times, tail, sample))
    child = CHILD.format(memory=MEMORY, root=str(root))
    done = subprocess.run(
        [sys.executable, "-c", child, str(path)], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert message in json.loads(done.stdout)


def declaring(sample: bytes, part: str, size: int) -> bytes:
    """`sample` whose list of contents says that `part` unpacks to `size` bytes."""
    data = bytearray(sample)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        if data[at + 46 :].startswith(part.encode()):
            struct.pack_into("<I", data, at + 24, size)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


@pytest.mark.parametrize(
    "importer, sample, part", [(spreadsheet, XLSX, "xl/styles.xml"), (word, DOCX, "word/document.xml")]
)
def test_what_unpacks_to_4_gb_is_refused_unread_and_lies_about_it_do_not_help(
    importer: Any, sample: bytes, part: str
) -> None:
    with pytest.raises(ImportRefused, match="unpacks to more than 96 MiB"):
        importer.read(declaring(sample, part, 2**32 - 2), "f", Options())
    bomb = package(part, b"", b" " * 1024, 200_000, b"", sample)
    with pytest.raises(ImportRefused, match="unpacks to more than 96 MiB"):
        importer.read(bomb, "f", Options())
    tracemalloc.start()
    with pytest.raises(ImportRefused, match="damaged"):
        importer.read(declaring(bomb, part, 1000), "f", Options())
    assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
    tracemalloc.stop()


def test_a_list_of_contents_without_end_is_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package_:
        for number in range(11_000):
            package_.writestr(f"{number}" + "x" * 200, b"")
    with pytest.raises(ImportRefused, match="too many parts"):
        spreadsheet.read(data.getvalue(), "f.xlsx", Options())
    assert not spreadsheet.accepts(data.getvalue(), "f")
