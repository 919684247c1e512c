"""The notice in an office's own template: it says what the notice says, and a wrong template says where it is wrong."""

from __future__ import annotations

import io
import pickle
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_BREAK
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.errors import AudittyError
from reports import notice as plain
from reports.model import Finding, Notice
from reports.safe_text import visible
from reports.templates.package import TemplateRefused
from tests.reports.filling import default, read, render, template

pytestmark = pytest.mark.slow


def body(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read(data).paragraphs]


def everything(data: bytes) -> list[str]:
    """The text of body, tables, headers and footers, paragraph by paragraph."""
    document, section = read(data), read(data).sections[0]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    places = (section.header, section.even_page_header, section.footer, section.even_page_footer)
    return "\n".join(body(data) + cells + [p.text for place in places for p in place.paragraphs]).split("\n")


def variants(notice: Notice, draft: Notice) -> Iterator[Notice]:
    """A full notice, a bare draft, a supplement, several findings without files, texts of several lines."""
    first = notice.findings[0]
    yield notice
    yield draft
    yield replace(notice, supplements="青教督整〔2026〕0号", seal="2 ab12cd34", remarks="")
    yield replace(
        notice,
        findings=tuple(replace(first, number=n, id=f"K-{n}", evidence=first.evidence * (n % 2) * 2) for n in (1, 2, 3)),
        inspectors=(),
    )
    yield replace(notice, remarks="第一行\n  第二行\t后\n\n<w:p/> & {{ unit }} {_{ %}", unit="{% raw %}")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_default_template_filled_reads_as_the_notice_does(notice: Notice, draft: Notice, lang: str) -> None:
    start = default(lang)
    for each in variants(notice, draft):
        own = replace(each, lang=lang)
        assert everything(render(own, start, "t.docx")) == everything(plain.render(own))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_default_template_filled_looks_as_the_notice_does(notice: Notice, lang: str) -> None:
    own = replace(notice, lang=lang)
    ours, filled = read(plain.render(own)), read(render(own, default(lang), "t.docx"))

    for part in ("styles", "settings"):
        assert getattr(ours, part).element.xml == getattr(filled, part).element.xml
    assert [p.style.name for p in filled.paragraphs if p.style] == [p.style.name for p in ours.paragraphs if p.style]
    grids = [[table._tbl.tblGrid.xml for table in document.tables] for document in (ours, filled)]
    assert grids[0] == grids[1]


def test_the_same_records_give_the_same_bytes_in_another_process_and_year(notice: Notice, tmp_path: Path) -> None:
    start = template("{{ unit }}", header="{{ number }}")
    (tmp_path / "t.docx").write_bytes(start)
    code = (
        "import sys, pickle, pathlib; from tests.reports.filling import render\n"
        "notice = pickle.loads(sys.stdin.buffer.read())\n"
        f"sys.stdout.buffer.write(render(notice, pathlib.Path({str(tmp_path / 't.docx')!r}).read_bytes(), 't.docx'))"
    )
    again = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(notice), capture_output=True, check=True,
        cwd=Path(__file__).parents[2], env={"PYTHONHASHSEED": "7", "TZ": "EST5", "SOURCE_DATE_EPOCH": "1"},
    ).stdout  # fmt: skip

    assert render(notice, start, "t.docx") == again
    properties = read(again).core_properties
    assert (properties.author, properties.subject) == ("青山市教育局", "青山市第一实验小学")
    assert properties.modified is not None
    assert properties.modified.date() == notice.issued
    with zipfile.ZipFile(io.BytesIO(again)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_template_has_fields_conditions_loops_and_filters(notice: Notice) -> None:
    start = template(
        "{{ unit }}（{{ unit_code|lower }}）",
        "{%p if remarks and findings|length > 0 %}",
        "备注：{{ remarks }}",
        "{%p else %}",
        "无",
        "{%p endif %}",
        "{%p for f in findings if f.grade == '较大' %}",
        "{{ loop.index }}/{{ loop.length }} {{ f.problem|replace('3号', '三号') }}",
        "{%p endfor %}",
        "{{ inspectors|join('，', attribute='name') }} {{ '有' if seal else '未' }}封存 {{ total - passed }}",
        header="{{ number }}",
    )

    filled = render(notice, start, "t.docx")

    assert body(filled) == [
        "青山市第一实验小学（qs-001）", "备注：检查当日停电。", "1/1 三号教学楼二层东侧疏散通道堆放课桌椅。",
        "张三，李四 未封存 6",
    ]  # fmt: skip
    assert read(filled).sections[0].header.paragraphs[0].text == "青教督整〔2026〕1号"


def test_a_field_that_word_keeps_in_pieces_is_filled(notice: Notice) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece in ("致{", "{ un", "it ", "}}：“", "{{ number }}", "”"):
        paragraph.add_run(piece).bold = True
    out = io.BytesIO()
    document.save(out)

    assert body(render(notice, out.getvalue(), "t.docx")) == ["致青山市第一实验小学：“青教督整〔2026〕1号”"]


@settings(max_examples=4)
@given(texts=st.lists(st.text(st.characters(), min_size=1).filter(str.strip), min_size=20, max_size=40))
def test_every_value_stands_there_as_the_text_it_is(texts: list[str]) -> None:
    findings = tuple(Finding(id=str(n), number=n, problem=text) for n, text in enumerate(texts))
    own = Notice(
        lang="zh", issuing_body="", number="", unit="", unit_code="1", round="", basis=(), counts={}, findings=findings
    )

    filled = render(own, template("{%p for f in findings %}", "<{{ f.problem }}>", "{%p endfor %}"), "t.docx")

    assert body(filled) == [f"<{visible(text)}>" for text in texts]


WRONG = [
    ("致{{ untit }}：", "at “致{{ untit }}：”: there is no field “untit”"),
    ("{% for f in findings %}{{ f.problm }}{% endfor %}", "no field “f.problm”"),
    ("{{ unit.name }}", "no field “unit.name”"),
    ("{% if false %}{{ nowhere }}{% endif %}", "no field “nowhere”"),
    ("{{ findings }}", "“findings” is not one value but a list"),
    ("{% for f in unit %}x{% endfor %}", "“unit” is no list to loop over"),
    ("{{ inspectors|join }}", "“inspectors” is not one value"),
    ("{{ inspectors|join(', ', attribute='age') }}", "no field “inspectors.age”"),
    ("前 {{ unit ", "at “"),
    ("第一 {% if unit %} 段", "at “第一 {% if unit %} 段”: Unexpected end of template"),
    ("{% wenn unit %}", "at “{% wenn unit %}”: Encountered unknown tag 'wenn'"),
    ("{{ unit | }}", "at “{{ unit | }}”: "),
    ("{{p unit }}", "“青山市第一实验小学” would stand outside a paragraph"),
]


@pytest.mark.parametrize("text, said", WRONG, ids=[text for text, _ in WRONG])
def test_a_wrong_template_says_what_is_wrong_and_where(notice: Notice, text: str, said: str) -> None:
    with pytest.raises(TemplateRefused, match=re.escape(said)) as refused:
        render(notice, template("第一段", text, "{{ unit_code }}"), "t.docx")

    assert str(refused.value).startswith("t.docx: ")
    assert "\n" not in str(refused.value)


def test_a_page_break_in_a_mark_that_vanishes_stays(notice: Notice) -> None:
    document = docx.Document()
    for text in (
        "{%p if seal %}",
        "{{ seal }}",
        "{%p endif %}",
        "{%p if files %}",
        "{{ files_annex }}",
        "{%p endif %}",
    ):
        document.add_paragraph(text)
    document.paragraphs[2].add_run().add_break(WD_BREAK.PAGE)
    out = io.BytesIO()
    document.save(out)

    (only,) = read(render(notice, out.getvalue(), "t.docx")).paragraphs

    assert only.text.strip() == "附件2"
    assert len(only._p.xpath('w:r/w:br[@w:type="page"]')) == 1


def test_a_wrong_header_says_so_too(notice: Notice) -> None:
    with pytest.raises(TemplateRefused, match=r"at “文号 \{\{ nummer \}\}”: there is no field “nummer”"):
        render(notice, template("{{ unit }}", header="文号 {{ nummer }}"), "t.docx")


def test_a_loop_across_paragraphs_is_refused_and_not_mended(notice: Notice) -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "{% for f in files %}", "{{ f.name }}{% endfor %}"
    table.cell(0, 0).add_paragraph("{% if unit %}")
    document.add_paragraph("{% endif %}")
    out = io.BytesIO()
    document.save(out)

    with pytest.raises(TemplateRefused, match=r"begins in one paragraph, cell or row|endfor"):
        render(notice, out.getvalue(), "t.docx")


def test_a_notice_without_findings_is_refused(notice: Notice) -> None:
    with pytest.raises(AudittyError, match="no findings"):
        render(replace(notice, findings=()), template("x"), "t.docx")


@pytest.mark.system
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_template_saved_by_a_word_processor_fills_as_many_pages_as_the_notice(
    notice: Notice, lang: str, tmp_path: Path
) -> None:
    def convert(file: Path, kind: str, folder: str) -> Path:
        home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
        command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / folder), str(file)]
        subprocess.run(command, check=True, capture_output=True)
        return tmp_path / folder / f"{file.stem}.{kind.partition(':')[0]}"

    own = replace(notice, lang=lang)
    (tmp_path / "start.docx").write_bytes(default(lang))
    saved = convert(tmp_path / "start.docx", "docx:MS Word 2007 XML", "saved").read_bytes()
    pages = []
    for name, data in (("plain", plain.render(own)), ("filled", render(own, saved, "t.docx"))):
        (tmp_path / f"{name}.docx").write_bytes(data)
        shown = subprocess.run(
            ["pdfinfo", str(convert(tmp_path / f"{name}.docx", "pdf", "pdf"))],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        pages.append(int(shown.split("Pages:")[1].split()[0]))

    assert pages[0] == pages[1]
