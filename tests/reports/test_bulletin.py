"""The bulletin: its sentences and charts say what `store.figures` says, and it names units only where it may."""

from __future__ import annotations

import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl
import pytest
from lxml import etree

from reports.bulletin import drafted
from reports.docx_check import check
from reports.kinds import Asked
from reports.numbers import percent
from reports.profile import GB9704
from store import states
from store.clock import FixedClock
from store.errors import StoreError, Unknown
from store.figures import answers as reading
from store.figures.scores import in_all, ranking, score
from store.figures.trend import summary
from store.followup import make
from store.given import Input
from store.rounds import Round
from store.units import Row
from store.workspace import Workspace

CHECKLIST = """\
format: 1
id: fire
version: "1"
title: {zh: 消防安全, en: Fire safety}
grading: risk
responsibility:
  - id: duty
    title: {zh: 责任, en: Duty}
    items:
      - {id: plan, text: {zh: 制定了消防预案, en: There is a fire plan}}
      - {id: exits, text: {zh: 疏散通道畅通, en: Escape routes are clear}, grade: high, veto: true}
phases:
  - id: autumn
    title: {zh: 秋季自查, en: Autumn}
    from: "2026-09-01"
    to: "2026-11-30"
    items:
      - {id: drills, text: {zh: 组织演练, en: Drills are held}}
"""
C, A = (f"{{http://schemas.openxmlformats.org/drawingml/2006/{name}}}" for name in ("chart", "main"))
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Drawn(NamedTuple):
    """A chart as the document holds it: its text alternative, names and values, those of its workbook, its fonts."""

    described: str
    points: dict[str, float]
    workbook: dict[str, float]
    fonts: set[str]


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    clock = FixedClock(datetime(2026, 10, 9, 2, tzinfo=UTC))
    office = Workspace.create(tmp_path / "w", "T", "zh", who="张三", issuing_body="青山市教育局", clock=clock)
    (tmp_path / "w" / "checklists" / "fire.yaml").write_text(CHECKLIST, encoding="utf-8")
    names = ("城东小学", "城西小学", "城南小学")
    office.units.take_in(
        [Row(at, {"code": f"S{at}", "name": name, "type": "primary-school"}) for at, name in enumerate(names, 1)], "u"
    )
    return office


def a_round(office: Workspace, name: str, *marks: str) -> Round:
    """A round; `marks` are, of each unit, the verdicts on plan, exits and drills: p, f, n or - for none."""
    office.hands.clock.moment = office.hands.clock.moment.replace(minute=len(office.rounds()))  # type: ignore[attr-defined]
    round_ = office.new_round(name, ["fire"], [f"S{at}" for at in range(1, len(marks) + 1)])
    for at, verdicts in enumerate(marks, 1):
        sheet = office.sheet(round_, f"S{at}")
        for item, sign in zip(("plan", "exits", "drills"), verdicts, strict=True):
            if sign == "f":
                sheet.set_mark(item, "fail", Input(finding={"problem": f"S{at}的{item}有缺项"}))
            elif sign != "-":
                sheet.set_mark(item, "pass" if sign == "p" else "na", Input())
    return office.round(round_.info.id)


def asked(office: Workspace, round_: Round, **other: Any) -> Asked:
    return Asked(workspace=office, **{"lang": "zh", "round": round_, **other})


def text_of(data: bytes) -> str:
    document: Any = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def charts_of(data: bytes) -> list[Drawn]:
    document: Any = docx.Document(BytesIO(data))
    found = []
    for chart in document.element.iter(f"{C}chart"):
        part = document.part.related_parts[chart.get(f"{R}id")]
        root: Any = etree.fromstring(part.blob)
        names, values = (
            {point.get("idx"): point.findtext(f"{C}v") for point in root.find(f".//{C}{what}").iter(f"{C}pt")}
            for what in ("cat", "val")
        )
        book = part.related_parts[root.find(f"{C}externalData").get(f"{R}id")].blob
        rows = openpyxl.load_workbook(BytesIO(book)).active.iter_rows(min_row=2, values_only=True)  # type: ignore[union-attr]
        (properties,) = chart.xpath("ancestor::*[local-name()='inline']/*[local-name()='docPr']")
        found.append(
            Drawn(
                properties.get("descr"),
                {str(names[at]): float(value) for at, value in values.items()},
                {str(name): float(value) for name, value in rows if value is not None},  # type: ignore[arg-type]
                {font.get("typeface") for font in root.iter(f"{A}ea")},
            )
        )
    return found


def test_the_charts_show_the_figures_of_the_round(office: Workspace) -> None:
    before = a_round(office, "春季检查", "ppf", "ppp")
    round_ = a_round(office, "秋季检查", "ppp", "pff", "fp-")
    read, bands = reading.read(round_, office.hands), office.settings.bands
    units, parts, trend = charts_of(drafted(asked(office, round_)))
    ranked = ranking({code: score(each) for code, each in read.units.items()}, bands)
    named = {f"{each.place} {read.units[each.unit].unit.name}": each.score.pass_rate for each in ranked}
    assert units.points == named
    by_part = in_all(read, lambda question: question.section.part)
    assert parts.points == {
        "责任体系": by_part["responsibility"].pass_rate,
        "阶段安排": by_part["phases"].pass_rate,
    }
    lines = [summary(each, bands) for each in (reading.read(before, office.hands), read)]
    assert trend.points == {line.name: line.pass_rate for line in lines}
    for chart in (units, parts, trend):
        assert chart.points == chart.workbook
        assert all(
            name in chart.described and percent(value) in chart.described for name, value in chart.points.items()
        )
        assert chart.fonts == {GB9704.small.east_asian}


def test_the_text_says_the_same(office: Workspace) -> None:
    a_round(office, "春季检查", "ppf", "ppp")
    text = text_of(drafted(asked(office, a_round(office, "秋季检查", "ppp", "pff", "fp-"))))
    for said in (
        "关于秋季检查情况的通报",
        "应检查单位3家，已检查3家",
        "应查检查项9项次，已查8项次，其中合格5项次、不合格3项次、不适用0项次，合格率62.5%；发现问题3个",
        "高1个、未定级2个",
        "已查且适用的单位3家，其中不合格1家，合格率66.7%。不合格单位：城西小学。检查记录：城西小学，S2的exits有缺项。",
        "得分等次为“不合格”的单位：城南小学、城西小学",
        "与“春季检查”相比，合格率由83.3%变为62.5%",
        "两轮均参加的单位2家，其不合格项的变化：已整改1项、仍不合格0项、本轮未复查0项、新发现2项、反弹0项",
        "本轮检查尚无整改事项",
        "优秀1家、不合格2家",
    ):
        assert said in text
    assert "不合格\n（一票否决）" in text


def ordered(office: Workspace, round_: Round, code: str, due: str) -> None:
    """Make rectifications of everything found at a unit."""
    found = [(line.ref if line else "", finding) for line, _mark, finding in office.sheet(round_, code).findings]
    office.ledger(code).open(
        round_.info.id, "N-1", [(ref, replace(finding, due=due), finding.problem) for ref, finding in found]
    )


def test_rectifications_are_counted_and_drawn(office: Workspace) -> None:
    round_ = a_round(office, "秋季检查", "fpp", "ffp")
    ordered(office, round_, "S1", "2026-10-01")
    ordered(office, round_, "S2", "2026-12-01")
    data = drafted(asked(office, round_))
    states = charts_of(data)[2]
    assert (states.points, states.workbook) == ({"待整改": 3.0}, {"待整改": 3.0})
    text = text_of(data)
    assert "形成整改事项3项，其中待整改3项" in text
    assert "整改完成率0.0%（已销号0项，共3项），逾期率33.3%（逾期未完成或逾期完成1项，有整改期限的3项）。" in text
    assert "目前逾期未完成的单位：城东小学（1项）" in text
    assert "尚未销号的整改事项3项" in text


def test_without_names_no_unit_is_named(office: Workspace) -> None:
    round_ = a_round(office, "秋季检查", "ppp", "pff", "fp-")
    office.sheet(round_, "S3").set_mark("plan", "fail", Input(finding={"problem": "城南小学的预案过期"}))
    data = drafted(asked(office, round_, named=False))
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = [package.read(name) for name in package.namelist() if not name.endswith(".xlsx")]
    assert not [part for part in parts if re.search("城[东西南]小学", part.decode(errors="ignore"))]
    assert "某单位的预案过期" in text_of(data)
    assert len(charts_of(data)) == 1


def test_units_asked_for_are_those_counted(office: Workspace) -> None:
    round_ = a_round(office, "秋季检查", "ppp", "pff", "fp-")
    text = text_of(drafted(asked(office, round_, units=("S1", "S3"))))
    assert "应检查单位2家" in text
    assert "城西小学" not in text
    with pytest.raises(Unknown):
        drafted(asked(office, round_, units=("S9",)))


def test_of_many_units_the_first_and_the_last_are_drawn_and_all_are_listed(office: Workspace) -> None:
    rows = [Row(at, {"code": f"U{at:02}", "name": f"单位{at:02}", "type": "primary-school"}) for at in range(30)]
    office.units.take_in(rows, "u")
    round_ = office.new_round("秋季检查", ["fire"], [f"U{at:02}" for at in range(30)])
    for at in range(30):
        office.sheet(round_, f"U{at:02}").set_mark("plan", "pass" if at % 2 else "fail", Input())
    data = drafted(asked(office, round_))
    units = charts_of(data)[0]
    assert len(units.points) == 20
    assert list(units.points.values()) == [1.0] * 10 + [0.0] * 10
    text = text_of(data)
    assert [at for at in range(30) if f"单位{at:02}" not in text] == []
    assert "等15家单位" in text


def test_a_follow_up_tells_what_became_of_the_round_before(office: Workspace) -> None:
    round_ = a_round(office, "秋季检查", "fpp", "pfp")
    for code in ("S1", "S2"):
        ordered(office, round_, code, "2026-12-01")
    again = make(office, round_).round
    office.sheet(again, "S1").set_mark("plan", "pass", Input())
    office.sheet(again, "S2").set_mark("exits", "fail", Input(finding={"problem": "仍堆放课桌"}))
    data = drafted(asked(office, again))
    text = text_of(data)
    assert "本轮检查是“秋季检查”的回头看" in text
    assert "已整改1项、仍不合格1项" in text
    assert "“秋季检查”和本轮检查发现的问题，在本轮所查单位形成整改事项2项" in text
    assert "历次" not in text  # what only asks what was open stands beside no other rates


def test_a_follow_up_is_not_compared_with_one_of_another_round(office: Workspace) -> None:
    make(office, a_round(office, "春季检查", "fpp"))
    round_ = a_round(office, "秋季检查", "fpp")
    again = make(office, round_).round
    assert "与前一轮检查比较" in text_of(drafted(asked(office, again)))
    states.void(round_, "被检查单位有误")
    text = text_of(drafted(asked(office, again)))
    assert "的回头看。" not in text
    assert "与前一轮检查比较" not in text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "a\x00b\x1bc", "<w:p/>&amp;\"'", "一\n\n二\t三", "𠀀😀", "长" * 500]
)
def test_any_text_is_shown_as_the_text_it_is(office: Workspace, text: str, lang: str) -> None:
    office.units.take_in([Row(1, {"code": "S1", "name": text, "type": "primary-school"})], "u")
    round_ = office.new_round(f"检查{text}", ["fire"], ["S1"])
    office.sheet(round_, "S1").set_mark("plan", "fail", Input(finding={"problem": text}))
    data = drafted(asked(office, round_, lang=lang))
    shown = text.replace("\x00", "␀").replace("\x1b", "␛")
    assert shown in text_of(data)
    (units, _sections) = charts_of(data)
    assert units.points.keys() == units.workbook.keys()
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))


def test_the_same_records_give_the_same_bytes(office: Workspace) -> None:
    a_round(office, "春季检查", "ppf", "ppp")
    wanted = asked(office, a_round(office, "秋季检查", "ppp", "pff", "fp-"))
    data = drafted(wanted)
    assert drafted(wanted) == data
    with zipfile.ZipFile(BytesIO(data)) as package:
        books = [package.read(name) for name in package.namelist() if name.endswith(".xlsx")]
    for book in books:
        with zipfile.ZipFile(BytesIO(book)) as package:
            assert package.read("docProps/core.xml").decode().count("2026-10-09T00:00:00Z") == 2


def test_a_sheet_that_cannot_be_read_is_not_passed_over(office: Workspace) -> None:
    round_ = a_round(office, "秋季检查", "ppp", "pff")
    journal = round_.path / "sheets" / "S2.journal"
    journal.write_bytes(b"{}\n" + journal.read_bytes())
    (round_.path / "sheets" / "S2.json").unlink(missing_ok=True)
    with pytest.raises(StoreError, match="S2"):
        drafted(asked(office, round_, units=("S2",)))
    text = text_of(drafted(asked(office, round_)))
    assert "应检查单位1家" in text
    assert "有记录无法读取，未予计入：城西小学。" in text


def test_a_ledger_that_cannot_be_read_is_not_passed_over(office: Workspace) -> None:
    round_ = a_round(office, "秋季检查", "fpp", "pff")
    for code in ("S1", "S2"):
        ordered(office, round_, code, "2026-12-01")
    (office.root / "ledger" / "S2.journal").write_bytes(b"{}\n")
    (office.root / "ledger" / "S2.json").unlink(missing_ok=True)
    text = text_of(drafted(asked(office, round_)))
    assert "形成整改事项1项" in text
    assert "有记录无法读取，未予计入：城西小学。" in text


def test_it_is_set_as_the_standard_says(office: Workspace) -> None:
    round_ = a_round(office, "秋季检查", "ppp", "pff", "fp-")
    assert [each.label for each in check(drafted(asked(office, round_)), "b.docx", GB9704) if not each.ok] == []


@pytest.mark.system
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_charts_render_with_their_names(office: Workspace, lang: str, tmp_path: Path) -> None:
    a_round(office, "春季检查", "ppf", "ppp")
    data = drafted(asked(office, a_round(office, "秋季检查", "ppp", "pff", "fp-"), lang=lang))
    (tmp_path / "b.docx").write_bytes(data)
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "b.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    pdf = str(tmp_path / "b.pdf")
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout
    whole = "".join(text.split())
    for chart in charts_of(data):
        for name, value in chart.points.items():
            assert "".join(name.split()) in whole  # no name is cut, slanted or left out
            assert percent(value) in whole
    fonts = subprocess.run(["pdffonts", pdf], check=True, capture_output=True, text=True).stdout
    assert "Type 3" not in fonts  # what stands for a missing glyph
