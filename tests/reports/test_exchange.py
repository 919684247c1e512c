"""What the exports of a round hold, each read as its readers do."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator

from checklists.importers import Options, read
from reports.exchange import schema, workbook
from reports.exchange.as_json import write
from reports.exchange.collect import Collected
from reports.exchange.formats import FORMATS, by_name
from reports.exchange.workbook import Column, Table, stream
from reports.safe_text import LONGEST_CELL
from store.errors import Refused
from store.given import Input
from store.rounds import Round
from store.taking_in import take_in_results
from store.workspace import Workspace
from tests.reports.exchanging import export, filled, made, plain
from tests.store.helpers import new_round


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return made(tmp_path / "workspace")


@pytest.fixture
def round_(workspace: Workspace) -> Round:
    return filled(workspace, plain("said"))


def sheets(data: bytes) -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet of a workbook by the names of their columns."""
    found = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        head, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    return found


# JSON


def test_the_schema_is_that_of_the_code(root: Path) -> None:
    assert (root / "docs" / "export.schema.json").read_bytes() == schema.to_json(), "run `make schema`"
    Draft202012Validator.check_schema(schema.schema())


def test_the_schema_describes_the_export_and_nothing_else(workspace: Workspace, round_: Round) -> None:
    validator = Draft202012Validator(schema.schema())
    whole = json.loads(export(workspace, round_, "json"))
    validator.validate(whole)
    whole["units"][0]["items"][0]["verdict"] = "maybe"
    assert not validator.is_valid(whole)


def test_json_has_who_when_and_every_change(workspace: Workspace, round_: Round) -> None:
    whole = json.loads(export(workspace, round_, "json"))
    school, kindergarten = whole["units"]
    assert (school["code"], kindergarten["code"], whole["round"]["id"]) == ("S1", "K1", round_.info.id)
    clear = next(entry for entry in school["items"] if entry["item"] == "clear")
    assert (clear["verdict"], clear["recorded"]["by"], clear["recorded"]["at"]) == (
        "fail", "Li", "2026-11-23T02:15:00.000Z",
    )  # fmt: skip
    changes = [event for event in school["history"] if event["key"] == "fire:clear"]
    assert [event["record"] for event in changes] == ["sheet", "sheet"]
    assert changes[-1]["id"] == clear["recorded"]["event"]
    assert changes[0]["after"] == changes[1]["before"]
    (photo,) = next(entry for entry in school["items"] if entry["item"] == "meetings")["evidence"]
    assert (photo["name"], photo["size"], len(photo["sha256"])) == ("photo.jpg", 7, 64)
    first, _second, other = school["rectifications"]
    assert [step["verb"] for step in first["steps"]] == ["progress", "submit"]
    assert (first["finding"], first["state"]) == (clear["findings"][0]["id"], "submitted")
    assert other["item"] == ""
    assert school["others"][0]["finding"]["rectification"] == other["id"]
    assert len(whole["round"]["checklists"][0]["content"]["responsibility"]) == 1


def test_a_mark_on_an_item_that_is_not_asked_any_more_is_there(workspace: Workspace, round_: Round) -> None:
    sheet = workspace.sheet(round_, "S1")
    sheet.set_mark("fire:revised", "pass")
    sheet.set_mark("fire:plan", "na")
    (entry,) = (
        each for each in json.loads(export(workspace, round_, "json"))["units"][0]["items"] if each["item"] == "revised"
    )
    assert (entry["asked"], entry["verdict"]) == (False, "pass")
    assert "pass (not asked any more)" in [row["Result"] for row in sheets(export(workspace, round_, "xlsx"))["Marks"]]


def test_json_leaves_when_a_unit_is_read(workspace: Workspace, round_: Round) -> None:
    read_units: list[int] = []
    parts = write(Collected(workspace, round_), lambda done, of: read_units.append(done))
    next(parts)
    assert b'"code":"S1"' in next(parts)
    assert read_units == []  # told when the next one is asked for
    assert b'"code":"K1"' in next(parts)
    assert read_units == [1]


# All formats


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_records_give_the_same_bytes(workspace: Workspace, round_: Round, kind: str) -> None:
    first = export(workspace, round_, kind, ["S1"])
    again = Workspace(workspace.root, who="Somebody else")
    assert export(again, again.round(round_.info.id), kind, ["S1"]) == first
    workspace.sheet(round_, "S1").set_note("fire:plan", "another")
    assert export(workspace, round_, kind, ["S1"]) != first


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "cklb"])
def test_only_the_units_asked_for(workspace: Workspace, round_: Round, kind: str) -> None:
    whole, one = export(workspace, round_, kind), export(workspace, round_, kind, ["S1"])
    assert len(one) < len(whole)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", FORMATS)
def test_a_round_without_anything_recorded(workspace: Workspace, kind: str, lang: str) -> None:
    round_ = new_round(workspace)
    if kind == "oscal":
        with pytest.raises(Refused, match="needs at least one finding"):
            export(workspace, round_, kind, ["S1"], lang)
    else:
        assert export(workspace, round_, kind, ["S1"], lang)


@pytest.mark.parametrize(
    "file, kind",
    [
        ("a.json", "json"),
        ("A.XLSX", "xlsx"),
        ("a.oscal.json", "oscal"),
        ("a.csv", "csv"),
        ("a.cklb", "cklb"),
        ("a.cklb.zip", "cklbs"),
        ("a", ""),
    ],
)
def test_the_ending_says_the_format(file: str, kind: str) -> None:
    assert by_name(file) == kind


# CSV


def test_csv_has_a_row_for_each_thing_that_is_recorded(workspace: Workspace, round_: Round) -> None:
    data = export(workspace, round_, "csv", ["S1"])
    assert data.startswith(b"\xef\xbb\xbfRow,Round,")
    assert data.endswith(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    kinds = [row["Row"] for row in rows]
    assert kinds[0] == "unit"
    assert [kinds.count(kind) for kind in ("mark", "finding", "rectification", "step")] == [6, 3, 3, 2]
    assert kinds[-1] == "round"
    (mark,) = (row for row in rows if row["Item"] == "clear" and row["Row"] == "mark")
    assert (mark["Result"], mark["Recorded at"]) == ("fail", "2026-11-23 10:15:00")
    first, second, _other = (row for row in rows if row["Row"] == "finding")
    assert [first["Problem"], second["Problem"]] == ["problem said", "second.problem said"]
    assert (first["Item"], first["Due"], first["Grade"]) == ("clear", "2026-12-20", "Low")
    assert rows[0]["Remarks"] == "visit.remarks said"


def test_chinese_headings_and_words(workspace: Workspace, round_: Round) -> None:
    text = export(workspace, round_, "csv", lang="zh").decode("utf-8-sig")
    assert text.startswith("行,轮次编号,轮次名称,单位编码")
    assert ",不合格," in text
    assert list(sheets(export(workspace, round_, "xlsx", lang="zh"))) == [
        "轮次", "单位", "检查结果", "问题", "复查问题", "整改事项", "整改经过", "文书", "变更记录",
    ]  # fmt: skip


# XLSX


def test_the_workbook_has_real_days_filters_and_heads_that_stand_still(workspace: Workspace, round_: Round) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(workspace, round_, "xlsx")))
    assert book.sheetnames == [
        "Round", "Units", "Marks", "Findings", "Looked at again", "Rectifications", "Steps", "Documents", "History",
    ]  # fmt: skip
    for sheet in book:
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.freeze_panes not in (None, "A1")
    rows = sheets(export(workspace, round_, "xlsx"))
    assert rows["Findings"][0]["Due"] == datetime(2026, 12, 20)
    assert rows["Units"][0]["Visited on"] == datetime(2026, 10, 9)
    assert rows["Marks"][0]["Recorded at"] == datetime(2026, 11, 23, 10, 15)
    assert [row["Step"] for row in rows["Steps"]] == ["report progress", "answer and ask to close"]
    assert "verdict: pass\nnote: note said" in [row["After"] for row in rows["History"]]


def test_nothing_in_the_package_tells_of_the_clock(workspace: Workspace, round_: Round) -> None:
    with zipfile.ZipFile(io.BytesIO(export(workspace, round_, "xlsx"))) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in package.namelist() if name.startswith("docProps")]


def read_table(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(io.BytesIO(data))}


def test_a_long_text_goes_on_below() -> None:
    text = "x" + "𪚥" * 40_000
    table = Table("T", [Column("Key", 8), Column("Text", 8), Column("More", 8)], 1, [("k", text, "m"), ("l", "", "")])
    (rows,) = read_table(b"".join(stream([table]))).values()
    assert [row[0] for row in rows] == ["Key", "k", "k", "k", "l"]
    assert "".join(row[1] or "" for row in rows[1:]) == text
    assert max(len((row[1] or "").encode("utf-16-le")) // 2 for row in rows[1:]) <= LONGEST_CELL
    assert [row[2] for row in rows[1:]] == ["m", None, None, None]


def test_a_long_table_goes_on_in_the_next_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    table = Table("T", [Column("Key", 8), Column("No.", 8)], 1, [("k", number) for number in range(7)])
    empty = Table("Empty", [Column("Key", 8), Column("No.", 8)], 1, [])
    found = read_table(b"".join(stream([table, empty])))
    assert list(found) == ["T", "T 2", "T 3", "Empty"]
    assert [row[1] for rows in found.values() for row in rows[1:]] == list(range(7))
    assert found["Empty"] == [("Key", "No.")]


def test_days_that_excel_does_not_know_are_text() -> None:
    days = [date(1, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(9999, 12, 31)]
    table = Table("T", [Column("Key", 8), Column("Day", 8)], 1, [("k", day) for day in days])
    (rows,) = read_table(b"".join(stream([table]))).values()
    assert [row[1] for row in rows[1:]] == [
        "0001-01-01", "1900-02-28", datetime(1900, 3, 1), datetime(9999, 12, 31),
    ]  # fmt: skip


def test_a_workbook_leaves_as_its_rows_come() -> None:
    asked: list[int] = []

    def rows() -> Iterator[tuple[str, str]]:
        for number in range(40_000):
            asked.append(number)
            yield f"k{number}", f"{hash(number * 7919):x}" * 3

    parts = stream([Table("T", [Column("Key", 8), Column("Text", 8)], 1, rows())])
    next(parts)
    assert len(asked) < 20_000


# CKLB


def test_a_cklb_is_read_back_as_what_stands(workspace: Workspace, round_: Round) -> None:
    sheet = workspace.sheet(round_, "K1")
    sheet.set_mark("fire:plan", "fail", Input(finding={"problem": "no plan", "grade": "low"}, note="a note"))
    sheet.set_mark("fire:meetings", "pass", Input(note="12 of 12\nall read"))
    sheet.set_mark("fire:drill", "na", Input(note="no drill"))
    data = export(workspace, round_, "cklb", ["K1"])
    imported = read(data, "k.cklb", Options())
    assert imported.checklist is not None
    assert imported.checklist.id == "fire"

    stands = take_in_results(workspace, round_, imported.results, "k.cklb", "fire")
    assert (stands.recorded, stands.unchanged) == ({}, 3)

    again = new_round(workspace, "again")
    done = take_in_results(workspace, again, imported.results, "k.cklb", "fire")
    assert done.recorded == {"K1": 3}
    other = workspace.sheet(again, "K1")
    for item in ("plan", "meetings", "drill"):
        mark, copy = sheet.mark(f"fire:{item}"), other.mark(f"fire:{item}")
        assert mark is not None
        assert copy is not None
        assert (copy.verdict, copy.note) == (mark.verdict, mark.note)
        assert [(each.problem, each.grade) for each in copy.findings] == [
            (each.problem, each.grade) for each in mark.findings
        ]


def test_a_cklb_has_the_fields_that_its_readers_insist_on(workspace: Workspace, round_: Round) -> None:
    whole = json.loads(export(workspace, round_, "cklb", ["S1"]))
    assert (whole["cklb_version"], whole["target_data"]["host_name"]) == ("1.0", "S1")
    (stig,) = whole["stigs"]
    assert (stig["stig_id"], stig["version"], stig["size"]) == ("fire", "1", len(stig["rules"]))
    assert stig["release_info"].startswith("Release: 1 ")
    rules = {rule["rule_id_src"]: rule for rule in stig["rules"]}
    assert {name: rule["status"] for name, rule in rules.items()} == {
        "plan": "not_a_finding", "revised": "not_reviewed", "meetings": "not_a_finding", "drill": "not_applicable",
        "clear": "open", "staff": "not_reviewed",
    }  # fmt: skip
    assert rules["clear"]["finding_details"] == "problem said\n\nsecond.problem said"
    assert rules["meetings"]["severity"] == "high"
    assert len({rule["uuid"] for rule in rules.values()}) == len(rules)


def test_a_cklb_is_of_one_unit(workspace: Workspace, round_: Round) -> None:
    with pytest.raises(Refused, match="one unit"):
        export(workspace, round_, "cklb")


def test_all_units_come_as_one_cklb_each_in_a_zip_file(workspace: Workspace, round_: Round) -> None:
    with zipfile.ZipFile(io.BytesIO(export(workspace, round_, "cklbs"))) as package:
        found = {name: package.read(name) for name in package.namelist()}
    assert found == {f"{code}.cklb": export(workspace, round_, "cklb", [code]) for code in ("S1", "K1")}
