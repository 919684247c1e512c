"""What all forms share: any text, wide tables, the same bytes again, refusals; as Word and as Excel."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx.oxml.ns import qn
from lxml import etree

from checklists.errors import AudittyError
from reports.kinds import KINDS, Asked
from store.errors import StoreError
from tests.reports.forming import failed, paper, sheets, table, tables, values


def test_a_void_round_is_refused_and_counts_nowhere(asked: Asked) -> None:
    from store import states

    assert asked.round is not None
    failed(asked, "S1", "a1-rules", "作废的问题")
    states.void(asked.round, "误建")
    for kind in ("monthly", "risk-points"):
        with pytest.raises(AudittyError, match="is void"):
            KINDS[kind].make(replace(asked, month="2026-09"))
    rows = table(paper("monthly", replace(asked, round=None, month="2026-09")), "风险点")
    assert rows[1:] == [["无"]]


def test_a_form_is_not_silent_about_what_cannot_be_read(asked: Asked) -> None:
    assert asked.round is not None
    failed(asked, "S1", "a1-rules", "问题")
    for path in (asked.round.path / "sheets").glob("S1.*"):
        path.write_bytes(b"{}\n")
    for kind in ("monthly", "risk-points", "annexes"):
        with pytest.raises(StoreError):
            KINDS[kind].make(replace(asked, units=("S1",), month="2026-09"))
    for path in asked.round.path.glob("round.*"):
        path.write_bytes(b"{}\n")
    with pytest.raises(StoreError):
        KINDS["monthly"].make(replace(asked, round=None, month="2026-01"))


NASTY = ["=cmd|' /C calc'!A0", "a\x00b\x1bc", "<w:p/>&amp;", "一\n\n二\t三", "𠀀😀"]


@pytest.mark.parametrize("kind", ["monthly", "annexes"])
@pytest.mark.parametrize("text", NASTY)
def test_any_text_is_shown_as_the_text_it_is(asked: Asked, kind: str, text: str) -> None:
    failed(asked, "S1", "a1-rules", text)
    asked = replace(asked, units=("S1",), month="2026-09")
    shown = text.replace("\x00", "␀").replace("\x1b", "␛")
    document = paper(kind, asked)
    assert [cell for rows in tables(document) for row in rows for cell in row if shown in cell]
    cells = [cell for sheet in sheets(kind, asked).values() for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if shown in str(cell.value)]
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("kind", ["risk-points", "monthly", "annexes"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wide_tables_lie_with_their_heads_on_every_page(asked: Asked, kind: str, lang: str) -> None:
    failed(asked, "S1", "a1-rules", "x")
    document = paper(kind, replace(asked, lang=lang, units=("S1",), month="2026-09"))
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert section.page_width > section.page_height
    for each in document.tables:
        assert abs(sum(int(column.get(qn("w:w"))) for column in each._tbl.tblGrid) * 635 - room) < 15 * 635
        repeated = [row for row in each._tbl.tr_lst if row.xpath("w:trPr/w:tblHeader")]
        assert repeated == ([each._tbl.tr_lst[0]] if each.rows[0].height is None else [])


@pytest.mark.parametrize("kind", ["risk-points", "monthly", "annexes"])
@pytest.mark.parametrize("format_", ["docx", "xlsx"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_records_give_the_same_bytes(asked: Asked, kind: str, format_: str, lang: str) -> None:
    failed(asked, "S1", "a1-rules", "x")
    asked = replace(asked, units=("S1",), month="2026-09", format=format_, lang=lang)
    data = KINDS[kind].make(asked)
    assert KINDS[kind].make(asked) == data
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith(".xml"):
                etree.fromstring(package.read(name))


def test_workbooks_filter_freeze_and_keep_dates(asked: Asked) -> None:
    failed(asked, "S1", "a1-rules", "问题")
    form, found, _closed, facts = sheets("monthly", replace(asked, month="2026-09")).values()
    assert (form.freeze_panes, form.auto_filter.ref) == ("B2", "A1:F7")
    assert (form["E2"].is_date, form["E2"].value.date()) == (True, date(2026, 12, 31))
    assert (found["D2"].value.date(), found["H2"].value.date()) == (date(2026, 9, 1), date(2026, 12, 5))
    assert ("负责人", "") in values(facts)
    powers = sheets("annexes", asked.about("S1"))["附表1 二级单位职权清单"]
    assert powers.max_row > 5
