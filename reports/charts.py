"""Charts for Word documents: the DrawingML of a chart, the workbook behind it, and the place it has in the text.

One row of figures each, drawn in one colour with every value written at its bar: legible in print without colours.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from reports.profile import Face
from reports.safe_text import in_cell, visible
from reports.workbooks import packed

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_EMU = 36_000  # in a millimetre
_LINE = 22_225  # 1.75 pt
_FILL = '<a:solidFill><a:srgbClr val="1F4E79"/></a:solidFill>'
_GREY = '<a:solidFill><a:srgbClr val="A6A6A6"/></a:solidFill>'
_SHEET = "Sheet1"
_FORMATS = {"share": "0.0%", "count": "0"}
_HEADROOM = 1.2  # the axis ends above the greatest value, or its label would lie outside
_CATEGORIES, _VALUES = "100000001", "100000002"  # ids of the axes


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Figures to be drawn: `points` are names with their values, None leaves a gap.

    `kind`: bars lie, the first on top; a line joins points in time. `of`: shares from 0 to 1, or counts.
    `title` is what the values are, `description` says the figures in words, for those who do not see the chart.
    """

    kind: Literal["bars", "line"]
    of: Literal["share", "count"]
    title: str
    description: str
    points: Sequence[tuple[str, float | None]]

    @property
    def height(self) -> float:
        """In mm: a bar needs the height of its name, a line has one height."""
        return 8 + 6.4 * len(self.points) if self.kind == "bars" else 62


def chart_xml(chart: Chart, face: Face, workbook: str) -> str:
    """The chart part: text set in `face`, `workbook` the relation to the workbook behind it."""
    text = _text_properties(face)
    values = _text_properties(face, wrap="none")
    drawn = _line(chart, values) if chart.kind == "line" else _bars(chart, values)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}"><c:date1904 val="0"/><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{drawn}{_axes(chart, text)}</c:plotArea>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{text}"
        f'<c:externalData r:id={quoteattr(workbook)}><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def drawing_xml(chart: Chart, number: int, relation: str, width: float) -> str:
    """The run that shows the chart, the document's `number`th, in a line of text, `width` mm wide."""
    described = f'id="{number}" name="Chart {number}" descr={quoteattr(_one_line(chart.description))}'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{round(width * _EMU)}" cy="{round(chart.height * _EMU)}"/>'
        f'<wp:docPr {described}/><wp:cNvGraphicFramePr/><a:graphic xmlns:a="{_A}"><a:graphicData uri="{_C}">'
        f'<c:chart xmlns:c="{_C}" xmlns:r="{_R}" r:id={quoteattr(relation)}/></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def workbook(chart: Chart, made: date | None) -> bytes:
    """The .xlsx that a word processor opens to change the figures."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell

    book = openpyxl.Workbook(write_only=True)
    book.properties.creator = ""
    sheet = book.create_sheet(_SHEET)
    sheet.column_dimensions["A"].width = 40
    for name, value in (("", chart.title), *chart.points):
        cells = []
        for content in (name, value):
            cell = WriteOnlyCell(sheet, in_cell(_one_line(content)) if isinstance(content, str) else content)
            if isinstance(content, str):
                cell.data_type = "s"  # nothing in it runs
            else:
                cell.number_format = _FORMATS[chart.of]
            cells.append(cell)
        sheet.append(cells)
    data = io.BytesIO()
    book.save(data)
    return packed(data.getvalue(), made)


def _bars(chart: Chart, text: str) -> str:
    filled = f'<c:spPr>{_FILL}</c:spPr><c:invertIfNegative val="0"/>'
    return (
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f"{_series(chart, filled, _labels(chart, text, 'outEnd'))}"
        f'<c:gapWidth val="50"/>{_axis_ids()}</c:barChart>'
    )


def _line(chart: Chart, text: str) -> str:
    drawn = (
        f'<c:spPr><a:ln w="{_LINE}">{_FILL}</a:ln></c:spPr><c:marker><c:symbol val="circle"/><c:size val="6"/>'
        f"<c:spPr>{_FILL}</c:spPr></c:marker>"
    )
    series = _series(chart, drawn, _labels(chart, text, "t"), '<c:smooth val="0"/>')
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>'
        f"{_axis_ids()}</c:lineChart>"
    )


def _series(chart: Chart, drawn: str, labels: str, end: str = "") -> str:
    """The one row of figures, each with the cell it stands in and the value that stands there."""
    last, format_ = len(chart.points) + 1, _FORMATS[chart.of]
    names = "".join(
        f'<c:pt idx="{place}"><c:v>{_escaped(name)}</c:v></c:pt>' for place, (name, _) in enumerate(chart.points)
    )
    values = "".join(
        f'<c:pt idx="{place}"><c:v>{value!r}</c:v></c:pt>'
        for place, (_, value) in enumerate(chart.points)
        if value is not None
    )
    count = f'<c:ptCount val="{len(chart.points)}"/>'
    return (
        f'<c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>{_SHEET}!$B$1</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{_escaped(chart.title)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f"{drawn}{labels}<c:cat><c:strRef><c:f>{_SHEET}!$A$2:$A${last}</c:f><c:strCache>{count}{names}</c:strCache>"
        f"</c:strRef></c:cat><c:val><c:numRef><c:f>{_SHEET}!$B$2:$B${last}</c:f><c:numCache>"
        f"<c:formatCode>{format_}</c:formatCode>{count}{values}</c:numCache></c:numRef></c:val>{end}</c:ser>"
    )


def _labels(chart: Chart, text: str, place: str) -> str:
    off = "".join(f'<c:show{what} val="0"/>' for what in ("CatName", "SerName", "Percent", "BubbleSize"))
    return (
        f'<c:dLbls><c:numFmt formatCode="{_FORMATS[chart.of]}" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>{text}'
        f'<c:dLblPos val="{place}"/><c:showLegendKey val="0"/><c:showVal val="1"/>{off}</c:dLbls>'
    )


def _axes(chart: Chart, text: str) -> str:
    """The axis of names, and that of values, which is not drawn: every value is written where it is."""
    rule = f'<c:spPr><a:ln w="9525">{_GREY}</a:ln></c:spPr>'
    lying, values = chart.kind == "bars", [value for _, value in chart.points if value is not None]
    most = _HEADROOM * (1 if chart.of == "share" else max(values, default=1))
    return (
        f'<c:catAx><c:axId val="{_CATEGORIES}"/><c:scaling><c:orientation val="{"maxMin" if lying else "minMax"}"/>'
        f'</c:scaling><c:delete val="0"/><c:axPos val="{"l" if lying else "b"}"/><c:numFmt formatCode="General"'
        ' sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'{rule}{text}<c:crossAx val="{_VALUES}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="{_VALUES}"/><c:scaling><c:orientation val="minMax"/><c:max val="{most!r}"/>'
        '<c:min val="0"/></c:scaling>'
        f'<c:delete val="1"/><c:axPos val="{"b" if lying else "l"}"/><c:numFmt formatCode="{_FORMATS[chart.of]}"'
        ' sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:crossAx val="{_CATEGORIES}"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


def _axis_ids() -> str:
    return f'<c:axId val="{_CATEGORIES}"/><c:axId val="{_VALUES}"/>'


def _text_properties(face: Face, wrap: str = "square") -> str:
    """Type for chart text, never slanting: a long name takes several lines, a value (`wrap` "none") one.

    It is named wherever text stands: not every word processor looks further up.
    """
    latin, east = quoteattr(face.latin), quoteattr(face.east_asian)
    return (
        f'<c:txPr><a:bodyPr rot="0" vert="horz" wrap="{wrap}"/><a:lstStyle/><a:p><a:pPr>'
        f'<a:defRPr sz="{round(face.size * 100)}" b="0"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
        f"<a:latin typeface={latin}/><a:ea typeface={east}/>"
        f'<a:cs typeface={latin}/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _one_line(text: str) -> str:
    return " ".join(visible(text).split())


def _escaped(text: str) -> str:
    return escape(_one_line(text))
