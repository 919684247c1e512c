"""A checklist as an Excel workbook: what goes out comes back equal, nothing in it runs, and it can be filled in."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists import Checklist, Text, library
from checklists import model as m
from checklists.errors import AudittyError
from checklists.importers import read
from checklists.importers.cells import clean
from checklists.importers.headers import columns
from checklists.model import Item, Section
from reports.checklist_xlsx import COLUMNS, to_xlsx
from reports.safe_text import visible

plain = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=12)
written = (plain | st.sampled_from(["=1+1", "[a", "{a: b}", "a: b", "'x", "no", "1.0", "甲\n乙", "- a", "# a"])).map(
    lambda text: visible(clean(text)).strip()
)
strings = written.filter(lambda text: clean(text) == text and text != "" and not text.isspace())
texts = strings.map(lambda text: Text(text, text)) | st.builds(Text, strings, strings)
maybe = st.none() | texts
types = st.lists(st.sampled_from(["school", "kindergarten", "own-type"]), max_size=2, unique=True).map(tuple)
refs = st.lists(strings, max_size=2).map(tuple)


def items(ids: list[str]) -> st.SearchStrategy[tuple[Item, ...]]:
    one = {
        "text": texts, "how": maybe, "evidence": maybe, "basis": maybe, "role": maybe, "requirement": maybe,
        "methods": st.sampled_from([(), ("documents",), ("site", "interview")]),
        "recurrence": st.sampled_from([None, m.Recurrence(every="quarter", in_=("mid-03", "end-06"))]),
        "criterion": st.sampled_from([None, m.Criterion(count=m.Count(at_least=12, per="year")),
                                      m.Criterion(not_below="previous")]),
        "weight": st.floats(0, 1000).map(lambda number: round(number, 6)), "veto": st.booleans(),
        "applies_to": types, "ref": refs, "demands": st.sampled_from([None, m.Demands(fail=("note", "evidence"))]),
        "when": st.sampled_from([None, m.Condition(item=ids[0], is_=("pass", "none"))]),
        "grade": st.sampled_from(["", "g1", "g2"]), "phrases": st.lists(texts, max_size=2).map(tuple),
    }  # fmt: skip
    # The first item waits for no other, so that no two wait for each other.
    return st.tuples(*(st.builds(Item, id=st.just(id), **(one if at else {**one, "when": st.none()}))
                       for at, id in enumerate(ids)))  # fmt: skip


@st.composite
def checklists_(draw: st.DrawFn) -> Checklist:
    """Any checklist that is in order."""
    made = draw(items(["a", "b.1", "C_2", "4"]))
    shared = {"note": maybe, "ref": refs, "applies_to": types}
    first = draw(st.builds(Section, id=st.just("s"), title=texts, items=st.just(made[:2]), **shared))
    phase = draw(st.builds(m.Phase, id=st.just("p"), title=texts, items=st.just(made[2:3]), produces=maybe,
                           from_=st.sampled_from(["", "mid-03"]), **shared))  # fmt: skip
    point = draw(st.builds(m.RiskPoint, id=st.just("r"), title=texts, items=st.just(made[3:]), lead=maybe,
                           grade=st.sampled_from(["", "g2"]), **shared))  # fmt: skip
    grades = (m.Grade(id="g1", title=draw(texts), due_days=3), m.Grade(id="g2", title=draw(texts), meaning=draw(maybe)))
    grading = m.Grading(id="own", title=draw(texts), grades=grades)
    title = Text("<x>甲", "<x>A")
    return draw(st.builds(
        Checklist, id=st.just("c"), version=strings, title=st.just(title), summary=maybe, audience=maybe,
        applies_to=types, basis=st.lists(texts, max_size=2).map(tuple), grading=st.just("own"),
        gradings=st.just((grading,)), blanks=st.just((m.Blank(id="x", text=Text("名", "name")),)),
        responsibility=st.just((first,)), phases=st.just((phase,)), countermeasures=st.just((point,)),
        background=st.lists(st.builds(m.Background, ref=strings, text=texts), max_size=2).map(tuple),
    ))  # fmt: skip


@pytest.mark.slow
@settings(max_examples=25)
@given(checklists_(), st.sampled_from(["zh", "en"]))
def test_what_goes_out_comes_back(checklist: Checklist, lang: str) -> None:
    data = to_xlsx(checklist, lang)
    done = read(data, "f.xlsx")
    assert [str(remark) for remark in done.remarks if remark.kind != "taken"] == []
    assert done.checklist == checklist
    assert done.results == ()
    one = read(to_xlsx(checklist, lang, both=False), "f.xlsx").checklist
    assert one
    assert [line.item.text for line in one.lines] == [
        Text(text.get(lang), text.get(lang)) for text in (line.item.text for line in checklist.lines)
    ]
    assert read(to_xlsx(one, lang, both=False), "f.xlsx").checklist == one


@pytest.mark.parametrize("checklist_id", library.ids())
def test_the_library_comes_back(checklist_id: str) -> None:
    checklist = library.load(checklist_id)
    done = read(to_xlsx(checklist, "zh"), "f.xlsx")
    assert done.checklist == checklist
    assert {remark.kind for remark in done.remarks} == {"taken"}


@pytest.fixture
def small() -> Checklist:
    made = tuple(Item(id=id, text=Text(f"甲{id}", f"A{id}")) for id in ("a", "b", "c"))
    return Checklist(id="c", version="1", title=Text("题", "T"),
                     responsibility=(Section(id="s", title=Text("节", "S"), items=made),))  # fmt: skip


def sheet_of(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_importer_knows_every_column(small: Checklist, lang: str) -> None:
    found = columns([getattr(column, lang) for column in COLUMNS], {})
    assert found == {column.field: at for at, column in enumerate(COLUMNS)}


@pytest.mark.parametrize(
    "lang, verdicts", [("zh", ("合格", "不合格", "不适用")), ("en", ("Pass", "Fail", "Not applicable"))]
)
def test_a_filled_workbook_gives_results(small: Checklist, lang: str, verdicts: tuple[str, ...]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(small, lang, unit=("S1", "城东小学"))))
    sheet = book.worksheets[0]
    at = columns([str(cell.value) for cell in sheet[3]], {})
    for row, verdict in zip((4, 5, 6), verdicts, strict=True):
        sheet.cell(row, at["result"] + 1, verdict)
    filled: dict[str, Any] = {"found": 9, "note": "注", "finding.problem": "坏", "finding.place": "楼上",
                         "finding.requirement": "修", "finding.grade": "高", "finding.lead": "甲",
                         "finding.responsible": "乙", "finding.due": "2026/12/1"}  # fmt: skip
    for field, value in filled.items():
        sheet.cell(5, at[field] + 1, value)
    data = io.BytesIO()
    book.save(data)
    done = read(data.getvalue(), "f.xlsx")
    assert [(row.item, row.verdict, row.unit) for row in done.results] == [
        ("a", "pass", "S1"), ("b", "fail", "S1"), ("c", "na", "S1"),
    ]  # fmt: skip
    fail = done.results[1]
    assert (fail.found, fail.note) == ("9", "注")
    assert fail.finding == {
        "problem": "坏", "place": "楼上", "requirement": "修", "grade": "高", "lead": "甲", "responsible": "乙",
        "due": "2026-12-01",
    }  # fmt: skip
    assert done.checklist == small


def test_nothing_in_it_runs_and_answers_are_offered(small: Checklist) -> None:
    items = (Item(id="a", text=Text("=1+1", "@x\x1b"), how=Text("+1", "-1")),)
    sections = (Section(id="s", title=Text("=3", "=3"), items=items),)
    sheet = sheet_of(to_xlsx(Checklist(id="c", version="1", title=Text("=2", "=2"), responsibility=sections), "zh"))
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    offered = [rule.formula1 for rule in sheet.data_validations.dataValidation]
    assert offered == ['"合格,不合格,不适用"', '"高,中,低"']
    assert sheet.freeze_panes is not None
    assert sheet.page_setup.orientation == "landscape"


def test_what_no_cell_holds_is_refused(small: Checklist) -> None:
    long = Checklist(id="c", version="1", title=Text("T", "T"), summary=Text("x" * 40_000, "y"),
                     responsibility=small.responsibility)  # fmt: skip
    with pytest.raises(AudittyError, match="longer than the 32767 characters"):
        to_xlsx(long, "en")


def test_only_the_items_asked(small: Checklist) -> None:
    data = to_xlsx(small, "en", both=False, unit=("S1", "East"), lines=small.lines[1:])
    done = read(data, "f.xlsx")
    assert done.checklist
    assert [line.item.id for line in done.checklist.lines] == ["b", "c"]
    assert sheet_of(data)["A2"].value == "Unit inspected: East (S1)"
