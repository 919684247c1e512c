"""A Word file as it is set: what each paragraph and run comes to after its styles, the defaults and the theme.

The file may come from anywhere: it is opened within limits, and nothing that it refers to is followed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from lxml import etree

from checklists.errors import N_, cut
from checklists.importers.base import ImportRefused
from checklists.importers.package import Package
from checklists.importers.spreadsheet import refuse_old
from reports.docx_cascade import Cascade, Paragraph, W, is_on, number, run_text

_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MARGIN = re.compile(r"word/(header|footer)\d*\.xml")
# Fields that read from elsewhere when they are worked out.
_FETCHING = re.compile(r"\b(?:INCLUDEPICTURE|INCLUDETEXT|LINK|DDE|DDEAUTO|DATABASE|RD)\b[^{}]*")
THEME = "word/theme/theme1.xml"

Element = Any


class Section(NamedTuple):
    """A section: its properties, what stands in it, and its headers and footers by their pages.

    Pages are "default", "even" and "first".
    """

    properties: Element
    blocks: list[Element]
    headers: dict[str, Element]
    footers: dict[str, Element]

    @property
    def own_first_page(self) -> bool:
        """Whether its first page has a header and a footer of its own."""
        sign = self.properties.find(f"{W}titlePg")
        return sign is not None and is_on(sign)


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
        body = self._parse("word/document.xml").find(f"{W}body")
        if body is None:
            raise self._package.damaged()
        self.body: Element = body

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

    # Sections, tables

    @cached_property
    def sections(self) -> list[Section]:
        """The sections; each has the headers and footers of the one before it where it has none of its own."""
        found: list[Section] = []
        blocks: list[Element] = []
        for block in self.body:
            blocks.append(block)
            properties = block if block.tag == f"{W}sectPr" else block.find(f"{W}pPr/{W}sectPr")
            if properties is not None:
                before = found[-1] if found else None
                margins = [
                    (getattr(before, f"{kind}s") if before else {}) | self._margins(properties, kind)
                    for kind in ("header", "footer")
                ]
                found.append(Section(properties, blocks, *margins))
                blocks = []
        return found

    @cached_property
    def odd_and_even(self) -> bool:
        """Whether odd and even pages have different footers."""
        sign = self._optional("word/settings.xml").find(f"{W}evenAndOddHeaders")
        return sign is not None and is_on(sign)

    def _margins(self, section: Element, kind: str) -> dict[str, Element]:
        """The headers or footers of a section by their pages: "default", "even", "first"."""
        found = {}
        for reference in section.findall(f"{W}{kind}Reference"):
            part = "word/" + self._targets.get(reference.get(f"{_R}id"), "").removeprefix("/word/")
            if part in self._package.names:
                found[reference.get(f"{W}type", "default")] = self._parse(part)
        return found

    @cached_property
    def _targets(self) -> dict[str, str]:
        relations = self._optional("word/_rels/document.xml.rels")
        return {each.get("Id", ""): each.get("Target", "") for each in relations}

    @property
    def tables(self) -> list[Element]:
        """The tables, also those inside others."""
        return list(self.body.iter(f"{W}tbl"))

    # Paragraphs

    def texts(self) -> Iterator[str]:
        """Its title among the properties, then what stands in no table: in the body, in heads and feet of pages."""
        yield self._optional("docProps/core.xml").findtext(_TITLE, "")
        margins = sorted(part for part in self._package.names if _MARGIN.fullmatch(part))
        for root in (self.body, *map(self._parse, margins)):
            for paragraph in root.iter(f"{W}p"):
                if next(paragraph.iterancestors(f"{W}tc"), None) is None:
                    yield "".join(map(run_text, paragraph.iter(f"{W}r")))

    def paragraphs(self, root: Element | None = None) -> Iterator[Paragraph]:
        """The paragraphs of the body, or of `root`, in their order, also those in tables."""
        tables: dict[Element, int] = {}
        counted: Counter[int] = Counter()
        for element in (self.body if root is None else root).iter(f"{W}p", f"{W}tbl"):
            if element.tag == f"{W}tbl":
                tables[element] = len(tables) + 1
                continue
            table = tables.get(next(element.iterancestors(f"{W}tbl"), None), 0)
            counted[table] += 1
            yield self.cascade.paragraph(element, table, counted[table])

    @cached_property
    def cascade(self) -> Cascade:
        """The styles and the theme."""
        languages = self._optional("word/settings.xml").find(f"{W}themeFontLang")
        return Cascade(self._optional("word/styles.xml"), self._optional(THEME), attribute(languages, "eastAsia"))

    @property
    def has_theme(self) -> bool:
        """Whether it has one."""
        return THEME in self._package.names

    def outside(self) -> Iterator[tuple[str, str]]:
        """What it refers to outside itself: the part that does; an address, a path or the instruction of a field."""
        for part in sorted(each for each in self._package.names if each.endswith(".rels")):
            for relation in self._parse(part):
                if relation.get("TargetMode") == "External":
                    yield part, relation.get("Target", "")
        for part in ("word/document.xml", *sorted(each for each in self._package.names if _MARGIN.fullmatch(each))):
            root = self.body if part == "word/document.xml" else self._parse(part)
            yield from ((part, found[0].strip()) for found in _FETCHING.finditer(fields(root)))


def length(element: Element | None, name: str) -> float:
    """A length of an element in mm, 0 where there is none."""
    text = element.get(f"{W}{name}") if element is not None else None
    return number(text, 0) / 20 / 72 * 25.4


def child(element: Element | None, name: str) -> Element | None:
    """A child by its name in WordprocessingML."""
    return element.find(f"{W}{name}") if element is not None else None


def children(element: Element, path: str) -> list[Element]:
    """The elements at a path of names: "tblGrid/gridCol"."""
    return list(element.findall("/".join(f"{W}{name}" for name in path.split("/"))))


def fields(element: Element) -> str:
    """The instructions of the fields in an element, one after the other."""
    simple = [field.get(f"{W}instr", "") for field in element.iter(f"{W}fldSimple")]
    return " ".join([*simple, *(text.text or "" for text in element.iter(f"{W}instrText"))])


def text_of(element: Element, most: int) -> str:
    """The first characters of the text in an element, some more than `most`."""
    text = ""
    for run in element.iter(f"{W}r"):
        text += run_text(run)
        if len(text) > most:
            break
    return text


def attribute(element: Element | None, name: str) -> str:
    """An attribute of an element, "" where there is none."""
    return cut(str(element.get(f"{W}{name}", ""))) if element is not None else ""
