"""What a notice says: everything known is there, everything unknown is a visible blank."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.document import Document
from hypothesis import given
from hypothesis import strategies as st

from checklists.errors import AudittyError
from reports.headings import chinese_number
from reports.model import File, Finding, Notice, Person
from reports.notice import render
from reports.profile import BUSINESS, GB9704, Profile
from reports.safe_text import visible

HOSTILE = [
    "[red]x[/red]",
    "\x1b[2J\x07",
    '=HYPERLINK("http://example.org","x")',
    "{ PAGE } <w:fldSimple w:instr='PAGE'/> & {name} %s",
    "a\ud800b",
    "😀👨‍👩‍👧",
    "𠮷野家𪚥",
    "超长" * 2000,
    "x" * 4000,
    "第一行\n\n  第三行\t后",
    "tid\u202eteg",
]


def read(data: bytes) -> Document:
    return docx.Document(BytesIO(data))


def text_of(data: bytes) -> str:
    """All text of the body and its tables, a newline after each paragraph."""
    document = read(data)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def heads(data: bytes) -> list[str]:
    section = read(data).sections[0]
    return ["\n".join(p.text for p in place.paragraphs) for place in (section.header, section.even_page_header)]


def test_a_notice_says_everything_that_is_known(notice: Notice) -> None:
    text = text_of(render(notice))
    for fact in (
        "青山市教育局",
        "青教督整〔2026〕1号",
        "青山市第一实验小学：",
        "QS-001",
        "周主任 0100-5550123",
        "2026年秋季校园安全督导（2026年9月1日至2026年12月31日）",
        "《校园安全检查清单》（版本3）",
        "《中小学幼儿园安全管理办法》",
        "2026年10月9日09:05至11:35",
        "实验小学本部",
        "张三（督学，证件号DX-0017）、李四（科员，证件号DX-0023）",
        "王五（副校长）",
        "检查当日停电。",
        "共51项，其中合格45项、不合格3项、不适用1项、未查2项",
        "（一）问题编号：KI0001-0007",
        "问题：3号教学楼二层东侧疏散通道堆放课桌椅。",
        "地点：3号教学楼二层东侧",
        "依据：《中小学幼儿园安全管理办法》第十八条",
        "佐证：照片0012.jpg（见附件2）",
        "《整改情况反馈表》（见附件1）",
        "附件：1.整改情况反馈表\n　　　　　2.佐证材料清单",
        "JPEG图片\n2.1 MB",
        "0123456789ab",
        "整改要求：立即清理，建立每日巡查记录。",
        "牵头：总务处　　责任：安全保卫处",
        "等级：较大　　整改期限：2026年11月5日",
        "请于2026年11月20日前将整改情况书面反馈至青山市教育局督导室",
        "联系人：赵六，联系电话：0100-5550100",
        "异议",
        "2026年10月15日",
        "签收人签字",
        "检查日志校验值：3f9a1c0d7be24e58",
    ):
        assert fact in text, fact
    assert "＿" not in text.split("附件1\n")[0]


def test_a_notice_without_files_has_one_annex(notice: Notice, finding: Finding) -> None:
    bare = replace(notice, findings=(replace(finding, evidence=()),))
    text, english = text_of(render(bare)), text_of(render(replace(bare, lang="en")))
    assert "附件：整改情况反馈表\n" in text
    assert "《整改情况反馈表》（见附件）" in text
    assert "佐证材料清单" not in text
    assert "the reply form (annex)" in english
    assert "Evidence files" not in english


def test_the_english_notice_says_the_same(notice: Notice) -> None:
    text = text_of(render(replace(notice, lang="en", number="GDE 2026/1")))
    for fact in (
        "No. GDE 2026/1    Date of issue: 15 October 2026",
        "To: 青山市第一实验小学",
        "9 October 2026, 09:05 to 11:35",
        "张三, 督学, certificate DX-0017; 李四, 科员, certificate DX-0023",
        "51 items: 45 pass, 3 fail, 1 not applicable, 2 not inspected",
        "1 finding is to be put right",
        "Problem\t3号教学楼二层东侧疏散通道堆放课桌椅。",
        "Place\t3号教学楼二层东侧",
        "Required\t立即清理，建立每日巡查记录。",
        "Lead\t总务处",
        "Responsible\t安全保卫处",
        "Grade\t较大",
        "Due\t5 November 2026",
        "by 20 November 2026 to 青山市教育局督导室",
        "Contact: 赵六, telephone 0100-5550100",
        "disagree",
        "Inspection journal head: 3f9a1c0d7be24e58",
    ):
        assert fact in text, fact


UNKNOWN = (
    "所依据的文件 单位联系方式 检查地点 检查人员 在场人员 地点 依据 整改要求 牵头 责任 等级 整改期限 检查日志校验值"
)


@pytest.mark.parametrize("label", UNKNOWN.split())
def test_what_is_not_known_is_a_blank(draft: Notice, label: str) -> None:
    text = text_of(render(draft))
    assert f"{label}：＿＿＿" in text
    assert "None" not in text


def test_an_inspector_without_a_certificate_leaves_room_for_it(notice: Notice) -> None:
    text = text_of(render(replace(notice, inspectors=(Person(name="张三"),))))
    assert "张三（＿＿＿＿＿＿，证件号＿＿＿＿＿＿）" in text


@pytest.mark.parametrize("lang, word", [("zh", "草稿"), ("en", "DRAFT")])
def test_a_draft_says_so_on_every_page_and_leaves_number_and_date_blank(notice: Notice, lang: str, word: str) -> None:
    data = render(replace(notice, lang=lang, number="", issued=None))
    assert all(word in head for head in heads(data))
    text = text_of(data)
    assert "2026年10月15日" not in text
    assert "15 October 2026" not in text
    assert ("〔＿＿＿＿〕" if lang == "zh" else "No. ____") in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_issued_notice_is_no_draft(notice: Notice, lang: str) -> None:
    assert heads(render(replace(notice, lang=lang))) == ["", ""]


def test_a_supplement_names_the_first_notice(notice: Notice) -> None:
    text = text_of(render(replace(notice, supplements="青教督整〔2026〕0号")))
    assert "整改通知书（补充）" in text
    assert "（青教督整〔2026〕0号）的补充" in text


def test_a_notice_without_findings_is_refused(notice: Notice) -> None:
    with pytest.raises(AudittyError, match="no findings"):
        render(replace(notice, findings=()))


@pytest.mark.parametrize("profile", [GB9704, BUSINESS])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_text_is_shown_as_the_text_it_is(notice: Notice, text: str, lang: str, profile: Profile) -> None:
    hostile = Finding(
        id=text[:60], number=1, problem=text, place=text, basis=text, requirement=text, grade=text, lead=text,
        responsible=text, evidence=(File(name=text, kind=text, size=text, digest=text),),
    )  # fmt: skip
    data = render(
        replace(
            notice, lang=lang, issuing_body=text, number=text, unit=text, round=text, place=text, remarks=text,
            present=(Person(name=text, post=text),), findings=(hostile,), reply_to=text, supplements=text,
        ),
        profile,
    )  # fmt: skip
    assert text_of(data).count(visible(text)) >= 15
    instructions = read(data).element.xpath("//w:instrText | //w:fldSimple | //w:hyperlink")
    assert instructions == []


@given(texts=st.lists(st.text(st.characters(), min_size=1).filter(str.strip), min_size=1, max_size=5))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_text_is_found_again(texts: list[str], lang: str) -> None:
    findings = tuple(
        Finding(id=f"K-{number}", number=number, problem=text, requirement=text[::-1], due=date(2026, 1, 2))
        for number, text in enumerate(texts, 1)
    )
    notice = Notice(
        lang=lang, issuing_body="局", number="1", unit="校", unit_code="1", round="轮", basis=(), counts={},
        findings=findings,
    )  # fmt: skip
    text = text_of(render(notice))
    for wanted in texts:
        assert visible(wanted) in text
        assert visible(wanted[::-1]) in text


NUMERALS = [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (47, "四十七"), (99, "九十九"), (100, "100"), (0, "0")]


@pytest.mark.parametrize("number, word", NUMERALS)
def test_findings_are_numbered_in_chinese(number: int, word: str) -> None:
    assert chinese_number(number) == word


def test_findings_keep_their_own_numbers(notice: Notice, finding: Finding) -> None:
    findings = tuple(replace(finding, number=number, id=f"K-{number}") for number in (4, 12))
    text = text_of(render(replace(notice, findings=findings)))
    assert text.index("（四）问题编号：K-4") < text.index("（十二）问题编号：K-12")


def test_a_large_document_takes_no_more_than_its_share(notice: Notice, finding: Finding) -> None:
    """Time grows with the number of findings, not with its square: 30 times the findings, 30 times the time."""
    few, many = (replace(notice, findings=(finding,) * count) for count in (20, 600))

    def seconds(what: Notice) -> float:
        start = time.process_time()
        render(what)
        return time.process_time() - start

    render(few)
    assert seconds(many) < 40 * min(seconds(few) for _ in range(3))
