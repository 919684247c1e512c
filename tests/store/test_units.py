from __future__ import annotations

import io
import random
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from store import unit_files
from store.errors import Refused, Unknown
from store.ids import is_code
from store.model import Unit
from store.unit_files import read_rows
from store.units import Imported, Row, RowFaults, chosen
from store.workspace import Workspace
from tests.store.helpers import UNITS

HEADER = "编码,名称,类型,上级编码,联系岗位,联系电话\n"
LIST = HEADER + "A1,第一小学,小学,,校长,0100-5550123\nA2,第二小学,小学,A1,,\n"


def take_in(workspace: Workspace, data: bytes | str) -> Imported:
    raw = data.encode() if isinstance(data, str) else data
    return workspace.units.take_in(read_rows(raw, "list.csv"), "list.csv")


def xlsx(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_list_in_either_encoding(workspace: Workspace, encoding: str, newline: str) -> None:
    done = take_in(workspace, LIST.replace("\n", newline).encode(encoding))

    assert (done.new, done.changed, done.unchanged) == (["A1", "A2"], [], [])
    assert workspace.units.get("A1") == Unit(
        code="A1", name="第一小学", type="primary-school", contact_post="校长", contact_phone="0100-5550123"
    )
    assert workspace.units.get("A2").parent == "A1"
    assert not done.remarks


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_separators_and_the_order_of_columns(workspace: Workspace, delimiter: str) -> None:
    text = (
        delimiter.join(["name", "extra", "CODE"])
        + "\n"
        + delimiter.join(["A, B; C" if delimiter == "\t" else "A", "x", "Z9"])
    )
    assert take_in(workspace, text).new == ["Z9"]


def test_an_xlsx(workspace: Workspace) -> None:
    data = xlsx([["编码", "名称", "类型", "上级编码"], [7, "数字编码", "小学", None], [], ["B2", "乙", None, 7.0]])

    assert take_in(workspace, data).new == ["7", "B2"]
    assert workspace.units.get("B2").parent == "7"


@pytest.mark.parametrize(
    "data, reason",
    [
        (LIST.encode("utf-16"), "neither UTF-8 nor GB18030"),
        (LIST.encode("utf-16-le"), "neither UTF-8 nor GB18030"),
        (LIST.encode("utf-32"), "neither UTF-8 nor GB18030"),
        ("name\nÉcole à Orléans é\n".encode("latin-1"), "neither UTF-8 nor GB18030"),
        (b"name\n\xff\xff\xff", "neither UTF-8 nor GB18030"),
        (b"", "no column for the name"),
        (b"\n\n\n", "no column for the name"),
        ("编码,电话\n1,2\n".encode(), "line 1: no column for the name"),
        (b"PK\x03\x04 not a zip", "not a readable XLSX"),
        (b'name\n"' + b"x" * 200_000, "list.csv: line 2"),
    ],
)
def test_what_is_no_list_is_refused(workspace: Workspace, data: bytes, reason: str) -> None:
    before = workspace.units.all()
    with pytest.raises(Refused, match=reason) as raised:
        take_in(workspace, data)
    assert raised.value.exit_code == 2
    assert "list.csv" in str(raised.value)
    assert "\n" not in str(raised.value)
    assert workspace.units.all() == before


def _zip(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_bomb_is_refused_unopened() -> None:
    bomb = bytearray(_zip({"xl/worksheets/sheet1.xml": b"x"}))
    at = bomb.index(b"PK\x01\x02") + 24  # the unpacked size in the archive's directory
    bomb[at : at + 4] = struct.pack("<I", 2_000_000_000)

    with pytest.raises(Refused, match="unpacks to more than 256 MiB"):
        read_rows(bytes(bomb), "bomb.xlsx")


def test_a_real_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_files, "MAX_UNPACKED", 1_000_000)
    bomb = _zip({"xl/worksheets/sheet1.xml": b"\0" * 5_000_000})
    assert len(bomb) < 10_000
    with pytest.raises(Refused, match="unpacks to more than"):
        read_rows(bomb, "bomb.xlsx")


def test_entities_in_an_xlsx_are_refused() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx([["name"], ["A"]]))) as good, zipfile.ZipFile(stream, "w") as bad:
        for member in good.namelist():
            text = good.read(member).decode()
            if member.endswith("sheet1.xml"):
                start = text.index("<worksheet")
                text = text[:start] + laughs + text[start:].replace("<sheetData>", "<sheetData>&b;")
            bad.writestr(member, text)
    with pytest.raises(Refused, match="not a readable XLSX"):
        read_rows(stream.getvalue(), "list.xlsx")


def test_a_damaged_xlsx_is_refused_or_read_never_more() -> None:
    good, chance = xlsx([["code", "name"], ["A", "B"]]), random.Random(5)
    refused = 0
    for _ in range(150):
        bad = bytearray(good)
        for _ in range(chance.randrange(1, 6)):
            bad[chance.randrange(2, len(bad))] = chance.randrange(256)
        try:
            read_rows(bytes(bad[: chance.choice([len(bad), chance.randrange(len(bad))])]), "list.xlsx")
        except Refused:
            refused += 1
    assert refused > 75


def test_a_stray_cell_far_away_costs_nothing() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"], sheet["XFD2"] = "name", "A", "far"
    stream = io.BytesIO()
    book.save(stream)
    assert [row.cells for row in read_rows(stream.getvalue(), "list.xlsx")] == [{"name": "A"}]


def test_too_long_lists_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_files, "MAX_ROWS", 3)
    for data in (b"name\n" + b"x\n" * 4, xlsx([["name"], ["x"], ["x"], ["x"], ["x"]])):
        with pytest.raises(Refused, match="more than 3 rows"):
            read_rows(data, "list")
    monkeypatch.setattr(unit_files, "MAX_BYTES", 10)
    with pytest.raises(Refused, match="larger than"):
        read_rows(b"name\n" + b"x" * 10, "list")


@pytest.mark.parametrize(
    "rows, faults",
    [
        ("A1,甲,,\nB1,乙,,\nA1,丙,,\n", ["list.csv:4:0: code “A1” stands on line 2 already"]),
        ("A1,,,\n", ["list.csv:2:0: the unit has no name"]),
        ("A1,甲,,ZZ\n", ["list.csv:2:0: the parent “ZZ” of A1 is not in the list"]),
        ("A1,甲,,A1\n", ["list.csv:2:0: A1 stands above itself"]),
        (
            "A1,甲,,A2\nA2,乙,,A3\nA3,丙,,A1\nA4,丁,,A3\n",
            [f"list.csv:{line}:0: A{line - 1} stands above itself" for line in (2, 3, 4, 5)],
        ),
        ("", ["list.csv:1:0: there is no unit in the file"]),
        (
            "A1,,,\nA2,乙,,ZZ\n",
            ["list.csv:2:0: the unit has no name", "list.csv:3:0: the parent “ZZ” of A2 is not in the list"],
        ),
    ],
)  # fmt: skip
def test_all_faults_are_named_with_their_lines_and_nothing_is_taken(
    workspace: Workspace, rows: str, faults: list[str]
) -> None:
    before = workspace.record.journal_path.read_bytes()
    with pytest.raises(RowFaults) as raised:
        take_in(workspace, HEADER + rows)
    assert [str(problem) for problem in raised.value.problems] == faults
    assert raised.value.exit_code == 2
    assert workspace.record.journal_path.read_bytes() == before


def test_a_long_chain_of_parents_is_walked_once(workspace: Workspace) -> None:
    rows = "".join(f"N{number},n,,{f'N{number - 1}' if number else ''}\n" for number in range(3_000))
    assert len(take_in(workspace, HEADER + rows).new) == 3_000


def test_a_parent_may_be_in_the_workspace_already(workspace: Workspace) -> None:
    take_in(workspace, HEADER + "N1,新单位,,T1\n")
    assert workspace.units.get("N1").parent == "T1"


def test_unknown_types_are_kept_as_text_with_one_remark(workspace: Workspace) -> None:
    done = take_in(workspace, HEADER + "A1,甲,天文台,\nA2,乙,天文台,\nA3,丙,小学,\n")

    assert (workspace.units.get("A1").type, workspace.units.get("A1").type_name) == ("", "天文台")
    (remark,) = done.remarks
    assert (remark.line, remark.params) == (2, {"name": "天文台", "count": 2})


@pytest.mark.parametrize(
    "code", ["小学-001", "../../x", "\x1b[2J", "[red]", "=HYPERLINK()", ".hidden", "..", "a/b", "x" * 65, ""]
)
def test_a_code_that_cannot_be_a_file_name_gets_a_generated_one(workspace: Workspace, code: str) -> None:
    text = f'code,name,parent\n"{code}",甲,\nC2,乙,"{code}"\n'
    (generated, other) = take_in(workspace, text).new

    unit = workspace.units.get(generated)
    assert is_code(generated)
    assert unit.original_code == (code.strip() or "甲")
    assert other == "C2"
    assert workspace.units.get("C2").parent == (generated if code else "")
    again = take_in(workspace, text)
    assert (again.new, again.changed, again.unchanged) == ([], [], [generated, "C2"])
    made = workspace.new_round("n", ["fire"], [generated])
    workspace.sheet(made, generated).set_mark("clear", "pass")
    assert [path.name for path in (made.path / "sheets").iterdir() if path.suffix == ".journal"] == [
        f"{generated}.journal"
    ]


def test_a_generated_code_keeps_clear_of_the_ones_given(workspace: Workspace) -> None:
    rows = "".join(f"U{number:04},n{number},,\n" for number in range(1, 12))
    done = take_in(workspace, HEADER + "甲,甲,,\n乙,乙,,\n" + rows)
    assert len(set(done.new)) == 13


def test_taking_in_the_same_list_again_writes_nothing(workspace: Workspace) -> None:
    take_in(workspace, LIST)
    before = workspace.record.journal_path.read_bytes()
    again = take_in(workspace, LIST)
    assert (again.new, again.changed, again.unchanged) == ([], [], ["A1", "A2"])
    assert workspace.record.journal_path.read_bytes() == before
    changed = take_in(workspace, LIST.replace("第二小学", "第二小学（新）"))
    assert (changed.changed, changed.unchanged) == (["A2"], ["A1"])


def test_a_long_name_is_cut_with_a_word(workspace: Workspace) -> None:
    done = take_in(workspace, HEADER + f"A1,{'名' * 201},,\n")
    assert workspace.units.get("A1").name == "名" * 200
    assert "was cut" in str(done.remarks[0])


@pytest.mark.parametrize("name", ["../../x", "\x1b[2J", "[red]", "=HYPERLINK()"])
def test_hostile_names_are_data(workspace: Workspace, name: str) -> None:
    take_in(workspace, f"code,name\nA1,{name}\n")
    assert Workspace(workspace.root).units.get("A1").name == name


def test_choosing_units(workspace: Workspace) -> None:
    units = workspace.units.all()
    assert chosen(units, every=True) == ["S1", "K1"], "nobody's parent"
    assert chosen(units, types=["school"]) == ["S1", "K1"], "a kindergarten is a school"
    assert chosen(units, types=["kindergarten"]) == ["K1"]
    assert chosen(units, codes=["K1", "T1", "K1"]) == ["K1", "T1"]
    with pytest.raises(Unknown, match="no unit “X”"):
        chosen(units, codes=["X"])
    with pytest.raises(Unknown, match="no unit type “castle”"):
        chosen(units, types=["castle"])
    with pytest.raises(Unknown, match="units list"):
        workspace.units.get("X")


def test_a_list_of_thousands(workspace: Workspace) -> None:
    """As an office keeps it: a tree, Chinese types, some codes that cannot be file names."""
    rows = ["Z0,某区,office,"]
    for town in range(40):
        rows.append(f"Z{town + 1},第{town}镇,镇街,Z0")
        rows += [
            f"{'单' if each % 40 == 7 else 'D'}{town}-{each},第{town}镇第{each}小学,小学,Z{town + 1}"
            for each in range(41)
        ]
    text = HEADER.replace(",联系岗位,联系电话", "") + "\n".join(rows)
    for encoding in ("utf-8-sig", "gb18030"):
        done = take_in(workspace, text.encode(encoding))
    assert len(done.unchanged) == len(rows) == 1 + 40 * 42
    assert len(workspace.units.all()) == len(rows) + 3
    assert sum(bool(unit.original_code) for unit in workspace.units.all().values()) == 40


def test_the_list_of_the_fixture_is_whole(workspace: Workspace) -> None:
    assert len(workspace.units.all()) == UNITS.count("\n") - 1
    assert Path(workspace.record.json_path).name == "workspace.json"


def test_the_bodys_own_types_are_known_everywhere(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w", "Own types", "en")
    file = workspace.root / "workspace.yaml"
    own = "unit_types: [{code: base, zh: 实训基地, en: Training base, parent: vocational-school, aliases: [基地]}]"
    file.write_text(file.read_text(encoding="utf-8").replace("unit_types: []", own), encoding="utf-8")
    (workspace.root / "checklists" / "own.yaml").write_text(
        "format: 1\nid: own\nversion: '1'\ntitle: t\napplies_to: [base]\nresponsibility:\n"
        "  - {id: s, title: t, items: [{id: a, text: t}]}\n",
        encoding="utf-8",
    )
    for _ in range(2):  # the second time the settings come from the kept file
        workspace = Workspace(workspace.root)
        workspace.units.take_in([Row(2, {"code": "B1", "name": "One", "type": "基地"})], "list")
        assert workspace.units.get("B1").type == "base"
        units = workspace.units
        round_ = workspace.new_round("r", ["own"], chosen(units.all(), types=["school"], known_types=units.types))
        assert round_.units["B1"].types == ("base", "vocational-school", "school")
        assert [line.item.id for line in workspace.sheet(round_, "B1").lines] == ["a"]


def test_what_a_list_has_no_column_for_stays(workspace: Workspace) -> None:
    take_in(workspace, HEADER + "B1,某局,office,,主任,1\n单/1,某校,小学,B1,校长,2\n")
    before = {unit.name: unit for unit in workspace.units.all().values()}
    school = before["某校"]
    take_in(workspace, f"code,name,phone\n{school.code},某校,3\nB1,某局,\n")
    after = {unit.name: unit for unit in workspace.units.all().values()}
    assert after["某校"] == replace(school, contact_phone="3")
    assert after["某局"] == replace(before["某局"], contact_phone="")
    assert after["某校"].original_code == "单/1"
    assert not take_in(workspace, "code,name\n单/1,某校\n").new, "the code of the office's own list is still known"


def test_an_apostrophe_that_marks_text_is_not_part_of_it(workspace: Workspace) -> None:
    take_in(workspace, "code,name,phone\nC1,'=1+1,'+86 10\nC2,''=x,'ok\n")
    assert [(unit.name, unit.contact_phone) for code in ("C1", "C2") for unit in [workspace.units.get(code)]] == [
        ("=1+1", "+86 10"),
        ("'=x", "'ok"),
    ]
