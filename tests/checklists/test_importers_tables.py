"""Tables of other people: headers in two languages, merged cells, headings, results; every row accounted for."""

from __future__ import annotations

from typing import Any

import pytest

from checklists import load, to_yaml
from checklists.build import MAX_TEXT
from checklists.importers import Imported, Options, read
from checklists.importers.base import ImportRefused
from checklists.importers.headers import BY_RESULTS, ELSE_TEXT, FIELDS, NAMES, columns

FORM = """\
学校消防安全检查表,,,,
被检查单位：城东小学,,,检查日期：,
序号,检查项目,检查内容,检查结果,问题描述
1,组织,成立领导小组,√,
2,,制定年度计划,否,没有计划
二、设施,,,,
3,设施,灭火器完好,不适用,
4,,通道畅通,好,有杂物
,,,,
合计,,,,
检查人员签字：,,,,
"""


def csv(text: str, name: str = "f.csv", **options: Any) -> Imported:
    return read(text.encode(), name, Options(**options))


def texts(imported: Imported) -> list[tuple[str, str]]:
    assert imported.checklist
    return [(line.section.title.zh, line.item.text.zh) for line in imported.checklist.lines]


def said(imported: Imported, place: str) -> list[str]:
    return [remark.kind for remark in imported.remarks if remark.place == place]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_form_as_offices_keep_it(encoding: str) -> None:
    done = read(FORM.encode(encoding), "消防.csv", Options(id="fire"))
    assert texts(done) == [
        ("组织", "成立领导小组"), ("组织", "制定年度计划"), ("设施", "灭火器完好"), ("设施", "通道畅通"),
    ]  # fmt: skip
    assert done.checklist
    assert (done.checklist.id, done.checklist.title.zh) == ("fire", "学校消防安全检查表")
    assert [(row.item, row.verdict, row.unit, row.place, dict(row.finding)) for row in done.results] == [
        ("成立领导小组", "pass", "城东小学", "line 4", {}),
        ("制定年度计划", "fail", "城东小学", "line 5", {"problem": "没有计划"}),
        ("灭火器完好", "na", "城东小学", "line 7", {}),
    ]
    assert load(to_yaml(done.checklist), "f") == done.checklist


def test_every_row_is_taken_guessed_or_left() -> None:
    done = csv(FORM)
    assert said(done, "line 1") == ["guessed"]
    assert said(done, "line 2") == ["guessed"]
    assert said(done, "line 4") == ["taken", "guessed"]  # √
    assert said(done, "line 7") == ["taken"]  # 不适用 is certain
    assert said(done, "line 8") == ["taken", "left"]  # 好 is no result
    assert said(done, "line 6") == ["guessed"]  # a heading
    assert said(done, "line 9") == []  # an empty row
    assert said(done, "line 10") == said(done, "line 11") == ["left"]


def test_every_name_of_a_column_is_recognised_in_any_case_and_spacing() -> None:
    for field, names in NAMES.items():
        for name in names:
            for written in (name, name.upper(), f" {name} ", f"{name}："):
                assert columns([written], {}) == {"text" if field == "subsection" else field: 0}, written


def test_one_name_means_one_thing() -> None:
    names = [name for each in NAMES.values() for name in each] + [*ELSE_TEXT, *BY_RESULTS]
    assert len(names) == len(set(names))
    assert {*ELSE_TEXT.values(), *(field for pair in BY_RESULTS.values() for field in pair)} <= FIELDS


@pytest.mark.parametrize(
    "names, expected",
    [
        ("检查项目,检查内容", {"section": 0, "text": 1}),
        ("检查项目,检查方法", {"text": 0, "how": 1}),
        ("条款,检查内容", {"basis": 0, "text": 1}),
        ("条款,检查结果", {"text": 0, "result": 1}),
        ("检查标准,检查项目", {"how": 0, "text": 1}),
        ("一级指标,二级指标,三级指标", {"section": 0, "subsection": 1, "text": 2}),
        ("一级指标,二级指标,分值", {"section": 0, "text": 1, "weight": 2}),
        ("检查内容,整改要求,等级,责任人", {"text": 0, "requirement": 1, "grade": 2, "role": 3}),
        ("检查内容,检查结果,整改要求,等级,责任人,整改期限", {
            "text": 0, "result": 1, "finding.requirement": 2, "finding.grade": 3, "finding.responsible": 4,
            "finding.due": 5,
        }),
        ("检 查 内 容,检查结果（√/×）", {"text": 0, "result": 1}),
        ("检查内容（中文）,检查内容（英文）,How to check (en)", {"text.zh": 0, "text.en": 1, "how.en": 2}),
        ("Section,Requirement,Evidence", {"section": 0, "text": 1, "evidence": 2}),
        ("Question,Requirement,Status,Comment", {"text": 0, "requirement": 1, "result": 2, "note": 3}),
        ("Item,Item text", {"section": 0, "text": 1}),
        ("检查内容,检查内容", {"text": 0}),
    ],
)  # fmt: skip
def test_what_a_column_means_depends_on_the_others(names: str, expected: dict[str, int]) -> None:
    assert columns(names.split(","), {}) == expected


def test_a_mapping_wins() -> None:
    table = "甲,检查内容,丙\n一,二,三\n"
    done = csv(table, mapping={"丙": "text", "检查内容": "how", "甲": "section"})
    assert texts(done) == [("一", "三")]
    assert done.checklist
    assert done.checklist.lines[0].item.how == ("二", "二")
    with pytest.raises(ImportRefused, match=r"column “丙”: there is no field “texxt”; there is .*finding\.due"):
        csv(table, mapping={"丙": "texxt"})


def test_all_fields_of_an_item() -> None:
    table = (
        "编号,检查内容,检查方法,佐证材料,依据,责任岗位,分值,一票否决,适用单位,来源,建议等级,建议整改要求,频次,判定条件\n"
        'a.1,甲,看,照片,法,校长,5分,是,小学、幼儿园,X-1；X-2,高,改,"{every: year}","{count: {at_least: 2}}"\n'
        "a.1,乙,,,,,很多,也许,火星上,,紫,,每年,{\n"
    )
    done = csv(table)
    assert done.checklist
    first, second = (line.item for line in done.checklist.lines)
    assert (first.id, first.weight, first.veto, first.grade, first.ref) == ("a.1", 5.0, True, "high", ("X-1", "X-2"))
    assert first.applies_to == ("primary-school", "kindergarten")
    assert first.criterion
    assert first.criterion.count
    assert (first.criterion.count.at_least, first.recurrence is not None) == (2, True)
    assert [text and text.zh for text in (first.how, first.evidence, first.basis, first.role, first.requirement)] == [
        "看", "照片", "法", "校长", "改",
    ]  # fmt: skip
    assert (second.id, second.weight, second.veto, second.grade) == ("1", 1.0, False, "")
    left = [remark.params["field"] for remark in done.remarks if remark.kind == "left"]
    assert left == ["recurrence", "criterion", "weight", "veto", "grade", "applies_to"]
    assert said(done, "line 3").count("guessed") == 1  # the id was used already


def test_a_header_of_two_rows_with_a_column_for_each_answer() -> None:
    table = (
        "检查表\n序号,检查内容,检查结果,,,备注\n,,合格,不合格,不适用,\n1,甲,√,,,\n2,乙,□,√,□,坏\n3,丙,√,√,,\n4,丁,,,,\n"
    )
    done = csv(table)
    assert [(row.item, row.verdict, row.note) for row in done.results] == [("甲", "pass", ""), ("乙", "fail", "坏")]
    assert said(done, "line 6") == ["taken", "left"]
    assert said(done, "line 7") == ["taken"]


@pytest.mark.parametrize(
    "written, verdict, kinds",
    [
        ("合格", "pass", []), ("不符合", "fail", []), ("N/A", "na", []), ("Not applicable", "na", []),
        ("PASS", "pass", []), ("×", "fail", ["guessed"]), ("是", "pass", ["guessed"]), ("ｎｏ", "fail", ["guessed"]),
        ("/", "na", ["guessed"]), ("□合格☑不合格□不适用", "fail", []), ("☒ Pass ☐ Fail", "pass", []),
        ("□合格□不合格", None, []), ("√合格 √不合格", None, ["left"]), ("maybe", None, ["left"]), ("", None, []),
    ],
)  # fmt: skip
def test_results(written: str, verdict: str | None, kinds: list[str]) -> None:
    done = csv(f"检查内容,检查结果\n甲,{written}\n")
    assert [row.verdict for row in done.results] == ([verdict] if verdict else [])
    assert said(done, "line 2") == ["taken", *kinds]


def test_a_result_has_what_stands_beside_it() -> None:
    table = (
        "编号,检查内容,单位,结果,查到,备注,问题,地点,整改要求,等级,牵头,责任,期限\n"
        "a,甲,S1,不合格,3,注,坏,楼上,修,高,教务处,校长,2026年3月4日\n"
        "b,乙,S2,合格,,注,其实有点坏,,,,,,\n"
        "c,丙,S3,,,注,,,,,,,\n"
    )
    done = csv(table)
    first, second = done.results
    assert (first.item, first.unit, first.found, first.note, first.place) == ("a", "S1", "3", "注", "line 2")
    assert first.finding == {
        "problem": "坏", "place": "楼上", "requirement": "修", "grade": "高", "lead": "教务处", "responsible": "校长",
        "due": "2026-03-04",
    }  # fmt: skip
    assert (second.verdict, second.note, dict(second.finding)) == ("pass", "注\n其实有点坏", {})
    assert said(done, "line 3") == ["taken", "guessed"]
    assert said(done, "line 4") == ["taken", "left"]


def test_a_file_of_ids_and_results_has_no_checklist() -> None:
    done = csv("编号,结果\nplan,合格\ndrills,不合格\n")
    assert done.checklist is None
    assert [(row.item, row.verdict) for row in done.results] == [("plan", "pass"), ("drills", "fail")]


def test_headings_and_repeated_headers() -> None:
    table = (
        "序号,检查内容,备注\n一、组织,,\n1,甲,\n序号,检查内容,备注\n2,乙,\n,二、设施,\n3,丙,\n三、没有,,\n注：以上,,\n"
    )
    done = csv(table)
    assert texts(done) == [("一、组织", "甲"), ("一、组织", "乙"), ("二、设施", "丙")]
    assert said(done, "line 4") == ["left"]


def test_sections_of_two_levels_are_filled_down() -> None:
    done = csv("一级指标,二级指标,三级指标\nA,a,1\n,,2\n,b,3\nB,,4\nA,b,5\n")
    assert texts(done) == [("A / a", "1"), ("A / a", "2"), ("A / b", "3"), ("A / b", "5"), ("B", "4")]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_separators(sign: str) -> None:
    assert texts(
        csv("标题\n" + sign.join(("类别", "检查内容")) + "\n" + sign.join(("甲", "乙, 丙;" if sign == "\t" else "乙")))
    )


def test_what_looks_like_a_formula_is_text() -> None:
    done = csv("检查内容,备注\n'=1+1,\n=cmd|x,\n")
    assert [text for _section, text in texts(done)] == ["=1+1", "=cmd|x"]


def test_a_text_that_is_too_long_is_cut_and_said() -> None:
    done = csv(f"检查内容,检查方法\n{'甲' * (MAX_TEXT + 1)},看\n")
    assert len(texts(done)[0][1]) == MAX_TEXT
    assert said(done, "line 2") == ["guessed", "taken"]


@pytest.mark.parametrize(
    "data, message",
    [
        (b"", "no row names the columns"),
        (b"a,b\n1,2\n", "no row names the columns"),
        ("检查内容\n".encode(), "no rows below it"),
        ("检查内容,备注\n甲,乙\n".encode("utf-16"), "neither UTF-8 nor GB18030"),
        ("检查内容,备注\n甲,乙\n".encode("utf-16-le"), "neither UTF-8 nor GB18030"),
        ("检查内容,备注\n".encode() + b"\xff\xff\xff,\n", "neither UTF-8 nor GB18030"),
        (b"\0" * 100, "neither UTF-8 nor GB18030"),
        ("检查内容,备注\n甲,".encode() + b"x" * 200_000, "line 2: field larger"),
        ("检查内容,备注\n".encode() + b"a,b\n" * 30_000, "more than 20000 items"),
        ("检查内容,结果\n".encode() + b",b\n" * 60_000, "more than 50000 rows"),
        (b"<html><table><tr><td>", "no row names the columns"),
    ],
    ids=range(11),
)
def test_what_cannot_be_read_is_refused_with_the_reason(data: bytes, message: str) -> None:
    with pytest.raises(ImportRefused, match=message) as caught:
        read(data, "f.csv")
    assert str(caught.value).startswith("f.csv: ")
