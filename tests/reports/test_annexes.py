"""The annexes of a unit: columns as prescribed, its risks as a whole and post by post."""

from __future__ import annotations

from reports.kinds import Asked
from tests.reports.forming import failed, paper, table, tables


def test_the_annexes_have_the_prescribed_columns(asked: Asked) -> None:
    document = paper("annexes", asked.about("S1"))
    found = tables(document)
    heads = [rows[0] for rows in found]
    assert heads[1::2] == [
        ["职权名称", "职权内容", "行使主体", "行使依据"],
        ["风险及其表现形式", "风险等级", "防控措施"],
        ["岗位", "风险及其表现形式", "风险等级", "防控措施"],
    ]
    assert heads[0::2] == [["单位（盖章）", "城东所", "分管领导（签字）", "", "填报日期", ""]] * 3
    assert len(found[1]) > 5
    assert not any(cell for row in found[1][1:] for cell in row)
    text = [paragraph.text for paragraph in document.paragraphs]
    for words in (
        "附表1",
        "二级单位职权清单",
        "附表2",
        "二级单位廉政风险防控措施一览表",
        "附表3",
        "岗位廉政风险防控措施一览表",
    ):
        assert words in text


def test_the_annexes_hold_risks_of_the_unit_and_of_each_post(asked: Asked) -> None:
    failed(asked, "S1", "b1-rota", "三年未轮岗")
    failed(asked, "S2", "b1-rules", "别处的问题")
    document = paper("annexes", asked.about("S1"))
    risks = table(document, "风险及其表现形式")
    found = "风险b1\n检查发现：三年未轮岗"
    assert [found, "b级", "1. 制度b1已修订\n2. 岗位b1已轮换"] in risks
    posts = table(document, "岗位")
    assert ["会计岗", "风险b1", "b级", "制度b1已修订"] in posts
    assert ["科长", found, "b级", "岗位b1已轮换"] in posts
    assert ["", "未定级风险", "", "台账已建立"] in posts
    assert not [cell for row in (*risks, *posts) for cell in row if "别处" in cell]


def test_only_high_rows_are_broken_over_pages(asked: Asked) -> None:
    failed(asked, "S1", "a1-rules", "问题很多。" * 100)
    document = paper("annexes", asked.about("S1"))
    for number in (3, 5):
        rows = document.tables[number]._tbl.tr_lst
        broken = ["问题很多" in "".join(row.itertext()) for row in rows if not row.xpath("w:trPr/w:cantSplit")]
        assert broken == [True]
