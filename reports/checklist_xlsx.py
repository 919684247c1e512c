"""A checklist as an Excel workbook: to read, to change, to fill in, and to be read back by the importer.

Every cell is text. A second sheet carries what belongs to no row, in YAML.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any, NamedTuple

from checklists.canonical import plain
from checklists.dump import to_flow
from checklists.gradings import find_grade, grading_of
from checklists.importers.cells import write_words
from checklists.importers.collect import HEAD_FIELDS, HEAD_LISTS
from checklists.importers.headers import TEXTS
from checklists.importers.spreadsheet import DETAILS
from checklists.model import Checklist, Line, Part, Text
from reports.safe_text import in_cell


class Column(NamedTuple):
    """A column: the field as the importer calls it, its names, its width in characters."""

    field: str
    zh: str
    en: str
    width: int


COLUMNS = (
    Column("id", "编号", "ID", 14),
    Column("section", "章节", "Section", 18),
    Column("text", "检查内容", "Check item", 44),
    Column("how", "检查方法", "How to check", 32),
    Column("evidence", "佐证材料", "Evidence", 22),
    Column("result", "结果", "Result", 12),
    Column("found", "查到", "Found", 12),
    Column("note", "备注", "Note", 22),
    Column("finding.problem", "问题", "Problem", 30),
    Column("finding.place", "地点", "Place", 16),
    Column("finding.requirement", "整改要求", "To put right", 26),
    Column("finding.grade", "等级", "Grade", 10),
    Column("finding.lead", "牵头", "Lead", 14),
    Column("finding.responsible", "责任", "Responsible", 14),
    Column("finding.due", "期限", "Due", 13),
    Column("basis", "依据", "Basis", 26),
    Column("role", "责任岗位", "Role", 18),
    Column("requirement", "建议整改要求", "Proposed requirement", 26),
    Column("phrases", "常见问题", "Phrases", 26),
    Column("grade", "建议等级", "Proposed grade", 12),
    Column("weight", "权重", "Weight", 8),
    Column("veto", "一票否决", "Veto", 10),
    Column("methods", "检查手段", "Methods", 18),
    Column("recurrence", "频次", "Recurrence", 22),
    Column("criterion", "判定条件", "Criterion", 26),
    Column("demands", "结果要求", "Demands", 16),
    Column("when", "前提", "When", 16),
    Column("applies_to", "适用单位", "Applies to", 18),
    Column("ref", "来源", "Ref", 14),
    Column("part", "部分", "Part", 16),
    Column("section_id", "章节编号", "Section id", 14),
)
_AS_YAML = ("recurrence", "criterion", "demands", "when", "methods", "phrases")
_LANGS = {"zh": {"zh": "（中文）", "en": "（英文）"}, "en": {"zh": " (zh)", "en": " (en)"}}
_PARTS: dict[str, dict[Part, str]] = {
    "zh": {"responsibility": "责任体系", "phases": "工作阶段", "countermeasures": "对策措施"},
    "en": {"responsibility": "responsibility", "phases": "phases", "countermeasures": "countermeasures"},
}
_VERDICTS = {"zh": ("合格", "不合格", "不适用"), "en": ("Pass", "Fail", "Not applicable")}
_SHEET = {"zh": "检查表", "en": "Checklist"}
_UNIT = {"zh": "被检查单位：{name}（{code}）", "en": "Unit inspected: {name} ({code})"}
_VERSION = {"zh": "{title}（版本{version}）", "en": "{title} (version {version})"}


def to_xlsx(
    checklist: Checklist,
    lang: str,
    *,
    both: bool = True,
    unit: tuple[str, str] | None = None,
    lines: Iterable[Line] | None = None,
) -> bytes:
    """The .xlsx of `checklist`, headed in `lang` ("zh" or "en").

    With `both` every text has a column for each language, else only `lang` is written. `unit` is the code and the name
    of the unit it is for, `lines` the items it is asked (all of them if None). Raises AudittyError for a text that no
    cell can hold.
    """
    import openpyxl
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    head_lang = "zh" if lang == "zh" else "en"
    langs = ("zh", "en") if both else (head_lang,)
    columns = [
        (column, text_lang) for column in COLUMNS for text_lang in (langs if both and column.field in TEXTS else ("",))
    ]
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = _SHEET[head_lang]
    title = _VERSION[head_lang].format(title=checklist.title.get(head_lang), version=checklist.version)
    _write(sheet, 1, [title], bold=True, wrap=False)
    if unit:
        _write(sheet, 2, [_UNIT[head_lang].format(code=unit[0], name=unit[1])], wrap=False)
    top = 3 if unit else 2
    names = [
        getattr(column, head_lang) + (_LANGS[head_lang][text_lang] if text_lang else "")
        for column, text_lang in columns
    ]
    _write(sheet, top, names, bold=True, shade=True)
    row = top
    for row, line in enumerate(checklist.lines if lines is None else lines, top + 1):
        values = _values(checklist, line, langs, head_lang)
        _write(sheet, row, [_cell(values.get(column.field), text_lang or head_lang) for column, text_lang in columns])
    for number, (column, _text_lang) in enumerate(columns, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width
        choices = {"result": _VERDICTS[head_lang], "finding.grade": _grades(checklist, head_lang)}.get(column.field)
        if choices and row > top:
            # A list in a formula: Excel takes at most 255 characters, and commas part its entries.
            validation = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            validation.add(f"{letter}{top + 1}:{letter}{row}")
            sheet.add_data_validation(validation)
    asked = next(number for number, (column, _text_lang) in enumerate(columns, 1) if column.field == "how")
    sheet.freeze_panes = f"{get_column_letter(asked)}{top + 1}"
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    _details(book.create_sheet(DETAILS), checklist, langs, unit)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _values(checklist: Checklist, line: Line, langs: tuple[str, ...], lang: str) -> dict[str, str | Text | None]:
    """What the fields of an item hold, as the importer reads them."""
    item, section = line.item, line.section
    return {
        "id": item.id,
        "section": section.title,
        "section_id": section.id,
        "part": _PARTS[lang][section.part],
        **{name: getattr(item, name) for name in TEXTS if hasattr(item, name)},
        **{name: _yaml(getattr(item, name), langs) for name in _AS_YAML if getattr(item, name)},
        "weight": "" if item.weight == 1 else f"{item.weight:.12f}".rstrip("0").rstrip("."),
        "veto": {"zh": "是", "en": "yes"}[lang] if item.veto else "",
        "applies_to": write_words(item.applies_to),
        "ref": write_words(item.ref),
        "grade": _grade(checklist, item.grade, lang),
    }


def _yaml(value: Any, langs: tuple[str, ...]) -> str:
    """A value in YAML on one line, its texts in one language where only one is wanted."""
    return to_flow(plain(value) if len(langs) > 1 else _in_one(plain(value), langs[0]))


def _in_one(value: Any, lang: str) -> Any:
    if isinstance(value, dict):
        return value[lang] if value.keys() == {"zh", "en"} else {key: _in_one(one, lang) for key, one in value.items()}
    return [_in_one(one, lang) for one in value] if isinstance(value, list) else value


def _grade(checklist: Checklist, grade_id: str, lang: str) -> str:
    """The title of a grade where it leads back to the grade, else its id."""
    for grade in grading_of(checklist).grades:
        found = find_grade(checklist, title := grade.title.get(lang))
        if grade.id == grade_id and found is grade:
            return title
    return grade_id


def _grades(checklist: Checklist, lang: str) -> tuple[str, ...]:
    titles = tuple(_grade(checklist, grade.id, lang) for grade in grading_of(checklist).grades)
    fit = not any(sign in "".join(titles) for sign in '",') and sum(map(len, titles)) + len(titles) < 250
    return titles if fit else ()


def _details(sheet: Any, checklist: Checklist, langs: tuple[str, ...], unit: tuple[str, str] | None) -> None:
    """What belongs to no row: the checklist as a whole, and its sections beside their titles."""
    rows = [(name, _yaml(getattr(checklist, name), langs)) for name in HEAD_FIELDS if getattr(checklist, name)]
    rows += [(name, _yaml(one, langs)) for name in HEAD_LISTS for one in getattr(checklist, name)]
    for section in checklist.sections:
        more = {key: value for key, value in plain(section).items() if key not in ("title", "items")}
        if len(more) > 1:
            rows.append(("section", to_flow(more if len(langs) > 1 else _in_one(more, langs[0]))))
    if unit:
        rows.append(("unit", unit[0]))
    for number, row in enumerate(rows, 1):
        _write(sheet, number, row)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 14, 100


def _cell(value: str | Text | None, lang: str) -> str:
    return value.get(lang) if isinstance(value, Text) else value or ""


def _write(
    sheet: Any, row: int, values: Iterable[str], *, bold: bool = False, shade: bool = False, wrap: bool = True
) -> None:
    """Write a row of texts; what looks like a formula stays text."""
    from openpyxl.styles import Alignment, Font, PatternFill

    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column, in_cell(value))
        cell.data_type, cell.number_format = "s", "@"
        cell.alignment = Alignment(wrap_text=wrap, vertical="top")
        if bold:
            cell.font = Font(bold=True)
        if shade:
            cell.fill = PatternFill("solid", fgColor="DDE6EE")
