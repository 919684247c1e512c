"""A Word file as it is set: what each paragraph and run comes to after its styles, the defaults and the theme.

The file may come from anywhere: it is opened within limits, and nothing that it refers to is followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from lxml import etree

from checklists.errors import N_, cut
from checklists.importers.base import ImportRefused
from checklists.importers.package import Package
from checklists.importers.spreadsheet import refuse_old

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MARGIN = re.compile(r"word/(header|footer)\d*\.xml")
_MOST_STYLES_DEEP = 20  # a chain of styles is this long at most, also where it bites its tail

Element = Any


class Run(NamedTuple):
    """Text of one setting: its East Asian font ("" where none is named) and its size in points."""

    text: str
    font: str
    size: float


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph: its style's name, its place in the outline (-1: none), its alignment and the distance of its lines.

    `line` is in points where lines are at a fixed distance, else 0.
    """

    style: str
    outline: int
    align: str
    line: float
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """Its whole text."""
        return "".join(run.text for run in self.runs)


class WordFile:
    """The Word file `data` called `name` in messages.

    Raises:
        ImportRefused: it is no Word file, damaged, or not within the limits.
    """

    def __init__(self, data: bytes, name: str) -> None:
        refuse_old(data, name, "docx")
        self._package = Package(data, name)
        if "word/document.xml" not in self._package.names:
            raise ImportRefused(N_("{file}: no Word document inside"), file=name)
        self._package.check()
        self._name = name
        body = self._parse("word/document.xml").find(f"{_W}body")
        if body is None:
            raise self._package.damaged()
        self.body: Element = body
        self._styles = self._by_id("word/styles.xml", "style")

    def _parse(self, part: str) -> Element:
        data = self._package.read(part)
        if _STRICT[1:-1].encode() in data:
            raise ImportRefused(N_("{file}: saved as Strict Open XML; save it as an ordinary .docx"), file=self._name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._package.damaged() from error

    def _optional(self, part: str) -> Element:
        return self._parse(part) if part in self._package.names else etree.Element("none")

    def _by_id(self, part: str, tag: str) -> dict[str, Element]:
        self._style_part = self._optional(part)
        return {style.get(f"{_W}styleId", ""): style for style in self._style_part.findall(f"{_W}{tag}")}

    # Sections, footers, tables

    @property
    def sections(self) -> list[Element]:
        """The properties of each section."""
        return list(self.body.iter(f"{_W}sectPr"))

    @cached_property
    def odd_and_even(self) -> bool:
        """Whether odd and even pages have different footers."""
        sign = self._optional("word/settings.xml").find(f"{_W}evenAndOddHeaders")
        return sign is not None and _is_on(sign)

    def footers(self, section: Element) -> dict[str, Element]:
        """The footers of a section by their pages: "default", "even", "first"."""
        targets = {
            relation.get("Id"): relation.get("Target", "")
            for relation in self._optional("word/_rels/document.xml.rels")
        }
        found = {}
        for reference in section.findall(f"{_W}footerReference"):
            part = "word/" + targets.get(reference.get(f"{_R}id"), "").removeprefix("/word/")
            if part in self._package.names:
                found[reference.get(f"{_W}type", "default")] = self._parse(part)
        return found

    @property
    def tables(self) -> list[Element]:
        """The tables, also those inside others."""
        return list(self.body.iter(f"{_W}tbl"))

    # Paragraphs

    def texts(self) -> Iterator[str]:
        """Its title among the properties, then what stands in no table: in the body, in heads and feet of pages."""
        yield self._optional("docProps/core.xml").findtext(_TITLE, "")
        margins = sorted(part for part in self._package.names if _MARGIN.fullmatch(part))
        for root in (self.body, *map(self._parse, margins)):
            for paragraph in self._outside(root):
                yield "".join(piece.text or "" for piece in paragraph.iter(f"{_W}t"))

    def paragraphs(self, root: Element | None = None, tables: bool = False) -> Iterator[Paragraph]:
        """The paragraphs of the body, or of `root`; with `tables`, also those in tables."""
        body = self.body if root is None else root
        yield from map(self._paragraph, body.iter(f"{_W}p") if tables else self._outside(body))

    def _outside(self, root: Element) -> Iterator[Element]:
        """The paragraphs that stand in no table."""
        return (each for each in root.iter(f"{_W}p") if next(each.iterancestors(f"{_W}tc"), None) is None)

    def _paragraph(self, element: Element) -> Paragraph:
        own = element.find(f"{_W}pPr")
        chain = self._chain(_value(own, "pStyle") or self._default_style)
        sources = [own, *(style.find(f"{_W}pPr") for style in chain), self._defaults("pPr")]
        outline = _first(sources, "outlineLvl")
        return Paragraph(
            style=(_value(chain[0], "name") or "") if chain else "",
            outline=int(outline) if outline and outline.isdigit() and int(outline) < 9 else -1,
            align=_first(sources, "jc") or "left",
            line=_line(sources),
            runs=tuple(self._runs(element, chain)),
        )

    def _runs(self, paragraph: Element, chain: list[Element]) -> Iterator[Run]:
        for run in paragraph.iter(f"{_W}r"):
            text = "".join(piece.text or "" for piece in run.findall(f"{_W}t"))
            if text:
                own = run.find(f"{_W}rPr")
                styles = [*self._chain(_value(own, "rStyle") or ""), *chain]
                sources = [own, *(style.find(f"{_W}rPr") for style in styles), self._defaults("rPr")]
                yield Run(text, self._font(sources), _number(_first(sources, "sz"), 20) / 2)

    def _font(self, sources: list[Element | None]) -> str:
        for source in sources:
            fonts = source.find(f"{_W}rFonts") if source is not None else None
            if fonts is not None:
                if theme := fonts.get(f"{_W}eastAsiaTheme"):
                    return self._theme.get("major" if theme.startswith("major") else "minor", "")
                if name := fonts.get(f"{_W}eastAsia"):
                    return str(name)
        return ""

    @cached_property
    def _theme(self) -> dict[str, str]:
        root = self._optional("word/theme/theme1.xml")
        found = {}
        for use in ("major", "minor"):
            east = root.find(f".//{_A}{use}Font/{_A}ea")
            found[use] = str(east.get("typeface", "")) if east is not None else ""
        return found

    @cached_property
    def _default_style(self) -> str:
        for style_id, style in self._styles.items():
            if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true", "on"):
                return style_id
        return ""

    def _defaults(self, kind: str) -> Element | None:
        return self._style_part.find(f"{_W}docDefaults/{_W}{kind}Default/{_W}{kind}")

    def _chain(self, style_id: str) -> list[Element]:
        """A style and those it is based on, nearest first."""
        chain: list[Element] = []
        while style_id in self._styles and len(chain) < _MOST_STYLES_DEEP:
            chain.append(self._styles[style_id])
            style_id = _value(chain[-1], "basedOn") or ""
        return chain


def length(element: Element | None, name: str) -> float:
    """A length of an element in mm, 0 where there is none."""
    text = element.get(f"{_W}{name}") if element is not None else None
    return _number(text, 0) / 20 / 72 * 25.4


def child(element: Element | None, name: str) -> Element | None:
    """A child by its name in WordprocessingML."""
    return element.find(f"{_W}{name}") if element is not None else None


def children(element: Element, path: str) -> list[Element]:
    """The elements at a path of names: "tblGrid/gridCol"."""
    return list(element.findall("/".join(f"{_W}{name}" for name in path.split("/"))))


def fields(element: Element) -> str:
    """The instructions of the fields in an element, one after the other."""
    simple = [field.get(f"{_W}instr", "") for field in element.iter(f"{_W}fldSimple")]
    return " ".join([*simple, *(text.text or "" for text in element.iter(f"{_W}instrText"))])


def attribute(element: Element | None, name: str) -> str:
    """An attribute of an element, "" where there is none."""
    return cut(str(element.get(f"{_W}{name}", ""))) if element is not None else ""


def _is_on(sign: Element) -> bool:
    return sign.get(f"{_W}val", "1") not in ("0", "false", "off")


def _value(parent: Element | None, tag: str) -> str | None:
    found = parent.find(f"{_W}{tag}") if parent is not None else None
    return str(found.get(f"{_W}val", "")) if found is not None else None


def _first(sources: list[Element | None], tag: str) -> str | None:
    return next((value for source in sources if (value := _value(source, tag)) is not None), None)


def _line(sources: list[Element | None]) -> float:
    """The fixed distance of lines in points, 0 where it follows the type."""
    rule = line = None
    for source in sources:
        spacing = source.find(f"{_W}spacing") if source is not None else None
        if spacing is not None:
            rule, line = rule or spacing.get(f"{_W}lineRule"), line or spacing.get(f"{_W}line")
    return _number(line, 0) / 20 if rule == "exact" else 0


def _number(text: str | None, otherwise: float) -> float:
    try:
        return float(text) if text else otherwise
    except ValueError:
        return otherwise
